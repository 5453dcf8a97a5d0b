package access

import (
	"encoding/json"
	"slices"
	"strings"

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
	unread := func(c Condition) bool { return c.Kind == Unread }
	if row.BetaOnly && !slices.ContainsFunc(p.Conditions, unread) {
		p.Conditions = append(p.Conditions, Condition{Unread, "only under a condition that only Microsoft Graph beta shows"})
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

// some reports whether raw holds anything: not null, and not only empty lists, texts
// and objects, nor the word none.
func some(raw tenant.Raw) bool {
	var v any
	if len(raw) == 0 {
		return false
	}
	return json.Unmarshal(raw, &v) != nil || holds(v)
}

func holds(v any) bool {
	switch x := v.(type) {
	case nil:
		return false
	case string:
		return x != "" && !strings.EqualFold(x, "none")
	case []any:
		return slices.ContainsFunc(x, holds)
	case map[string]any:
		for _, one := range x {
			if holds(one) {
				return true
			}
		}
		return false
	}
	return true
}
