package mfa

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// PolicyOf returns the policy of row. told is what the administrator entered about
// the legacy MFA settings.
func PolicyOf(row tenant.MethodsPolicy, told Legacy) Policy {
	p := Policy{Methods: map[Method]Config{}, Legacy: told}
	p.Legacy.State = string(row.Migration)
	switch {
	case row.Migrated():
		p.Legacy.Live = access.No
		if row.Migration == "" {
			p.Legacy.State = "null"
		}
	case row.Migration.Is("preMigration"), row.Migration.Is("migrationInProgress"):
		p.Legacy.Live = access.Yes
	default:
		p.Legacy.Live = access.Unknown
	}
	for _, c := range row.Configurations {
		if m := MethodOf(string(c.ID)); m != "" {
			p.Methods[m] = configOf(m, c)
		}
	}
	if b := row.Beta; b != nil && b.SystemPreferred != nil {
		s := b.SystemPreferred
		p.SystemPreferred = Scoped{On: onOff(string(s.State), access.Yes), State: string(s.State),
			Include: targetsOf(s.Include), Exclude: targetsOf(s.Exclude)}
	}
	if row.Beta != nil {
		p.PasskeyOptOut = access.Flag(row.Beta.OptOut.PasskeyMigration)
	}
	p.Campaign.On = access.Unknown
	if e := row.Enforcement; e != nil {
		c := e.Campaign
		p.Campaign = Campaign{Scoped: Scoped{On: onOff(string(c.State), access.Unknown), State: string(c.State),
			Include: targetsOf(c.Include), Exclude: targetsOf(c.Exclude)}, Snooze: string(c.Snooze)}
	}
	return p
}

// onOff parses a state. left is the value of "default" (Microsoft managed).
func onOff(state string, left access.Answer) access.Answer {
	switch strings.ToLower(state) {
	case "enabled":
		return access.Yes
	case "disabled":
		return access.No
	case "default":
		return left
	}
	return access.Unknown
}

