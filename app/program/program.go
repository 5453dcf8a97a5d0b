// Package program wires Handrail together, for the window and the terminal alike:
// it opens the store, the sample organisation, Microsoft Graph and the guides. It
// decides which part talks to which and nothing else; it knows no window.
package program

import (
	"context"
	"errors"
	"sync"

	"handrail/app/graph"
	"handrail/app/guide"
	"handrail/app/guides"
	"handrail/app/guides/services"
	"handrail/app/identity/mfa"
	"handrail/app/mail/health"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/spf"
	"handrail/app/sample"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
	"handrail/app/terminal"
	"handrail/store"
)

// Version is Handrail's own; FyneApp.toml has the same.
const Version = "0.1.0"

// Program is Handrail without its window.
type Program struct {
	Folder   string // with Handrail's files
	Store    *store.Store
	Notices  []store.Notice
	Sample   *sample.Sample // nil without -sample
	Guides   []guide.Guide
	Check    mailcheck.Func
	CheckAll mailcheck.AllFunc
	Health   health.Func
	Tenant   tenant.Connection // the organisation, for guides and screens

	receivers mailcheck.Receivers
	domains   *store.Domains // nil where nothing can be remembered of domains

	flags   terminal.Flags
	once    bool               // every step of a walk sees the same moment
	graph   *graph.Connections // behind Tenant
	sim     *graphsim.Cloud    // the sample's Microsoft Graph; nil without -sample
	mailbox string             // the sample's file with TLS reports; "" without -sample
	later   notifier
	effects sync.Map // *drift.Effects by organisation
}

// Open opens the program. once makes every step of a walk see the same moment, as
// the terminal wants it. Close lets go of everything.
func Open(ctx context.Context, f terminal.Flags, once bool) (*Program, error) {
	p := &Program{flags: f, once: once}
	for _, open := range []func(context.Context) error{p.openStore, p.openMail, p.openOrganisation, p.openGuides} {
		if err := open(ctx); err != nil {
			p.Close()
			return nil, err
		}
	}
	return p, nil
}

// openStore opens the data folder.
func (p *Program) openStore(context.Context) (err error) {
	if p.Folder, err = dataFolder(p.flags); err != nil {
		return err
	}
	p.Store, p.Notices, err = store.Open(p.Folder, p.flags.Clock())
	if err == nil && p.once {
		err = p.Store.Seal() // a command calls nothing saved that is lost when it ends
	}
	return err
}

// openGuides makes the guides and, in a new folder of the sample, what was begun there.
func (p *Program) openGuides(ctx context.Context) error {
	p.Guides = guides.All(p.services())
	if p.Sample == nil || p.Store.ReadOnly() {
		return nil
	}
	before := p.services()
	before.Tenant = services.Tenant{} // what reads the organisation now takes the place of its month, and waits for it
	if err := p.Sample.Seed(ctx, guides.All(before), p.Visits(), p.Store); err != nil || p.once {
		return err
	}
	return p.seedDomain(ctx)
}

// Visits returns the visits, with each saved as its guide says.
func (p *Program) Visits() guide.Visits { return guide.Sparing(p.Store, p.Guides) }

// services returns what the guides need of the outside.
func (p *Program) services() services.Services {
	return services.Services{
		Mail: services.Mail{
			Check: p.Check, CheckAll: p.CheckAll, Health: p.Health, Receivers: p.receivers, SPF: spf.Source(p.client),
			Reports: p.Store, Thresholds: p.Thresholds, Import: p.importFiles,
			ImportMailbox: p.importMailbox,
			ReportsPath:   p.mailbox, MailFolder: p.MailFolder(),
		},
		Tenant: services.Tenant{Connection: services.Noting{Connection: p.Tenant}, SignIn: p.graph, Writer: p.graph,
			Evaluator: p.graph, Rules: p.graph, People: new(mfa.Cache), MessageTrace: p.graph.MessageTrace},
		Events: services.Events{Attendance: p.Store, Runs: p.Store, Attended: p.graph.Attendance,
			LinkTarget: linkTarget(p.flags)},
		Files: p.files(),
		Now:   p.flags.Clock(), Journal: journal{p.Store}, Observations: p.Store,
	}
}

// Close lets go of everything that Open opened, in the opposite order.
func (p *Program) Close() {
	var all error
	if w, ok := p.Tenant.(*sample.Filling); ok {
		all = errors.Join(all, w.Close())
	}
	if p.graph != nil {
		all = errors.Join(all, p.graph.Close())
	}
	if p.sim != nil {
		all = errors.Join(all, p.sim.Close())
	}
	if p.Sample != nil {
		all = errors.Join(all, p.Sample.Close())
	}
	if p.domains != nil {
		all = errors.Join(all, p.domains.Close())
	}
	if p.Store != nil {
		all = errors.Join(all, p.Store.Close())
	}
	logClosed(all)
}
