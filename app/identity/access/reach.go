package access

import (
	"slices"

	"handrail/app/tenant"
)

// Reach returns whether the policy applies to an account, for policies that are on
// and report-only ones alike. An exclusion always overrides an inclusion.
func (p *Policy) Reach(s *Subject) Result {
	r := Result{State: p.State}
	if r.Answer, r.In, r.Out = p.decide(s); r.Answer != No {
		r.Conditions = p.Conditions
	}
	return r
}

// Acts returns the answer of Reach, but No for a policy that is report-only or off.
func (p *Policy) Acts(s *Subject) Answer {
	if p.State == ReportOnly {
		return No
	}
	answer, _, _ := p.decide(s)
	return answer
}

// decide returns the answer, how the policy includes the account, and how it
// excludes it.
func (p *Policy) decide(s *Subject) (answer Answer, in, out Reason) {
	switch {
	case p.State == Off:
		return No, Reason{Code: IsOff}, out
	case p.Nothing:
		return No, Reason{Code: NoResource}, out
	}
	var included, excluded Answer
	if s.Workload {
		included, in, excluded, out = p.Workloads.match(s)
	} else if included, in = p.Include.match(s); included != No {
		excluded, out = p.Exclude.match(s)
		if included == Unknown && excluded == Unknown && p.never(s) {
			included = No
		}
	}
	switch {
	case included == No:
		return No, Reason{Code: Others}, Reason{}
	case excluded == Yes:
		return No, in, out
	case excluded == No:
		out = Reason{}
	}
	answer = included.And(excluded.Not())
	if p.State == StateUnknown && answer == Yes {
		answer, out = Unknown, Reason{Code: StateUnclear}
	}
	return answer, in, out
}

// never reports whether the policy certainly does not apply although it may include
// the account: one unknown decides both sides, and neither way does it apply.
func (p *Policy) never(s *Subject) bool {
	include, one := p.beyond(s.Home), *s
	left := s.Kinds
	if left == 0 {
		left = Accounts
	}
	for ; left != 0; left &= left - 1 {
		one.Kinds = left & -left
		in, _ := include.match(&one)
		out, _ := p.Exclude.match(&one)
		if in.And(out.Not()) != No {
			return false
		}
	}
	return true
}

// beyond returns what the policy includes, without what it excludes by the same
// word: a policy that includes and excludes the same group never applies because of
// that group.
func (p *Policy) beyond(home string) *Scope {
	in, out := p.Include, p.Exclude
	in.Users = slices.DeleteFunc(slices.Clone(in.Users), func(id string) bool { return has(out.Users, id) })
	in.Groups = slices.DeleteFunc(slices.Clone(in.Groups), func(id string) bool { return has(out.Groups, id) })
	in.Roles = slices.DeleteFunc(slices.Clone(in.Roles), func(id string) bool { return has(out.Roles, id) })
	switch same := in.Guests.Some && slices.Equal(in.Guests.Tenants, out.Guests.Tenants); {
	case !out.Guests.Some, same, home != "" && has(out.Guests.Tenants, home):
		in.Guests.Kinds &^= out.Guests.Kinds
	default:
		in.Guests.Kinds &^= out.Guests.Kinds & InternalGuest
	}
	return &in
}

// match reports whether a scope names the account, and how. What is not known
// counts only where nothing certain was found.
func (c *Scope) match(s *Subject) (Answer, Reason) {
	switch {
	case c.Everyone:
		return Yes, Reason{Code: ByEveryone}
	case s.ID != "" && has(c.Users, s.ID):
		return Yes, Reason{Code: ByName}
	}
	best, why := No, Reason{Code: Others}
	switch {
	case c.Unread:
		best, why.Code = Unknown, ScopeUnread
	case s.ID == "" && len(c.Users) > 0:
		best, why.Code = Unknown, AccountUnknown
	}
	if c.Guests.some() {
		answer, code := c.Guests.match(s.Kinds, s.Home)
		if answer == Yes {
			return Yes, Reason{Code: code}
		}
		if best == No {
			best, why.Code = answer, code
		}
	}
	if len(c.Roles) > 0 {
		answer, reason := s.role(c.Roles)
		if answer == Yes {
			return Yes, reason
		}
		if answer == Unknown && best == No {
			best, why = answer, reason
		}
	}
	for _, g := range c.Groups {
		in := Unknown
		if s.In != nil {
			in = s.In(s.ID, g)
		}
		if in == Yes {
			return Yes, Reason{ByGroup, g}
		}
		if in == Unknown && best == No {
			best, why = Unknown, Reason{GroupsUnknown, g}
		}
	}
	return best, why
}

// role reports whether the account has one of roles now. A role that must be
// activated first counts only while it is active. Whether it is active at a
// sign-in is not in the directory data.
func (s *Subject) role(roles []string) (Answer, Reason) {
	if id, ok := both(roles, s.Active.IDs); ok {
		return Yes, Reason{ByRole, id}
	}
	if id, ok := both(roles, s.Eligible.IDs); ok {
		return Unknown, Reason{RoleEligible, id}
	}
	switch {
	case !s.Active.Complete:
		return Unknown, Reason{Code: RolesUnknown}
	case !s.Eligible.Complete:
		return Unknown, Reason{Code: EligibleUnknown}
	}
	return No, Reason{Code: Others}
}

// workloadWords stand for service principals in the lists of a policy.
var workloadWords = tenant.Texts{"None", "ServicePrincipalsInMyTenant"}

// match reports whether a service principal is included and excluded. Only those
// registered in the organisation alone can be: whether one is, or what a filter
// makes of it, is not known. Policies for people do not reach them.
func (w *Workloads) match(s *Subject) (in Answer, why Reason, out Answer, whyNot Reason) {
	in, why, out = No, Reason{Code: Others}, No
	switch {
	case s.ID != "" && has(w.Include, s.ID):
		in, why = Yes, Reason{Code: ByName}
	case w.All:
		in, why = Unknown, Reason{Code: WorkloadUnknown}
	}
	if w.Filtered && in != No || w.Filtered && len(w.Include) == 0 {
		in, why = Unknown, Reason{Code: WorkloadUnknown}
	}
	others := func(id string) bool { return !workloadWords.Has(id) }
	named := func(id string) bool { return others(id) && !has(w.Exclude, id) }
	switch {
	case s.ID != "" && has(w.Exclude, s.ID):
		out, whyNot = Yes, Reason{Code: ByName}
	case s.ID != "":
	case in == No && slices.ContainsFunc(w.Include, named):
		in, why = Unknown, Reason{Code: WorkloadUnknown}
	case slices.ContainsFunc(w.Exclude, others):
		out, whyNot = Unknown, Reason{Code: WorkloadUnknown}
	}
	return in, why, out, whyNot
}
