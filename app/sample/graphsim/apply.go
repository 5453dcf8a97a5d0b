package graphsim

import (
	"slices"
	"strings"
	"time"
)

// access is a Conditional Access policy ready to be applied to sign-ins.
type access struct {
	id, name, state   string
	in, out           reach
	apps, spared      []string
	actions           bool // about user actions, not about apps
	clients           []string
	places, notPlaces []string
	controls          []string
	strength, terms   bool
	session           []string
	changed           time.Time
}

// reach is who a policy includes and excludes.
type reach struct {
	users  map[string]bool
	groups uint64
	roles  map[string]bool
	guests bool
}

// compile makes the policies ready.
func (c *Cloud) compile() []access {
	all := make([]access, 0, len(c.access))
	for _, o := range c.access {
		conditions, grant := o.obj("conditions"), o.obj("grantControls")
		users, apps, places := conditions.obj("users"), conditions.obj("applications"), conditions.obj("locations")
		p := access{
			id: o.str("id"), name: o.str("displayName"), state: o.str("state"), apps: apps.texts("includeApplications"),
			spared:  apps.texts("excludeApplications"),
			actions: len(apps.texts("includeUserActions")) > 0, clients: conditions.texts("clientAppTypes"),
			places: places.texts("includeLocations"), notPlaces: places.texts("excludeLocations"),
			controls: grant.texts("builtInControls"), strength: grant.obj("authenticationStrength") != nil,
			session: []string{}, terms: len(grant.texts("termsOfUse")) > 0, changed: changedAt(o),
		}
		p.in = c.reachOf(users.texts("includeUsers"), users.texts("includeGroups"), users.texts("includeRoles"),
			users.obj("includeGuestsOrExternalUsers"))
		p.out = c.reachOf(users.texts("excludeUsers"), users.texts("excludeGroups"), users.texts("excludeRoles"),
			users.obj("excludeGuestsOrExternalUsers"))
		if o.obj("sessionControls").obj("signInFrequency") != nil {
			p.session = []string{"SignInFrequency"}
		}
		all = append(all, p)
	}
	return all
}

func (c *Cloud) reachOf(users, groups, roles []string, guests object) reach {
	r := reach{users: map[string]bool{}, roles: map[string]bool{}, guests: guests != nil}
	for _, u := range users {
		r.users[strings.ToLower(u)] = true
	}
	for _, id := range groups {
		if i, ok := c.byGroup[strings.ToLower(id)]; ok {
			r.groups |= 1 << i
		}
	}
	for _, id := range roles {
		r.roles[strings.ToLower(id)] = true
	}
	return r
}

// names reports whether a person is meant. A role for a part of the organisation does not
// count (Microsoft Learn, "Conditional Access: Users, groups, and workload identities").
func (r *reach) names(c *Cloud, s *signIn) bool {
	if r.users["all"] || r.users[s.p.id] || r.groups&s.groups != 0 || s.p.guest &&
		(r.guests || r.users["guestsorexternalusers"]) {
		return true
	}
	if len(r.roles) == 0 || !c.isAdmin(s.p) {
		return false
	}
	return slices.ContainsFunc(c.holders, func(h holder) bool {
		g, isGroup := c.byGroup[h.id]
		holds := h.id == s.p.id || isGroup && s.groups>>g&1 == 1
		return holds && !h.eligible && h.scope == "/" && r.roles[c.roles[h.role].str("id")]
	})
}

// applyTo returns the result of a policy for a sign-in, in Graph's words, with the
// controls it asked for.
func (p *access) applyTo(c *Cloud, s *signIn) (result string, controls []string) {
	controls = []string{}
	if p.state == "disabled" {
		return "notEnabled", controls
	}
	report := p.state != "enabled"
	word := func(w string) string {
		if report {
			return "reportOnly" + strings.ToUpper(w[:1]) + w[1:]
		}
		return w
	}
	if !p.meets(c, s) {
		return word("notApplied"), controls
	}
	for _, each := range p.controls {
		controls = append(controls, strings.ToUpper(each[:1])+each[1:])
	}
	if p.strength {
		controls = append(controls, "RequireAuthenticationStrength")
	}
	able := c.registrationOf(s.p).allowed(confirms)
	switch {
	case slices.Contains(p.controls, "block"):
		return word("failure"), controls
	case slices.Contains(p.controls, "compliantDevice") && !s.compliant && len(p.controls) == 1:
		return word("failure"), controls
	case p.terms && (s.legacy || s.p.key == "sync"): // no one is there to accept them
		return word("failure"), controls
	case !p.strength && !slices.Contains(p.controls, "mfa"):
		return word("success"), controls
	case p.strength && c.registrationOf(s.p).allowed(passwordless), !p.strength && s.stepDone:
		return word("success"), controls
	case report && s.legacy:
		return "reportOnlyFailure", controls
	case report:
		return "reportOnlyInterrupted", controls
	case able && !s.legacy:
		return "success", controls // asked, and confirmed
	}
	return "failure", controls
}

// meets reports whether a sign-in fulfils the conditions.
func (p *access) meets(c *Cloud, s *signIn) bool {
	switch {
	case p.actions: // signing in is none of the user actions
		return false
	case !slices.Contains(p.apps, "All") && !slices.Contains(p.apps, s.app[1]) &&
		!(slices.Contains(p.apps, "MicrosoftAdminPortals") && s.app == adminPortal):
		return false
	case slices.Contains(p.spared, s.app[1]):
		return false
	case !slices.Contains(p.clients, "all") && !slices.Contains(p.clients, s.clientType()):
		return false
	case len(p.places) > 0 && !c.within(p.places, s), c.within(p.notPlaces, s):
		return false
	}
	return p.in.names(c, s) && !p.out.names(c, s)
}

// clientType returns the client as policies name it.
func (s *signIn) clientType() string {
	switch {
	case s.client == "Browser":
		return "browser"
	case s.client == "Exchange ActiveSync":
		return "exchangeActiveSync"
	case s.legacy:
		return "other"
	}
	return "mobileAppsAndDesktopClients"
}

// within reports whether a sign-in came from one of some locations.
func (c *Cloud) within(places []string, s *signIn) bool {
	return slices.ContainsFunc(places, func(id string) bool {
		switch strings.ToLower(id) {
		case "all":
			return true
		case "alltrusted", c.guid("location-office"):
			return s.trusted
		case c.guid("location-home"):
			return s.place[2] == "GB" || s.place[2] == "IE"
		}
		return false
	})
}
