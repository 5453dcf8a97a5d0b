package program

import (
	"context"
	"math"
	"runtime"
	"runtime/debug"
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

// TestGarbageIsLeftAtTheStart: nothing is collected until there is enough, and then as before.
func TestGarbageIsLeftAtTheStart(t *testing.T) {
	t.Setenv("GOGC", "")
	was := debug.SetGCPercent(70)
	limit := debug.SetMemoryLimit(-1)
	defer func() {
		debug.SetGCPercent(was)
		debug.SetMemoryLimit(limit)
	}()
	done := make(chan bool)
	runtime.GC()
	leaveGarbage(math.MaxInt64, func() { close(done) })
	before := collections()
	for range 64 {
		spare = make([]byte, 4<<20)
	}
	if n := collections() - before; n != 0 {
		t.Errorf("%d collections", n)
	}
	debug.SetMemoryLimit(1 << 20) // there is enough
	for end := time.After(time.Minute); ; {
		spare = make([]byte, 1<<20)
		select {
		case <-done:
			if percent := debug.SetGCPercent(100); percent != 70 {
				t.Errorf("collects at %d %%", percent)
			}
			return
		case <-end:
			t.Fatal("never collected as before")
		default:
		}
	}
}

// spare keeps the compiler from leaving out what is allocated.
var spare []byte

func collections() uint32 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.NumGC
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
