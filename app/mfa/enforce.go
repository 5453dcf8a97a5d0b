package mfa

import "slices"

// Enforcement is what asks people for a second step.
type Enforcement struct {
	Defaults Tri      // security defaults are on
	Policies []Access // Conditional Access policies that ask, or guard registering; enforced ones only
	Complete Tri      // Policies are all there are; unknown where they could not be read
	// Portals: administrators are asked at Microsoft's admin portals whatever
	// the organisation sets. Yes unless a test says otherwise.
	Portals Tri
}

// Access is a Conditional Access policy that is enforced.
type Access struct {
	ID, Name string
	Asks     bool   // asks for a second step at some sign-in
	Guards   bool   // must be met before a method can be registered
	Only     string // when it holds: "" always; else words: "outside trusted locations"
	Users    Who
}

// Who says whom a policy is for.
type Who struct {
	Everyone, Guests               bool
	Users, Groups, Roles           []string
	ExceptGuests                   bool
	NotUsers, NotGroups, NotRoles  []string
	GuestsUnclear, NotGuestsUnsure bool // kinds of guests that Handrail cannot tell apart
}

// belongs tells whether a person is in a group, also through other groups.
type belongs func(person, group string) Tri

// covers tells whether p is among them.
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

// anyRole tells whether p holds one of the roles. Where it is not known whether
// p is an administrator at all, that is not known either.
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

// asked tells whether something asks p for a second step.
func (e *Enforcement) asked(p *Person, in belongs) Tri {
	if p.Marks&SyncAccount == 0 { // security defaults leave it out by themselves
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

// guarded tells whether p must meet a policy before registering a method.
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

// Groups gives the ids of every group that the policies speak of, each once.
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
