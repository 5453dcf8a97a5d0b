package guide

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/task"
)

// waited is a guide with one step that waits, and what its look finds.
type waited struct {
	looks int
	held  error
	until time.Time
	fail  error
}

func (w *waited) guide() Guide {
	return Guide{ID: "g", Title: "Publish", Steps: []Step{{ID: "s", Title: "Wait for DNS",
		Look: func(context.Context, *Visit, task.Report) (*report.Document, error) {
			w.looks++
			return &report.Document{Title: "DNS"}, w.fail
		},
		Ready: func(*Visit, *report.Document) error { return w.held },
		Wait: func(context.Context, *Visit) (Until, error) {
			return Until{At: w.until, Reason: "The old record is cached."}, nil
		}}}}
}

// due is the moment at which the wait of these tests is over.
var due = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func waitingVisit() Visit {
	return Visit{ID: "v", Guide: "g", Step: "s", Outcomes: map[string]Outcome{
		"s": {State: Waiting, Until: due, At: due.Add(-time.Hour), Note: "The old record is cached."}}}
}

// TestRechecksBackOff: a step whose wait is over is checked with growing pauses, a fixed number of times, and a new
// wait begins again. Before its date nothing is checked.
func TestRechecksBackOff(t *testing.T) {
	w := &waited{}
	guides, visits, b := []Guide{w.guide()}, []Visit{waitingVisit()}, &Backoff{}
	if got := b.Due(guides, visits, due.Add(-time.Minute)); len(got) != 0 {
		t.Error("it is checked before its date")
	}
	var at []time.Duration
	for now := due; now.Before(due.Add(48 * time.Hour)); now = now.Add(time.Minute) {
		for range b.Due(guides, visits, now) {
			at = append(at, now.Sub(due))
		}
	}
	want := []time.Duration{0, 5 * time.Minute, 20 * time.Minute, 80 * time.Minute, 320 * time.Minute}
	if len(at) != len(want) {
		t.Fatalf("it is checked after %v", at)
	}
	for i := range want {
		if at[i] != want[i] {
			t.Errorf("check %d is after %v, want %v", i+1, at[i], want[i])
		}
		if i > 1 && at[i]-at[i-1] <= at[i-1]-at[i-2] {
			t.Errorf("the pause before check %d did not grow", i+1)
		}
	}
	o := visits[0].Outcomes["s"]
	o.Until = due.Add(72 * time.Hour)
	visits[0].Outcomes["s"] = o
	if got := b.Due(guides, visits, o.Until); len(got) != 1 {
		t.Error("a new wait is not checked")
	}
	for what, change := range map[string]func(*Guide, *Visit){
		"it opens a browser": func(g *Guide, _ *Visit) { g.Steps[0].CheckLabel = "Sign in and check" },
		"it has no look":     func(g *Guide, _ *Visit) { g.Steps[0].Look = nil },
		"the visit ended":    func(_ *Guide, v *Visit) { v.Ended = due },
		"it is done":         func(_ *Guide, v *Visit) { v.Outcomes["s"] = Outcome{State: Completed} },
	} {
		g, v := w.guide(), waitingVisit()
		change(&g, &v)
		if got := (&Backoff{}).Due([]Guide{g}, []Visit{v}, due.Add(time.Hour)); len(got) != 0 {
			t.Errorf("it is checked although %s", what)
		}
	}
}

// TestAWaitThatIsOverIsChecked: what an automatic check finds reaches Home, and no check completes a step.
func TestAWaitThatIsOverIsChecked(t *testing.T) {
	now := due.Add(time.Hour)
	for name, c := range map[string]struct {
		world waited
		state State
		why   string
	}{
		"there":      {waited{}, Waiting, "The wait is over. The last check found nothing that holds you up."},
		"not yet":    {waited{held: app.Errorf(app.NotFound, "Wait.", "The record is not there.")}, Waiting, "The record is not there."},
		"wait again": {waited{until: now.Add(time.Hour)}, Waiting, "The old record is cached."},
	} {
		g := c.world.guide()
		l := Looker{Library: nowhere{}, Now: func() time.Time { return now }}
		b := &Backoff{}
		r, err := l.CheckWaited(t.Context(), b.Due([]Guide{g}, []Visit{waitingVisit()}, now)[0])
		if err != nil {
			t.Fatal(err)
		}
		s := Open(g, waitingVisit())
		if r.Apply(s, now); s.StateOf("s") != c.state {
			t.Errorf("%s: the step is %s", name, s.StateOf("s"))
		}
		o := NewOverview([]Guide{g}, []Visit{s.Visit()}, now)
		all := append(o.Attention, o.Waiting...)
		if len(all) != 1 || !strings.Contains(all[0].Why, c.why) {
			t.Errorf("%s: Home shows %+v", name, all)
		}
		if again := name == "not yet"; again != strings.Contains(all[0].Why, "Handrail checks again at") {
			t.Errorf("%s: %q", name, all[0].Why)
		}
	}
	w := waited{fail: errors.New("no network")}
	g := w.guide()
	l := Looker{Library: nowhere{}, Now: func() time.Time { return now }}
	if _, err := l.CheckWaited(t.Context(), Waited{Guide: g, Visit: waitingVisit(), Step: g.Steps[0]}); err == nil {
		t.Error("a check that fails finds something")
	}
}

// nowhere is a library that saves nothing.
type nowhere struct{ report.Library }

func (nowhere) SaveReport(context.Context, report.SavedReport) (string, error) { return "", nil }
