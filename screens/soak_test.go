package screens

import (
	"context"
	"runtime"
	"testing"

	"handrail/app/guide"
	"handrail/app/task"
	"handrail/app/tlsshow"
)

// soakRounds is how often each screen is opened and left again.
const soakRounds = 60

// TestOpeningScreensLeavesNothingBehind: goroutines and memory do not grow with
// the number of screens that were opened.
func TestOpeningScreensLeavesNothingBehind(t *testing.T) {
	s, _ := tenantStage(t, task.Inline{})
	s.full()
	mail, _, _ := deliveryStage(t)
	s.ports.Deliveries = &Deliveries{Judge: tlsshow.Judge{Shelf: mail.ports.Deliveries.Judge.Shelf, Now: s.ports.Clock, Check: mail.ports.Deliveries.Judge.Check}}
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
	_ = s.memory.SaveVisit(context.Background(), guide.Visit(event))
	s.open("home")
	routes := []string{"home", "guides", "visit/c", "reports", "mail/northgate.example", "organisation", "people", "person/u-1", "settings", "event-day/v1"}
	rounds := func(n int) {
		for range n {
			for _, route := range routes {
				s.w.Show(route)
			}
		}
	}
	measure := func() (goroutines int, heap uint64) {
		var m runtime.MemStats
		for range 3 {
			runtime.GC()
		}
		runtime.ReadMemStats(&m)
		return runtime.NumGoroutine(), m.HeapAlloc
	}
	rounds(5) // fonts, pictures of icons and the like are kept once
	first, small := measure()
	rounds(soakRounds)
	last, large := measure()
	t.Logf("%d goroutines and %.1f MB before, %d and %.1f MB after %d rounds of %d screens", first, float64(small)/1e6, last, float64(large)/1e6, soakRounds, len(routes))
	if last > first+5 {
		t.Errorf("%d goroutines, %d before", last, first)
	}
	if large > small+small/10+2<<20 {
		t.Errorf("%d bytes are kept, %d before", large, small)
	}
}
