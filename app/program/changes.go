package program

import (
	"context"

	"handrail/app/drift"
	"handrail/app/recheck"
	"handrail/app/task"
)

// Changes returns what the differences of the organisation that is shown are found in.
func (p *Program) Changes(ctx context.Context) (s drift.Sources, err error) {
	s.View, err = p.Tenant.View(ctx)
	return s, err
}

// Recheck looks again at completed guides.
func (p *Program) Recheck(ctx context.Context, which recheck.Which, progress task.Report) error {
	return recheck.Ports{Guides: p.Guides, Visits: p.Store, Kept: p.Store, Library: p.Store, Clock: p.flags.Clock(),
		Link: p.Tenant, Changes: p.Changes}.Run(ctx, which, progress)
}
