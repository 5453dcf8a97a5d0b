package mfa

import (
	"context"
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

// perUserState is the per-user MFA of a person, by id in small letters.
type perUserState struct{ id, state string }

// perUserStates reads the per-user MFA of the people of whom it was read.
func (l *loader) perUserStates(ctx context.Context) (all []perUserState, err error) {
	if !l.perOK {
		return nil, nil
	}
	same := tenant.SharedTexts{}
	err = l.r.Each(ctx, tenant.SectionPerUserMFA, func(_ string, body []byte) error {
		var one perUserState
		err := tenant.Fields(body, func(key string, raw []byte) {
			switch key {
			case "id":
				one.id = strings.ToLower(tenant.FieldText(raw))
			case "perUserMfaState":
				one.state = same.Text(raw)
			}
		})
		all = append(all, one)
		return err
	})
	return all, err
}

// setPerUser sets the per-user MFA of people. A value that Handrail does not know, and an empty one, stay unknown.
func (l *loader) setPerUser(all []perUserState) {
	for _, one := range all {
		n, known := l.at[one.id]
		if !known {
			continue
		}
		p := &l.o.People[n]
		switch p.PerUserName = one.state; strings.ToLower(p.PerUserName) {
		case "disabled":
			p.PerUser, p.PerUserName = access.No, "disabled"
		case "enabled", "enforced":
			p.PerUser = access.Yes
		}
	}
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
