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

// TestTheSampleByKeyboard goes through each guide to the flow of email in the sample
// organisation, from the list to its end, with keys alone and in the smallest window.
func TestTheSampleByKeyboard(t *testing.T) {
	flags := terminal.Flags{Data: t.TempDir(), Sample: true}
	p, err := program.Open(context.Background(), flags, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	for _, id := range sampleGuides {
		t.Run(id, func(t *testing.T) {
			s := newStage(t, task.Inline{})
			s.ports.Guides, s.ports.Clock, s.answers = p.Guides, flags.Clock(), sample.Answers()[id]
			i := slices.IndexFunc(p.Guides, func(g guide.Guide) bool { return g.ID == id })
			s.open("guides")
			for range i { // the button of the first guide has the focus
				s.w.Win.Canvas().FocusNext()
			}
			s.enter()
			for range 60 {
				if got := s.wizard().s.Guide().ID; got != id {
					t.Fatalf("%q was opened", got)
				}
				if !s.turnPage() {
					break
				}
			}
			v := s.only()
			if v.Ended.IsZero() {
				t.Errorf("the guide does not end; its last page says:\n%s", s.text())
			}
			for name, want := range s.answers {
				if v.Answer(name) != want {
					t.Errorf("the answer %s is %q, want %q", name, v.Answer(name), want)
				}
			}
		})
	}
}

// TestTheSampleInLargeText walks them with text of twice the size: no page needs more than the smallest window.
func TestTheSampleInLargeText(t *testing.T) {
	flags := terminal.Flags{Data: t.TempDir(), Sample: true}
	p, err := program.Open(context.Background(), flags, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	for _, id := range sampleGuides {
		s := newStage(t, task.Inline{})
		s.ports.Guides, s.ports.Clock, s.answers = p.Guides, flags.Clock(), sample.Answers()[id]
		i := slices.IndexFunc(p.Guides, func(g guide.Guide) bool { return g.ID == id })
		s.open("guides")
		for range i { // the button of the first guide has the focus
			s.w.Win.Canvas().FocusNext()
		}
		s.enter()
		s.w.app.Settings().SetTheme(parts.NewTheme(parts.Look{Variant: "light", Scale: 2}))
		for n := 0; n < 60 && s.turnPage(); n++ {
		}
	}
}
