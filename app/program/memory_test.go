package program

import (
	"context"
	"testing"
	"time"
)

// TestMemoryIsGivenBack: after the start and then again, until the window is closed.
func TestMemoryIsGivenBack(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var at []time.Time
	began := time.Now()
	giveBack(ctx, func() {
		if at = append(at, time.Now()); len(at) == 3 {
			cancel()
		}
	}, 50*time.Millisecond, time.Millisecond)
	if len(at) != 3 || at[0].Sub(began) < 50*time.Millisecond {
		t.Errorf("%d times, first after %v", len(at), at[0].Sub(began))
	}
}
