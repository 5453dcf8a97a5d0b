package program

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/sample/graphsim"
	"handrail/app/sample/graphsim/csdl"
	"handrail/app/task"
)

// event is the step that makes an event on the sample, through the SDK.
type event struct {
	*testing.T
	h    *Program
	step guide.Step
	v    *guide.Visit
}

func newEvent(t *testing.T) *event {
	t.Helper()
	h := openSample(t)
	g := h.Guides[slices.IndexFunc(h.Guides, func(g guide.Guide) bool { return g.ID == "live-event" })]
	return &event{t, h, g.Steps[slices.IndexFunc(g.Steps, func(s guide.Step) bool { return s.ID == "create" })],
		&guide.Visit{ID: "v", Guide: "live-event", Outcomes: map[string]guide.Outcome{},
			Answers: map[string]string{"title": `Annual meeting "2026" <b>`, "date": "2026-12-05", "time": "14:00",
				"zone": "Europe/Berlin", "event-kind": "broadcast", "public": "yes", "way": "handrail",
				"presenters": "tess.okafor@northgate.example\nNOBODY@northgate.example, miriam.hale@northgate.example",
				"sheet":      "0 | 50 | Talk | Farida"}}}
}

func (e *event) plan() *guide.Plan {
	e.Helper()
	p, err := e.step.Plan(context.Background(), e.v)
	if err != nil {
		e.Fatal(err)
	}
	return p
}

func (e *event) apply() error {
	return e.step.Apply(context.Background(), e.v, e.plan(), func(task.Progress) {})
}

// writes returns what was sent, without the numbers of events.
func (e *event) writes() (all []string) {
	for _, w := range e.h.sim.Writes() {
		path := w.Path
		if i := strings.Index(path, "townhalls/"); i >= 0 {
			_, rest, _ := strings.Cut(path[i+len("townhalls/"):], "/")
			path = ".../" + rest
		}
		all = append(all, w.Method+" "+path)
	}
	return all
}

var wholeEvent = []string{"POST /solutions/virtualEvents/townhalls", "POST .../presenters", "POST .../presenters",
	"POST .../publish"}

// TestAnEventIsMade: nothing before it is confirmed, then the event, its presenters
// and its publication, each once; a second time nothing; and the link is offered.
func TestAnEventIsMade(t *testing.T) {
	e := newEvent(t)
	p := e.plan()
	if p.ByHand || len(e.writes()) != 0 || len(p.Affected) != 2 || len(p.Affected[0].Names) != 2 ||
		!slices.Equal(p.Affected[1].Names, []string{"nobody@northgate.example"}) {
		t.Errorf("%+v, sent %v", p, e.writes())
	}
	if h, err := e.step.Hand(context.Background(), e.v); err != nil || len(h.Todo) != 3 || h.Done != "" {
		t.Errorf("what is left to do by hand: %+v, %v", h, err)
	}
	if err := e.apply(); err != nil {
		t.Fatal(err)
	}
	if got := e.writes(); !slices.Equal(got, wholeEvent) {
		t.Fatalf("sent %q", got)
	}
	body := e.h.sim.Writes()[0].Body
	var sent map[string]any
	if json.Unmarshal(body, &sent) != nil || sent["displayName"] != `Annual meeting "2026" <b>` ||
		sent["audience"] != "everyone" {
		t.Errorf("%s", body)
	}
	for name, want := range map[string]string{"startDateTime": "2026-12-05T13:00:00",
		"endDateTime": "2026-12-05T13:50:00"} {
		if at := sent[name].(map[string]any); at["dateTime"] != want || at["timeZone"] != "UTC" {
			t.Errorf("%s is %v", name, at)
		}
	}
	if _, err := csdl.Load(); err == nil {
		for i, typ := range []string{"virtualEventTownhall", "virtualEventPresenter"} {
			if wrong := csdl.Check(typ, e.h.sim.Writes()[i].Body); len(wrong) > 0 {
				t.Errorf("%s: %v", typ, wrong)
			}
		}
	}
	if again := e.plan(); again.Changes[0].Now != "Created" {
		t.Errorf("%+v", again)
	}
	if err := e.apply(); err != nil || len(e.writes()) != len(wholeEvent) {
		t.Errorf("again: %v, sent %q", err, e.writes())
	}
	for _, g := range e.h.Guides {
		for _, s := range g.Steps {
			for _, a := range s.Asks {
				if g.ID == "live-event" && a.Name == "link" &&
					!strings.HasPrefix(a.Default(e.v), "https://events.teams.microsoft.com/event/") {
					t.Errorf("the link %q is offered", a.Default(e.v))
				}
			}
		}
	}
}

