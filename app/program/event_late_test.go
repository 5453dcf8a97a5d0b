package program

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	states "handrail/app/guide/change"
	"handrail/app/guides"
	"handrail/app/sample/graphsim"
)

const halls = "/solutions/virtualEvents/townhalls"

// later makes the clock of the guide run ahead.
func (e *event) later(ahead time.Duration) {
	s := e.h.services()
	s.Now = func() time.Time { return time.Now().Add(ahead) }
	for _, g := range guides.All(s) {
		for _, step := range g.Steps {
			if g.ID == "live-event" && step.ID == "create" {
				e.step = step
			}
		}
	}
}

// count returns how many of the writes end so.
func (e *event) count(end string) (n int) {
	for _, w := range e.writes() {
		if strings.HasSuffix(w, end) {
			n++
		}
	}
	return n
}

// TestALostEventIsFoundOnEachPage: an account with many events has several pages of them, and the one whose answer
// was lost stands on the last.
func TestALostEventIsFoundOnEachPage(t *testing.T) {
	e := newEvent(t)
	ctx := context.Background()
	if err := e.h.graph.Ask(ctx, "VirtualEvent.ReadWrite"); err != nil {
		t.Fatal(err)
	}
	for i := range 45 {
		body := fmt.Sprintf(`{"displayName":"Event %d","startDateTime":{"dateTime":"2026-12-05T13:00:00","timeZone":"UTC"},`+
			`"endDateTime":{"dateTime":"2026-12-05T14:00:00","timeZone":"UTC"}}`, i)
		if _, _, err := e.h.graph.Post(ctx, halls, []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	e.h.sim.Play(graphsim.Fault{Path: halls, Method: "POST", Effect: graphsim.Cut, After: true, Count: 1})
	if err := e.apply(); app.CodeOf(err) != app.Unreachable {
		t.Fatalf("the first time: %v", err)
	}
	e.later(states.Late)
	for name, f := range map[string]graphsim.Fault{
		"refused later": {Path: halls + "/getByUserRole", Query: "$skip", Effect: graphsim.Refuse, Status: 403},
		"in a circle":   {Path: halls + "/getByUserRole", Effect: graphsim.LoopLink},
		"a portal":      {Path: halls + "/getByUserRole", Effect: graphsim.Portal},
	} {
		e.h.sim.Calm()
		e.h.sim.Play(f)
		if err := e.apply(); err == nil || e.count(halls) != 46 {
			t.Errorf("%s: %v, %d made", name, err, e.count(halls))
		}
	}
	e.h.sim.Calm()
	if err := e.apply(); err != nil || e.count(halls) != 46 || e.count("/publish") != 1 {
		t.Errorf("%v: %q", err, e.writes()[45:])
	}
}

// TestAPresenterIsAddedOnce: after a lost answer the list is read first; while Microsoft may only be late, nothing is
// sent again.
func TestAPresenterIsAddedOnce(t *testing.T) {
	for name, k := range map[string]struct {
		made, listed bool
		wait         time.Duration
		want         int
		fails        bool
	}{
		"made and listed":          {made: true, listed: true, want: 2},
		"made and not listed yet":  {made: true, want: 1, fails: true},
		"not made":                 {want: 0, fails: true},
		"not made, and much later": {wait: states.Late, want: 2},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvent(t)
			e.h.sim.Play(graphsim.Fault{Path: halls + "/", Method: "POST", Effect: graphsim.Cut, After: k.made, Count: 1})
			if err := e.apply(); app.CodeOf(err) != app.Unreachable {
				t.Fatalf("the first time: %v", err)
			}
			e.h.sim.Calm()
			if k.made && !k.listed {
				e.h.sim.Play(graphsim.Fault{Path: halls + "/", Method: "GET", Effect: graphsim.Alter,
					Set: map[string]any{"identity/id": "another"}})
			}
			e.later(k.wait)
			if err := e.apply(); (err != nil) != k.fails || e.count("/presenters") != k.want ||
				e.count("/publish") != map[bool]int{true: 0, false: 1}[k.fails] {
				t.Errorf("%v: %q", err, e.writes())
			}
			if k.fails {
				e.h.sim.Calm()
				e.later(states.Late)
			}
			if err := e.apply(); err != nil || !slices.Equal(e.writes(), wholeEvent) {
				t.Errorf("at last: %v: %q", err, e.writes())
			}
		})
	}
}

