package program

import (
	"context"

	"handrail/app/drift"
	"handrail/app/recheck"
	"handrail/app/task"
	"handrail/app/tenant"
)

// Changes returns what the differences of the organisation that is shown are found in.
func (p *Program) Changes(ctx context.Context) (s drift.Sources, err error) {
	if s.View, err = p.Tenant.View(ctx); err != nil {
		return s, err
	}
	if s.Domains, err = p.pastOfDomains(); err != nil {
		return s, err
	}
	org, ok, err := tenant.Current(ctx, p.Tenant)
	if err != nil || !ok {
		return s, err
	}
	s.Account = org.Account
	effects, _ := p.effects.LoadOrStore(org.ID, &drift.Effects{})
	s.Effects, _ = effects.(*drift.Effects)
	s.Journal = func(ctx context.Context) (drift.Journal, error) { return p.changeLog(ctx, org.ID) }
	return s, nil
}

// DomainChanges returns what differences of domains are found in, without an organisation.
func (p *Program) DomainChanges(context.Context) (s drift.Sources, err error) {
	s.Domains, err = p.pastOfDomains()
	return s, err
}

// changeLog returns what Handrail changed in an organisation.
func (p *Program) changeLog(ctx context.Context, organisation string) (j drift.Journal, err error) {
	j = drift.Journal{Titles: map[string]string{}, Visits: map[string]bool{}, Reports: map[string]string{}}
	for _, g := range p.Guides {
		j.Titles[g.ID] = g.Title
	}
	if j.Entries, err = p.Store.EntriesOf(ctx, organisation); err != nil || len(j.Entries) == 0 {
		return j, err
	}
	visits, err := p.Store.Visits(ctx)
	if err != nil {
		return j, err
	}
	for _, v := range visits {
		j.Visits[v.ID] = true
	}
	reports, err := p.Store.Reports(ctx)
	for _, r := range reports {
		if j.Reports[r.Visit] == "" {
			j.Reports[r.Visit] = r.ID // the newest first
		}
	}
	return j, err
}

// Recheck looks again at completed guides.
func (p *Program) Recheck(ctx context.Context, which recheck.Which, progress task.Report) error {
	return recheck.Ports{Guides: p.Guides, Visits: p.Store, Kept: p.Store, Library: p.Store, Clock: p.flags.Clock(),
		Link: p.Tenant, Changes: p.Changes}.Run(ctx, which, progress)
}
