//go:build !headless

package main

import (
	"context"
	"log/slog"
	"os"
	"time"
)

// How often the window is asked to respond, and from which wait on the
// log reports it. A wait is noticed only when it meets a question, so to
// measure, ask more often, with HANDRAIL_PING=20ms.
const (
	usualPing = time.Second
	longGap   = 100 * time.Millisecond
)

// watchGaps logs every time the goroutine that draws does not respond for
// longGap, until ctx ends. do hands it something to do.
func watchGaps(ctx context.Context, do func(func())) {
	every, err := time.ParseDuration(os.Getenv("HANDRAIL_PING"))
	if err != nil || every <= 0 {
		every = usualPing
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
		if gap := time.Since(asked); gap >= longGap {
			slog.Warn("The window did not respond", "took", gap.Round(time.Millisecond))
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
