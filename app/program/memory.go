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
// when the person pauses, now and then while they work on, and seldom in a window that rests.
const (
	looks         = 5 * time.Second
	firstGiveBack = 15 * time.Second
	pauses        = 65 * time.Second // longer than the minute for which Fyne saves what it no longer draws
	worksOn       = 90 * time.Second
	rests         = 10 * time.Minute
	settles       = 2 * time.Second // until the window is drawn again
)

// How many bytes are allocated when a page is opened, and by work that is worth a giving.
const (
	page   = 1 << 20
	worked = 16 << 20
)

// SpareMemory keeps the memory of the window small until ctx ends. GOGC says otherwise. forget makes the window let go
// of the pages that it no longer shows.
func SpareMemory(ctx context.Context, forget func()) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(windowGarbage)
	}
	for g := (giving{began: time.Now()}); wait(ctx, looks); {
		if !g.due(time.Now(), allocated()) {
			continue
		}
		if forget(); wait(ctx, settles) {
			debug.FreeOSMemory()
		}
	}
}

// giving finds out when memory goes back. The zero value with began is ready.
type giving struct {
	began, last, busy time.Time // last: when it went back; busy: when the window last did something
	seen, since       uint64    // allocated at the last look; when the last work was given back whole
	own               bool      // what is allocated until the next look is the giving's
}

// due reports whether memory goes back now, when so many bytes have been allocated since the start.
func (g *giving) due(now time.Time, allocated uint64) bool {
	if allocated-g.seen >= page && !g.own {
		g.busy = now
	}
	g.seen, g.own = allocated, false
	idle, rested := now.Sub(g.busy), now.Sub(g.last)
	switch {
	case g.last.IsZero():
		if now.Sub(g.began) < firstGiveBack {
			return false
		}
	case allocated-g.since >= worked:
		if idle < pauses && (idle > 0 || rested < worksOn) {
			return false
		}
	case rested < rests:
		return false
	}
	g.last, g.own = now, true
	if idle >= pauses {
		g.since = allocated
	}
	return true
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
