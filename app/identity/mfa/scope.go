package mfa

import (
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
}

// matches reports whether the rule applies to p.
func (r *rule) matches(p *Person, in belongs) access.Answer {
	switch {
	case r.everyone:
		return access.Yes
	case strings.EqualFold(r.kind, "user"):
		return access.Is(r.id == p.ID)
	case strings.EqualFold(r.kind, "group"):
		return in(p.ID, r.id)
	}
	if r.id == p.ID {
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
	nudge    part
	nudges   Factor        // the methods that the campaign asks for
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
			p.include = append(p.include, rule{t.Everyone, t.ID, t.Kind, sure, maybe, m == Sms && t.SignIn == access.Yes})
			p.all |= maybe
		}
		for _, t := range cfg.Exclude {
			p.exclude = append(p.exclude, rule{everyone: t.Everyone, id: t.ID, kind: t.Kind})
		}
		if !named || cfg.On == access.Unknown && len(cfg.Include) == 0 {
			// The policy does not contain it: it may allow anything to anyone.
			_, p.all = allows(m, cfg, Target{Everyone: true, Keys: &Keys{Bound: access.Unknown, Synced: access.Unknown}})
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
	c.nudge = scoped(policy.Campaign.Scoped)
	for _, t := range policy.Campaign.Include {
		switch {
		case strings.EqualFold(t.Method, AuthenticatorTarget):
			c.nudges |= Notify
		case t.Method != "":
			c.nudges |= Passkey
		}
	}
	return c
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
		inc = inc.Or(part.include[i].matches(p, in))
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

// allows returns the methods that a target of a configuration allows, certainly and
// possibly.
func allows(m Method, cfg Config, t Target) (sure, maybe Factor) {
	add := func(w Factor, yes access.Answer) {
		if yes != access.No {
			maybe |= w
		}
		if yes == access.Yes {
			sure |= w
		}
	}
	switch m {
	case Sms:
		add(Text, access.Yes)
	case Voice:
		add(CallMobile|CallAlternate, access.Yes)
		add(CallOffice, cfg.OfficePhone)
	case Authenticator:
		mode := strings.ToLower(t.Mode)
		known := mode == "" || mode == "any" || mode == "push" || mode == "devicebasedpush"
		notify, phone := access.Is(mode != "devicebasedpush"), access.Is(mode != "push")
		if !known {
			notify, phone = access.Unknown, access.Unknown
		}
		add(Notify, notify)
		add(PhoneSignIn, phone)
		add(ownCode, cfg.OwnCode)
	case SoftwareOath:
		add(thirdCode, access.Yes)
	case HardwareOath:
		add(Token, access.Yes)
	case Fido2:
		keys := cfg.Keys
		if t.Keys != nil {
			keys = *t.Keys
		}
		add(Passkey, keys.Bound)
		add(newKey, keys.open())
	case TemporaryAccessPass:
		add(Pass, access.Yes)
	case X509:
		add(Certificate, access.Yes)
	case EmailOTP:
		add(Mail, access.Yes)
	}
	return sure, maybe
}

// legacyWays adds what the legacy MFA settings allow. "App notification" is Microsoft
// Authenticator, "verification code" any code, an allowed call any phone (Microsoft
// Learn: How to migrate to the Authentication methods policy).
func (c *compiled) legacyWays(l Legacy) {
	add := func(w Factor, t access.Answer) {
		if t != access.No {
			c.perhaps |= w
		}
		if t == access.Yes {
			c.legacy |= w
		}
	}
	add(Text, l.on(l.Text))
	add(Calls, l.on(l.Call))
	add(Notify, l.on(l.App))
	add(ownCode|thirdCode|Token, l.on(l.Code))
	add(Mail, l.on(l.Mail))
}

// allowed returns what the methods policy allows p, certainly and possibly.
func (c *compiled) allowed(p *Person, in belongs) (sure, maybe Factor, signIn bool) {
	for i := range c.parts {
		part := &c.parts[i]
		if part.on == access.No {
			continue
		}
		var s, m Factor
		for j := range part.include {
			r := &part.include[j]
			switch r.matches(p, in) {
			case access.Yes:
				s, m = s|r.sure, m|r.maybe
				signIn = signIn || r.signIn
			case access.Unknown:
				m |= r.maybe
				signIn = signIn || r.signIn
			}
		}
		switch {
		case m == 0:
			continue
		case part.on == access.Unknown:
			s = 0
		}
		switch part.excluded(p, in) {
		case access.Yes:
			continue
		case access.Unknown:
			s = 0
		}
		sure, maybe = sure|s, maybe|m
	}
	return sure, maybe, signIn
}

// ways returns what works for p: registered, and allowed by the policy or by the
// legacy MFA settings. open reports whether p can register any method.
func (c *compiled) ways(p *Person, in belongs) (sure, maybe Factor, signIn bool, open access.Answer) {
	s, m := c.sure, c.maybe
	if signIn = c.signIn; !c.constant {
		s, m, signIn = c.allowed(p, in)
	}
	s, m = s|c.legacy, m|c.perhaps
	open = c.open(s, m)
	if p.Registered == 0 {
		return 0, 0, signIn, open
	}
	sure, maybe = works(p.Registered, s), works(p.Registered, m)
	codes(p, s, m, &sure, &maybe)
	if p.has(WindowsHello) { // this policy does not control it
		sure, maybe = sure|Hello, maybe|Hello
	}
	if p.has(SecurityQuestions) {
		sure, maybe = sure|Questions, maybe|Questions
	}
	if p.has(Unnamed) {
		maybe |= Other
	}
	if !p.PassWorks {
		sure, maybe = sure&^Pass, maybe&^Pass
	}
	return sure, maybe, signIn, open
}

// self are the methods that people can register themselves.
const self = Text | Calls | Notify | PhoneSignIn | ownCode | thirdCode | newKey

// open reports whether any method can be registered.
func (c *compiled) open(sure, maybe Factor) access.Answer {
	able := Factor(self)
	if c.selfKeys == access.No {
		able &^= newKey
	}
	switch {
	case sure&able != 0:
		return access.Yes
	case maybe&able != 0:
		return access.Unknown
	}
	return access.No
}

// pairs maps each registration to the methods through which it works.
var pairs = [...]struct {
	r Registered
	w Factor
}{
	{MobilePhone, Text | CallMobile}, {AlternatePhone, CallAlternate}, {OfficePhone, CallOffice},
	{AppPush, Notify}, {AppPasswordless, PhoneSignIn}, {HardwareCode, Token}, {PasskeyBound, Passkey},
	{CertificateMulti, Certificate}, {TemporaryPass, Pass}, {Email, Mail},
}

func works(r Registered, allowed Factor) (w Factor) {
	for _, x := range pairs {
		if r&x.r != 0 {
			w |= allowed & x.w
		}
	}
	return w
}

// codes decides whether a registered code works. The report does not contain the
// app, and the policy has a setting for each kind. If only one is on, the setting of
// Microsoft Authenticator counts for people who have registered it, the other one for
// people who have not. Otherwise the result is unknown.
func codes(p *Person, s, m Factor, sure, maybe *Factor) {
	if !p.has(SoftwareCode) {
		return
	}
	const both = ownCode | thirdCode
	if m&both != 0 {
		*maybe |= Code
	}
	app := p.has(AppPush | AppPasswordless)
	if s&both == both || app && s&ownCode != 0 || !app && s&thirdCode != 0 {
		*sure |= Code
	}
}
