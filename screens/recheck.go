package screens

import (
	"context"
	"errors"

	"handrail/app/task"
)

// recheck looks again at completed guides, in the background, after the organisation was read. A newer refresh takes
// its place. Home shows what it finds.
func (w *Window) recheck() {
	if w.p.Recheck == nil {
		return
	}
	if w.stopRecheck != nil {
		w.stopRecheck()
	}
	w.stopRecheck = w.p.Runner.Start(func(ctx context.Context, _ task.Report) error {
		return w.p.Recheck(ctx)
	}, nil, func(err error) {
		if err != nil && !errors.Is(err, context.Canceled) {
			logError(err) // what was found before stays, with its date
		}
		if h, ok := w.current.(*home); ok && err == nil {
			h.load()
		}
	})
}
