package screens

import (
	"context"
	"slices"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/task"
)

// TestAFailureThatThePersonDecides: the question comes up with what happened, nothing is tried
// again before it is answered and the plan confirmed.
func TestAFailureThatThePersonDecides(t *testing.T) {
	s := newStage(t, task.Inline{})
	g := s.ports.Guides[0]
	g.Steps = slices.Clone(g.Steps)
	i := slices.IndexFunc(g.Steps, func(one guide.Step) bool { return one.ID == "light" })
	step := g.Steps[i]
	step.Asks = append(slices.Clone(step.Asks), ask.Choice("leave", ask.Words{Label: "What about the third lamp?",
		Hint: "Select one."}, []guide.Option{{Value: "stop", Label: "Stop"}, {Value: "leave", Label: "Leave it out"}},
		ask.WhenOf(func(v *guide.Visit) bool { return v.Fact("refused") != "" })))
	tried, apply := 0, step.Apply
	step.Apply = func(ctx context.Context, v *guide.Visit, p *guide.Plan, rep task.Report) error {
		if tried++; v.Answer("leave") != "leave" {
			return &guide.Question{Facts: map[string]string{"refused": "third"},
				Err: app.Errorf(app.Invalid, "Decide.", "The third lamp was refused.")}
		}
		return apply(ctx, v, p, rep)
	}
	g.Steps[i] = step
	s.ports.Guides[0] = g
	s.begin().upTo("light")
	s.wizard().Main()
	s.at("light", guide.AskPage)
	s.shows("The change was not made.", "The third lamp was refused.", "What about the third lamp?", "Leave it out")
	z := s.wizard()
	z.s.Draft(map[string]string{"leave": "leave"})
	z.asks.fields = nil
	z.showAsks()
	z.Main()
	s.at("light", guide.ShowPage)
	if tried != 1 || s.world.applied != 0 {
		t.Fatalf("tried %d times, applied %d times", tried, s.world.applied)
	}
	z.Main()
	s.at("watch", guide.ShowPage)
	if tried != 2 || s.world.applied != 1 {
		t.Errorf("tried %d times, applied %d times", tried, s.world.applied)
	}
}
