package syncid

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// A second, slow implementation of the verdict: it goes through every way in which the
// unknown may turn out and every sign-in that the synchronisation may make, decides each
// with plain yes and no from the row itself, and is certain where all agree. It shares
// nothing with Judge but the types.

// oracle answers questions on the unknown, another way in each run.
type oracle struct {
	answers []turn
	at      map[string]int // questions of this run
}

type turn struct{ is, of int }

// pick returns one of n answers to a question, the same one throughout a run.
func (o *oracle) pick(question string, n int) int {
	i, asked := o.at[question]
	if !asked {
		if i = len(o.at); i == len(o.answers) {
			o.answers = append(o.answers, turn{0, n})
		}
		o.at[question] = i
	}
	return o.answers[i].is
}

func (o *oracle) coin(question string) bool { return o.pick(question, 2) == 1 }

// next starts another run, and reports whether there is one.
func (o *oracle) next() bool {
	for n := len(o.answers) - 1; n >= 0; n-- {
		if o.answers[n].is++; o.answers[n].is < o.answers[n].of {
			o.answers, o.at = o.answers[:n+1], map[string]int{}
			return true
		}
	}
	return false
}

// slowly returns the verdict by going through every world.
func slowly(row tenant.AccessPolicy, i Identity) Verdict {
	o, stopped, passed := &oracle{at: map[string]int{}}, false, false
	for more := true; more && !(stopped && passed); more = o.next() {
		if stops(o, row, i) {
			stopped = true
		} else {
			passed = true
		}
	}
	switch {
	case stopped && passed:
		return NotSure
	case passed:
		return Spares
	case strings.EqualFold(string(row.State), "enabledForReportingButNotEnforced"):
		return WillHit
	}
	return Stops
}

// stops reports whether the synchronisation cannot sign in in one world.
func stops(o *oracle, row tenant.AccessPolicy, i Identity) bool {
	switch strings.ToLower(string(row.State)) {
	case "disabled":
		return false
	case "enabled", "enabledforreportingbutnotenforced":
	default:
		if !o.coin("the state acts") {
			return false
		}
	}
	workload := i.Subject.Workload
	if i.Kind == OtherHolder {
		workload = o.coin("it is an application")
		if i.Group || o.coin("it is a group") {
			i.Subject = someone(i)
		}
	}
	if workload && !names(o, row, i) || !workload && !holds(o, row, i.Subject) {
		return false
	}
	return meetsSignIn(o, row) && !passes(o, row)
}

// someone is anyone in a group: the roles and groups of the group are theirs too.
func someone(i Identity) access.Subject {
	in := i.Subject.In
	return access.Subject{Workload: i.Subject.Workload, Active: access.Roles{IDs: i.Subject.Active.IDs},
		Eligible: access.Roles{IDs: i.Subject.Eligible.IDs}, In: func(_, group string) access.Answer {
			if group == i.ID || in != nil && in(i.ID, group) == access.Yes {
				return access.Yes
			}
			return access.Unknown
		}}
}

// lists reports whether a list names an account or application by ID. One without an ID may
// be any of them.
func lists(o *oracle, list tenant.Texts, id string) bool {
	return id != "" && list.Has(id) || id == "" && slices.ContainsFunc(list, func(one string) bool {
		words := tenant.Texts{"All", "None", "GuestsOrExternalUsers", "ServicePrincipalsInMyTenant"}
		return !words.Has(one) && o.coin("it is "+strings.ToLower(one))
	})
}

// names reports whether a policy for applications is for this one.
func names(o *oracle, row tenant.AccessPolicy, i Identity) bool {
	c := row.Conditions.Clients
	if c == nil || lists(o, c.Exclude, i.Subject.ID) {
		return false
	}
	filter := len(c.Filter) > 0
	means := lists(o, c.Include, i.Subject.ID) || len(c.Include) == 0 && filter
	if !means && c.Include.Has("ServicePrincipalsInMyTenant") {
		means = o.coin("it is registered here")
	}
	return means && (!filter || o.coin("the filter means it"))
}

// holds reports whether a policy for people is for this account.
func holds(o *oracle, row tenant.AccessPolicy, s access.Subject) bool {
	u := row.Conditions.Users
	return side(o, s, u.Include, u.IncludeGroups, u.IncludeRoles) &&
		!side(o, s, u.Exclude, u.ExcludeGroups, u.ExcludeRoles)
}

