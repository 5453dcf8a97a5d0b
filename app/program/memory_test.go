package program

import (
	"math"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"
)

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

// TestMemoryIsGivenBack: after the start, when a person pauses, now and then while they work, and seldom at rest.
func TestMemoryIsGivenBack(t *testing.T) {
	began := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)
	g := giving{began: began}
	var bytes uint64 = 100 << 20
	var given []string
	for at := looks; at <= 40*time.Minute; at += looks {
		if from := at - 5*time.Minute; from > 0 && from <= 4*time.Minute { // minutes 5 to 9 are work
			bytes += 8 << 20
		}
		if g.due(began.Add(at), bytes) {
			given = append(given, at.String())
			bytes += page // the window is drawn again
		}
	}
	want := "15s 1m10s 5m10s 6m40s 8m10s 10m5s 20m5s 30m5s"
	if got := strings.Join(given, " "); got != want {
		t.Errorf("given at %s, not %s", got, want)
	}
}

// TestAllocatedBytesAreCounted, of which due learns that someone works.
func TestAllocatedBytesAreCounted(t *testing.T) {
	before := allocated()
	spare = make([]byte, 1<<20)
	if got := allocated() - before; got < uint64(len(spare)) {
		t.Errorf("%d bytes are counted of %d", got, len(spare))
	}
}
