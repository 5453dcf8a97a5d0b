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

// TestMemoryIsGivenBackAfterWork: at the start, after much was allocated, and seldom in a window that rests.
func TestMemoryIsGivenBackAfterWork(t *testing.T) {
	var bytes uint64 = 100 << 20
	given := 0
	turn := sparing(func() { given++ }, func() uint64 { return bytes })
	for i, c := range []struct {
		more  uint64
		given int
	}{{0, 1}, {0, 2}, {worked - 1, 2}, {worked, 3}, {worked, 4}, {0, 5}, {0, 5}} {
		bytes += c.more
		turn()
		if given != c.given {
			t.Fatalf("turn %d: given %d times, not %d", i, given, c.given)
		}
	}
	for range seldom {
		turn()
	}
	if given != 6 {
		t.Errorf("a window that rests gave %d times, not once", given-5)
	}
	before := allocated()
	kept := make([]byte, 1<<20)
	if got := allocated() - before; got < uint64(len(kept)) {
		t.Errorf("%d bytes are counted of %d", got, len(kept))
	}
}