// TestAnEventIsPublishedOnce: the same for its publication; and a cancelled event stays as it is.
func TestAnEventIsPublishedOnce(t *testing.T) {
	e := newEvent(t)
	e.h.sim.Play(graphsim.Fault{Path: halls + "/", Method: "POST", Effect: graphsim.Cut, After: true, Skip: 2, Count: 1})
	if err := e.apply(); app.CodeOf(err) != app.Unreachable || e.count("/publish") != 1 {
		t.Fatalf("the first time: %v: %q", err, e.writes())
	}
	e.h.sim.Calm()
	e.h.sim.Play(graphsim.Fault{Path: halls + "/", Method: "GET", Effect: graphsim.Alter,
		Set: map[string]any{"status": "draft"}})
	if err := e.apply(); app.CodeOf(err) != app.Unreachable || e.count("/publish") != 1 {
		t.Errorf("while it is not shown: %v: %q", err, e.writes())
	}
	e.h.sim.Calm()
	if err := e.apply(); err != nil || e.count("/publish") != 1 {
		t.Errorf("at last: %v: %q", err, e.writes())
	}
	h, err := e.h.Store.Entries(context.Background(), e.v.ID)
	if open := states.Replay(h).Unsettled(); err != nil || len(open) != 0 {
		t.Errorf("still not known: %+v, %v", open, err)
	}
	e.h.sim.Play(graphsim.Fault{Path: halls + "/", Method: "GET", Effect: graphsim.Refuse, Status: 404})
	if err := e.apply(); app.CodeOf(err) != app.NotFound || !strings.Contains(err.Error(), "does not have this event") {
		t.Errorf("deleted: %v", err)
	}
	e.h.sim.Calm()
	e.h.sim.Play(graphsim.Fault{Path: halls + "/", Method: "GET", Effect: graphsim.Alter,
		Set: map[string]any{"status": "canceled"}})
	e.v.Answers["presenters"] += " farida.haddad@northgate.example"
	before := len(e.writes())
	if err := e.apply(); app.CodeOf(err) != app.Invalid || len(e.writes()) != before {
		t.Errorf("cancelled: %v: %q", err, e.writes())
	}
}

// TestAnEventThatMayBeTheOneIsNotDoubled: one of that name whose start Handrail cannot read.
func TestAnEventThatMayBeTheOneIsNotDoubled(t *testing.T) {
	for name, k := range map[string]struct {
		zone, at string
		made     int
		fails    bool
	}{
		"in UTC":                 {"UTC", "2026-12-05T13:00:00.0000000", 1, false},
		"by the name of a place": {"Europe/Berlin", "2026-12-05T14:00:00.0000000", 1, false},
		"by a name of Windows":   {"W. Europe Standard Time", "2026-12-05T14:00:00.0000000", 1, true},
		"on another day":         {"UTC", "2026-12-12T13:00:00.0000000", 2, false},
		"without a time":         {"UTC", "", 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvent(t)
			e.h.sim.Play(graphsim.Fault{Path: halls, Method: "POST", Effect: graphsim.Cut, After: true, Count: 1})
			if err := e.apply(); app.CodeOf(err) != app.Unreachable {
				t.Fatalf("the first time: %v", err)
			}
			e.h.sim.Calm()
			e.h.sim.Play(graphsim.Fault{Path: halls + "/getByUserRole", Effect: graphsim.Alter,
				Set: map[string]any{"startDateTime/dateTime": k.at, "startDateTime/timeZone": k.zone}})
			e.later(states.Late)
			if err := e.apply(); (err != nil) != k.fails || e.count(halls) != k.made {
				t.Errorf("%v: %q", err, e.writes())
			}
		})
	}
}
