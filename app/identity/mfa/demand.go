package mfa

import (
	"slices"
	"strings"
	"sync"

	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/tenant"
)

// Requirement is a setting that requires MFA, such as security defaults (Microsoft
// Learn: Plan a Microsoft Entra multifactor authentication deployment).
type Requirement struct {
	ID    string // stored: never renamed
	Title string
	Plan  string // id of the service plan that it needs; "" is none
	// then returns what requires MFA once this option is on; spared are excluded if
	// the option can exclude people. nil: its effect cannot be computed.
	then func(o *Organisation, spared []string) *Enforcement
}

// The ids of the options. Stored.
const (
	DemandDefaults = "security-defaults"
	DemandAccess   = "conditional-access"
	DemandAdmins   = "conditional-access-admins"
	DemandPerUser  = "per-user"
	DemandRisk     = "identity-protection"
	DemandManaged  = "microsoft-managed"
	DemandPortals  = "portals"
)

// adminRoles returns the 14 roles in Microsoft's policy for administrators (Microsoft
// Learn: howto-conditional-access-policy-admin-mfa).
var adminRoles = sync.OnceValue(func() (ids []string) {
	for _, r := range roles.All() {
		if r.Fourteen {
			ids = append(ids, r.ID)
		}
	}
	return ids
})

// Demands returns the options in display order.
func Demands() []Requirement {
	// A new policy is added to the existing ones.
	more := func(o *Organisation, a Access) *Enforcement {
		e := o.Enforcement
		e.Policies = append(slices.Clone(e.Policies), a)
		return &e
	}
	return []Requirement{
		{DemandDefaults, "Security defaults", "", func(o *Organisation, _ []string) *Enforcement {
			// Security defaults and Conditional Access exclude each other.
			return &Enforcement{Defaults: access.Yes, Complete: access.Yes, Portals: o.Enforcement.Portals}
		}},
		{DemandAccess, "A Conditional Access policy for everyone", tenant.PlanP1,
			func(o *Organisation, spared []string) *Enforcement {
				e := more(o, Access{ID: "new", Name: "For everyone", Asks: true, Policy: everyoneBut(spared)})
				e.Defaults = access.No
				return e
			}},
		{DemandAdmins, "A Conditional Access policy for administrators", tenant.PlanP1,
			func(o *Organisation, spared []string) *Enforcement {
				policy := access.For(access.Scope{Roles: adminRoles()}, access.Scope{Users: spared})
				e := more(o, Access{ID: "new", Name: "For administrators", Asks: true, Policy: policy})
				e.Defaults = access.No
				return e
			}},
		{DemandPerUser, "Per-user MFA", "", func(o *Organisation, spared []string) *Enforcement {
			return more(o, Access{ID: "new", Name: "Per-user MFA", Asks: true, Policy: everyoneBut(spared)})
		}},
		{DemandRisk, "Registration policy in ID Protection", tenant.PlanP2, nil},
		{DemandManaged, "Microsoft-managed Conditional Access policies", tenant.PlanP1, nil},
		{DemandPortals, "Microsoft’s mandatory MFA for its admin centers", "",
			func(o *Organisation, _ []string) *Enforcement {
				e := o.Enforcement
				return &e // always required
			}},
	}
}

// everyoneBut returns a policy for everyone except the users spared.
func everyoneBut(spared []string) access.Policy {
	return access.For(access.Scope{Everyone: true}, access.Scope{Users: spared})
}

// DemandByID returns the option with an id.
func DemandByID(id string) (Requirement, bool) {
	for _, d := range Demands() {
		if d.ID == id {
			return d, true
		}
	}
	return Requirement{}, false
}

// Prompted counts the accounts that are not blocked by whether e requires MFA from
// them.
func (o *Organisation) Prompted(e *Enforcement) map[access.Answer]int {
	n := map[access.Answer]int{}
	in, all := (&memo{ask: o.belongs}).belongs, o.asking(e)
	for i := range o.People {
		if p := &o.People[i]; p.Enabled != access.No {
			s := p.subject(in)
			n[all.on(e, i, &s).asked(p)]++
		}
	}
	return n
}

