package mfa

import "strings"

// Likeness is what the words about a person rest on: those of whom it is equal
// have the same Reasons, the same that they See and the same Deadline.
type Likeness struct {
	at                                 *situation
	in, enabled, admin                 Tri
	perUser, textReady                 Tri
	registered                         Registered
	names, preferred, perUserAs, roles string
	policies                           [4]uint64 // those that ask or guard and may be for the person
	alone                              int       // not 0: there are more policies than that
}

// Likeness gives that of person i.
func (v *Preview) Likeness(i int) Likeness {
	o := v.Question.Organisation
	p := &o.People[i]
	l := Likeness{at: v.Results[i].at, in: p.InReport, enabled: p.Enabled, admin: p.Admin,
		perUser: p.PerUser, textReady: p.TextReady, registered: p.Registered,
		names: strings.Join(p.Names, ", "), preferred: p.PreferredName, perUserAs: p.PerUserName, roles: strings.Join(p.Roles, ", ")}
	if len(v.askAfter.Policies) > 64*len(l.policies) {
		l.alone = i + 1
		return l
	}
	for k := range v.askAfter.Policies {
		if v.askAfter.Policies[k].Users.covers(p, o.belongs) != No {
			l.policies[k/64] |= 1 << (k % 64)
		}
	}
	return l
}
