package guides

import (
	"context"
	"strings"
	"testing"
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

// TestLengths checks that titles, outcomes and buttons fit where they are shown.
func TestLengths(t *testing.T) {
	for _, g := range All(env()) {
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
			for button := range doneButtons(t, g, step) {
				fits(t, where+", button", button, buttonLength)
			}
		}
	}
}

// doneButtons returns what a person confirms in a step done by hand, after each
// choice that changes it.
func doneButtons(t *testing.T, g guide.Guide, step guide.Step) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	if step.Hand == nil {
		return all
	}
	for _, domain := range subjects(g) {
		for _, aim := range choices(g, step, domain, "aim") {
			for _, way := range choices(g, step, domain, "hosting") {
				answers := map[string]string{g.Subject: domain, "aim": aim, "hosting": way}
				for name, text := range answers {
					if text == "" {
						delete(answers, name)
					}
				}
				if h, err := step.Hand(context.Background(), walked(t, g, answers)); err == nil {
					all[h.Done] = true
				}
			}
		}
	}
	return all
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

func fits(t *testing.T, where, text string, longest int) {
	t.Helper()
	if n := utf8.RuneCountInString(text); n > longest {
		t.Errorf("%s: %d characters, at most %d: %q", where, n, longest, text)
	}
}
