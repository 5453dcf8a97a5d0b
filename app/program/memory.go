package program

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// windowGarbage is how much garbage the window may leave, in per cent of what it uses.
const windowGarbage = 60

// What the start needed goes back to the system when the first pages are there. After that, what is left over goes back
// after the person worked, and seldom in a window that rests.
const (
	firstGiveBack = 15 * time.Second
	laterGiveBack = 90 * time.Second // longer than the minute for which Fyne saves what it no longer draws
	worked        = 16 << 20         // bytes that were allocated since the last time
	seldom        = 7                // of the later times, where less was allocated
	settles       = 2 * time.Second  // until the window is drawn again
)

// SpareMemory keeps the memory of the window small until ctx ends. GOGC says otherwise. forget makes the window let go
// of the pages that it no longer shows.
func SpareMemory(ctx context.Context, forget func()) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(windowGarbage)
	}
	give := func() {
		forget()
		if wait(ctx, settles) {
			debug.FreeOSMemory()
		}
	}
	giveBack(ctx, sparing(give, allocated), firstGiveBack, laterGiveBack)
}

// sparing returns a function that calls give the first time, after work, and once more when the work is over: only then
// does Fyne let go of the last pages. Else it calls give seldom. allocated returns how many bytes were allocated until
// now.
func sparing(give func(), allocated func() uint64) func() {
	var last uint64
	skipped, busy := seldom, false
	return func() {
		was := busy
		busy = allocated()-last >= worked || skipped == seldom
		last = allocated()
		if skipped++; busy || was {
			give()
			skipped = 0
		}
	}
}

// allocated returns how many bytes the program has allocated since it started.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}

// giveBack calls give after a first time and then again and again, until ctx ends.
func giveBack(ctx context.Context, give func(), first, later time.Duration) {
	for next := first; wait(ctx, next); next = later {
		give()
	}
}

// wait waits for d. It reports whether ctx still goes on then.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// startMemory is how much memory a command takes, in bytes, before garbage is collected at all: most end before that.
const startMemory = 32 << 20

// leaveGarbage collects no garbage until the program has some bytes. From then on it is collected as before, and then is
// called. GOGC says otherwise.
func leaveGarbage(bytes int64, then func()) {
	if os.Getenv("GOGC") != "" {
		then()
		return
	}
	before := debug.SetGCPercent(-1)
	debug.SetMemoryLimit(bytes)
	runtime.AddCleanup(&struct{ self *int }{new(int)}, func(struct{}) { // the first collection finds it
		debug.SetGCPercent(before)
		then()
	}, struct{}{})
}
