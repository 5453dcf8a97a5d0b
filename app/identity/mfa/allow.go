package mfa

import (
	"strings"

	"handrail/app/identity/access"
)

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
