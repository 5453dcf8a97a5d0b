package mfa

import (
	"slices"
	"strings"

	"handrail/app/identity/access"
)

// rule is one compiled target of a configuration: the people it applies to, and the
// methods it allows, certainly and possibly.
type rule struct {
	everyone    bool
	id, kind    string
	sure, maybe Factor // maybe includes sure
	signIn      bool
	unsure      bool // it is not known what the target asks for
}

// matches reports whether the rule applies to p.
func (r *rule) matches(p *Person, in belongs) access.Answer {
	switch {
	case r.everyone:
		return access.Yes
	case strings.EqualFold(r.kind, "user"):
		return access.Is(strings.EqualFold(r.id, p.ID))
	case strings.EqualFold(r.kind, "group"):
		return in(p.ID, r.id)
	}
	if strings.EqualFold(r.id, p.ID) {
		return access.Yes
	}
	return in(p.ID, r.id)
}

// compiled is a policy prepared for many people.
type compiled struct {
	parts    []part
	constant bool   // the same for everyone
	sure     Factor // where constant
	maybe    Factor
	signIn   bool   // where constant
	legacy   Factor // certainly allowed by the legacy MFA settings
	perhaps  Factor // possibly allowed by them, legacy included
	system   part
	nudgeKey part          // the registration campaign for passkeys
	nudgeApp part          // that for Microsoft Authenticator
	selfKeys access.Answer // people can register passkeys themselves
}

// part is one configuration.
type part struct {
	on      access.Answer
	include []rule
	exclude []rule
	all     Factor // every method that this configuration can allow
}

// compile prepares policy.
func compile(policy Policy) *compiled {
	c := &compiled{constant: true, selfKeys: access.Yes}
	for _, m := range Methods() {
		cfg, named := policy.Methods[m]
		if m == Fido2 && cfg.SelfService == access.No {
			c.selfKeys = access.No
		}
		p := part{on: cfg.On}
		for _, t := range cfg.Include {
			sure, maybe := allows(m, cfg, t)
			p.include = append(p.include, rule{everyone: t.Everyone, id: t.ID, kind: t.Kind, sure: sure,
				maybe: maybe, signIn: m == Sms && t.SignIn == access.Yes})
			p.all |= maybe
		}
		for _, t := range cfg.Exclude {
			p.exclude = append(p.exclude, rule{everyone: t.Everyone, id: t.ID, kind: t.Kind})
		}
		if !named || cfg.On == access.Unknown && len(cfg.Include) == 0 {
			// The policy does not contain it: it may allow anything to anyone.
			_, p.all = allows(m, cfg, Target{Everyone: true,
				Keys: &Keys{Bound: access.Unknown, Synced: access.Unknown}})
			p.include = []rule{{everyone: true, maybe: p.all}}
			p.on = access.Unknown
		}
		c.constant = c.constant && p.constant()
		c.parts = append(c.parts, p)
	}
	if c.constant {
		c.sure, c.maybe, c.signIn = c.allowed(&Person{}, nil)
	}
	c.legacyWays(policy.Legacy)
	c.system = scoped(policy.SystemPreferred)
	c.nudgeKey, c.nudgeApp = campaigns(policy)
	return c
}

// campaigns returns for whom the registration campaign asks for a passkey, and for whom
// for Microsoft Authenticator. A target without a method may ask for either. Where
// Microsoft manages the campaign, it asks for passkeys if these are on for everyone
// (Microsoft Learn: Run a registration campaign to set up a passkey or Microsoft
// Authenticator); otherwise Handrail does not know what it asks for.
func campaigns(policy Policy) (key, app part) {
	all := policy.Campaign.Scoped
	if strings.EqualFold(all.State, "default") {
		all.On, all.Include = access.Unknown, []Target{{Everyone: true}}
		if c := policy.Methods[Fido2]; c.On == access.Yes && len(c.Exclude) == 0 &&
			slices.ContainsFunc(c.Include, func(t Target) bool { return t.Everyone }) {
			all.On, all.Include = access.Yes, []Target{{Everyone: true, Method: Fido2Target}}
		}
	}
	key, app = scoped(all), scoped(all)
	key.include, app.include = nil, nil
	for i, r := range scoped(all).include {
		method := all.Include[i].Method
		if r.unsure = method == ""; r.unsure || !strings.EqualFold(method, AuthenticatorTarget) {
			key.include = append(key.include, r)
		}
		if r.unsure || strings.EqualFold(method, AuthenticatorTarget) {
			app.include = append(app.include, r)
		}
	}
	if len(all.Include) > 0 {
		if len(key.include) == 0 {
			key.on = access.No
		}
		if len(app.include) == 0 {
			app.on = access.No
		}
	}
	return key, app
}

func scoped(s Scoped) part {
	p := part{on: s.On}
	for _, t := range s.Include {
		p.include = append(p.include, rule{everyone: t.Everyone, id: t.ID, kind: t.Kind})
	}
	for _, t := range s.Exclude {
		p.exclude = append(p.exclude, rule{everyone: t.Everyone, id: t.ID, kind: t.Kind})
	}
	return p
}

// covers reports whether a scoped setting is on for p.
func (part *part) covers(p *Person, in belongs) access.Answer {
	switch {
	case part.on == access.No:
		return access.No
	case part.on == access.Unknown && len(part.include) == 0:
		return access.Unknown
	}
	inc := access.No
	for i := range part.include {
		t := part.include[i].matches(p, in)
		if part.include[i].unsure {
			t = t.And(access.Unknown)
		}
		inc = inc.Or(t)
	}
	return part.on.And(inc).And(part.excluded(p, in).Not())
}

func (part *part) excluded(p *Person, in belongs) access.Answer {
	t := access.No
	for i := range part.exclude {
		t = t.Or(part.exclude[i].matches(p, in))
	}
	return t
}

func (part *part) constant() bool {
	for _, r := range part.include {
		if !r.everyone {
			return false
		}
	}
	return len(part.exclude) == 0
}
