package mfa

import (
	"slices"
	"strings"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

func (l *loader) perUserMFA() error {
	ok, err := l.have(tenant.SectionPerUserMFA)
	l.perOK = ok
	return err
}

// perUserStates sets the per-user MFA of the people of whom it was read. A value that
// Handrail does not know, and an empty one, stay unknown.
func (l *loader) perUserStates() error {
	if !l.perOK {
		return nil
	}
	return tenant.Each(l.ctx, l.r, tenant.SectionPerUserMFA, func(row tenant.PerUserMFA) error {
		n, known := l.at[strings.ToLower(row.ID)]
		if !known {
			return nil
		}
		p := &l.o.People[n]
		switch p.PerUserName = string(row.State); strings.ToLower(p.PerUserName) {
		case "disabled":
			p.PerUser, p.PerUserName = access.No, "disabled"
		case "enabled", "enforced":
			p.PerUser = access.Yes
		}
		return nil
	})
}

// gone collects the accounts that policies name and that a complete list of people
// lacks.
func (l *loader) gone() error {
	st, err := l.r.Status(l.ctx, tenant.SectionUsers)
	if err != nil || !st.State.Whole() {
		return err
	}
	for _, id := range append(l.o.Policy.users(), l.o.Enforcement.users()...) {
		if _, known := l.at[strings.ToLower(id)]; !known && !slices.Contains(l.o.GoneUsers, id) {
			l.o.GoneUsers = append(l.o.GoneUsers, id)
		}
	}
	return nil
}