// TestNoEventIsMadeTwice: whatever fails on the way, confirming again ends with one
// event that is published, or waits where Microsoft may only be late.
func TestNoEventIsMadeTwice(t *testing.T) {
	for name, f := range map[string]graphsim.Fault{
		"the answer is lost after it worked": {Path: "/solutions/virtualEvents/townhalls", Method: "POST",
			Effect: graphsim.Cut, After: true, Count: 1},
		"the answer is lost before it worked": {Path: "/solutions/virtualEvents/townhalls", Method: "POST",
			Effect: graphsim.Cut, Count: 1},
		"publishing is refused once": {Path: "/solutions/virtualEvents/townhalls/", Method: "POST",
			Effect: graphsim.Refuse, Status: 403, Skip: 2, Count: 1},
		"a presenter is refused once": {Path: "/solutions/virtualEvents/townhalls/", Method: "POST",
			Effect: graphsim.Refuse, Status: 429, Count: 1},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvent(t)
			e.h.sim.Play(f)
			if err := e.apply(); err == nil || app.CodeOf(err) == app.Internal {
				t.Fatalf("the first time: %v", err)
			} else if _, hint := app.UserMessage(err); f.Status == 403 &&
				!strings.Contains(hint, "create the event in Teams") {
				t.Errorf("what to do next is %q", hint)
			}
			e.h.sim.Calm()
			err := e.apply()
			if len(e.writes()) == 0 { // it may only be late: nothing is made until a few minutes later
				if app.CodeOf(err) != app.Unreachable || f.After || f.Effect != graphsim.Cut {
					t.Fatalf("the second time: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatalf("the second time: %v", err)
			}
			got := e.writes()
			if !slices.Equal(got, wholeEvent) {
				t.Errorf("made %q", got)
			}
		})
	}
}

// TestAnEventOfAnotherKindIsMadeByHand: Microsoft has no interface for it.
func TestAnEventOfAnotherKindIsMadeByHand(t *testing.T) {
	e := newEvent(t)
	e.v.Answers["presenters"] = "z@x.example b@x.example y@x.example a@x.example"
	for range 20 { // what is confirmed is compared with what was shown
		if got := e.plan().Affected[1].Names; !slices.IsSorted(got) || len(got) != 4 {
			t.Fatalf("in another order: %q", got)
		}
	}
	e.v.Answers["event-kind"] = "meeting"
	p := e.plan()
	if err := e.step.Apply(context.Background(), e.v, p, nil); !p.ByHand || app.CodeOf(err) != app.Denied ||
		len(e.writes()) != 0 {
		t.Errorf("%+v, %v", p, err)
	}
	if h, err := e.step.Hand(context.Background(), e.v); err != nil || len(h.Todo) < 5 {
		t.Errorf("%+v, %v", h, err)
	}
}

// TestWhoWasThereComesFromMicrosoft: the guide asks for the event with the link, and
// keeps no one's name.
func TestWhoWasThereComesFromMicrosoft(t *testing.T) {
	e := newEvent(t)
	c := e.h.sim
	e.v.Answers["link"], e.v.Answers["reports-from"], e.v.Answers["keep"] = c.HeldLink(), "graph", "numbers"
	e.v.Answers["date"], e.v.Answers["time"], e.v.Answers["zone"] = c.HeldAt().Format("2006-01-02"), "10:30", "UTC"
	g := e.h.Guides[slices.IndexFunc(e.h.Guides, func(g guide.Guide) bool { return g.ID == "live-event" })]
	after := g.Steps[slices.IndexFunc(g.Steps, func(s guide.Step) bool { return s.ID == "after" })]
	doc, err := after.Look(context.Background(), e.v, func(task.Progress) {})
	if err != nil {
		t.Fatal(err)
	}
	facts := doc.Facts()
	if facts["attendees"] != "37" || facts["report-state"] != "new" || facts["peak"] == "0" {
		t.Errorf("%v", facts)
	}
	if raw, err := json.Marshal(doc); err != nil || strings.Contains(string(raw), "@northgate.example") {
		t.Errorf("somebody is named: %v %s", err, raw)
	}
	e.v.Answers["date"] = "2026-01-04"
	if doc, err = after.Look(context.Background(), e.v, func(task.Progress) {}); err != nil ||
		doc.Findings()[0].Code != "attendance-unread" {
		t.Errorf("another day: %v %+v", err, doc)
	}
}
