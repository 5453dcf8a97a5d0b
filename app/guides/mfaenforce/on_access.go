package mfaenforce

import (
	"slices"

	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/tenant"
)

// asking are the policies of an option, and whether they are all.
type asking struct {
	always     []*mfa.Access // those that apply at every sign-in
	conditions []string      // when the others apply
	unsure     string        // why it is not known which policies there are; "" if it is
}

// askingOf returns the policies that require MFA from everyone, or from administrators.
func askingOf(e *mfa.Enforcement, admins bool) (a asking) {
	if e.Complete != access.Yes {
		a.unsure = "Handrail could not read the Conditional Access policies."
	}
	for i := range e.Policies {
		p := &e.Policies[i]
		in := p.Policy.Include
		switch {
		case !p.Asks || !in.Everyone && (!admins || len(in.Roles) == 0):
		case slices.ContainsFunc(p.Policy.Conditions, func(c access.Condition) bool { return c.Kind == access.Actions }):
			// It is about a device that people register, and not about sign-ins.
		case p.Policy.State != access.On: // a state that Microsoft added later
			a.unsure = "Handrail does not know the state of the policy “" + p.Name + "”."
		case p.Unclear:
			a.unsure = "Handrail does not know whether the policy “" + p.Name + "” requires MFA."
		case p.Only == "":
			a.always = append(a.always, p)
		case !slices.Contains(a.conditions, p.Only):
			a.conditions = append(a.conditions, p.Only)
		}
	}
	return a
}

// accessOn reports whether Conditional Access policies for everyone, or for
// administrators, require MFA.
func accessOn(o *mfa.Organisation, admins bool, spared []string) state {
	a := askingOf(&o.Enforcement, admins)
	s := people(o, spared, admins, func(i int) access.Answer { return o.PolicyAsks(i) })
	known := len(o.People) > 0
	whole := !slices.ContainsFunc(o.Missing, func(g tenant.Gap) bool { return g.Section == tenant.SectionUsers })
	switch {
	case admins && known && !slices.ContainsFunc(o.People, func(p mfa.Person) bool {
		return p.Enabled != access.No &&
			(!p.RolesRead || slices.ContainsFunc(p.Roles, mfa.AdminRole))
	}):
		return state{why: "Handrail found no administrator."} // every organisation has one
	case len(a.always) > 0 && s.on == access.Yes && !whole && !slices.ContainsFunc(a.always, open):
		return state{why: "Handrail could not read the people, and the policies exclude some accounts."}
	case len(a.always) > 0 && s.on == access.Yes:
		return a.beside(o, admins, s)
	case len(a.conditions) > 0 && s.on != access.Yes:
		return state{on: access.Yes, conditions: a.conditions}
	case a.unsure != "" && s.on != access.Yes:
		return state{why: a.unsure}
	case s.on == access.Unknown && (len(a.always) > 0 || people(o, spared, admins, o.PolicyAlwaysAsks()).on != access.No &&
		len(s.without) == 0):
		return state{why: "Handrail does not know who the policies apply to."}
	case len(a.always) > 0 && admins:
		return state{on: access.No,
			why: "A policy is on, but it does not require MFA from any of your administrators."}
	case len(a.always) > 0:
		return state{on: access.No, why: "A policy is on, but it does not require MFA from anyone."}
	case s.on == access.Yes && len(s.without) == 0 && known && whole:
		return state{on: access.Yes, together: true, admins: admins}
	case len(a.conditions) > 0:
		return state{on: access.Yes, conditions: a.conditions}
	case a.unsure != "":
		return state{why: a.unsure}
	case admins:
		return state{on: access.No,
			why: "No Conditional Access policy requires MFA from administrators when they sign in."}
	}
	return state{on: access.No, why: "No Conditional Access policy requires MFA from everyone when they sign in."}
}

// open reports whether a policy is for everyone and excludes no one.
func open(p *mfa.Access) bool {
	out := p.Policy.Exclude
	return p.Policy.Include.Everyone && len(out.Users)+len(out.Groups)+len(out.Roles) == 0 &&
		out.Guests.Kinds == 0 && !out.Guests.Unread
}

// outsiders are the kinds of people who sign in without an account in the
// organisation.
var outsiders = []struct {
	kind  access.Kinds
	title string
}{
	{access.DirectConnect, "people of other organisations in shared channels"},
	{access.ServiceProvider, "people of service providers"},
	{access.OtherExternal, "other external people"},
}

// beside adds to an option that is on whom its policies leave out beside the people
// of the list: people without an account, and administrators while a role is active.
func (a asking) beside(o *mfa.Organisation, admins bool, s state) state {
	if !admins {
		for _, x := range outsiders {
			if !slices.ContainsFunc(a.always, func(p *mfa.Access) bool { return p.Policy.Exclude.Guests.Kinds&x.kind == 0 }) {
				s.without = append(s.without, x.title)
			}
		}
		return s
	}
	covered := slices.ContainsFunc(a.always, func(p *mfa.Access) bool {
		return p.Policy.Include.Everyone || mfa.CoversAdmins(p.Policy.Include.Roles)
	})
	for i := range o.People {
		p := &o.People[i]
		if p.Enabled == access.No {
			continue
		}
		if !p.EligibleRead && !covered {
			return state{why: "Handrail could not read which roles people can activate."}
		}
		if slices.ContainsFunc(p.Eligible, func(role string) bool {
			return mfa.AdminRole(role) && o.PolicyAsks(i, role) == access.No
		}) {
			s.without = append(s.without, p.Label()+" (once a role is activated)")
		}
	}
	return s
}