// PromptedSometimes counts the accounts that need MFA only where the condition of a
// policy is met. Prompted counts them as not known.
func (o *Organisation) PromptedSometimes(e *Enforcement) (n int) {
	in, all := (&memo{ask: o.belongs}).belongs, o.asking(e)
	for i := range o.People {
		if p := &o.People[i]; p.Enabled != access.No {
			if s := p.subject(in); all.on(e, i, &s).sometimes(p) {
				n++
			}
		}
	}
	return n
}

// PolicyAsks reports whether a Conditional Access policy requires MFA from person i at
// every sign-in, while roles are active beside those that are.
func (o *Organisation) PolicyAsks(i int, roles ...string) access.Answer {
	e, t := &o.Enforcement, access.No
	s := o.People[i].subject(o.belongs)
	s.Active.IDs = append(slices.Clone(s.Active.IDs), roles...)
	for k := range e.Policies {
		if e.Policies[k].Asks {
			t = t.Or(e.Policies[k].acts(&s))
		}
	}
	if e.Complete != access.Yes {
		t = t.Or(access.Unknown)
	}
	return t
}

// PolicyAlwaysAsks returns PolicyAsks without the policies that have a condition.
func (o *Organisation) PolicyAlwaysAsks() func(i int) access.Answer {
	c := *o
	c.Enforcement.Policies = slices.DeleteFunc(slices.Clone(o.Enforcement.Policies), func(a Access) bool {
		return a.Only != ""
	})
	return func(i int) access.Answer { return c.PolicyAsks(i) }
}

// AdminRole reports whether a role is in Microsoft's policy for administrators.
func AdminRole(role string) bool {
	return slices.ContainsFunc(adminRoles(), func(a string) bool { return strings.EqualFold(a, role) })
}

// CoversAdmins reports whether roles are all those in Microsoft's policy for
// administrators.
func CoversAdmins(roles []string) bool {
	return !slices.ContainsFunc(adminRoles(), func(a string) bool {
		return !slices.ContainsFunc(roles, func(r string) bool { return strings.EqualFold(a, r) })
	})
}

// PolicyAdmin reports whether person i has one of the roles in Microsoft's policy for
// administrators.
func (o *Organisation) PolicyAdmin(i int) access.Answer {
	p := &o.People[i]
	if slices.ContainsFunc(p.Roles, AdminRole) {
		return access.Yes
	}
	if !p.RolesRead {
		return access.Unknown
	}
	return access.No
}

// NewlyPrompted counts the accounts that do not need MFA at every sign-in today and
// would need it under then. unsure counts those for which one of the two is not known, unless they need
// it today or would not need it then.
func (o *Organisation) NewlyPrompted(then *Enforcement) (newly, unsure int) {
	in, all := (&memo{ask: o.belongs}).belongs, o.asking(&o.Enforcement, then)
	for i := range o.People {
		p := &o.People[i]
		if p.Enabled == access.No {
			continue
		}
		s := p.subject(in)
		old := all.on(&o.Enforcement, i, &s)
		switch now, next := old.asked(p), all.on(then, i, &s).asked(p); {
		case now == access.Yes || next == access.No:
		case next == access.Yes && (now == access.No || old.sometimes(p)):
			newly++
		default:
			unsure++
		}
	}
	return newly, unsure
}

// Demanded computes the effect of an option on everyone. The methods stay the same.
// Blocked accounts do not count. spared are UPNs or ids of people to exclude, if the
// option can exclude people. ok is false if the effect cannot be computed.
func Demanded(o *Organisation, d Requirement, spared []string, q Question) (v *Preview, ok bool) {
	if d.then == nil {
		return nil, false
	}
	open := *o
	open.People = slices.DeleteFunc(slices.Clone(o.People), func(p Person) bool { return p.Enabled == access.No })
	q.Organisation, q.After, q.Enforcement = &open, o.Policy, d.then(o, o.ids(spared))
	return Impact(q), true
}

// ids returns the ids of people named by UPN or id.
func (o *Organisation) ids(names []string) (ids []string) {
	for i := range o.People {
		if p := &o.People[i]; slices.ContainsFunc(names, p.named) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}
