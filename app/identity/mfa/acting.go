package mfa

import "handrail/app/identity/access"

// acting is what the policies of an Enforcement do to one person.
type acting struct {
	e   *Enforcement
	who *access.Subject
	all *polled // where everyone was asked at once
	at  int     // the place of the person in all
}

// reached are some of the people, and those of whom it is not known.
type reached struct{ yes, open access.Set }

func newReached(n int) reached { return reached{access.NewSet(n), access.NewSet(n)} }

func (r reached) of(at int) access.Answer {
	switch {
	case r.yes.Has(at):
		return access.Yes
	case r.open.Has(at):
		return access.Unknown
	}
	return access.No
}

// add adds the people on whom a policy acts: where that depends, it is not known.
func (r reached) add(one reached, depends bool) {
	r.open.Or(one.open)
	if depends {
		r.open.Or(one.yes)
	} else {
		r.yes.Or(one.yes)
	}
}

// polled is whom the policies of an Enforcement act on.
type polled struct {
	asks, guards reached         // the policies that require MFA, and that protect registration
	some         access.Set      // the people from whom a policy certainly requires MFA, under a condition
	strong       []int           // the policies that require an authentication strength
	one          map[int]reached // by policy, where it is asked alone
}

// few is up to how many policies each person is asked on its own, which needs no memory.
var few = 16

// poll asks each policy of all people at once, in little more time than of one person.
type poll map[*Enforcement]*polled

// asking returns what the policies of some enforcements do to each person.
func (o *Organisation) asking(some ...*Enforcement) poll {
	c, people := poll{}, (*access.Crowd)(nil)
	for _, e := range some {
		if c[e] != nil || len(e.Policies) <= few {
			continue
		}
		if people == nil {
			people = access.Ask(o.subjects())
		}
		n := len(o.People)
		all := &polled{newReached(n), newReached(n), access.NewSet(n), nil, map[int]reached{}}
		for k := range e.Policies {
			p := &e.Policies[k]
			yes, open := people.Acts(&p.Policy)
			one, depends := reached{yes, open}, p.Only != "" || p.Unclear
			if p.Asks {
				all.asks.add(one, depends)
			}
			if p.Guards {
				all.guards.add(one, depends)
			}
			if p.Asks && !p.Unclear && p.Only != "" {
				all.some.Or(yes)
			}
			if p.Strong {
				all.strong = append(all.strong, k)
			}
			if p.Strong || k >= len(o.Enforcement.Policies) {
				all.one[k] = one
			}
		}
		c[e] = all
	}
	return c
}

func (o *Organisation) subjects() []access.Subject {
	all := make([]access.Subject, len(o.People))
	for i := range o.People {
		all[i] = o.People[i].subject(o.belongs)
	}
	return all
}

// on returns what e does to the person at a place.
func (c poll) on(e *Enforcement, at int, who *access.Subject) acting { return acting{e, who, c[e], at} }

// acts is Access.acts of the policy at k.
func (a acting) acts(k int) access.Answer {
	p := &a.e.Policies[k]
	if a.all != nil {
		if one, there := a.all.one[k]; there {
			return p.limited(one.of(a.at))
		}
	}
	return p.acts(a.who)
}

// limited is the answer of a policy that may have a condition.
func (a *Access) limited(t access.Answer) access.Answer {
	if a.Only != "" || a.Unclear {
		return t.And(access.Unknown)
	}
	return t
}

// strong are the policies that require an authentication strength.
func (a acting) strong() []int {
	if a.all != nil {
		return a.all.strong
	}
	var all []int
	for k := range a.e.Policies {
		if a.e.Policies[k].Strong {
			all = append(all, k)
		}
	}
	return all
}

// asks reports whether a policy requires MFA from the person.
func (a acting) asks() access.Answer {
	if a.all != nil {
		return a.all.asks.of(a.at)
	}
	return a.one(func(p *Access) bool { return p.Asks })
}

// guards reports whether a policy protects the registration of methods from the person.
func (a acting) guards() access.Answer {
	if a.all != nil {
		return a.all.guards.of(a.at)
	}
	return a.one(func(p *Access) bool { return p.Guards })
}

// one reports whether one of the policies that fit acts on the person.
func (a acting) one(fits func(*Access) bool) access.Answer {
	t := access.No
	for k := range a.e.Policies {
		if p := &a.e.Policies[k]; fits(p) {
			if t = t.Or(p.acts(a.who)); t == access.Yes {
				break
			}
		}
	}
	return t
}
