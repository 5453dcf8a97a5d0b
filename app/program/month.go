package program

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

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
func (p *Program) liveMonth(ctx context.Context) (lived bool, err error) {
	if store.Known(p.Folder, graphsim.TenantID) {
		return false, nil
	}
	m, err := sample.NewMonth(p.flags.Clock())
	if err != nil {
		return false, err
	}
	address, err := m.Cloud.Start()
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, m.Cloud.Close()) }()
	p.clearMonths()
	folder, err := os.MkdirTemp(p.Folder, "month-")
	if err != nil {
		return false, err
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
		return false, err
	}
	if lived, err = store.Place(folder, p.Folder, graphsim.TenantID); lived {
		m.Tell(p.sim)
	}
	return lived, err
}

// clearMonths removes the folders that killed programs left.
func (p *Program) clearMonths() {
	left, err := filepath.Glob(filepath.Join(p.Folder, "month-*"))
	for _, folder := range left {
		if at, no := os.Stat(folder); no == nil && time.Since(at.ModTime()) > time.Hour {
			err = errors.Join(err, os.RemoveAll(folder))
		}
	}
	logClosed(err)
}

// month lives the month, and reports whether it did.
func (p *Program) month(ctx context.Context) bool {
	lived, err := p.liveMonth(ctx)
	if err != nil && ctx.Err() == nil {
		slog.Warn("The sample organisation has no month before today", "err", err)
	}
	return lived
}

// livedFirst is the sample's organisation for a command: before all of it is read for the first time, it lives a month.
type livedFirst struct {
	tenant.Connection
	live func(ctx context.Context) bool
	once sync.Once
}

// Refresh implements tenant.Connection.
func (l *livedFirst) Refresh(ctx context.Context, ids []string, report task.Report) ([]tenant.Status, error) {
	if len(ids) == 0 {
		l.once.Do(func() { l.live(ctx) })
	}
	return l.Connection.Refresh(ctx, ids, report)
}

// hasMonth reports whether the organisation has the sample's month.
func (p *Program) hasMonth() bool { return p.sim != nil && p.flags.People == 0 && !p.Store.ReadOnly() }
