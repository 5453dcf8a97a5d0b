package graphsim

import (
	"slices"
	"strings"
)

// why returns which conditions of a policy a sign-in met and which not, in the words of the
// log, and the rules by which the policy excludes it. Only the beta tells (Microsoft Learn,
// appliedConditionalAccessPolicy resource type).
func (p *access) why(c *Cloud, s *signIn) object {
	var met, not []string
	sort := func(name string, yes bool) {
		if yes {
			met = append(met, name)
		} else {
			not = append(not, name)
		}
	}
	app := slices.Contains(p.apps, "All") || slices.Contains(p.apps, s.app[1]) ||
		slices.Contains(p.apps, "MicrosoftAdminPortals") && s.app == adminPortal
	sort("application", !p.actions && app && !slices.Contains(p.spared, s.app[1]))
	out := p.out.names(c, s)
	sort("users", p.in.names(c, s) && !out)
	if !slices.Contains(p.clients, "all") {
		sort("clientType", slices.Contains(p.clients, s.clientType()))
	}
	if len(p.places)+len(p.notPlaces) > 0 {
		sort("location", (len(p.places) == 0 || c.within(p.places, s)) && !c.within(p.notPlaces, s))
	}
	rules := []object{}
	if out {
		rules = append(rules, object{{"conditionalAccessCondition", "users"}, {"ruleSatisfied", p.out.rule(s)}})
	}
	words := func(list []string) string {
		if len(list) == 0 {
			return "none"
		}
		return strings.Join(list, ",")
	}
	return object{{"conditionsSatisfied", words(met)}, {"conditionsNotSatisfied", words(not)},
		{"excludeRulesSatisfied", rules}}
}

// rule returns by what a policy names a person who is named.
func (r *reach) rule(s *signIn) string {
	switch {
	case r.users[s.p.id]:
		return "userId"
	case r.groups&s.groups != 0:
		return "groupId"
	case s.p.guest && (r.guests || r.users["guestsorexternalusers"]):
		return "guest"
	}
	return "roleId"
}
