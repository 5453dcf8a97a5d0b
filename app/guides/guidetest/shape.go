package guidetest

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"handrail/app/guide"
)

// The largest numbers of characters that fit where the window shows them.
const (
	titleLength   = 45  // of a guide, on its card
	stepLength    = 30  // of a step, in the steps column
	outcomeLength = 120 // of an outcome: two lines of a card
	buttonLength  = 32
)

var goodName = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

// wellMade checks what can be seen without going through the guide.
func wellMade(t T, g guide.Guide) {
	t.Helper()
	lengths(t, g)
	oneWay(t, g)
	buttons(t, g)
	madeOnce(t, g)
	if !goodName.MatchString(g.ID) {
		t.Errorf("the guide id %q is badly made", g.ID)
	}
	if g.Title == "" || g.Topic == "" || g.Minutes <= 0 || len(g.Needs) == 0 || len(g.Steps) == 0 {
		t.Errorf("%s: title, topic, minutes, needs or steps are missing", g.ID)
	}
	steps, asks := map[string]bool{}, map[string]bool{}
	for i, step := range g.Steps {
		if steps[step.ID] || !goodName.MatchString(step.ID) || step.Title == "" || step.Summary == "" {
			t.Errorf("%s: step %q is there twice, badly made or without words", g.ID, step.ID)
		}
		if step.Needs != "" && !steps[step.Needs] {
			t.Errorf("%s: step %s needs %q, which does not come before it", g.ID, step.ID, step.Needs)
		}
		steps[step.ID] = true
		wellAsked(t, g, step, asks)
		if step.Apply != nil {
			later := slices.ContainsFunc(g.Steps[i+1:], func(s guide.Step) bool { return s.Look != nil })
			if step.Plan == nil || !later {
				t.Errorf("%s: step %s changes something without a plan before or a look after", g.ID, step.ID)
			}
		}
	}
	for _, step := range g.Steps {
		for _, dep := range step.DependsOn {
			if !asks[dep] {
				t.Errorf("%s: step %s depends on the answer %q, which no question asks for", g.ID, step.ID, dep)
			}
		}
	}
	if !asks[g.Subject] {
		t.Errorf("%s: the subject %q is never asked for", g.ID, g.Subject)
	}
	if g.Resume != nil && (!steps[g.Resume.Step] || g.Resume.Due == nil) {
		t.Errorf("%s: it is resumed at %q, which is no step", g.ID, g.Resume.Step)
	}
}

func wellAsked(t T, g guide.Guide, step guide.Step, asks map[string]bool) {
	t.Helper()
	for _, a := range step.Asks {
		if asks[a.Name] || a.Name == "" || a.Label == "" || a.Hint == "" || a.Validate == nil {
			t.Errorf("%s: the question %q is there twice, or has no label, hint or validator", g.ID, a.Name)
		}
		if (a.Kind == guide.Choice) != (a.Options != nil) {
			t.Errorf("%s: the question %s is a choice without options, or the other way round", g.ID, a.Name)
		}
		for _, dep := range a.DependsOn {
			if !asks[dep] {
				t.Errorf("%s: the question %s depends on %q, which is not asked before it", g.ID, a.Name, dep)
			}
		}
		asks[a.Name] = true
	}
}

// lengths checks that titles, outcomes and buttons fit where they are shown.
func lengths(t T, g guide.Guide) {
	t.Helper()
	fits(t, g.ID+", title", g.Title, titleLength)
	fits(t, g.ID+", outcome", g.Outcome, outcomeLength)
	if n := sentences(g.Outcome); n != 1 || !strings.HasSuffix(g.Outcome, ".") {
		t.Errorf("%s: the outcome must be one sentence with a full stop: %q", g.ID, g.Outcome)
	}
	for _, step := range g.Steps {
		where := g.ID + ", " + step.ID
		fits(t, where+", title", step.Title, stepLength)
		if strings.HasSuffix(step.Title, ".") {
			t.Errorf("%s: a title has no full stop: %q", where, step.Title)
		}
		for _, button := range []string{step.MainLabel, step.NextLabel, step.CheckLabel} {
			fits(t, where+", button", button, buttonLength)
		}
	}
}

// sentences returns the number of sentences in text.
func sentences(text string) int {
	n := 0
	for _, s := range sentenceEnd.Split(text, -1) {
		if strings.TrimSpace(s) != "" {
			n++
		}
	}
	return n
}

func fits(t T, where, text string, longest int) {
	t.Helper()
	if n := utf8.RuneCountInString(text); n > longest {
		t.Errorf("%s: %d characters, at most %d: %q", where, n, longest, text)
	}
}
