package program

import (
	"context"

	"handrail/app/drift"
)

// Changes returns what the differences of the organisation that is shown are found in.
func (p *Program) Changes(ctx context.Context) (s drift.Sources, err error) {
	s.View, err = p.Tenant.View(ctx)
	return s, err
}
