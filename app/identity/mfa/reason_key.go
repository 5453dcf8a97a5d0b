package mfa

import (
	"fmt"
	"strings"

	"handrail/app/identity/access"
)

// ReasonKey is a comparable key: people with the same key have the same Reasons, Sees
// and Deadline.
type ReasonKey struct {
	at                                 *situation
	in, enabled, admin                 access.Answer
	perUser, textReady                 access.Answer
	registered                         Registered
	names, preferred, perUserAs, roles string
	policies                           [4]uint64 // policies that may apply to the person, as bits
	unsure                             string    // why it is not known of some of them
	guest, external                    access.Answer
	globalAdmin                        bool
	alone                              int // not 0 if there are more policies than bits
}

// ReasonKey returns the key of person i.
func (v *Preview) ReasonKey(i int) ReasonKey {
	o := v.Question.Organisation
	p := &o.People[i]
	l := ReasonKey{at: v.Results[i].at, in: p.InReport, enabled: p.Enabled, admin: p.Admin,
		perUser: p.PerUser, textReady: p.TextReady, registered: p.Registered,
		names: strings.Join(p.Names, ", "), preferred: p.PreferredName, perUserAs: p.PerUserName,
		roles: strings.Join(p.Roles, ", "), guest: p.Guest, external: p.External,
		globalAdmin: p.Marks&GlobalAdmin != 0}
	if len(v.askAfter.Policies) > 64*len(l.policies) {
		l.alone = i + 1
		return l
	}
	for k := range v.askAfter.Policies {
		r := v.askAfter.Policies[k].reach(p, o.belongs)
		acts := r.Acts()
		if acts != access.No {
			l.policies[k/64] |= 1 << (k % 64)
		}
		if acts == access.Unknown {
			l.unsure += fmt.Sprint(k, r.In, r.Out)
		}
	}
	return l
}
