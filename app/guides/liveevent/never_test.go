package liveevent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/guides/services"
	"handrail/app/report"
	"handrail/app/tenant"
)

// graph is Microsoft with the events of one account. It loses, refuses or hides what it is told.
type graph struct {
	events  []map[string]any
	posts   int
	lose    bool  // the answer of the next request is lost after it worked
	refuse  error // of the next request
	hidden  bool  // the list has none of the events yet
	entries []guide.JournalEntry
	stop    int // the journal takes that many entries; -1: all
	notes
	forget bool // nothing is remembered
}

func (g *graph) Ask(context.Context, ...string) error { return nil }

func (g *graph) Patch(context.Context, string, []byte) (string, error) {
	return "", errors.New("nothing is changed")
}

func (g *graph) Read(_ context.Context, object string) ([]byte, error) {
	path := strings.TrimPrefix(object, townhalls+"/")
	switch id, part, _ := strings.Cut(path, "/"); {
	case path == "getByUserRole(role='organizer')":
		all := g.events
		if g.hidden || all == nil {
			all = []map[string]any{}
		}
		return json.Marshal(map[string]any{"value": all})
	case part != "":
		return []byte(`{"value":[]}`), nil
	default:
		for _, e := range g.events {
			if e["id"] == id {
				return json.Marshal(e)
			}
		}
	}
	return nil, app.Errorf(app.NotFound, "", "There is no %s.", object)
}

func (g *graph) Delete(context.Context, string) (string, error) {
	return "", app.Errorf(app.Denied, "Look in Teams.", "Events are not removed.")
}

func (g *graph) Post(_ context.Context, object string, body []byte) (answer []byte, id string, err error) {
	if err := g.refuse; err != nil {
		g.refuse = nil
		return nil, "", err
	}
	if object != townhalls {
		for _, e := range g.events {
			e["status"] = "published"
		}
		return nil, "", nil
	}
	event := map[string]any{}
	_ = json.Unmarshal(body, &event)
	event["id"], event["status"] = fmt.Sprintf("e%d", len(g.events)+1), "draft"
	start := event["startDateTime"].(map[string]any)
	start["dateTime"] = start["dateTime"].(string) + ".0000000"
	g.events = append(g.events, event)
	g.posts++
	if g.lose {
		g.lose = false
		return nil, "", &tenant.UnknownOutcome{RequestID: "r"}
	}
	answer, err = json.Marshal(event)
	return answer, "r", err
}

func (g *graph) Record(_ context.Context, e guide.JournalEntry) error {
	if g.stop == 0 {
		return errors.New("the disk is full")
	}
	g.stop--
	g.entries = append(g.entries, e)
	return nil
}

func (g *graph) Entries(context.Context, string) ([]guide.JournalEntry, error) { return g.entries, nil }

func (g *graph) Remember(ctx context.Context, m guide.Observation) error {
	if g.forget {
		return errors.New("the disk is full")
	}
	return g.notes.Remember(ctx, m)
}

