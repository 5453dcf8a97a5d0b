package guidetest

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
)

var (
	sentenceEnd = regexp.MustCompile(`[.!?][”’)]?(\s+|$)|\n+`)
	capitals    = regexp.MustCompile(`\b[A-Z][A-Z0-9]+(-[A-Z0-9]+)*\b`)
	guid        = regexp.MustCompile(`(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)
	banned      = regexp.MustCompile(`(?i)\b(invalid|please|sorry|oops|an error occurred)\b`)
	noCommit    = regexp.MustCompile(`(?i)^(finish|ok|submit|next)$`)
	// everyday also holds what is copied letter by letter, and names on Microsoft's pages.
	everyday = []string{"OK", "JSON", "YOUR-TOKEN", "ID", "PIN", "SMS", "MFA", "MX", "WA", "FIDO2", "OATH"}
)

// speech is every text that a guide shows, by the number of its step.
type speech map[int]map[string]bool

func (s speech) add(step int, texts ...string) {
	if s[step] == nil {
		s[step] = map[string]bool{}
	}
	for _, text := range texts {
		s[step][text] = true
	}
}

// cell begins what stands in a row: it is no sentence.
const cell = "\x00"

// cells adds texts in rows.
func (s speech) cells(step int, texts ...string) {
	for _, text := range texts {
		s.add(step, cell+text)
	}
}

func (s speech) err(step int, err error) {
	message, hint := app.UserMessage(err)
	s.add(step, message, hint)
}

// fixed adds the texts that are the same in every visit.
func (s speech) fixed(g guide.Guide) {
	s.add(0, g.Title, g.Outcome)
	for _, n := range g.Needs {
		s.add(0, n.Title, n.Text)
	}
	for i, step := range g.Steps {
		s.add(i, step.Title, step.Summary, step.Text, step.MainLabel, step.NextLabel)
		for _, term := range step.Terms {
			s.add(i, term.Meaning)
		}
		for _, a := range step.Asks {
			s.add(i, a.Label, a.Hint, a.Help)
			if a.Options != nil {
				for _, o := range a.Options(&guide.Visit{}) {
					s.add(i, o.Label, o.Hint)
				}
			}
		}
	}
}

func (s speech) plan(step int, p *guide.Plan) {
	s.add(step, p.Summary, p.Undo, p.NoUndo)
	for _, c := range p.Changes {
		s.add(step, c.Setting)
	}
	for _, a := range p.Affected {
		s.add(step, a.Text)
	}
	s.blocks(step, p.Blocks)
}

func (s speech) handover(step int, h *guide.Handover) {
	s.add(step, h.Nothing, h.Done)
	s.add(step, h.Todo...)
	s.blocks(step, h.Blocks)
	for _, b := range h.Bundles {
		s.add(step, b.Title, b.Summary)
		s.add(step, b.Steps...)
	}
	for _, l := range h.Links {
		s.add(step, l.Title)
	}
	for _, m := range h.Messages {
		s.add(step, m.Subject)
	}
}

func (s speech) document(step int, doc *report.Document) {
	s.add(step, doc.Title, doc.Headline)
	s.blocks(step, doc.Blocks)
}

func (s speech) blocks(step int, blocks []report.Block) {
	for _, b := range blocks {
		switch b := b.(type) {
		case report.Text:
			s.add(step, b.Text)
		case report.Heading:
			s.add(step, b.Text)
		case report.Banner:
			s.add(step, b.Lead, b.Text)
		case report.Code:
			s.add(step, b.Label)
			s.add(step, b.Explain...)
		case report.Findings:
			s.add(step, b.Title)
			for _, f := range b.Items {
				s.add(step, f.Title, f.Text, f.Do)
			}
		case report.Facts:
			s.add(step, b.Title)
			for _, f := range b.Rows {
				s.add(step, f.Label)
			}
			for _, f := range b.Page().Rows {
				s.cells(step, f.Display())
			}
		case report.Table:
			s.add(step, b.Title)
			for _, row := range b.Page().Rows {
				s.cells(step, row...)
			}
		case report.Entries:
			s.add(step, b.Title)
			for _, e := range b.Items {
				s.cells(step, e.Title, e.About, e.State)
			}
		case report.Path:
			s.add(step, b.Caption, b.Verdict, b.Why)
		case report.Timeline:
			s.add(step, b.Title)
			for _, e := range b.Items {
				s.add(step, e.Text)
			}
		}
	}
}

// lint reads everything that was said, step by step: an abbreviation is explained by
// a term of its step or of one before.
func (s speech) lint(t T, g guide.Guide) {
	t.Helper()
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
		if noCommit.MatchString(step.MainLabel) || noCommit.MatchString(step.NextLabel) {
			t.Errorf("%s, %s: the button %q says nothing", g.ID, step.ID, step.MainLabel)
		}
		for _, text := range slices.Sorted(maps.Keys(s[i])) {
			read(t, g.ID+", "+step.ID, text, known)
		}
	}
}

func read(t T, where, text string, known map[string]bool) {
	t.Helper()
	if in, row := strings.CutPrefix(text, cell); row {
		noID(t, where, in)
		return
	}
	if w := banned.FindString(text); w != "" {
		t.Errorf("%s: %q is in %q", where, w, text)
	}
	for _, sentence := range sentenceEnd.Split(text, -1) {
		if n := len(strings.Fields(sentence)); n > 25 {
			t.Errorf("%s: %d words in one sentence: %q", where, n, sentence)
		}
	}
	bare := noID(t, where, text)
	for _, w := range capitals.FindAllString(bare, -1) {
		if !known[w] {
			t.Errorf("%s: %s is not explained by now: %q", where, w, text)
		}
	}
}

// noID fails where text shows an ID of Microsoft's that the person did not type, and returns text without what they
// typed.
func noID(t T, where, text string) (bare string) {
	t.Helper()
	bare = text
	for _, typed := range Answers() {
		bare = strings.ReplaceAll(bare, typed, "")
	}
	if id := guid.FindString(bare); id != "" {
		t.Errorf("%s: the ID %s says nothing to a person: %q", where, id, text)
	}
	return bare
}
