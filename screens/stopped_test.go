package screens

import (
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/task"
)

// TestHomeTellsOfAStoppedChange: a change that the journal has as sent needs the person, and
// not while this window makes it.
func TestHomeTellsOfAStoppedChange(t *testing.T) {
	s := newStage(t, task.Inline{})
	var step guide.Step
	for _, one := range s.ports.Guides[0].Steps {
		if one.Apply != nil {
			step = one
		}
	}
	v := guide.Visit{ID: "v", Guide: "demo", Subject: "northgate.example", Step: step.ID, Page: guide.ShowPage,
		Answers: map[string]string{"domain": "northgate.example"}, Outcomes: map[string]guide.Outcome{},
		Started: sunday.Add(-time.Hour)}
	if err := s.memory.SaveVisit(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	for _, state := range []string{"planned", "sent"} {
		if err := s.memory.Record(t.Context(), guide.JournalEntry{Visit: "v", Guide: "demo", Step: step.ID, What: "A flag",
			State: state, At: sunday}); err != nil {
			t.Fatal(err)
		}
	}
	s.open("home").shows("What needs you now", "1 thing needs you now", "Handrail was closed while it made this change",
		step.Title)
	s.w.applying.Store("v", true)
	s.w.Show("guides")
	s.w.Show("home")
	s.shows("Until you continue").hides("Handrail was closed")
}