// TestOneEventWhateverFails: confirming again, also with another title, ends with the one event.
func TestOneEventWhateverFails(t *testing.T) {
	for name, fail := range map[string]func(g *graph){
		"nothing":                      func(*graph) {},
		"the answer is lost":           func(g *graph) { g.lose = true },
		"nothing can be written down":  func(g *graph) { g.stop = 0 },
		"it stops before it is sent":   func(g *graph) { g.stop = 1 },
		"it stops after it was sent":   func(g *graph) { g.stop = 2 },
		"the event is not remembered":  func(g *graph) { g.forget = true },
		"the account may not":          func(g *graph) { g.refuse = app.Errorf(app.Denied, "", "No.") },
		"lost and nothing remembered":  func(g *graph) { g.lose, g.forget = true, true },
		"confirmed and not listed yet": func(g *graph) { g.forget, g.hidden = true, true },
	} {
		t.Run(name, func(t *testing.T) {
			g := &graph{stop: -1}
			d := deps{Services: services.Services{Tenant: services.Tenant{Writer: g}, Journal: g, Observations: g,
				Now: func() time.Time { return noon }}}
			v := (&world{}).visit(map[string]string{askKind: "broadcast", askWay: "handrail"})
			fail(g)
			apply := func() error { return d.apply(context.Background(), v, &guide.Plan{}, nil) }
			if err := apply(); (err == nil) != (name == "nothing") {
				t.Fatalf("the first time: %v", err)
			}
			g.stop, g.forget = -1, false
			if len(g.events) > 0 {
				v.Answers[askTitle] = "Another title"
			}
			if g.hidden {
				if err := apply(); app.CodeOf(err) != app.Unreachable || g.posts != 1 {
					t.Fatalf("while it is not listed: %v, %d made", err, g.posts)
				}
				g.hidden = false
			}
			for range 2 {
				if err := apply(); err != nil || g.posts != 1 || g.events[0]["displayName"] != "Sunday service" {
					t.Fatalf("again: %v, %d made", err, g.posts)
				}
			}
		})
	}
}

// TestALateEventIsTaken: one that Microsoft listed only after it counted as failed.
func TestALateEventIsTaken(t *testing.T) {
	g := &graph{stop: -1, lose: true}
	d := deps{Services: services.Services{Tenant: services.Tenant{Writer: g}, Journal: g, Observations: g,
		Now: func() time.Time { return noon }}}
	v := (&world{}).visit(map[string]string{askKind: "broadcast", askWay: "handrail"})
	apply := func() error { return d.apply(context.Background(), v, &guide.Plan{}, nil) }
	if err := apply(); app.CodeOf(err) != app.Unreachable {
		t.Fatal(err)
	}
	d.Now = func() time.Time { return noon.Add(change.Late) }
	g.hidden, g.refuse = true, app.Errorf(app.Unreachable, "", "Busy.")
	if err := apply(); err == nil {
		t.Fatal("a refused request worked")
	}
	g.hidden = false
	if err := apply(); err != nil || g.posts != 1 {
		t.Errorf("%v, %d made", err, g.posts)
	}
}

// TestNamesThatWereNotLookedUp: they are named with the reason, and no one is said to be unknown.
func TestNamesThatWereNotLookedUp(t *testing.T) {
	g := &graph{stop: -1}
	d := deps{Services: services.Services{Tenant: services.Tenant{Writer: g}, Journal: g, Observations: g,
		Now: func() time.Time { return noon }}}
	v := (&world{}).visit(map[string]string{askKind: "broadcast", askWay: "handrail", askPresenters: "ama@x.example"})
	p, err := d.plan(context.Background(), v)
	if err != nil || len(p.Affected) != 2 || !strings.Contains(p.Affected[1].Text, "No organisation is connected.") ||
		len(p.Affected[1].Names) != 1 {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestThePolicyIsRead: in every form that PowerShell writes; what cannot be read is not known, with
// the reason.
func TestThePolicyIsRead(t *testing.T) {
	w := &world{files: map[string]string{"policy.json": `[{"Identity":"Global","AllowTownhalls":"Enabled"},` +
		`{"Identity":"Tag:Staff","AllowTownhalls":"Disabled","RecordingForTownhall":null}]`}}
	for answer, want := range map[string]report.Severity{
		"policy.json": report.Problem,
		`{"AllowTownhalls":"Enabled","RecordingForTownhall":null}`: report.OK,
		"AllowTownhalls : Enabled":                                 report.OK,
		"gone.json":                                                report.Unknown,
	} {
		d := w.look(t, stepCan, map[string]string{askKind: "broadcast", askPolicy: answer})
		if got := found(d); got["check-allowed"] != want || got["check-recording"] != report.Unknown {
			t.Errorf("%s: %v", answer, got)
		}
		for _, f := range d.Findings() {
			if f.Text == "" || answer == "gone.json" && strings.Contains(f.Text, "does not include Allow") {
				t.Errorf("%s: %+v", answer, f)
			}
		}
	}
}
