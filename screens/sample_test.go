package screens

import (
	"context"
	"slices"
	"testing"

	"handrail/app/guide"
	"handrail/app/program"
	"handrail/app/sample"
	"handrail/app/task"
	"handrail/app/terminal"
	"handrail/screens/parts"
)

// sampleGuides are the guides that the sample answers with its files.
var sampleGuides = []string{"header", "enhanced-filtering", "connectors", "migration", "mail-health", "web-filter",
	"app-block"}

// ofSample returns a function that opens a guide of the sample organisation by keyboard, in a window of its own.
func ofSample(t *testing.T) func(t *testing.T, id string) *stage {
	t.Helper()
	flags := terminal.Flags{Data: t.TempDir(), Sample: true}
	p, err := program.Open(context.Background(), flags, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return func(t *testing.T, id string) *stage {
		t.Helper()
		s := newStage(t, task.Inline{})
		s.ports.Guides, s.ports.Clock, s.answers = p.Guides, flags.Clock(), sample.Answers()[id]
		s.open("guides")
		s.startGuide(p.Guides[slices.IndexFunc(p.Guides, func(g guide.Guide) bool { return g.ID == id })].Title)
		if got := s.wizard().s.Guide().ID; got != id {
			t.Fatalf("%q was opened", got)
		}
		return s
	}
}

// toTheEnd turns the pages of a guide until it ends.
func (s *stage) toTheEnd() {
	s.t.Helper()
	for n := 0; n < 60 && s.turnPage(); n++ {
	}
	if s.only().Ended.IsZero() {
		s.t.Errorf("the guide does not end; its last page says:\n%s", s.text())
	}
}

// TestTheSampleByKeyboard goes through guides in the sample organisation, from the list to the end, with keys
// alone and in the smallest window.
func TestTheSampleByKeyboard(t *testing.T) {
	open := ofSample(t)
	for _, id := range sampleGuides {
		t.Run(id, func(t *testing.T) {
			s := open(t, id)
			s.toTheEnd()
			v := s.only()
			for name, want := range s.answers {
				if got := v.Answer(name); got != want {
					t.Errorf("the answer %s is %q, want %q", name, got, want)
				}
			}
		})
	}
}

// TestTheSampleInLargeText walks them with text of twice the size: no page needs more than the smallest window.
func TestTheSampleInLargeText(t *testing.T) {
	open := ofSample(t)
	for _, id := range sampleGuides {
		s := open(t, id)
		s.w.app.Settings().SetTheme(parts.NewTheme(parts.Look{Variant: "light", Scale: 2}))
		s.toTheEnd()
	}
}
