package program

import (
	"context"
	"runtime"
	"testing"
	"time"

	"handrail/app/tenant"
)

// TestNothingGrows holds that refreshes, searches and guides leave neither goroutines
// nor memory behind. The first rounds fill what is kept on purpose.
func TestNothingGrows(t *testing.T) {
	k := newChange(t, "sms-off,voice-off")
	ctx := context.Background()
	round := func() {
		if _, err := k.h.graph.Refresh(ctx, nil, nil); err != nil {
			t.Fatal(err)
		}
		view, err := k.h.graph.View(ctx)
		if err != nil {
			t.Fatal(err)
		}
		keys, err := view.Find(ctx, tenant.PeopleQuery{Words: "a"})
		if err != nil || len(keys) == 0 {
			t.Fatal(len(keys), err)
		}
		if _, err := view.At(ctx, keys[:min(50, len(keys))]); err != nil {
			t.Fatal(err)
		}
		k.look("today")
		k.look("who")
		k.plan("confirm")
	}
	measure := func(rounds int) (heap uint64, goroutines int) {
		for range rounds {
			round()
		}
		k.h.sim.ForgetRequests() // the stand-in keeps them for other tests
		for range 3 {
			runtime.GC()
			time.Sleep(20 * time.Millisecond)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc, runtime.NumGoroutine()
	}
	heap, goroutines := measure(5)
	heap2, goroutines2 := measure(12)
	if goroutines2 > goroutines+5 {
		t.Errorf("%d goroutines after 5 rounds, %d after 12 more", goroutines, goroutines2)
	}
	if heap2 > heap+heap/10 {
		t.Errorf("%d KB of memory after 5 rounds, %d KB after 12 more", heap>>10, heap2>>10)
	}
	t.Logf("%d KB and %d goroutines, then %d KB and %d", heap>>10, goroutines, heap2>>10, goroutines2)
}
