package mfa

import "slices"

// Enforcement is what requires MFA from people.
type Enforcement struct {
	Defaults Tri      // security defaults are on
	Policies []Access // enforced Conditional Access policies that require MFA or protect registration
	Complete Tri      // yes if Policies are all of them; unknown if they could not be read
	// Portals: Microsoft's admin centers require MFA from administrators, whatever
	// the organisation sets. Always yes outside tests.
	Portals Tri
}

// Access is a Conditional Access policy that is enforced.
type Access struct {
	ID, Name string
	Asks     bool   // requires MFA at some sign-ins
	Guards   bool   // protects the registration of methods
	Only     string // when it applies: "" is always; else words such as "outside trusted locations only"
	Users    Who
}

// Who is the set of people that a policy applies to.
type Who struct {
	Everyone, Guests               bool
	Users, Groups, Roles           []string
	ExceptGuests                   bool
	NotUsers, NotGroups, NotRoles  []string
	GuestsUnclear, NotGuestsUnsure bool // guest types that Handrail cannot distinguish
}

// belongs reports whether a person is in a group, directly or through nested groups.
type belongs func(person, group string) Tri

// covers reports whether w includes p.
func (w *Who) covers(p *Person, in belongs) Tri {
	guest := func(unclear bool) Tri {
		if p.Guest == Yes && unclear {
			return Unknown
		}
		return p.Guest
	}
	inc := Is(w.Everyone || slices.Contains(w.Users, p.ID))
	if w.Guests && inc != Yes {
		inc = inc.Or(guest(w.GuestsUnclear))
	}
	if inc != Yes {
		inc = inc.Or(anyGroup(p, w.Groups, in)).Or(p.anyRole(w.Roles))
	}
	if inc == No {
		return No
	}
	out := Is(slices.Contains(w.NotUsers, p.ID)).Or(anyGroup(p, w.NotGroups, in)).Or(p.anyRole(w.NotRoles))
	if w.ExceptGuests {
		out = out.Or(guest(w.NotGuestsUnsure))
	}
	return inc.And(out.Not())
}

func anyGroup(p *Person, groups []string, in belongs) Tri {
	t := No
	for _, g := range groups {
		t = t.Or(in(p.ID, g))
	}
	return t
}

// anyRole reports whether p has one of the roles. It is unknown if it is not known
// whether p is an administrator.
func (p *Person) anyRole(roles []string) Tri {
	if len(roles) == 0 {
		return No
	}
	for _, r := range p.Roles {
		if slices.Contains(roles, r) {
			return Yes
		}
	}
	if p.Admin == Unknown {
		return Unknown
	}
	return No
}

// asked reports whether anything requires MFA from p.
func (e *Enforcement) asked(p *Person, in belongs) Tri {
	if p.Marks&SyncAccount == 0 { // security defaults exclude it automatically
		if e.Defaults == Yes || p.PerUser == Yes {
			return Yes
		}
	} else if p.PerUser == Yes {
		return Yes
	}
	t := p.PerUser
	if p.Marks&SyncAccount == 0 {
		t = t.Or(e.Defaults)
	}
	for i := range e.Policies {
		if e.Policies[i].Asks {
			if t = t.Or(e.Policies[i].Users.covers(p, in)); t == Yes {
				return Yes
			}
		}
	}
	if e.Portals == Yes {
		t = t.Or(p.Admin)
	}
	if e.Complete != Yes {
		t = t.Or(Unknown)
	}
	return t
}

// guarded reports whether a policy protects the registration of methods by p.
func (e *Enforcement) guarded(p *Person, in belongs) Tri {
	t := No
	if e.Complete != Yes {
		t = Unknown
	}
	for i := range e.Policies {
		if e.Policies[i].Guards {
			if t = t.Or(e.Policies[i].Users.covers(p, in)); t == Yes {
				return Yes
			}
		}
	}
	return t
}

// Groups returns the ids of all groups in the policies, each once.
func (e *Enforcement) Groups() []string {
	var ids []string
	for _, a := range e.Policies {
		for _, g := range slices.Concat(a.Users.Groups, a.Users.NotGroups) {
			if !slices.Contains(ids, g) {
				ids = append(ids, g)
			}
		}
	}
	return ids
}
