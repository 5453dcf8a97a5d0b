package screens

import (
	"context"
	"runtime"
	"testing"

	"handrail/app/mail/tlsview"
	"handrail/app/task"
)

// soakRounds is how often each screen is opened and left again. The driver of
// tests keeps what it drew, so memory is measured in the real window.
const soakRounds = 8

// TestOpeningScreensLeavesNoGoroutine: their number does not grow with the number
// of screens that were opened.
func TestOpeningScreensLeavesNoGoroutine(t *testing.T) {
	s, _ := tenantStage(t, task.Inline{})
	s.full()
	mail, _, _ := deliveryStage(t)
	s.ports.Deliveries = &Deliveries{Judge: tlsview.Assessor{Shelf: mail.ports.Deliveries.Judge.Shelf,
		Now: s.ports.Clock, Check: mail.ports.Deliveries.Judge.Check}}
	day, runs := dayStage(t)
	s.ports.Runs, s.ports.Pause = runs, day.ports.Pause
	for _, g := range day.ports.Guides {
		if g.ID == "event" {
			s.ports.Guides = append(s.ports.Guides, g)
		}
	}
	event, err := day.memory.Visit(context.Background(), "v1")
	if err != nil {
		t.Fatal(err)
	}
	_ = s.memory.SaveVisit(context.Background(), event)
	s.open("home")
	routes := []string{"home", "guides", "visit/c", "reports", "mail/northgate.example", "organisation", "people",
		"person/u-1", "settings", "event-day/v1"}
	rounds := func(n int) {
		for range n {
			for _, route := range routes {
				s.w.Show(route)
			}
		}
	}
	rounds(1)
	before := runtime.NumGoroutine()
	rounds(soakRounds)
	if after := runtime.NumGoroutine(); after > before+5 {
		t.Errorf("%d goroutines, %d before", after, before)
	}
}
