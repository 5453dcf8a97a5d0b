package screens

import (
	"context"
	"time"

	"handrail/app/guide"
	"handrail/app/task"
	"handrail/app/tenant"
)

// waitedEvery is how often Handrail checks whether a wait is over, while its window is open.
const waitedEvery = time.Minute

// PauseForReal waits inside a job; the error is that of ctx.
func PauseForReal(ctx context.Context, d time.Duration) error { return pause(ctx, d) }

// startChecking begins to check steps whose wait is over, while the window is open. It never opens a browser.
func (w *Window) startChecking() {
	if w.p.Between != nil {
		w.checkWaited(&guide.Backoff{})
	}
}

// checkWaited checks what is due a moment from now, settles it, and continues.
func (w *Window) checkWaited(b *guide.Backoff) {
	var all []guide.Renewed
	w.p.Runner.Start(func(ctx context.Context, _ task.Report) error {
		if err := w.p.Between(ctx, waitedEvery); err != nil {
			return err
		}
		visits, err := w.p.Visits.Visits(ctx)
		if err != nil {
			return err
		}
		ctx = tenant.Unattended(ctx)
		for _, due := range b.Due(w.p.Guides, visits, w.now()) {
			r, err := w.looker().CheckWaited(ctx, due)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				logError(err) // what was found before stays, with its date; its turn comes again
				continue
			}
			all = append(all, r)
		}
		return nil
	}, nil, func(err error) {
		if err != nil {
			logError(err)
			return
		}
		w.saver.whenIdle(func() { w.applyRenewed(all) })
		w.checkWaited(b)
	})
}
