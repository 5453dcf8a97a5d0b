package mfa

import (
	"slices"
	"strings"

	"handrail/app/identity/access"
)

// Apply returns the policy after changes. A method that is turned off keeps its
// targets. A method that is turned on without targets applies to everyone.
func Apply(before Policy, changes Changes) Policy {
	p := before.Clone()
	for _, c := range changes {
		if m, what := c.Method(); m != "" {
			if _, named := p.Methods[m]; what == "without" && !named {
				continue // no one can be excluded from a method that is not known
			}
			p.Methods[m] = switched(p.Methods[m], m, what, c.Groups())
			continue
		}
		switch c.Code {
		case CampaignStart:
			p.Campaign.On, p.Campaign.State = access.Yes, "enabled"
			target := Fido2Target
			if c.Value == "authenticator" {
				target = AuthenticatorTarget
			}
			if len(p.Campaign.Include) == 0 {
				p.Campaign.Include = []Target{{Everyone: true, ID: everyone, Kind: "group"}}
			}
			for i := range p.Campaign.Include {
				p.Campaign.Include[i].Method = target
			}
		case CampaignStop:
			p.Campaign.On, p.Campaign.State = access.No, "disabled"
		case CampaignSnooze:
			p.Campaign.Snooze = c.Value
		case MigrationComplete:
			if p.Legacy.Live == access.No {
				continue // also where Microsoft returns null
			}
			p.Legacy.Live, p.Legacy.State = access.No, "migrationComplete"
		}
	}
	return p
}

// The methods that a registration campaign can ask for.
const (
	AuthenticatorTarget = "microsoftAuthenticator"
	Fido2Target         = "fido2"
)

// everyone is the target id for all people.
const everyone = "all_users"

func switched(cfg Config, m Method, what string, groups []string) Config {
	all := Target{Everyone: true, ID: everyone, Kind: "group"}
	if m == Sms {
		all.SignIn = access.No
	}
	switch what {
	case "off":
		cfg.On, cfg.State = access.No, "disabled"
	case "on":
		cfg.On, cfg.State = access.Yes, "enabled"
		if len(cfg.Include) == 0 {
			cfg.Include = []Target{all}
		}
	case "only":
		cfg.On, cfg.State = access.Yes, "enabled"
		one := targetOf(cfg.Include, all, groups[0])
		one.Everyone, one.ID, one.Kind = strings.EqualFold(groups[0], everyone), groups[0], "group"
		cfg.Include = []Target{one}
	case "without":
		if cfg.On == access.No {
			return cfg // it is off for them already
		}
		for _, id := range groups {
			if !slices.ContainsFunc(cfg.Exclude, func(t Target) bool { return strings.EqualFold(t.ID, id) }) {
				cfg.Exclude = append(cfg.Exclude, Target{ID: id, Kind: "group"})
			}
		}
	}
	return cfg
}

// targetOf returns the target that applies to a group: its own, else that of everyone.
// Where there is none, it is fresh with what all targets have in common, apart from
// sign-in with the phone number, which is not allowed to anyone new.
func targetOf(all []Target, fresh Target, id string) Target {
	for _, wanted := range []string{id, everyone} {
		for _, t := range all {
			if strings.EqualFold(t.ID, wanted) {
				return t
			}
		}
	}
	if len(all) == 0 {
		return fresh
	}
	fresh.Mode, fresh.Keys = all[0].Mode, all[0].Keys
	for _, t := range all {
		if t.Mode != fresh.Mode {
			fresh.Mode = ""
		}
		if t.Keys == nil || fresh.Keys == nil || *t.Keys != *fresh.Keys {
			fresh.Keys = nil
		}
	}
	return fresh
}
