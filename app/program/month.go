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
	"handrail/app/guide"
	steps "handrail/app/guide/change"
	"handrail/app/guides/adminaccess"
	"handrail/app/sample"
	"handrail/app/sample/graphsim"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/store"
)

// liveMonth lives the month before today with the sample’s organisation, once in the life of its folder: a second
// organisation on this computer lives it, and is read as often as a person would. What is read goes into a folder of
// its own and takes its place when the month is over, so that a program that is killed leaves nothing of it.
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
	log := &monthLog{}
	own := steps.Runner{Writer: c, Journal: log, Now: m.Now, Guide: adminaccess.ID}
	err = m.Live(ctx, sample.Days{Refresh: func(ctx context.Context, sections []string) error {
		_, err := c.Refresh(ctx, sections, nil)
		return err
	}, Send: func(ctx context.Context, w steps.Write) error {
		if err := c.Ask(ctx); err != nil {
			return err
		}
		_, err := own.Send(ctx, "sample-month", w)
		return err
	}})
	if err = errors.Join(err, c.Close()); err != nil {
		return false, err
	}
	if lived, err = store.Place(folder, p.Folder, graphsim.TenantID); lived {
		m.Tell(p.sim)
		err = errors.Join(p.connectedFor(ctx, m.Begins()), log.keep(ctx, p.Store))
	}
	return lived, err
}

// connectedFor saves that Handrail is connected to the sample since the month began.
func (p *Program) connectedFor(ctx context.Context, since time.Time) error {
	all, _, err := p.Store.Organisations(ctx)
	for _, org := range all {
		if org.ID == graphsim.TenantID && org.Added.After(since) {
			org.Added = since
			err = errors.Join(err, p.Store.SaveOrganisation(ctx, org))
		}
	}
	return err
}

// monthLog is the change log of the month, which is kept once the month is over.
type monthLog struct {
	guide.Journal
	entries []guide.JournalEntry
}

// Record implements guide.Journal.
func (l *monthLog) Record(_ context.Context, e guide.JournalEntry) error {
	l.entries = append(l.entries, e)
	return nil
}

func (l *monthLog) keep(ctx context.Context, to guide.Journal) error {
	for _, e := range l.entries {
		if err := to.Record(ctx, e); err != nil {
			return err
		}
	}
	return nil
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
