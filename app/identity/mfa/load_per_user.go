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
	if !l.perOK || l.known != nil {
		return nil
	}
	same := sameTexts{}
	return l.r.Each(l.ctx, tenant.SectionPerUserMFA, func(_ string, body []byte) error {
		var id, state string
		err := tenant.Fields(body, func(key string, raw []byte) {
			switch key {
			case "id":
				id = tenant.FieldText(raw)
			case "perUserMfaState":
				state = same.text(raw)
			}
		})
		if err != nil {
			return err
		}
		n, known := l.at[strings.ToLower(id)]
		if !known {
			return nil
		}
		p := &l.o.People[n]
		switch p.PerUserName = state; strings.ToLower(p.PerUserName) {
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
	named, there := append(l.o.Policy.users(), l.o.Enforcement.users()...), map[string]bool{}
	for _, id := range named {
		there[strings.ToLower(id)] = false
	}
	for i := range l.o.People {
		if id := strings.ToLower(l.o.People[i].ID); len(there) > 0 {
			if _, wanted := there[id]; wanted {
				there[id] = true
			}
		}
	}
	for _, id := range named {
		if !there[strings.ToLower(id)] && !slices.Contains(l.o.GoneUsers, id) {
			l.o.GoneUsers = append(l.o.GoneUsers, id)
		}
	}
	return nil
}
