package screens

import (
	"context"
	"errors"
	"time"

	"handrail/app/task"
)

// Old reports go a while after the start, when the first pages are read, and once a day while the window is open.
const (
	tidyAfter = 20 * time.Second
	tidyEvery = 24 * time.Hour
)

// startTidying begins to remove in the background what is older than Settings allows.
func (w *Window) startTidying() {
	if w.p.Between == nil || w.p.Retention == nil {
		return
	}
	w.p.Runner.Start(func(ctx context.Context, _ task.Report) error {
		for wait := tidyAfter; ; wait = tidyEvery {
			if err := w.p.Between(ctx, wait); err != nil {
				return err
			}
			if _, err := w.p.Retention.Tidy(ctx); err != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				logError(err) // what is left goes next time
			}
		}
	}, nil, func(err error) {
		if err != nil && !errors.Is(err, context.Canceled) {
			logError(err)
		}
	})
}
