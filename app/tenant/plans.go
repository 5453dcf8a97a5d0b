package tenant

import (
	"context"
	"strings"
)

// Plans are the service plans that an organisation has, by lower-case id; nil
// where its licences were never read whole.
type Plans map[string]bool

// PlansOf reads the plans from what is kept. A licence that was suspended or
// deleted has none.
func PlansOf(ctx context.Context, view View) (Plans, error) {
	st, err := view.Status(ctx, SectionLicences)
	if err != nil || st.Completed.IsZero() {
		return nil, err
	}
	plans := Plans{}
	err = Each(ctx, view, SectionLicences, func(l Licence) error {
		for _, p := range l.Plans {
			if p.Status.Is("Success") && !l.Status.Is("Deleted") && !l.Status.Is("Suspended") {
				plans[strings.ToLower(string(p.ID))] = true
			}
		}
		return nil
	})
	return plans, err
}

// Has reports whether a plan is there; "" is a plan that everyone has. Entra ID
// P2 contains P1. It is unknown where licences were not read.
func (p Plans) Has(plan string) Flag {
	switch {
	case plan == "":
		return On()
	case p == nil:
		return Flag{}
	}
	return Flag{Known: true, Yes: p[plan] || plan == PlanP1 && p[PlanP2]}
}
