package guide

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/task"
)

var early = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// diary is a Journal in memory; it refuses once full is reached.
type diary struct {
	entries []JournalEntry
	full    int
}

func (d *diary) Record(_ context.Context, e JournalEntry) error {
	if d.full > 0 && len(d.entries) == d.full {
		return errors.New("the disk is full")
	}
	d.entries = append(d.entries, e)
	return nil
}

func (d *diary) Entries(context.Context, string) ([]JournalEntry, error) { return d.entries, nil }

// two is a step with two settings, in which apply sets so many and then fails with err.
func two(settings map[string]string, set int, err error) Step {
	plan := func(context.Context, *Visit) (*Plan, error) {
		p := &Plan{}
		for _, name := range []string{"a", "b"} {
			p.Changes = append(p.Changes, Change{name, settings[name], "on"})
		}
		return p, nil
	}
	return Step{ID: "switch", Plan: plan, Apply: func(context.Context, *Visit, *Plan, task.Report) error {
		for _, name := range []string{"a", "b"}[:set] {
			settings[name] = "on"
		}
		return err
	}}
}

// TestConfirmWritesDownWhatIsTrue: each setting ends in the state that was read back.
func TestConfirmWritesDownWhatIsTrue(t *testing.T) {
	denied := app.Errorf(app.Denied, "Ask.", "No.")
	lost := app.Errorf(app.Unreachable, "Wait.", "No answer.")
	for name, c := range map[string]struct {
		set           int
		err           error
		last          string // how a and b end
		part, unknown bool
	}{
		"made":                    {2, nil, "a confirmed, b confirmed", false, false},
		"refused":                 {0, denied, "a failed, b failed", false, false},
		"refused halfway":         {1, denied, "a confirmed, b failed", true, false},
		"lost, and made":          {2, lost, "a confirmed, b confirmed", false, false},
		"lost, and not made":      {0, lost, "a failed, b failed", false, false},
		"lost, and a part is not": {1, lost, "a unknown, b unknown", false, true},
	} {
		d, settings := &diary{}, map[string]string{"a": "off", "b": "off"}
		s := two(settings, c.set, c.err)
		shown, _ := s.RunPlan(t.Context(), &Visit{})
		r := s.Confirm(t.Context(), d, func() time.Time { return early }, Visit{ID: "v", Guide: "g"}, shown, nil)
		last := map[string]string{}
		for _, e := range d.entries {
			last[e.What] = e.State
		}
		if got := "a " + last["a"] + ", b " + last["b"]; got != c.last || r.Part != c.part || r.Unknown != c.unknown {
			t.Errorf("%s: %s, %+v", name, got, r)
		}
	}
	d, settings := &diary{full: 1}, map[string]string{"a": "off", "b": "off"}
	s := two(settings, 2, nil)
	shown, _ := s.RunPlan(t.Context(), &Visit{})
	if r := s.Confirm(t.Context(), d, time.Now, Visit{}, shown, nil); r.Err == nil || settings["a"] != "off" {
		t.Errorf("not written down, and made: %+v", r)
	}
	settings["a"] = "somebody’s"
	if r := s.Confirm(t.Context(), &diary{}, time.Now, Visit{}, shown, nil); !r.Drifted || settings["b"] != "off" {
		t.Errorf("drifted: %+v", r)
	}
}

// TestAStoppedChangeNeedsThePerson: a change that was sent and did not end is a problem on
// Home, until it ends; the visit itself stays as it was saved.
func TestAStoppedChangeNeedsThePerson(t *testing.T) {
	g := Guide{ID: "g", Title: "G", Steps: []Step{two(map[string]string{}, 0, nil)},
		Stopped: func(entries []JournalEntry) string { return "1 was made." }}
	g.Steps[0].Title = "Switch"
	visit := Visit{ID: "v", Guide: "g", Step: "switch", Outcomes: map[string]Outcome{}}
	entry := func(step, state string) JournalEntry {
		return JournalEntry{Visit: "v", Step: step, State: state, At: early}
	}
	for name, c := range map[string]struct {
		entries []JournalEntry
		stopped bool
	}{
		"nothing": {nil, false}, "planned": {[]JournalEntry{entry("switch", "planned")}, false},
		"sent":      {[]JournalEntry{entry("switch", "planned"), entry("switch", "sent"), entry("exact", "confirmed")}, true},
		"confirmed": {[]JournalEntry{entry("switch", "sent"), entry("switch", "confirmed")}, false},
		"unknown":   {[]JournalEntry{entry("switch", "sent"), entry("switch", "unknown")}, false},
		"again":     {[]JournalEntry{entry("switch", "sent"), entry("switch", "sent"), entry("switch", "confirmed")}, false},
	} {
		all := MarkStopped([]Guide{g}, []Visit{visit, {ID: "w", Guide: "g", Step: "switch"}}, c.entries)
		home := NewOverview([]Guide{g}, all, early)
		if len(all) != 2 || (len(home.Attention) == 1) != c.stopped || len(visit.Outcomes) != 0 {
			t.Errorf("%s: %+v", name, home)
		}
		if c.stopped && !strings.Contains(home.Attention[0].Why, "another window is making it now. 1 was made.") {
			t.Errorf("%s: %q", name, home.Attention[0].Why)
		}
	}
}

// refusing is a journal that cannot keep what a plan said.
type refusing struct{ *diary }

func (refusing) SaveConfirmation(context.Context, Confirmation) error {
	return errors.New("the disk is full")
}

func (refusing) Confirmations(context.Context, string) ([]Confirmation, error) { return nil, nil }

// TestNothingIsDoneThatCannotBeProven (W11): where it cannot be written down what the plan said, nothing is changed.
func TestNothingIsDoneThatCannotBeProven(t *testing.T) {
	d, settings := refusing{&diary{}}, map[string]string{"a": "off", "b": "off"}
	s := two(settings, 2, nil)
	shown, _ := s.RunPlan(t.Context(), &Visit{})
	r := s.Confirm(t.Context(), d, func() time.Time { return early }, Visit{ID: "v", Guide: "g"}, shown, nil)
	if r.Err == nil || settings["a"] != "off" {
		t.Errorf("%+v, %v", r, settings)
	}
	for _, e := range d.entries {
		if e.State != entryPlanned {
			t.Errorf("written down: %+v", e)
		}
	}
}
