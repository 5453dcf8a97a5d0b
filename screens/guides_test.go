package screens

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/guides"
	"handrail/app/guides/guidetest"
	"handrail/app/task"
)

// TestEveryGuideByKeyboard goes through each guide of this program from the list to
// its end, with keys alone and in the smallest window.
func TestEveryGuideByKeyboard(t *testing.T) {
	for i, g := range guides.All(guidetest.New().Services()) {
		t.Run(g.ID, func(t *testing.T) {
			s := newStage(t, task.Inline{})
			s.world.now = guidetest.Noon
			s.ports.Guides = guides.All(guidetest.New().Services())
			s.open("guides")
			for range i { // the button of the first guide has the focus
				s.w.Win.Canvas().FocusNext()
			}
			s.enter()
			for range 60 {
				if s.wizard().s.Guide().ID != g.ID {
					t.Fatalf("%q was opened", s.wizard().s.Guide().ID)
				}
				if !s.turnPage() {
					return
				}
			}
			t.Errorf("the guide does not end; its last page says:\n%s", s.text())
		})
	}
}

// turnPage does what the open page asks for, as far as keys can, and continues. It
// reports whether there was another page: the guide ends, or says what is missing.
func (s *stage) turnPage() bool {
	s.t.Helper()
	z := s.wizard()
	step, page := z.s.Step(), z.s.Page()
	if text := s.text(); strings.Contains(text, "internal error") || s.w.Win.Canvas().Focused() == nil {
		s.t.Fatalf("%s, %s: it failed, or the focus is lost (%v); it says:\n%s", step.ID, page,
			s.w.Win.Canvas().Focused(), text)
	}
	if m := s.w.Win.Content().MinSize(); m.Width > minWidth || m.Height > minHeight {
		s.t.Errorf("%s, %s: the page needs %v", step.ID, page, m)
	}
	if page == guide.AskPage {
		s.answer(z)
	}
	pressed := step.CheckLabel != "" && z.found.doc == nil // the check waits for the button
	switch _, own := stepScreens()[step.Screen]; {
	case page == guide.AskPage:
		z.Main()
	case own:
		s.tab(stepScreens()[step.Screen].over).enter()
	case z.waits():
		s.tab("Continue without waiting").enter()
	default:
		z.Main()
	}
	stays := z.s.Step().ID == step.ID && z.s.Page() == page
	switch text := s.text(); {
	case !s.only().Ended.IsZero():
		return false
	case !stays || pressed && page == guide.ShowPage && z.found.doc != nil:
		return true
	case strings.Contains(text, "Not yet.") || strings.Contains(text, "To finish the guide, complete these steps too"):
		return false
	}
	s.t.Fatalf("%s, %s does not continue; it says:\n%s", step.ID, page, s.text())
	return false
}

// answer types what a person answers into each field that has no answer, and over what is offered
// where the sample has its own. Where none is chosen, it chooses that answer, or the first.
func (s *stage) answer(z *wizard) {
	s.t.Helper()
	c := s.w.Win.Canvas()
	for i := 0; i < len(z.asks.fields); i++ { // a choice can bring up others
		f := z.asks.fields[i]
		own := s.answers[f.ask.Name]
		if f.text() != "" && (own == "" || f.text() == own) {
			continue
		}
		for range 200 {
			if c.Focused() == f.focus() {
				break
			}
			c.FocusNext()
		}
		if c.Focused() != f.focus() {
			s.t.Fatalf("Tab never reaches %q", f.ask.Label)
		}
		given := guidetest.Answers()
		if s.answers != nil {
			given = s.answers
		}
		want := given[f.ask.Name]
		if f.ask.Kind != guide.Choice {
			if field, ok := c.Focused().(fyne.Shortcutable); ok {
				field.TypedShortcut(&fyne.ShortcutSelectAll{})
			}
			s.write(want)
			continue
		}
		s.key(fyne.KeySpace)
		for n := 0; want != "" && z.asks.fields[i].text() != want && n < 9; n++ {
			s.key(fyne.KeyDown)
		}
	}
}
