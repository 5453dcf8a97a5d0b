package screens

import (
	"context"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// TestAPressIsWaitedFor: a look that does something the person can see, such as
// opening a browser, begins when its button is pressed, and not before.
func TestAPressIsWaitedFor(t *testing.T) {
	s := newStage(t, task.Inline{})
	looks := 0
	step := &s.ports.Guides[0].Steps[1]
	step.CheckLabel, step.Look = "Light a match",
		func(context.Context, *guide.Visit, task.Report) (*report.Document, error) {
			looks++
			return s.world.doc("Seen today"), nil
		}
	s.open("guides").tab("Light the beacon\n20 min").enter().tab("Start the guide").enter()
	s.write("northgate.example").enter()
	s.at("today", guide.ShowPage)
	if looks != 0 {
		t.Fatalf("looked %d times before the button was pressed", looks)
	}
	s.shows("Light a match").hides("Continue to the plan")
	s.tab("Light a match").enter()
	if looks != 1 {
		t.Fatalf("looked %d times", looks)
	}
	s.shows("The mast stands", "Continue to the plan")
	visit := s.only().ID
	if s.reopen("visit/" + visit); looks != 1 {
		t.Errorf("an opened visit looked by itself")
	}
}
