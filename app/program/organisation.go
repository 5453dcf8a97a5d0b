package program

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"handrail/app/audit"
	"handrail/app/graph"
	"handrail/app/sample"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
	"handrail/store"
)

// openOrganisation connects to Microsoft Graph: with -sample and -graph to a
// stand-in on this computer. Nothing is asked yet, but a new folder of the sample
// begins to be read.
func (p *Program) openOrganisation(ctx context.Context) error {
	f, local := p.flags, p.flags.Graph
	if f.Sample && local == "" {
		p.sim = graphsim.New(graphsim.Options{
			People: f.People, Now: f.Clock(), Diary: p.actions("cloud"),
			Mails: func() []graphsim.Mail { return sample.Mails(f.Clock()()) },
		})
		var err error
		if local, err = p.sim.Start(); err != nil {
			return err
		}
		if p.Sample != nil {
			p.Sample.Cloud = p.sim
		}
	}
	p.graph = graph.NewConnections(graph.ConnectionPorts{
		Kept: p.Store, OpenCache: p.openCache, Local: local,
		// The sample has limits of its own, and they are not Microsoft's.
		Options:   graph.Options{Now: f.Clock(), NoThrottle: p.sim != nil, SignIns: p.signIns},
		Refreshed: p.whoDidIt, ReadOnly: p.readOnly,
	})
	p.Tenant = p.graph
	switch {
	case p.hasMonth() && p.once:
		p.Tenant = &livedFirst{Connection: p.graph, live: p.month}
	case p.hasMonth():
		p.Tenant = sample.Fill(ctx, p.graph, func(ctx context.Context) bool {
			p.seedMail(ctx)
			return p.month(ctx)
		})
	}
	return nil
}

// openCache opens the cache of an organisation. What had to be done about a file
// that cannot be used is told: its rows must be read again.
func (p *Program) openCache(id string) (graph.CacheFile, error) {
	c, notices, err := store.OpenCache(p.Folder, id, p.flags.Clock(), p.Store.Settings)
	if err == nil && p.once && c.Scratch() { // a command calls nothing saved that is lost when it ends
		err = errors.Join(c.Unsaved(), c.Close())
		notices = notices[:len(notices)-1] // the error has its words
	}
	for _, n := range notices {
		if n.Code != "read-only" || !p.Store.ReadOnly() { // told at the start, for the whole folder
			p.later.add(n)
		}
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// signIns returns how far back sign-ins are read.
func (p *Program) signIns(ctx context.Context) time.Duration {
	settings, err := p.Store.Settings(ctx)
	if err != nil {
		slog.Warn("The settings could not be read", "err", err)
	}
	return tenant.SignInDays(settings) * 24 * time.Hour
}

// readOnly reports whether the person chose that nothing is changed.
func (p *Program) readOnly(ctx context.Context) (bool, error) {
	settings, err := p.Store.Settings(ctx)
	return tenant.IsReadOnly(settings), err
}

// whoDidIt looks in the audit log for who made the changes that the refresh found. What it does not find is said where
// the change is told, and it never fails a refresh.
func (p *Program) whoDidIt(ctx context.Context, v tenant.View) {
	if err := audit.Fill(ctx, v, p.flags.Clock()()); err != nil {
		slog.Warn("The audit log could not be compared with the changes", "err", err)
	}
}
