package mfa

import (
	"slices"
	"strings"

	"handrail/app/identity/access"
)

// Enforcement is what requires MFA from people.
type Enforcement struct {
	Defaults access.Answer // security defaults are on
	Policies []Access      // enforced Conditional Access policies that require MFA or protect registration
	Complete access.Answer // yes if Policies are all of them; unknown if they could not be read
	// BetaOnly names the policies that only the beta of Graph shows; Compared is whether it was asked.
	BetaOnly []string
	Compared bool
	// Portals: Microsoft's admin centers require MFA from administrators, whatever
	// the organisation sets. Always yes outside tests.
	Portals access.Answer
}

// Access is a Conditional Access policy that acts, or may act.
type Access struct {
	ID, Name string
	Asks     bool          // requires MFA at some sign-ins
	Unclear  bool          // has a control of which it is not known whether it requires MFA
	Guards   bool          // protects the registration of methods
	Only     string        // when it applies: "" is always; else words such as "only outside trusted locations"
	Policy   access.Policy // who it applies to
	Strong   bool          // requires an authentication strength
	Accepts  Factor        // the methods that meet the strength; 0 unknown
	Abroad   bool          // MFA of another identity provider meets the strength too
}

// belongs reports whether a person is in a group, directly or through nested groups.
type belongs func(person, group string) access.Answer

// subject returns what is known of p for Conditional Access.
func (p *Person) subject(in belongs) access.Subject {
	return access.Subject{
		ID: p.ID, Kinds: access.KindsOf(p.Guest, p.UPN), In: in,
		Active:   access.Roles{IDs: p.Roles, Complete: p.RolesRead},
		Eligible: access.Roles{IDs: p.Eligible, Complete: p.EligibleRead},
	}
}

// reach returns whether the policy applies to p, and why.
func (a *Access) reach(p *Person, in belongs) access.Result {
	s := p.subject(in)
	return a.Policy.Reach(&s)
}

// when returns the conditions under which the policy applies, in sentences; "" if
// there are none.
func (a *Access) when(r *access.Result, o *Organisation) (words string) {
	if a.Only != "" {
		words = " It applies " + a.Only + "."
	}
	if r.Acts() == access.Unknown {
		words += " Handrail does not know whether it applies to this person. " + r.Text(o.called)
	}
	return words
}

// called returns the name of a group or a role; "" if it is not known.
func (o *Organisation) called(id string) string {
	if name := o.roleNames[strings.ToLower(id)]; name != "" || o.GroupName == nil {
		return name
	}
	return o.GroupName(id)
}

// asked reports whether anything requires MFA from p.
func (e *Enforcement) asked(p *Person, s *access.Subject) access.Answer {
	return acting{e: e, who: s}.asked(p)
}

func (a acting) asked(p *Person) access.Answer {
	e := a.e
	if p.Marks&SyncAccount == 0 { // security defaults exclude it automatically
		if e.Defaults == access.Yes || p.PerUser == access.Yes {
			return access.Yes
		}
	} else if p.PerUser == access.Yes {
		return access.Yes
	}
	t := p.PerUser
	if p.Marks&SyncAccount == 0 {
		t = t.Or(e.Defaults)
	}
	t = t.Or(a.asks())
	if e.Portals == access.Yes {
		t = t.Or(p.Admin)
	}
	if e.Complete != access.Yes {
		t = t.Or(access.Unknown)
	}
	return t
}

// guarded reports whether the person must meet a policy before registering a method.
func (a acting) guarded() access.Answer {
	if a.e.Complete != access.Yes {
		return a.guards().Or(access.Unknown)
	}
	return a.guards()
}

// beyond reports whether the policies that e adds to those of old require MFA from the person.
func (a acting) beyond(old *Enforcement) access.Answer {
	e, t := a.e, access.No
	for i := len(old.Policies); i < len(e.Policies); i++ {
		if e.Policies[i].Asks {
			t = t.Or(a.acts(i))
		}
	}
	return t
}

// acts reports whether the policy acts on s at every sign-in. A policy with a
// condition acts on s at some of them, so the answer is then unknown, or no.
func (a *Access) acts(s *access.Subject) access.Answer { return a.limited(a.Policy.Acts(s)) }

// sometimes reports whether policies with a condition certainly require MFA from p,
// and nothing else certainly does.
func (a acting) sometimes(p *Person) bool {
	if a.asked(p) != access.Unknown {
		return false
	}
	if a.all != nil {
		return a.all.some.Has(a.at)
	}
	return slices.ContainsFunc(a.e.Policies, func(p Access) bool {
		return p.Asks && !p.Unclear && p.Only != "" && p.Policy.Acts(a.who) == access.Yes
	})
}

// users returns the ids of all accounts that the policies name.
func (e *Enforcement) users() (ids []string) {
	for i := range e.Policies {
		ids = append(append(ids, e.Policies[i].Policy.Include.Users...), e.Policies[i].Policy.Exclude.Users...)
	}
	return ids
}

// Groups returns the ids of all groups in the policies, each once.
func (e *Enforcement) Groups() []string {
	var ids []string
	for i := range e.Policies {
		for _, g := range e.Policies[i].Policy.Groups() {
			if !slices.Contains(ids, g) {
				ids = append(ids, g)
			}
		}
	}
	return ids
}
