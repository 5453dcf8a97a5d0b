package mfa

import (
	"fmt"
	"strings"

	"handrail/app/identity/access"
)

// touched reports whether m matters to the person.
func (g *reasons) touched(m Method) bool {
	switch m {
	case Sms:
		return g.p.has(MobilePhone)
	case Voice:
		return g.p.has(MobilePhone | AlternatePhone | OfficePhone)
	case Authenticator:
		return g.p.has(AppPush | AppPasswordless | SoftwareCode)
	case Fido2:
		return g.p.has(PasskeyBound)
	case SoftwareOath:
		return g.p.has(SoftwareCode)
	case HardwareOath:
		return g.p.has(HardwareCode)
	case TemporaryAccessPass:
		return g.p.has(TemporaryPass)
	case X509:
		return g.p.has(CertificateMulti)
	case EmailOTP:
		return g.p.has(Email)
	}
	return false
}

func (g *reasons) policy() {
	before, after := g.v.Question.Organisation.Policy, g.v.Question.After
	if g.v.Question.Organisation.blind() {
		g.add(FromPolicy, "authenticationMethodConfigurations", "not read",
			"Handrail could not read the sign-in methods policy.")
	}
	for _, m := range Methods() {
		a, named := before.Methods[m]
		b, namedAfter := after.Methods[m]
		if !g.touched(m) {
			continue
		}
		now, then := stateOf(a, named), stateOf(b, namedAfter)
		field := string(m) + ".state"
		limited := ""
		if len(b.Include) > 0 && !b.Include[0].Everyone || len(b.Exclude) > 0 {
			limited = " It applies to some groups only."
		}
		switch {
		case now != then:
			g.add(FromPolicy, field, now+" → "+then, "The change turns this method %s.%s", onOffWord(b.On), limited)
		case fmt.Sprint(a.Include) != fmt.Sprint(b.Include):
			g.add(FromPolicy, string(m)+".includeTargets", targets(a.Include)+" → "+targets(b.Include),
				"The method applies to other people after the change.")
		case now == "not named":
			g.add(FromPolicy, field, now, "Microsoft’s answer does not include this method. It may be on or off.")
		default:
			g.add(FromPolicy, field, now, "This method does not change.%s", limited)
		}
	}
	if l := before.Legacy; l.Live != access.No {
		word := l.State
		if word == "" {
			word = "not stated"
		}
		g.add(FromPolicy, "policyMigrationState", word,
			"The legacy MFA settings may allow methods. Check them in the Entra admin center.")
	}
	if g.p.PerUserName != "" && g.p.PerUser == access.Unknown {
		g.add(FromPerUser, "perUserMfaState", g.p.PerUserName, "Handrail does not know this value.")
	}
}

func onOffWord(t access.Answer) string {
	return map[access.Answer]string{access.Yes: "on", access.No: "off", access.Unknown: "on or off"}[t]
}

func targets(list []Target) string {
	var all []string
	for _, t := range list {
		if t.Everyone {
			return everyone
		}
		all = append(all, t.ID)
	}
	return strings.Join(all, ", ")
}

func stateOf(c Config, named bool) string {
	switch {
	case !named:
		return "not named"
	case c.State != "":
		return c.State
	case c.On == access.Yes:
		return "enabled"
	case c.On == access.No:
		return "disabled"
	}
	return "unknown"
}