func configOf(m Method, c tenant.MethodConfig) Config {
	cfg := Config{
		On: onOff(string(c.State), access.Unknown), State: string(c.State),
		Include: targetsOf(c.Include), Exclude: targetsOf(c.Exclude),
		OfficePhone: access.Flag(c.OfficePhone), OwnCode: access.Flag(c.SoftwareOath),
		SelfService: access.Flag(c.SelfService),
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
			Mode: string(t.Mode), SignIn: access.Flag(t.UsableForSignIn), Method: string(t.Method),
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
	all := Keys{access.Is(slices.Contains(types, "devicebound")), access.Is(slices.Contains(types, "synced"))}
	if len(k.Types) == 0 {
		all = Keys{access.Unknown, access.Unknown}
	}
	return k.restrict(all)
}

func (k keyRules) restrict(all Keys) Keys {
	if k.Restrictions != nil && !k.Restrictions.Enforced.No() {
		if all.Bound == access.Yes {
			all.Bound = access.Unknown
		}
		if all.Synced == access.Yes {
			all.Synced = access.Unknown
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
	cfg.Keys = flat.restrict(Keys{Bound: access.Yes, Synced: access.No})
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
		cfg.Keys = Keys{access.Unknown, access.Unknown}
	}
	for i, t := range c.Include {
		if len(t.Profiles) == 0 {
			continue
		}
		all := Keys{access.No, access.No}
		for _, id := range t.Profiles {
			k, ok := profiles[strings.ToLower(id)]
			if !ok {
				k = Keys{access.Unknown, access.Unknown}
			}
			all = Keys{all.Bound.Or(k.Bound), all.Synced.Or(k.Synced)}
		}
		cfg.Include[i].Keys = &all
	}
}

// AccessOf returns what a Conditional Access policy requires. A policy that is off or
// report-only requires nothing.
func AccessOf(p tenant.AccessPolicy) Access {
	a := Access{ID: p.ID, Name: string(p.Name), Policy: access.Of(p)}
	c, g := p.Conditions, p.Grant
	if a.Policy.State == access.Off || a.Policy.State == access.ReportOnly || a.Policy.Nothing || g == nil {
		return a
	}
	mfa, old := g.BuiltIn.Has("mfa") || g.Strength != nil, access.LegacyOnly(c.ClientApps)
	hard := mfa || slices.ContainsFunc([]string{"block", "compliantDevice", "domainJoinedDevice", "approvedApplication",
		"compliantApplication", "riskRemediation"}, g.BuiltIn.Has)
	register := c.Applications.UserActions.Has(access.RegisterSecurityInfo)
	a.Guards = hard && register
	a.Unclear = !mfa && unclear(g)
	a.Asks = (mfa || a.Unclear) && !register && !old && somewhere(c, a.Policy.Conditions)
	if a.Only = onlyWhen(a.Policy.Conditions, g, register); a.Unclear {
		a.Only = onlyWhen(a.Policy.Conditions, &tenant.GrantControls{Operator: "AND"}, register)
	}
	if g.Strength != nil && !g.BuiltIn.Has("mfa") {
		a.Strong, a.Accepts = true, acceptsOf(g.Strength.ID, g.Strength.Combinations)
		a.Abroad = slices.ContainsFunc(g.Strength.Combinations, func(mode string) bool {
			return strings.EqualFold(mode, "federatedMultiFactor")
		})
	}
	return a
}

// somewhere reports whether a policy names an application, a user action or an
// authentication context. Else the row was not read whole, and it applies nowhere.
func somewhere(c tenant.Conditions, all []access.Condition) bool {
	return len(c.Applications.Include)+len(c.Applications.UserActions)+len(c.Applications.Contexts) > 0 ||
		slices.ContainsFunc(all, func(c access.Condition) bool { return c.Kind == access.Resources })
}

// controls are the controls that are known not to require MFA by themselves (Graph
// resource conditionalAccessGrantControls).
var controls = tenant.Texts{"block", "compliantDevice", "domainJoinedDevice", "approvedApplication",
	"compliantApplication", "passwordChange", "riskRemediation"}

// unclear reports whether one of the controls may require MFA: one of another
// provider, or one that Handrail does not know. Where access is blocked, none does.
func unclear(g *tenant.GrantControls) bool {
	return !g.BuiltIn.Has("block") && (len(g.Custom) > 0 || unknown(g) ||
		slices.ContainsFunc(g.BuiltIn, func(c string) bool { return !controls.Has(c) }))
}

// unknown reports whether one of the controls is none that Handrail knows.
func unknown(g *tenant.GrantControls) bool {
	return slices.Contains(access.GrantOf(tenant.AccessPolicy{Grant: g}).Controls, access.UnknownControl)
}

// onlyWhen describes when a policy applies; "" is always. For a policy that is for
// the registration of methods, that action is no condition.
func onlyWhen(all []access.Condition, g *tenant.GrantControls, register bool) string {
	words := access.Words(slices.DeleteFunc(slices.Clone(all), func(c access.Condition) bool {
		return register && c.Kind == access.Actions
	}))
	if !g.Operator.Is("AND") {
		words += unless(g)
	}
	if g.Strength != nil && oneFactor(g.Strength.Combinations) {
		words += ", unless a single factor is enough for its authentication strength"
	}
	return strings.TrimPrefix(words, ", ")
}

// unless describes the controls of which one is enough instead of MFA (Microsoft
// Learn: Conditional Access: Grant); "" if there are none.
func unless(g *tenant.GrantControls) (words string) {
	managed := g.BuiltIn.Has("compliantDevice") || g.BuiltIn.Has("domainJoinedDevice")
	approved := g.BuiltIn.Has("approvedApplication") || g.BuiltIn.Has("compliantApplication")
	if managed {
		words += ", unless the device is managed"
	}
	if approved {
		words += ", unless the app is approved or protected"
	}
	others := len(g.Custom)+len(g.Terms) > 0 || unknown(g)
	for _, c := range g.BuiltIn {
		switch strings.ToLower(c) {
		case "mfa", "block", "compliantdevice", "domainjoineddevice", "approvedapplication", "compliantapplication":
		default:
			others = true
		}
	}
	if others {
		words += ", unless another control of the policy is met"
	}
	return words
}