func side(o *oracle, s access.Subject, users, groups, roles tenant.Texts) bool {
	if users.Has("All") || lists(o, users, s.ID) {
		return true
	}
	if users.Has("GuestsOrExternalUsers") {
		kinds := []access.Kinds{access.Member, access.InternalGuest, access.ExternalGuest, access.ExternalMember}
		if s.Kinds != 0 {
			kinds = slices.DeleteFunc(kinds, func(k access.Kinds) bool { return k&s.Kinds == 0 })
		}
		if kinds[o.pick("which kind of account", len(kinds))] != access.Member {
			return true
		}
	}
	for _, g := range groups {
		in := access.Unknown
		if s.In != nil {
			in = s.In(s.ID, g)
		}
		if in == access.Yes || in == access.Unknown && o.coin("in "+strings.ToLower(g)) {
			return true
		}
	}
	for _, r := range roles {
		open := tenant.Texts(s.Eligible.IDs).Has(r) || !s.Active.Complete || !s.Eligible.Complete
		if tenant.Texts(s.Active.IDs).Has(r) || open && o.coin("has "+strings.ToLower(r)) {
			return true
		}
	}
	return false
}

// meetsSignIn reports whether the policy applies to a sign-in of the synchronisation: with
// a modern program, perhaps with a browser too; with no person, so with no user action
// and no flow of today.
func meetsSignIn(o *oracle, row tenant.AccessPolicy) bool {
	c := row.Conditions
	apps := c.Applications
	switch {
	case len(apps.UserActions) > 0 || len(apps.Contexts) > 0:
		alone := slices.Equal(apps.Include, []string{"None"}) || len(apps.Include) == 0
		odd := slices.Contains(apps.UserActions, "urn:user:tomorrow")
		if alone && !odd || !o.coin("an action of its own") {
			return false
		}
	case slices.Equal(apps.Include, []string{"None"}):
		return false
	case !apps.Include.Has("All") || len(apps.Exclude) > 0:
		if !o.coin("the resource is meant") {
			return false
		}
	}
	for question, narrow := range map[string]bool{
		"risk": len(c.SignInRisk)+len(c.UserRisk)+len(c.WorkloadRisk) > 0, "new": len(c.Others) > 0,
		"device": strings.Contains(string(c.Devices), "rule"), "place": c.Locations != nil && narrowPlaces(row),
		"platform": c.Platforms != nil && (!c.Platforms.Include.Has("all") || len(c.Platforms.Exclude) > 0)} {
		if narrow && !o.coin(question) {
			return false
		}
	}
	if flows := string(c.Flows); flows != "" && (!strings.Contains(flows, "tomorrow") || !o.coin("flow")) {
		return false
	}
	return meetsClient(o, c.ClientApps)
}

func narrowPlaces(row tenant.AccessPolicy) bool {
	l := row.Conditions.Locations
	return !l.Include.Has("All") || len(l.Exclude) > 0
}

func meetsClient(o *oracle, apps tenant.Texts) bool {
	switch {
	case len(apps) == 0, apps.Has("all"), apps.Has("mobileAppsAndDesktopClients"):
		return true
	case apps.Has("browser"):
		return o.coin("it signs in with a browser too")
	}
	return slices.Contains(apps, "tomorrow") && o.coin("the client of tomorrow")
}

// passes reports whether an identity meets what the policy requires, with no person at it.
func passes(o *oracle, row tenant.AccessPolicy) bool {
	if strings.Contains(string(row.Session), "secureSignInSession") && !o.coin("its token is bound") {
		return false
	}
	g := row.Grant
	if g == nil {
		return true
	}
	if g.BuiltIn.Has("block") {
		return false
	}
	met, wanted := 0, 0
	ask := func(can bool) {
		if wanted++; can {
			met++
		}
	}
	for _, word := range g.BuiltIn {
		ask(word == "tomorrow" && o.coin("the control of tomorrow"))
	}
	if g.Strength != nil {
		ask(false)
	}
	if len(g.Terms) > 0 {
		ask(false)
	}
	if len(g.Custom) > 0 {
		ask(o.coin("the control of others"))
	}
	every := strings.EqualFold(string(g.Operator), "AND") || g.Operator != "OR" && o.coin("every control")
	return wanted == 0 || met == wanted || !every && met > 0
}

// plain is a row as Microsoft writes it, for messages.
func plain(row tenant.AccessPolicy) string {
	text, _ := json.Marshal(row)
	return string(text)
}
