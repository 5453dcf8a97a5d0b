package program

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

// windowGarbage is how much garbage the window may leave, in per cent of what it uses.
const windowGarbage = 60

// What the start needed goes back to the system when the first pages are there, and what is left over now and then.
const (
	firstGiveBack = 15 * time.Second
	laterGiveBack = 10 * time.Minute
)

// SpareMemory keeps the memory of the window small until ctx ends. GOGC says otherwise.
func SpareMemory(ctx context.Context) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(windowGarbage)
	}
	giveBack(ctx, debug.FreeOSMemory, firstGiveBack, laterGiveBack)
}

// giveBack calls give after a first time and then again and again, until ctx ends.
func giveBack(ctx context.Context, give func(), first, later time.Duration) {
	for wait := first; ; wait = later {
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
			give()
		}
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
