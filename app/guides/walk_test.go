package guides

import (
	"context"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
)

// walker goes through a guide at random.
type walker struct {
	t   *testing.T
	g   guide.Guide
	s   *guide.Session
	rnd *rand.Rand
	now time.Time
}

// TestAWildWalkLosesNoAnswer: whatever is selected, an answer disappears only if it is
// changed or reported as cleared.
func TestAWildWalkLosesNoAnswer(t *testing.T) {
	for _, g := range All(guidetest.New().Services()) {
		for seed := range uint64(40) {
			w := &walker{t, g, guide.New(g, "v", guidetest.Noon), rand.New(rand.NewPCG(seed, 7)), guidetest.Noon}
			for range 120 {
				w.now = w.now.Add(time.Minute)
				w.move(seed)
			}
		}
	}
}

func (w *walker) move(seed uint64) {
	before := w.s.Visit()
	expected := before.Clone()
	var what string
	switch w.rnd.IntN(9) {
	case 0:
		what = "Back"
		w.s.Back()
	case 1:
		what = "GoTo"
		_ = w.s.GoTo(w.g.Steps[w.rnd.IntN(len(w.g.Steps))].ID) // may be refused
	case 2:
		what = "ChangeAnswer"
		if names := slices.Sorted(maps.Keys(before.Answers)); len(names) > 0 { // a seed always takes the same way
			w.s.ChangeAnswer(names[w.rnd.IntN(len(names))])
		}
	case 3:
		what = "close and reopen"
		w.reopen()
	case 4:
		what = "look"
		w.look()
	case 5:
		what = "Complete"
		if w.s.Page() == guide.ShowPage {
			w.s.Complete(guide.Outcome{State: guide.Completed, At: w.now}, w.now)
		}
	case 6:
		what = "Draft"
		w.s.Draft(w.typed())
	default:
		what = "Submit"
		w.submit(&expected)
	}
	after := w.s.Visit()
	for name, text := range expected.Answers {
		if got, ok := after.Answers[name]; !ok || got != text {
			w.t.Fatalf("%s, seed %d: %s at %s/%s turned %s from %q into %q", w.g.ID, seed, what, before.Step,
				before.Page, name,
				text, got)
		}
	}
	if len(after.Answers) != len(expected.Answers) {
		w.t.Fatalf("%s, seed %d: %s made answers out of nothing: %v", w.g.ID, seed, what, after.Answers)
	}
	about := after.Answers[w.g.Subject]
	for _, step := range w.g.Steps {
		for _, a := range step.Asks {
			if a.Name == w.g.Subject && a.File {
				about = about[strings.LastIndexAny(about, `/\`)+1:] // a file without its folder
			}
			if a.Name == w.g.Subject && a.Options != nil {
				for _, o := range a.Options(&after) {
					if o.Value == about {
						about = o.Label // a choice is called as it reads
						break
					}
				}
			}
		}
	}
	if w.g.About != "" {
		if about = after.Fact(w.g.About); about == "unknown" {
			about = ""
		}
	}
	if about != after.Subject {
		w.t.Fatalf("%s, seed %d: the visit is called %q and is about %q", w.g.ID, seed, after.Subject,
			after.Answers[w.g.Subject])
	}
}

// submit confirms the open page, and computes the expected answers.
func (w *walker) submit(expected *guide.Visit) {
	if w.s.Page() != guide.AskPage {
		return
	}
	step := w.s.Step()
	typed, before := w.typed(), w.s.Visit()
	w.s.Draft(typed)
	for more := true; more; { // a page shows every field it asks for, and each may bring up others
		more = false
		for _, a := range w.s.Asks() {
			if _, ok := typed[a.Name]; !ok {
				typed[a.Name], more = w.s.Value(a), true
			}
		}
		w.s.Draft(typed)
	}
	asks := w.s.Asks()
	cleared, wrong := w.s.Submit(typed, w.now)
	after := w.s.Visit()
	if len(wrong) > 0 {
		return
	}
	for _, a := range asks {
		if _, ok := after.Answers[a.Name]; !ok {
			w.t.Fatalf("%s: %s asks for %s, and confirming leaves it without an answer", w.g.ID, step.ID, a.Name)
		}
	}
	for _, c := range cleared {
		if !w.rests(c, before, after) {
			w.t.Fatalf("%s: confirming %s cleared %q, which rests on nothing that was changed", w.g.ID, step.ID, c.Name)
		}
		if !c.Step {
			delete(expected.Answers, c.Name)
		}
	}
	for _, a := range step.Asks {
		text, asked := after.Answers[a.Name]
		if !asked {
			continue
		}
		want, given := typed[a.Name]
		if a.Normalize != nil {
			want = a.Normalize(want)
		}
		if given && text == want || expected.Answers[a.Name] == "" {
			expected.Answers[a.Name] = text
		}
	}
}

// rests reports whether what was cleared depends on an answer that differs in two visits, or is gone in the later one.
func (w *walker) rests(c guide.Invalidated, before, after guide.Visit) bool {
	changed := func(name string) bool {
		old, had := before.Answers[name]
		now, has := after.Answers[name]
		return had && (!has || old != now)
	}
	for _, step := range w.g.Steps {
		if c.Step && step.ID == c.Name {
			return slices.ContainsFunc(step.DependsOn, changed)
		}
		for _, a := range step.Asks {
			if !c.Step && a.Name == c.Name {
				return slices.ContainsFunc(a.DependsOn, changed)
			}
		}
	}
	return false
}

// typed fills some fields of the page, well or badly.
func (w *walker) typed() map[string]string {
	pool := append(guidetest.Domains(), "", guidetest.Answers()["client"], guidetest.Answers()["tenant"],
		"not a domain", "tls@example.net",
		"northgate-example.mail.protection.outlook.com", "*.mx.microsoft", "604800")
	typed := map[string]string{}
	if w.s.Page() != guide.AskPage {
		return typed
	}
	v := w.s.Visit()
	for _, a := range w.s.Asks() {
		switch w.rnd.IntN(3) {
		case 0:
			typed[a.Name] = w.s.Value(a)
		case 1:
			if a.Kind == guide.Choice {
				options := a.Options(&v)
				typed[a.Name] = options[w.rnd.IntN(len(options))].Value
				continue
			}
			typed[a.Name] = pool[w.rnd.IntN(len(pool))]
		}
	}
	return typed
}

// library forgets what it is given.
type library struct{ report.Library }

func (library) SaveReport(context.Context, report.SavedReport) (string, error) { return "r", nil }

// look runs what the open page runs, as the wizard does.
func (w *walker) look() {
	step, v := w.s.Step(), w.s.Visit()
	if w.s.Page() != guide.ShowPage || step.Look == nil || v.Answer(w.g.Subject) == "" {
		return
	}
	looker := guide.Looker{Library: library{}, Now: func() time.Time { return w.now }}
	f, err := looker.Look(context.Background(), step, &v, nil)
	if err != nil {
		w.t.Fatalf("%s: %s: %v", w.g.ID, step.ID, err)
	}
	doc := f.Document
	w.s.SetOutcome(step.ID, f.Outcome, w.now)
	after := w.s.Visit()
	if r := w.g.Resume; r != nil && r.Step == step.ID {
		if due := r.Due(&after, doc); due != "" {
			if i := slices.IndexFunc(w.g.Steps, func(s guide.Step) bool { return s.ID == due }); i < 0 {
				w.t.Fatalf("%s: %q is due, and there is no such step", w.g.ID, due)
			}
			if err := w.s.GoTo(due); err != nil {
				w.t.Fatalf("%s: the step %s is due and cannot start: %v", w.g.ID, due, err)
			}
		}
	}
	if w.rnd.IntN(2) == 0 && w.s.Step().ID == step.ID && (step.Ready == nil || step.Ready(&after, doc) == nil) {
		w.s.Complete(guide.Outcome{State: guide.Completed, At: w.now}, w.now)
	}
}

// reopen saves the visit as a file would hold it, and opens it again.
func (w *walker) reopen() {
	before := w.s.Visit()
	data, err := json.Marshal(before)
	if err != nil {
		w.t.Fatal(err)
	}
	var kept guide.Visit
	if err := json.Unmarshal(data, &kept); err != nil {
		w.t.Fatal(err)
	}
	w.s = guide.Open(w.g, kept)
	after := w.s.Visit()
	if after.Step != before.Step || after.Page != before.Page || len(after.Drafts) != len(before.Drafts) ||
		len(after.Outcomes) != len(before.Outcomes) {
		w.t.Fatalf("%s: opened again at %s/%s instead of %s/%s, or with something missing", w.g.ID, after.Step,
			after.Page,
			before.Step, before.Page)
	}
}
