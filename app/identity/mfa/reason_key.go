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

// listKey is a list by where it is in memory.
type listKey struct {
	first *string
	n     int
}

// ReasonKey returns the key of person i.
func (v *Preview) ReasonKey(i int) ReasonKey { return v.ReasonKeys()(i) }

// ReasonKeys returns a function that returns the key of person i, for many people one after the other. It may not be
// called by several goroutines at once.
func (v *Preview) ReasonKeys() func(i int) ReasonKey {
	in, lists := (&memo{ask: v.Question.Organisation.belongs}).belongs, map[listKey]string{}
	joined := func(list []string) string { // many people have the same list
		if len(list) < 2 {
			return strings.Join(list, ", ")
		}
		key := listKey{&list[0], len(list)}
		text, ok := lists[key]
		if !ok {
			text = strings.Join(list, ", ")
			lists[key] = text
		}
		return text
	}
	return func(i int) ReasonKey { return v.reasonKey(i, in, joined) }
}

func (v *Preview) reasonKey(i int, in belongs, joined func([]string) string) ReasonKey {
	p := &v.Question.Organisation.People[i]
	l := ReasonKey{at: v.Results[i].at, in: p.InReport, enabled: p.Enabled, admin: p.Admin,
		perUser: p.PerUser, textReady: p.TextReady, registered: p.Registered,
		names: joined(p.Names), preferred: p.PreferredName, perUserAs: p.PerUserName,
		roles: joined(p.Roles), guest: p.Guest, external: p.External,
		globalAdmin: p.Marks&GlobalAdmin != 0}
	if len(v.askAfter.Policies) > 64*len(l.policies) {
		l.alone = i + 1
		return l
	}
	s := p.subject(in)
	for k := range v.askAfter.Policies {
		policy := &v.askAfter.Policies[k].Policy
		acts := policy.Acts(&s)
		if acts != access.No {
			l.policies[k/64] |= 1 << (k % 64)
		}
		if acts == access.Unknown {
			r := policy.Reach(&s)
			l.unsure += fmt.Sprint(k, r.In, r.Out)
		}
	}
	return l
}
