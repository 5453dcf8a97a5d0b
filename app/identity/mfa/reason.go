package mfa

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"handrail/app/identity/access"
)

// Reason is one fact behind an outcome.
type Reason struct {
	Section string    // section it was read from, such as "registration"
	Field   string    // Microsoft's name
	Value   string    // as it was read, "before → after" where it changes
	Read    time.Time // when the section was read; zero unknown
	Text    string    // the meaning, one sentence
}

// Age returns the age of the fact at now, in words.
func (r Reason) Age(now time.Time) string {
	age := now.Sub(r.Read)
	switch {
	case r.Read.IsZero() || age < 0:
		return "age unknown"
	case age < time.Hour:
		return old(int(age/time.Minute), "minute")
	case age < 48*time.Hour:
		return old(int(age/time.Hour), "hour")
	}
	return old(int(age/(24*time.Hour)), "day")
}

func old(n int, unit string) string {
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s old", n, unit)
}

// The sections that facts come from, by the ids of package tenant.
const (
	FromReport   = "registration"
	FromUsers    = "users"
	FromPolicy   = "methods-policy"
	FromAccess   = "conditional-access"
	FromDefaults = "security-defaults"
	FromPerUser  = "per-user-mfa"
	FromRoles    = "roles"
	FromPerson   = "administrator" // entered, not read
)

// reasons collects the facts about one person.
type reasons struct {
	v   *Preview
	p   *Person
	r   *Result
	all []Reason
}

func (g *reasons) add(section, field, value, format string, args ...any) {
	g.all = append(g.all, Reason{section, field, value, g.v.Question.Organisation.Read[section], fmt.Sprintf(format, args...)})
}

// Reasons returns the facts behind the outcome of person i.
func (v *Preview) Reasons(i int) []Reason {
	g := &reasons{v: v, p: &v.Question.Organisation.People[i], r: &v.Results[i]}
	switch g.p.InReport {
	case access.No:
		if g.p.Enabled == access.No {
			g.add(FromUsers, "accountEnabled", "false",
				"The account is blocked. Microsoft’s registration report does not include blocked accounts.")
		} else {
			g.add(FromReport, "id", "no row",
				"Microsoft’s registration report does not include this account, so its methods are not known.")
		}
		return g.all
	case access.Unknown:
		g.add(FromReport, "methodsRegistered", "not read", "Handrail could not read the registered methods.")
		return g.all
	}
	g.registration()
	g.policy()
	g.first()
	g.asking()
	g.guard()
	g.reset()
	g.signIn()
	g.unknown()
	return g.all
}

func (g *reasons) registration() {
	value := strings.Join(g.p.Names, ", ")
	switch {
	case g.p.Registered&second == 0 && value == "":
		g.add(FromReport, "methodsRegistered", "none", "No method is registered for MFA.")
	case g.p.PhoneOnly():
		g.add(FromReport, "methodsRegistered", value, "Only phones are registered for MFA.")
	default:
		g.add(FromReport, "methodsRegistered", value, "These methods are registered.")
	}
	if g.p.has(Unnamed) {
		g.add(FromReport, "methodsRegistered", value,
			"Handrail does not know one of these methods. It may or may not work.")
	}
	if g.r.verdict.against {
		g.add(FromReport, "isMfaCapable", flagWord(g.p.Capable),
			"Microsoft’s registration report does not match the policy. One of the two is older.")
	} else if g.r.Outcomes.Has(AlreadyBroken) {
		g.add(FromReport, "isMfaCapable", flagWord(g.p.Capable), "None of the registered methods works today.")
	}
	if g.p.has(TemporaryPass) && !g.p.PassWorks {
		g.add(FromReport, "methodsRegistered", "temporaryAccessPass",
			"There was a Temporary Access Pass, but it may have expired.")
	}
}

func flagWord(t access.Answer) string {
	switch t {
	case access.Yes:
		return "true"
	case access.No:
		return "false"
	}
	return "not stated"
}

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

