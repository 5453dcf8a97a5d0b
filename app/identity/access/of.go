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
		p.Conditions = append(p.Conditions,
			Condition{Unread, "only under a condition that only Microsoft Graph beta shows"})
	}
	if c := row.Conditions.Clients; c != nil {
		p.Workloads = Workloads{
			All: c.Include.Has("ServicePrincipalsInMyTenant"), Filtered: some(c.Filter),
			Include: c.Include, Exclude: c.Exclude, Agents: len(c.Agents) > 0 || some(c.AgentFilter),
		}
	}
	p.Include.Unread = row.Unread || others(row.Conditions) || p.Include.none() && p.Workloads.none() &&
		nameless(row.Raw())
	p.Workloads.Filtered = p.Workloads.Filtered || row.Unread
	a := row.Conditions.Applications
	p.Nothing = len(a.Include) == 1 && a.Include.Has("None") && len(a.UserActions)+len(a.Contexts) == 0 &&
		!some(a.Filter)
	return p
}

// none reports whether a scope names no account.
func (c *Scope) none() bool {
	return !c.Everyone && !c.Guests.some() && len(c.Users)+len(c.Groups)+len(c.Roles) == 0
}

// none reports whether a policy names no service principal and no agent.
func (w *Workloads) none() bool { return !w.All && !w.Filtered && len(w.Include) == 0 && !w.Agents }

// nameless reports whether the row of a policy has no list of the users that it includes,
// not even an empty one: Microsoft always returns one.
func nameless(raw tenant.Raw) bool {
	var row struct {
		Conditions struct {
			Users struct {
				Include *tenant.Texts `json:"includeUsers"`
				Guests  tenant.Raw    `json:"includeGuestsOrExternalUsers"`
			} `json:"users"`
		} `json:"conditions"`
	}
	if len(raw) == 0 {
		return false // none of Microsoft's
	}
	if json.Unmarshal(raw, &row) != nil {
		return true
	}
	u := row.Conditions.Users
	return u.Include == nil && (len(u.Guests) == 0 || string(u.Guests) == "null")
}

// others reports whether a policy includes people in a way that Handrail does not know.
func others(c tenant.Conditions) bool {
	for name, raw := range c.Others {
		if strings.HasPrefix(name, includesMore) && some(raw) {
			return true
		}
	}
	return false
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
