package applog

import (
	"context"
	"log/slog"
	"os"
	"time"
)

// How often the window is asked whether it answers, and the shortest wait that is
// logged. A stall is noticed only where it meets a question, so measurements ask
// more often, with HANDRAIL_PING=20ms.
const (
	defaultPing = time.Second
	longStall   = 100 * time.Millisecond
)

// WatchStalls logs whenever the goroutine that draws did not answer for longStall,
// until ctx ends. do hands that goroutine something to do.
func WatchStalls(ctx context.Context, do func(func())) {
	every, err := time.ParseDuration(os.Getenv("HANDRAIL_PING"))
	if err != nil || every <= 0 {
		every = defaultPing
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		asked, answered := time.Now(), make(chan struct{})
		do(func() { close(answered) })
		select {
		case <-answered:
		case <-ctx.Done():
			return
		}
		if gap := time.Since(asked); gap >= longStall {
			slog.Warn("The window did not respond", "took", gap.Round(time.Millisecond))
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
