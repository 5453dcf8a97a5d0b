package access

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/tenant"
)

// Condition is something beside the account that must hold at a sign-in before
// the policy applies. Whether it holds is known only at that sign-in.
type Condition struct {
	Kind Kind
	Text string // continues "It applies"
}

// Kind is what a condition is about. Kinds are stable and may be stored.
type Kind string

// The kinds.
const (
	Resources Kind = "resources" // some applications only
	Actions   Kind = "actions"   // registering security information, or a device
	Contexts  Kind = "contexts"  // where an application asks for more
	Clients   Kind = "clients"
	Places    Kind = "locations"
	Platforms Kind = "platforms"
	Devices   Kind = "devices"
	Risk      Kind = "risk"
	Flows     Kind = "flows"
	Unread    Kind = "unknown" // a condition that Handrail does not know
)

// Words returns the conditions as words that continue "It applies"; "" means at every
// sign-in.
func Words(all []Condition) string {
	var words []string
	for _, c := range all {
		words = append(words, c.Text)
	}
	return strings.Join(words, ", ")
}

// conditionsOf returns what must hold at a sign-in.
func conditionsOf(c tenant.Conditions) []Condition {
	var all []Condition
	add := func(yes bool, kind Kind, words string) {
		if yes {
			all = append(all, Condition{kind, words})
		}
	}
	apps := c.Applications
	actions, contexts := len(apps.UserActions) > 0, len(apps.Contexts) > 0
	add(apps.UserActions.Has(RegisterSecurityInfo), Actions, "only when people register security information")
	add(apps.UserActions.Has(registerDevice), Actions, "only when people register or join a device")
	add(beside(apps.UserActions, RegisterSecurityInfo, registerDevice), Actions, "only for certain user actions")
	add(contexts, Contexts, "only where an authentication context is required")
	narrowed := !apps.Include.Has("All") || len(apps.Exclude) > 0 || some(apps.Filter)
	named := len(apps.Include)+len(apps.Exclude) > 0 || some(apps.Filter) // else the row was not read whole
	add(!actions && !contexts && narrowed && named, Resources, "only for some applications")
	old, every := LegacyOnly(c.ClientApps), len(c.ClientApps) == 0 || c.ClientApps.Has("all")
	add(old, Clients, "only for legacy authentication clients")
	add(!old && !every, Clients, clients(c.ClientApps))
	if l := c.Locations; l != nil {
		add(places(l.Include, l.Exclude) != "", Places, places(l.Include, l.Exclude))
	}
	if p := c.Platforms; p != nil {
		add(len(p.Include) > 0 && !p.Include.Has("all") || len(p.Exclude) > 0, Platforms,
			"only on some device platforms")
	}
	add(devices(c.Devices) || some(c.Others["deviceStates"]), Devices, filtered(c.Devices))
	risk := len(c.SignInRisk)+len(c.UserRisk)+len(c.WorkloadRisk) > 0 || some(c.InsiderRisk) || some(c.AgentRisk)
	add(risk, Risk, "only at a certain risk level")
	add(some(c.Flows), Flows, flows(c.Flows))
	unknown := false
	for name, raw := range c.Others {
		unknown = unknown || name != "deviceStates" && some(raw)
	}
	add(unknown, Unread, "only under a condition that Handrail does not know")
	return all
}

// beside reports whether a list has a word beside some.
func beside(list tenant.Texts, some ...string) bool {
	return slices.ContainsFunc(list, func(word string) bool { return !tenant.Texts(some).Has(word) })
}

// trustedIPs stands for the trusted addresses of the legacy MFA settings. It is no named
// location, and the list of these does not have it.
const trustedIPs = "00000000-0000-0000-0000-000000000000"

// places describes the locations of a policy; "" is everywhere.
func places(include, exclude tenant.Texts) string {
	at, trusted := "", len(exclude) == 1 && exclude.Has("AllTrusted")
	switch {
	case len(include) == 0 || include.Has("All"):
	case !beside(include, "AllTrusted"):
		at = "only at trusted locations"
	case !beside(include, trustedIPs):
		at = "only at the trusted IPs of the legacy MFA settings"
	default:
		at = "only at certain locations"
	}
	switch {
	case len(exclude) == 0:
		return at
	case at != "" && trusted:
		return at + " that are not trusted"
	case at != "":
		return at
	case trusted:
		return "only outside trusted locations"
	case !beside(exclude, trustedIPs):
		return "only outside the trusted IPs of the legacy MFA settings"
	}
	return "only outside certain locations"
}

// devices reports whether a policy is for some devices only (Graph resource
// conditionalAccessDevices). All is every device.
func devices(raw tenant.Raw) bool {
	var d struct {
		Include tenant.Texts `json:"includeDevices"`
		Exclude tenant.Texts `json:"excludeDevices"`
		Filter  tenant.Raw   `json:"deviceFilter"`
	}
	if !some(raw) || json.Unmarshal(raw, &d) != nil {
		return some(raw)
	}
	all := len(d.Include) == 0 || d.Include.Has("All")
	return !all || len(d.Exclude) > 0 || some(d.Filter)
}

// clients describes the client apps of a policy that is not for all of them.
func clients(apps tenant.Texts) string {
	switch {
	case !beside(apps, "browser"):
		return "only in a browser"
	case !beside(apps, "mobileAppsAndDesktopClients"):
		return "only in mobile apps and desktop clients"
	}
	return "only for some client apps"
}

// flows describes the authentication flows of a policy (Graph resource
// conditionalAccessAuthenticationFlows).
func flows(raw tenant.Raw) string {
	var f struct {
		Methods tenant.Text `json:"transferMethods"` // separated by commas
	}
	var all tenant.Texts
	if json.Unmarshal(raw, &f) == nil {
		for _, word := range strings.Split(string(f.Methods), ",") {
			all = append(all, strings.TrimSpace(word))
		}
	}
	switch {
	case len(all) == 0:
	case !beside(all, "deviceCodeFlow"):
		return "only at sign-ins with a device code"
	case !beside(all, "authenticationTransfer"):
		return "only when a sign-in is transferred to another device"
	}
	return "only for certain authentication flows"
}

// The user actions: RegisterSecurityInfo is registering a sign-in method.
const (
	RegisterSecurityInfo = "urn:user:registersecurityinfo"
	registerDevice       = "urn:user:registerdevice"
)

// LegacyOnly reports whether a policy is only about clients that cannot show a
// prompt for multifactor authentication.
func LegacyOnly(clients tenant.Texts) bool {
	return len(clients) > 0 && !slices.ContainsFunc(clients, func(c string) bool { return !legacy.Has(c) })
}

var legacy = tenant.Texts{"exchangeActiveSync", "easSupported", "other"}
