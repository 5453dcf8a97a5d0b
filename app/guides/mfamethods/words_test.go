package mfamethods

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
)

var (
	sentenceEnd = regexp.MustCompile(`[.!?][”’)]?(\s+|$)|\n+`)
	banned      = regexp.MustCompile(`(?i)\b(invalid|please|sorry|oops|an error occurred)\b`)
	capitals    = regexp.MustCompile(`\b[A-Z][A-Z0-9]+(-[A-Z0-9]+)*\b`)
)

// TestWordsArePlain reads every text of the guide, those about people included.
func TestWordsArePlain(t *testing.T) {
	d, _ := testDeps(world())
	known := map[string]bool{"CSV": true, "PIN": true, "ID": true, "MFA": true, "SMS": true}
	var said []string
	var blocks func(all []report.Block)
	blocks = func(all []report.Block) {
		for _, b := range all {
			switch b := b.(type) {
			case report.Text:
				said = append(said, b.Text)
			case report.Banner:
				said = append(said, b.Lead, b.Text)
			case report.Findings:
				for _, f := range b.Items {
					said = append(said, f.Title, f.Text, f.Do)
				}
			case report.Timeline:
				for _, e := range b.Items {
					said = append(said, e.Text)
				}
			case report.Entries:
				for _, e := range b.Items {
					said = append(said, e.State)
					blocks(e.Document().Blocks)
				}
			case report.Facts:
				for _, f := range b.Rows {
					said = append(said, f.Label, f.Display())
				}
			case report.Table:
				for _, row := range b.Rows {
					if b.Title == "Why" {
						said = append(said, row[2])
					}
				}
			}
		}
	}
	for _, c := range choices() {
		v := visit(c.Value)
		for _, step := range Guide(d.Services).Steps {
			said = append(said, step.Title, step.Summary, step.Text, step.MainLabel, step.NextLabel)
			for _, a := range step.Asks {
				said = append(said, a.Label, a.Help)
				if a.Options != nil {
					for _, o := range a.Options(v) {
						said = append(said, o.Label, o.Hint)
					}
				}
			}
			if step.Look != nil {
				doc, err := step.Look(context.Background(), v, nil)
				if err != nil {
					t.Fatalf("%s: %v", step.ID, err)
				}
				blocks(doc.Blocks)
			}
			for _, way := range []string{"handrail", "hand"} {
				v.Answers[askWay] = way
				if step.Plan != nil {
					p, err := step.Plan(context.Background(), v)
					if err != nil || len(p.Changes) == 0 || len(p.Affected) == 0 || p.Undo == "" && p.NoUndo == "" {
						t.Fatalf("%s, %s: %v, %+v", c.Value, step.ID, err, p)
					}
					said = append(said, p.Summary, p.Undo, p.NoUndo)
					for _, a := range p.Affected {
						said = append(said, a.Text)
					}
				}
				if step.Hand != nil {
					h, err := step.Hand(context.Background(), v)
					if err != nil || h.Nothing == "" && h.Done == "" {
						t.Fatalf("%s, %s: %v", c.Value, step.ID, err)
					}
					said = append(said, h.Nothing, h.Done)
					blocks(h.Blocks)
				}
			}
			v.Outcomes[step.ID] = guide.Outcome{State: guide.Completed, At: noon}
		}
	}
	told := map[string]bool{}
	for _, text := range said {
		for _, s := range sentenceEnd.Split(text, -1) {
			if n := len(strings.Fields(s)); n > 25 && !told[s] {
				told[s] = true
				t.Errorf("%d words: %q", n, s)
			}
		}
		if w := banned.FindString(text); w != "" && !told[text] {
			told[text] = true
			t.Errorf("%q is in %q", w, text)
		}
		for _, w := range capitals.FindAllString(text, -1) {
			if !known[w] && !told[w] {
				told[w] = true
				t.Errorf("%s is not explained: %q", w, text)
			}
		}
	}
}
