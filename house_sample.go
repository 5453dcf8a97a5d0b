package main

import (
	"context"
	"log/slog"

	"handrail/app/graph"
	"handrail/app/tenant"
)

// filling is the sample's office while it reads the sample organisation for the
// first time. Whoever asks waits until it is read, so that no screen shows a
// part of it.
type filling struct {
	*graph.Office
	done chan struct{}
	stop context.CancelFunc
}

// fill begins to read the sample organisation, once in the life of its folder.
func fill(ctx context.Context, o *graph.Office) *filling {
	w := &filling{Office: o, done: make(chan struct{})}
	ctx, w.stop = context.WithCancel(ctx)
	go func() {
		defer close(w.done)
		if err := fillOnce(ctx, o); err != nil && ctx.Err() == nil {
			slog.Warn("The sample organisation could not be read", "err", err)
		}
	}()
	return w
}

func fillOnce(ctx context.Context, o *graph.Office) error {
	view, err := o.View(ctx)
	if err != nil {
		return err
	}
	if kept, err := view.Statuses(ctx); err != nil || len(kept) > 0 {
		return err
	}
	_, err = o.Refresh(ctx, nil, nil)
	return err
}

// end stops the reading and waits for it.
func (w *filling) end() {
	w.stop()
	<-w.done
}

// Organisations is tenant.Organisations'.
func (w *filling) Organisations(ctx context.Context) ([]tenant.Organisation, string, error) {
	select {
	case <-w.done:
		return w.Office.Organisations(ctx)
	case <-ctx.Done():
		return nil, "", ctx.Err()
	}
}
