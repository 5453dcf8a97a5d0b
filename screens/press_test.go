package screens

import (
	"context"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// TestHomeAsksOnlyALine: the first start asks what is typed in one line; a guide
// that begins with a choice is found under Guides.
func TestHomeAsksOnlyALine(t *testing.T) {
	s := newStage(t, task.Inline{})
	choice := guide.Guide{ID: "choice", Title: "Choose a flag", Outcome: "A flag flies.", Topic: "Harbour",
		Subject: "flag",
		Steps: []guide.Step{{ID: "flag", Title: "Which flag",
			Asks: []guide.Ask{{Name: "flag", Label: "Flag", Kind: guide.Choice,
				Options: func(*guide.Visit) []guide.Option { return []guide.Option{{Value: "red", Label: "Red"}} }}}}}}
	s.ports.Guides = append([]guide.Guide{choice}, s.ports.Guides...)
	s.open("home").shows("Harbour", "Check this harbour").hides("Which flag")
	s.write("northgate.example").enter()
	s.at("today", guide.ShowPage)
	if g := s.only().Guide; g != "demo" {
		t.Errorf("Home began %q", g)
	}
}

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
	s.open("home").write("northgate.example").enter()
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
