package guides

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
)

var (
	sentenceEnd = regexp.MustCompile(`[.!?][”’)]?(\s+|$)|\n+`)
	capitals    = regexp.MustCompile(`\b[A-Z][A-Z0-9]+(-[A-Z0-9]+)*\b`)
	banned      = regexp.MustCompile(`(?i)\b(invalid|please|sorry|oops|an error occurred)\b`)
	noCommit    = regexp.MustCompile(`(?i)^(finish|ok|submit|next)$`)
	everyday    = []string{"OK", "JSON", "YOUR-TOKEN", "ID", "PIN", "SMS", "MFA", "MX"}
)

// TestWordsArePlain reads every text of a guide on all its pages.
func TestWordsArePlain(t *testing.T) {
	for _, g := range All(env()) {
		known := map[string]bool{}
		for _, w := range everyday {
			known[w] = true
		}
		for i, step := range g.Steps {
			for _, term := range step.Terms {
				for _, w := range capitals.FindAllString(term.Word, -1) {
					known[w] = true
				}
			}
			said := fixedWords(step)
			if i == 0 {
				said = append(said, g.Title, g.Outcome)
				for _, n := range g.Needs {
					said = append(said, n.Title, n.Text)
				}
			}
			if step.MainLabel != "" && noCommit.MatchString(step.MainLabel) || noCommit.MatchString(step.NextLabel) {
				t.Errorf("%s, %s: the button %q says nothing", g.ID, step.ID, step.MainLabel)
			}
			for _, domain := range subjects(g) {
				for _, aim := range choices(g, step, domain, "aim") {
					for _, way := range choices(g, step, domain, "hosting") {
						said = append(said, livingWords(t, g, step, map[string]string{g.Subject: domain, "aim": aim, "hosting": way})...)
					}
				}
			}
			slices.Sort(said)
			for _, text := range slices.Compact(said) {
				read(t, g.ID+", "+step.ID, text, known)
			}
		}
	}
}

// choices returns every answer to a choice that changes the texts of a step, or one
// empty answer if it is not asked.
func choices(g guide.Guide, step guide.Step, domain, name string) []string {
	if step.Plan == nil && step.Hand == nil && step.Wait == nil {
		return []string{""}
	}
	for _, st := range g.Steps {
		for _, a := range st.Asks {
			if a.Name == name && a.Options != nil && (name == "aim" || st.ID == step.ID) {
				var all []string
				v := &guide.Visit{Answers: map[string]string{g.Subject: domain}}
				for _, o := range a.Options(v) {
					all = append(all, o.Value)
				}
				return append(all, "")
			}
		}
	}
	return []string{""}
}

func fixedWords(step guide.Step) []string {
	said := []string{step.Title, step.Summary, step.Text, step.MainLabel, step.NextLabel}
	for _, term := range step.Terms {
		said = append(said, term.Meaning)
	}
	v := &guide.Visit{}
	for _, a := range step.Asks {
		said = append(said, a.Label, a.Hint, a.Help)
		if a.Options != nil {
			for _, o := range a.Options(v) {
				said = append(said, o.Label, o.Hint)
			}
		}
	}
	return said
}

// livingWords returns the texts of a step in a visit with these answers.
func livingWords(t *testing.T, g guide.Guide, step guide.Step, answers map[string]string) []string {
	t.Helper()
	for name, text := range answers {
		if text == "" {
			delete(answers, name)
		}
	}
	v := walked(t, g, answers)
	ctx := context.Background()
	var said []string
	if step.Plan != nil {
		if p, err := step.Plan(ctx, v); err == nil {
			said = append(said, p.Summary, p.Undo, p.NoUndo)
			for _, c := range p.Changes {
				said = append(said, c.Setting)
			}
			for _, a := range p.Affected {
				said = append(said, a.Text)
			}
			said = append(said, blockWords(p.Blocks)...)
		}
	}
	if step.Hand != nil {
		if h, err := step.Hand(ctx, v); err == nil {
			said = append(said, h.Nothing, h.Done)
			said = append(said, blockWords(h.Blocks)...)
			for _, b := range h.Bundles {
				said = append(append(said, b.Title, b.Summary), b.Steps...)
			}
			for _, l := range h.Links {
				said = append(said, l.Title)
			}
			for _, w := range h.Messages {
				said = append(said, w.Subject)
			}
		}
	}
	if step.Wait != nil {
		if u, err := step.Wait(ctx, v); err == nil {
			said = append(said, u.Reason)
		}
	}
	if step.Look != nil {
		if doc, err := step.Look(ctx, v, nil); err == nil {
			said = append(append(said, doc.Title), blockWords(doc.Blocks)...)
		}
	}
	return said
}

func blockWords(blocks []report.Block) []string {
	var said []string
	for _, b := range blocks {
		switch b := b.(type) {
		case report.Text:
			said = append(said, b.Text)
		case report.Heading:
			said = append(said, b.Text)
		case report.Banner:
			said = append(said, b.Lead, b.Text)
		case report.Code:
			said = append(append(said, b.Label), b.Explain...)
		case report.Findings:
			for _, f := range b.Items {
				said = append(said, f.Title, f.Text, f.Do)
			}
		case report.Path:
			said = append(said, b.Verdict, b.Why)
		case report.Timeline:
			for _, e := range b.Items {
				said = append(said, e.Text)
			}
		}
	}
	return said
}

func read(t *testing.T, where, text string, known map[string]bool) {
	t.Helper()
	if w := banned.FindString(text); w != "" {
		t.Errorf("%s: %q is in %q", where, w, text)
	}
	for _, sentence := range sentenceEnd.Split(text, -1) {
		if n := len(strings.Fields(sentence)); n > 25 {
			t.Errorf("%s: %d words in one sentence: %q", where, n, sentence)
		}
	}
	for _, w := range capitals.FindAllString(text, -1) {
		if !known[w] {
			t.Errorf("%s: %s is not explained by now: %q", where, w, text)
		}
	}
}
