package mfa

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"handrail/app/tenant"
)

// PolicyOf returns the policy of row. told is what the administrator entered about
// the legacy MFA settings.
func PolicyOf(row tenant.MethodsPolicy, told Legacy) Policy {
	p := Policy{Methods: map[Method]Config{}, Legacy: told}
	p.Legacy.State = string(row.Migration)
	switch {
	case row.Migrated():
		p.Legacy.Live = No
		if row.Migration == "" {
			p.Legacy.State = "null"
		}
	case row.Migration.Is("preMigration"), row.Migration.Is("migrationInProgress"):
		p.Legacy.Live = Yes
	default:
		p.Legacy.Live = Unknown
	}
	for _, c := range row.Configurations {
		if m := MethodOf(string(c.ID)); m != "" {
			p.Methods[m] = configOf(m, c)
		}
	}
	if b := row.Beta; b != nil && b.SystemPreferred != nil {
		s := b.SystemPreferred
		p.SystemPreferred = Scoped{On: onOff(string(s.State), Yes), State: string(s.State), Include: targetsOf(s.Include), Exclude: targetsOf(s.Exclude)}
	}
	p.Campaign.On = Unknown
	if e := row.Enforcement; e != nil {
		c := e.Campaign
		p.Campaign = Campaign{Scoped: Scoped{On: onOff(string(c.State), Unknown), State: string(c.State), Include: targetsOf(c.Include), Exclude: targetsOf(c.Exclude)}, Snooze: string(c.Snooze)}
	}
	return p
}

// onOff parses a state. left is the value of "default" (Microsoft managed).
func onOff(state string, left Tri) Tri {
	switch strings.ToLower(state) {
	case "enabled":
		return Yes
	case "disabled":
		return No
	case "default":
		return left
	}
	return Unknown
}

func configOf(m Method, c tenant.MethodConfig) Config {
	cfg := Config{
		On: onOff(string(c.State), Unknown), State: string(c.State),
		Include: targetsOf(c.Include), Exclude: targetsOf(c.Exclude),
		OfficePhone: flag(c.OfficePhone), OwnCode: flag(c.SoftwareOath), SelfService: flag(c.SelfService),
	}
	cfg.PassMinutes, _ = strconv.Atoi(string(c.PassMinutes))
	if m == Fido2 {
		keys(&cfg, c)
	}
	return cfg
}

func targetsOf(list []tenant.Target) []Target {
	var all []Target
	for _, t := range list {
		all = append(all, Target{
			Everyone: t.ID.Is(tenant.Everyone), ID: string(t.ID), Kind: strings.ToLower(string(t.Type)),
			Mode: string(t.Mode), SignIn: flag(t.UsableForSignIn), Method: string(t.Method),
		})
	}
	return all
}

// keyRules are the settings that decide which passkeys are allowed.
type keyRules struct {
	ID           string       `json:"id"`
	Types        tenant.Texts `json:"passkeyTypes"` // "deviceBound,synced"
	Attestation  tenant.Text  `json:"attestationEnforcement"`
	Restrictions *struct {
		Enforced tenant.Flag `json:"isEnforced"`
	} `json:"keyRestrictions"`
}

// allowed returns the passkeys that these rules allow. Restrictions to models cannot
// be checked: the registration report does not contain the model.
func (k keyRules) allowed() Keys {
	types := strings.Split(strings.ToLower(strings.Join(k.Types, ",")), ",")
	all := Keys{Is(slices.Contains(types, "devicebound")), Is(slices.Contains(types, "synced"))}
	if len(k.Types) == 0 {
		all = Keys{Unknown, Unknown}
	}
	return k.restrict(all)
}

func (k keyRules) restrict(all Keys) Keys {
	if k.Restrictions != nil && !k.Restrictions.Enforced.No() {
		if all.Bound == Yes {
			all.Bound = Unknown
		}
		if all.Synced == Yes {
			all.Synced = Unknown
		}
	}
	return all
}

// keys sets the passkeys that each target allows: by its profiles, else by the
// default profile, else by the settings outside profiles, which allow only
// device-bound passkeys.
func keys(cfg *Config, c tenant.MethodConfig) {
	var flat keyRules
	_ = json.Unmarshal(c.Raw(), &flat) // unreadable settings restrict nothing
	cfg.Keys = flat.restrict(Keys{Bound: Yes, Synced: No})
	profiles := map[string]Keys{}
	for _, raw := range c.Profiles {
		var k keyRules
		if json.Unmarshal(raw, &k) == nil {
			profiles[strings.ToLower(k.ID)] = k.allowed()
		}
	}
	if len(profiles) == 0 {
		return
	}
	if k, ok := profiles[strings.ToLower(string(c.DefaultProfile))]; ok {
		cfg.Keys = k
	} else {
		cfg.Keys = Keys{Unknown, Unknown}
	}
	for i, t := range c.Include {
		if len(t.Profiles) == 0 {
			continue
		}
		all := Keys{No, No}
		for _, id := range t.Profiles {
			k, ok := profiles[strings.ToLower(id)]
			if !ok {
				k = Keys{Unknown, Unknown}
			}
			all = Keys{all.Bound.Or(k.Bound), all.Synced.Or(k.Synced)}
		}
		cfg.Include[i].Keys = &all
	}
}