func (g *reasons) first() {
	d := g.r.verdict
	if d.firstBefore == d.firstAfter || d.firstBefore == 0 && d.firstAfter == 0 {
		return
	}
	change := d.firstBefore.Title() + " → " + d.firstAfter.Title()
	switch g.r.at.system {
	case access.Yes:
		g.add(FromReport, "isSystemPreferredAuthenticationMethodEnabled", "true",
			"Microsoft uses the strongest method first: %s.", change)
	case access.No:
		name := g.p.PreferredName
		if name == "" {
			name = "none"
		}
		g.add(FromReport, "userPreferredMethodForSecondaryAuthentication", name, "The person’s own choice comes first while it works: %s.", change)
	default:
		g.add(FromReport, "isSystemPreferredAuthenticationMethodEnabled", "not stated",
			"Handrail could not find out which method comes first.")
	}
}

func (g *reasons) asking() {
	o := g.v.Question.Organisation
	e := g.v.askAfter
	s := g.r.at
	switch {
	case s.sync:
		g.add(FromRoles, "roleDefinitionId", "directory synchronisation",
			"This account synchronises the directory. It registers no methods.")
	case s.askedAfter == access.No:
		g.add(FromAccess, "state", "nothing applies",
			"Handrail found nothing that requires MFA from this person today, except their Security info page.")
		return
	}
	if s.askedAfter == access.Unknown {
		g.add(FromAccess, "state", "not known",
			"Handrail could not find out whether anything requires MFA from this person.")
	}
	if e.Defaults == access.Yes && !s.sync {
		g.add(FromDefaults, "isEnabled", "true", "Security defaults require MFA from everyone.")
	}
	if g.p.PerUser == access.Yes {
		g.add(FromPerUser, "perUserMfaState", g.p.PerUserName, "Per-user MFA is on for this person.")
	}
	for i := range e.Policies {
		a := &e.Policies[i]
		reach := a.reach(g.p, o.belongs)
		if !a.Asks || reach.Acts() == access.No {
			continue
		}
		only := a.when(&reach, o)
		g.add(FromAccess, "displayName", a.Name, "This policy requires MFA.%s", only)
	}
	if e.Portals == access.Yes && g.p.Admin == access.Yes {
		g.add(FromRoles, "roleDefinitionId", strings.Join(g.p.Roles, ", "),
			"Microsoft’s admin centers require MFA from every administrator.")
	}
}

func (g *reasons) guard() {
	o := g.v.Question.Organisation
	if !(g.r.Outcomes | g.r.Possible).Has(LockedOut|MustRegister|WillBeAsked|AlreadyBroken) ||
		g.r.at.guard == access.No && g.r.at.openAfter == access.Yes {
		return
	}
	for i := range g.v.askAfter.Policies {
		a := &g.v.askAfter.Policies[i]
		reach := a.reach(g.p, o.belongs)
		if !a.Guards || reach.Acts() == access.No {
			continue
		}
		only := a.when(&reach, o)
		g.add(FromAccess, "includeUserActions", a.Name,
			"The person must meet this policy before they can register a method.%s", only)
	}
	if g.r.at.openAfter != access.Yes {
		g.add(FromPolicy, "state", "no method on", "No method that this person could register is on.")
	}
	if g.p.PassWorks {
		g.add(FromReport, "methodsRegistered", "temporaryAccessPass",
			"There is a Temporary Access Pass. The person can sign in with it.")
	}
}

func (g *reasons) reset() {
	if !(g.r.Outcomes | g.r.Possible).Has(LosesReset) {
		return
	}
	g.add(FromReport, "isSsprCapable", flagWord(g.p.SSPRCapable),
		"Today this person can use self-service password reset.")
	needed := "not stated"
	if n := g.r.at.needed; n != 0 {
		needed = strconv.Itoa(int(n))
	}
	g.add(FromPerson, "methods needed to reset", needed,
		"The phone counts for password reset. The other methods may not be enough.")
}

func (g *reasons) signIn() {
	if (g.r.Outcomes | g.r.Possible).Has(LosesTextSignIn) {
		text := "Today this person can sign in with the phone number only."
		if g.p.TextReady == access.Unknown {
			text = "The policy allows sign-in with the phone number only. " +
				"Handrail did not read whether this person uses it."
		}
		g.add(FromPolicy, "Sms.includeTargets.isUsableForSignIn", "true", "%s", text)
	}
}

// unknown adds the outcomes of the other cases.
func (g *reasons) unknown() {
	if g.r.Possible == 0 {
		return
	}
	var codes []string
	for _, one := range g.r.Possible.Each() {
		codes = append(codes, one.Code())
	}
	g.add(FromReport, "possible", strings.Join(codes, ", "),
		"These outcomes are possible. Handrail does not have enough data to decide.")
}
