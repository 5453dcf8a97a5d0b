package sample

import (
	"context"
	"log/slog"

	"handrail/app/tenant"
)

// Filling is the sample's organisation while it is read for the first time. Anyone
// who asks for it waits until it is complete, so that no screen shows a part of it.
type Filling struct {
	tenant.Connection
	done chan struct{}
	stop context.CancelFunc
}

// Fill starts to read the sample organisation, once in the life of its folder. before runs first and reports whether
// that what is saved then is of earlier days. Call Close before o is closed.
func Fill(ctx context.Context, o tenant.Connection, before func(context.Context) bool) *Filling {
	w := &Filling{Connection: o, done: make(chan struct{})}
	ctx, w.stop = context.WithCancel(ctx)
	go func() {
		defer close(w.done)
		if err := fillOnce(ctx, o, before(ctx)); err != nil && ctx.Err() == nil {
			slog.Warn("The sample organisation could not be read", "err", err)
		}
	}()
	return w
}

func fillOnce(ctx context.Context, o tenant.Connection, again bool) error {
	view, err := o.View(ctx)
	if err != nil {
		return err
	}
	if cached, err := view.Statuses(ctx); err != nil || len(cached) > 0 && !again {
		return err
	}
	_, err = o.Refresh(ctx, nil, nil)
	return err
}

// Close stops the reading and waits for it.
func (w *Filling) Close() error {
	w.stop()
	<-w.done
	return nil
}

// wait returns when the sample is complete.
func (w *Filling) wait(ctx context.Context) error {
	select {
	case <-w.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Organisations implements tenant.Organisations.
func (w *Filling) Organisations(ctx context.Context) ([]tenant.Organisation, string, error) {
	if err := w.wait(ctx); err != nil {
		return nil, "", err
	}
	return w.Connection.Organisations(ctx)
}

// View implements tenant.Connection.
func (w *Filling) View(ctx context.Context) (tenant.View, error) {
	if err := w.wait(ctx); err != nil {
		return nil, err
	}
	return w.Connection.View(ctx)
}
