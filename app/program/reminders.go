package program

import (
	"context"
	"os"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/reminder"
	"handrail/app/schedule"
	"handrail/app/tenant"
	"handrail/store"
)

// Reminders returns everything that waits or ends, from saved data alone.
func (p *Program) Reminders(ctx context.Context) (reminder.List, error) {
	now := p.flags.Clock()().Local()
	s := reminder.Sources{Guides: p.Guides}
	visits, err := p.Visits().Visits(ctx)
	if err != nil {
		return reminder.List{}, err
	}
	entries, err := p.Store.Entries(ctx, "")
	if err != nil {
		return reminder.List{}, err
	}
	visits = guide.MarkStopped(p.Guides, visits, entries)
	notices, err := guide.NoticesWith(ctx, p.Guides, visits, p.Store)
	if err != nil {
		return reminder.List{}, err
	}
	s.Overview = guide.NewOverview(p.Guides, visits, now)
	s.Overview.Add(p.Guides, visits, notices, now)
	if err := p.remindOfDomains(ctx, &s); err != nil {
		return reminder.List{}, err
	}
	if err := p.remindOfOrganisation(ctx, &s); err != nil {
		return reminder.List{}, err
	}
	return reminder.Collect(ctx, s, now)
}

// remindOfDomains adds what is remembered of domains.
func (p *Program) remindOfDomains(ctx context.Context, s *reminder.Sources) error {
	past, err := p.pastOfDomains()
	if err != nil {
		return err
	}
	if k, ok := past.(*store.History); ok {
		s.Domains = k
	}
	return addAccepted(ctx, s, past)
}

// remindOfOrganisation adds the organisation that is shown; nothing where none is connected.
func (p *Program) remindOfOrganisation(ctx context.Context, s *reminder.Sources) error {
	org, ok, err := tenant.Current(ctx, p.Tenant)
	if err != nil || !ok {
		return err
	}
	view, err := p.Tenant.View(ctx)
	if app.CodeOf(err) == app.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	s.View, s.Organisation, s.SignedIn = view, org, p.Tenant.SignedIn(ctx)
	if k, ok := view.(history.Keeper); ok {
		return addAccepted(ctx, s, k.Past())
	}
	return nil
}

// addAccepted adds the changes of a past that someone accepted.
func addAccepted(ctx context.Context, s *reminder.Sources, past history.Past) error {
	a, ok := past.(history.Accepter)
	if !ok {
		return nil
	}
	all, err := a.Acceptances(ctx)
	s.Accepted = append(s.Accepted, all...)
	return err
}

// Weekly returns the check that a scheduler of the system can run; an empty one for the sample and in tests.
func (p *Program) Weekly() schedule.Job {
	self, err := os.Executable()
	if err != nil || p.Sample != nil || p.flags.Graph != "" || !p.flags.Now.IsZero() {
		return schedule.Job{}
	}
	data := p.flags.Data
	if data != "" {
		data = p.Folder
	}
	return schedule.Weekly(self, data, p.flags.Resolver)
}
