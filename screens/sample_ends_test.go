package screens

import (
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/sample"
)

// TestEveryGuideEndsInTheSample walks all guides to their ends in the sample organisation: it does what is handed over,
// lets the time pass where a step waits, and every page says that it is a sample.
func TestEveryGuideEndsInTheSample(t *testing.T) {
	if testing.Short() {
		t.Skip("it walks every guide")
	}
	s := sampleStage(t)
	for _, g := range s.ports.Guides {
		s.open("guides").w.startVisit(g)
		z, answers, said := s.wizard(), sample.Answers()[g.ID], ""
		for range 60 {
			step, page := z.s.Step(), z.s.Page()
			if !strings.Contains(s.text(), sampleWords) {
				t.Errorf("%s, %s does not say that it is a sample", g.ID, step.ID)
			}
			s.doInSample(z, answers)
			if z.s.Visit().Ended.IsZero() && z.s.Step().ID == step.ID && z.s.Page() == page && s.w.current == screen(z) {
				s.doInSample(z, answers) // a check that waits for its button, or a page that says why it does not go on yet
			}
			if said = step.ID; !z.s.Visit().Ended.IsZero() {
				break
			}
			if s.w.current != screen(z) { // the screen of a step; it is over
				z.s.Complete(guide.Outcome{State: guide.Completed, At: s.w.now()}, s.w.now())
				s.w.saver.save(z.s.Visit(), nil)
				s.w.openVisit(z.s.Visit().ID, "", false)
				z = s.wizard()
			}
		}
		if z.s.Visit().Ended.IsZero() {
			t.Errorf("%s does not end; at %s it says:\n%s", g.ID, said, s.text())
		}
	}
}

// doInSample does what the open page asks for.
func (s *stage) doInSample(z *wizard, answers map[string]string) {
	step := z.s.Step()
	switch {
	case z.s.Page() == guide.AskPage:
		own := map[string]string{}
		for _, a := range step.Asks {
			if text, given := answers[a.Name]; given {
				own[a.Name] = text
			}
		}
		z.s.Draft(own)
		z.asks.fields = nil
		z.showAsks()
		z.Main()
	case z.waits():
		s.tab("Let the time pass").enter()
	case step.Hand != nil && z.found.hand != nil && z.found.hand.Nothing == "" && s.ports.CanPractise(z.s.Visit()):
		s.tab("Apply in the sample organisation").enter()
		s.hides("The sample organisation cannot")
		z.Main()
	default:
		z.Main()
	}
}