// AccessOf returns what a Conditional Access policy requires. A policy that is off or
// report-only requires nothing.
func AccessOf(p tenant.AccessPolicy) Access {
	a := Access{ID: p.ID, Name: string(p.Name)}
	c, g := p.Conditions, p.Grant
	if !p.Enforced() || g == nil {
		return a
	}
	mfa := g.BuiltIn.Has("mfa") || g.Strength != nil
	hard := mfa || slices.ContainsFunc([]string{"block", "compliantDevice", "domainJoinedDevice", "approvedApplication", "compliantApplication", "riskRemediation"}, g.BuiltIn.Has)
	a.Guards = hard && c.Applications.UserActions.Has("urn:user:registersecurityinfo")
	a.Asks = mfa && len(c.Applications.UserActions) == 0 && len(c.Applications.Include) > 0 && !c.Applications.Include.Has("None") && !oldOnly(c.ClientApps)
	a.Only = conditionsOf(p)
	u := c.Users
	a.Users = Who{
		Everyone: u.Include.Has("All"), Guests: u.Include.Has("GuestsOrExternalUsers") || some(u.IncludeGuests),
		Users: u.Include, Groups: u.IncludeGroups, Roles: lowered(u.IncludeRoles),
		NotUsers: u.Exclude, NotGroups: u.ExcludeGroups, NotRoles: lowered(u.ExcludeRoles),
		ExceptGuests:  u.Exclude.Has("GuestsOrExternalUsers") || some(u.ExcludeGuests),
		GuestsUnclear: some(u.IncludeGuests) && !ordinaryGuests(u.IncludeGuests), NotGuestsUnsure: some(u.ExcludeGuests) && !ordinaryGuests(u.ExcludeGuests),
	}
	return a
}

// oldOnly reports whether a policy applies only to legacy clients, which cannot use
// MFA.
func oldOnly(apps tenant.Texts) bool {
	return len(apps) > 0 && !slices.ContainsFunc(apps, func(a string) bool {
		return !strings.EqualFold(a, "exchangeActiveSync") && !strings.EqualFold(a, "other")
	})
}

func some(raw tenant.Raw) bool { return len(raw) > 0 && string(raw) != "null" }

// ordinaryGuests reports whether raw means the accounts with the userType Guest, from
// every organisation.
func ordinaryGuests(raw tenant.Raw) bool {
	var g struct {
		Types   tenant.Text `json:"guestOrExternalUserTypes"`
		Tenants *struct {
			Kind tenant.Text `json:"membershipKind"`
		} `json:"externalTenants"`
	}
	if json.Unmarshal(raw, &g) != nil {
		return false
	}
	return strings.Contains(strings.ToLower(string(g.Types)), "b2bcollaborationguest") && (g.Tenants == nil || g.Tenants.Kind.Is("all"))
}

func lowered(list []string) []string {
	var all []string
	for _, s := range list {
		all = append(all, strings.ToLower(s))
	}
	return all
}

// conditionsOf describes when a policy applies; "" is always.
func conditionsOf(p tenant.AccessPolicy) string {
	c := p.Conditions
	var all []string
	add := func(yes bool, words string) {
		if yes {
			all = append(all, words)
		}
	}
	apps := c.Applications
	add(len(apps.UserActions) == 0 && (!apps.Include.Has("All") || len(apps.Exclude) > 0), "for some applications only")
	add(c.Locations != nil && len(c.Locations.Exclude) > 0, "outside trusted locations only")
	add(c.Locations != nil && len(c.Locations.Exclude) == 0 && !c.Locations.Include.Has("All"),
		"at some locations only")
	add(c.Platforms != nil && (!c.Platforms.Include.Has("all") || len(c.Platforms.Exclude) > 0),
		"on some device platforms only")
	add(len(c.SignInRisk)+len(c.UserRisk) > 0, "at risky sign-ins only")
	add(some(c.Devices), "for some devices only")
	if g := p.Grant; g != nil && g.Operator.Is("OR") && (g.BuiltIn.Has("compliantDevice") || g.BuiltIn.Has("domainJoinedDevice")) {
		add(true, "unless the device is managed")
	}
	return strings.Join(all, ", ")
}
