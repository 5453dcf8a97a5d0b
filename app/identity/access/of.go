package access

import (
	"slices"

	"handrail/app/tenant"
)

// Of returns the policy of a row of Microsoft's (conditionalAccessPolicy).
func Of(row tenant.AccessPolicy) Policy {
	u := row.Conditions.Users
	p := Policy{
		ID: row.ID, Name: string(row.Name), State: stateOf(row.State),
		Include:    scopeOf(u.Include, u.IncludeGroups, u.IncludeRoles, u.IncludeGuests),
		Exclude:    scopeOf(u.Exclude, u.ExcludeGroups, u.ExcludeRoles, u.ExcludeGuests),
		Conditions: conditionsOf(row.Conditions),
	}
	if c := row.Conditions.Clients; c != nil {
		p.Workloads = Workloads{
			All: c.Include.Has("ServicePrincipalsInMyTenant"), Filtered: some(c.Filter),
			Include: c.Include, Exclude: c.Exclude,
		}
	}
	a := row.Conditions.Applications
	p.Nothing = len(a.Include) == 1 && a.Include.Has("None") && len(a.UserActions)+len(a.Contexts) == 0 &&
		!some(a.Filter)
	return p
}

func stateOf(word tenant.Text) State {
	switch {
	case word.Is("enabled"):
		return On
	case word.Is("enabledForReportingButNotEnforced"):
		return ReportOnly
	case word.Is("disabled"):
		return Off
	}
	return StateUnknown
}

func scopeOf(users, groups, roles tenant.Texts, guests tenant.Raw) Scope {
	ids := slices.DeleteFunc(slices.Clone([]string(users)), func(s string) bool { return words.Has(s) })
	return Scope{Everyone: users.Has("All"), Users: ids, Groups: groups, Roles: roles, Guests: guestsOf(users, guests)}
}

// words stand for accounts in the list of users.
var words = tenant.Texts{"All", "None", "GuestsOrExternalUsers"}

func some(raw tenant.Raw) bool { return len(raw) > 0 && string(raw) != "null" }
