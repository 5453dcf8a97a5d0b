package program

import (
	"context"

	"handrail/app"
	"handrail/app/drift"
)

// Changes returns what differences are found in: the organisation that is shown, if there is one, and the domains.
func (p *Program) Changes(ctx context.Context) (s drift.Sources, err error) {
	if s.View, err = p.Tenant.View(ctx); app.CodeOf(err) == app.NotFound {
		s.View, err = nil, nil
	}
	if err != nil {
		return s, err
	}
	s.Domains, err = p.pastOfDomains()
	return s, err
}
