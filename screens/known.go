package screens

import (
	"context"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/tenant"
)

// fetchKnown runs in a job and returns what need not be asked again, by guide.Ask.Known: the domain that was typed on
// Home, else the domain of the connected organisation, else the answers of the latest visits.
func (w *Window) fetchKnown(ctx context.Context) (map[string]string, error) {
	visits, err := w.p.Visits.Visits(ctx)
	if err != nil {
		return nil, err
	}
	known := guide.Known(w.p.Guides, visits)
	kept, err := w.p.Settings.Settings(ctx)
	if err != nil {
		return known, err
	}
	if typed := kept[guide.DomainSetting]; typed != "" {
		known[guide.KnownDomain] = typed
	} else if own, err := w.ownDomain(ctx); err != nil {
		return known, err
	} else if own != "" {
		known[guide.KnownDomain] = own
	}
	if known[guide.KnownTenant] == "" {
		known[guide.KnownTenant] = known[guide.KnownDomain]
	}
	return known, nil
}

// ownDomain returns the default domain of the connected organisation; "" where none is connected or it has only the one
// that Microsoft gave it.
func (w *Window) ownDomain(ctx context.Context) (name string, err error) {
	if w.p.Tenant == nil {
		return "", nil
	}
	view, err := w.p.Tenant.View(ctx)
	if app.CodeOf(err) == app.NotFound {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	err = tenant.Each(ctx, view, tenant.SectionDomains, func(d tenant.Domain) error {
		if d.Default.Yes && d.Verified.Yes && !d.Initial.Yes {
			name = d.ID
		}
		return nil
	})
	return name, err
}
