package program

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"sync"

	"handrail/app/graph"
	"handrail/app/sample"
	"handrail/app/sample/graphsim"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/store"
)

// liveMonth lives the month before today with the sample’s organisation, once in the life of its folder: a second
// organisation on this computer lives it, and is read as often as somebody would. What is read goes into a folder of its
// own and takes its place when the month is over, so that a program that is killed leaves none of it.
func (p *Program) liveMonth(ctx context.Context) (err error) {
	if store.Known(p.Folder, graphsim.TenantID) {
		return nil
	}
	m, err := sample.NewMonth(p.flags.Clock())
	if err != nil {
		return err
	}
	address, err := m.Cloud.Start()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.Cloud.Close()) }()
	folder, err := os.MkdirTemp(p.Folder, "month-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	c := graph.NewConnections(graph.ConnectionPorts{
		Kept: p.Store, Local: address, Options: graph.Options{Now: m.Now, NoThrottle: true},
		OpenCache: func(id string) (graph.CacheFile, error) {
			c, err := store.OpenDraft(folder, id, m.Now)
			if err != nil {
				return nil, err
			}
			return c, nil
		},
	})
	err = m.Live(ctx, func(ctx context.Context, sections []string) error {
		_, err := c.Refresh(ctx, sections, nil)
		return err
	})
	if err = errors.Join(err, c.Close()); err != nil {
		return err
	}
	_, err = store.Place(folder, p.Folder, graphsim.TenantID)
	return err
}

// livedFirst is the sample's organisation for a command: before all of it is read for the first time, it lives a month.
type livedFirst struct {
	tenant.Connection
	live func(ctx context.Context) error
	once sync.Once
}

// Refresh implements tenant.Connection.
func (l *livedFirst) Refresh(ctx context.Context, ids []string, report task.Report) ([]tenant.Status, error) {
	if len(ids) == 0 {
		l.once.Do(func() { logMonth(ctx, l.live(ctx)) })
	}
	return l.Connection.Refresh(ctx, ids, report)
}

// hasMonth reports whether the organisation has the sample's month.
func (p *Program) hasMonth() bool { return p.sim != nil && p.flags.People == 0 && !p.Store.ReadOnly() }

func logMonth(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		slog.Warn("The sample organisation has no month before today", "err", err)
	}
}
