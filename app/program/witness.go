package program

import (
	"context"

	"handrail/app/guide"
	"handrail/app/tenant"
	"handrail/store"
)

var (
	_ guide.Journal           = witness{}
	_ guide.ConfirmationStore = witness{}
)

// witness is the change log of the window. It writes down beside each confirmed plan what is known of the account that
// confirms it, as long as it is known.
type witness struct {
	*store.Store
	link tenant.Connection
}

// ChangeLog returns where the window writes down what was confirmed, and what became of it.
func (p *Program) ChangeLog() guide.Journal { return witness{p.Store, p.Tenant} }

// SaveConfirmation implements guide.ConfirmationStore.
func (w witness) SaveConfirmation(ctx context.Context, e guide.Confirmation) error {
	e.Plan.By = whoConfirms(ctx, w.link)
	return w.Store.SaveConfirmation(ctx, e)
}

// whoConfirms returns what the saved data has of the account that is signed in; nil where none is. What cannot be read
// is not known: it keeps no change from being made.
func whoConfirms(ctx context.Context, link tenant.Connection) *guide.ConfirmedBy {
	if link == nil {
		return nil
	}
	org, ok, err := tenant.Current(ctx, link)
	if err != nil || !ok || org.Account == "" {
		return nil
	}
	by := &guide.ConfirmedBy{Account: org.Account}
	view, err := link.View(ctx)
	if err != nil {
		return by
	}
	person, err := view.Person(ctx, org.Account)
	if err != nil {
		return by
	}
	by.Name = person.Name
	st, err := view.Status(ctx, tenant.SectionRoles)
	if err != nil {
		return by
	}
	if active, _ := tenant.RolesRead(st); active {
		by.RolesKnown, by.Roles, by.RolesAt = true, person.Roles, st.Completed
	}
	return by
}
