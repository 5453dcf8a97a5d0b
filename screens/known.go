package screens

import (
	"context"

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
	kept, err := w.p.Settings.Settings(ctx)
	if err != nil {
		return guide.Known(w.p.Guides, visits), err
	}
	own, typed := "", kept[guide.DomainSetting]
	if typed == "" && w.p.Tenant != nil {
		if own, err = tenant.DefaultDomain(ctx, w.p.Tenant); err != nil {
			return guide.Known(w.p.Guides, visits), err
		}
	}
	return guide.KnownNow(w.p.Guides, visits, typed, own), nil
}
