package mfa

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Reason is a fact that an outcome rests on.
type Reason struct {
	Section string    // where it was read: "registration"
	Field   string    // as Microsoft calls it
	Value   string    // as it was read, "before → after" where it changes
	Read    time.Time // when the section was read; zero unknown
	Text    string    // what it means, one sentence
}

// Age says how old the fact is at now, in words.
func (r Reason) Age(now time.Time) string {
	age := now.Sub(r.Read)
	switch {
	case r.Read.IsZero() || age < 0:
		return "age unknown"
	case age < time.Hour:
		return fmt.Sprintf("%d minutes old", int(age/time.Minute))
	case age < 48*time.Hour:
		return fmt.Sprintf("%d hours old", int(age/time.Hour))
	}
	return fmt.Sprintf("%d days old", int(age/(24*time.Hour)))
}

// The sections that facts come from, as the room of the organisation names them.
const (
	FromReport   = "registration"
	FromUsers    = "users"
	FromPolicy   = "methods-policy"
	FromAccess   = "conditional-access"
	FromDefaults = "security-defaults"
	FromPerUser  = "per-user-mfa"
	FromRoles    = "roles"
	FromPerson   = "administrator" // told, not read
)

// reasons gathers the facts about one person.
type reasons struct {
	v   *Preview
	p   *Person
	r   *Result
	all []Reason
}

func (g *reasons) add(section, field, value, format string, args ...any) {
	g.all = append(g.all, Reason{section, field, value, g.v.Question.Organisation.Read[section], fmt.Sprintf(format, args...)})
}

// Reasons gives the facts that the outcome of person i rests on.
func (v *Preview) Reasons(i int) []Reason {
	g := &reasons{v: v, p: &v.Question.Organisation.People[i], r: &v.Results[i]}
	switch g.p.InReport {
	case No:
		if g.p.Enabled == No {
			g.add(FromUsers, "accountEnabled", "false", "The account is blocked. Microsoft’s report leaves blocked accounts out.")
		} else {
			g.add(FromReport, "id", "no row", "Microsoft’s report has no row for this account, so its methods are not known.")
		}
		return g.all
	case Unknown:
		g.add(FromReport, "methodsRegistered", "not read", "The registered methods could not be read.")
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
		g.add(FromReport, "methodsRegistered", "none", "Nothing is registered for a second step.")
	case g.p.PhoneOnly():
		g.add(FromReport, "methodsRegistered", value, "Phones are all that is registered for a second step.")
	default:
		g.add(FromReport, "methodsRegistered", value, "This is what is registered.")
	}
	if g.p.has(Unnamed) {
		g.add(FromReport, "methodsRegistered", value, "One of these methods is not known to Handrail, so it may work or not.")
	}
	if g.r.verdict.against {
		g.add(FromReport, "isMfaCapable", flagWord(g.p.Capable), "Microsoft’s report does not agree with the policy as it was read. One of the two is older.")
	} else if g.r.Outcomes.Has(AlreadyBroken) {
		g.add(FromReport, "isMfaCapable", flagWord(g.p.Capable), "None of the registered methods works today.")
	}
	if g.p.has(TemporaryPass) && !g.p.PassWorks {
		g.add(FromReport, "methodsRegistered", "temporaryAccessPass", "A Temporary Access Pass was there, but it may have run out since.")
	}
}

func flagWord(t Tri) string {
	switch t {
	case Yes:
		return "true"
	case No:
		return "false"
	}
	return "not said"
}

// touched are the methods that matter to p.
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
			limited = " It is not for everybody: its groups decide."
		}
		switch {
		case now != then:
			g.add(FromPolicy, field, now+" → "+then, "%s are switched.%s", m.Title(), limited)
		case fmt.Sprint(a.Include) != fmt.Sprint(b.Include):
			g.add(FromPolicy, string(m)+".includeTargets", targets(a.Include)+" → "+targets(b.Include), "The people it is for change.")
		case now == "not named":
			g.add(FromPolicy, field, now, "Microsoft’s answer says nothing about this method, so it may be on or off.")
		default:
			g.add(FromPolicy, field, now, "It stays as it is.%s", limited)
		}
	}
	if l := before.Legacy; l.Live != No {
		word := l.State
		if word == "" {
			word = "not said"
		}
		g.add(FromPolicy, "policyMigrationState", word, "The older settings may still allow methods. No interface tells; you can look them up.")
	}
	if g.p.PerUserName != "" && g.p.PerUser == Unknown {
		g.add(FromPerUser, "perUserMfaState", g.p.PerUserName, "This value is not known to Handrail.")
	}
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
	case c.On == Yes:
		return "enabled"
	case c.On == No:
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
	case Yes:
		g.add(FromReport, "isSystemPreferredAuthenticationMethodEnabled", "true", "Microsoft asks for the strongest method first: %s.", change)
	case No:
		name := g.p.PreferredName
		if name == "" {
			name = "none"
		}
		g.add(FromReport, "userPreferredMethodForSecondaryAuthentication", name, "The person’s own choice comes first while it works: %s.", change)
	default:
		g.add(FromReport, "isSystemPreferredAuthenticationMethodEnabled", "not said", "Which method comes first is not known.")
	}
}

func (g *reasons) asking() {
	o := g.v.Question.Organisation
	e := g.v.askAfter
	s := g.r.at
	switch {
	case s.sync:
		g.add(FromRoles, "roleDefinitionId", "directory synchronisation", "This account synchronises the directory. It registers nothing.")
	case s.askedAfter == No:
		g.add(FromAccess, "state", "nothing applies", "Nothing that can be read here asks this person for a second step today. Their own page of sign-in methods does.")
		return
	}
	if s.askedAfter == Unknown {
		g.add(FromAccess, "state", "not known", "Whether anything asks this person for a second step is not known.")
	}
	if e.Defaults == Yes && !s.sync {
		g.add(FromDefaults, "isEnabled", "true", "Security defaults ask everybody for a second step.")
	}
	if g.p.PerUser == Yes {
		g.add(FromPerUser, "perUserMfaState", g.p.PerUserName, "This person is asked for a second step.")
	}
	for i := range e.Policies {
		a := &e.Policies[i]
		if !a.Asks || a.Users.covers(g.p, o.belongs) == No {
			continue
		}
		only := ""
		if a.Only != "" {
			only = " It holds " + a.Only + "."
		}
		g.add(FromAccess, "displayName", a.Name, "This policy asks for a second step.%s", only)
	}
	if e.Portals == Yes && g.p.Admin == Yes {
		g.add(FromRoles, "roleDefinitionId", strings.Join(g.p.Roles, ", "), "Microsoft’s administration pages ask every administrator for a second step.")
	}
}

func (g *reasons) guard() {
	o := g.v.Question.Organisation
	if !(g.r.Outcomes | g.r.Possible).Has(LockedOut|MustRegister|WillBeAsked|AlreadyBroken) || g.r.at.guard == No && g.r.at.openAfter == Yes {
		return
	}
	for i := range g.v.askAfter.Policies {
		a := &g.v.askAfter.Policies[i]
		if !a.Guards || a.Users.covers(g.p, o.belongs) == No {
			continue
		}
		only := ""
		if a.Only != "" {
			only = " It holds " + a.Only + "."
		}
		g.add(FromAccess, "includeUserActions", a.Name, "This policy must be met before anything can be registered.%s", only)
	}
	if g.r.at.openAfter != Yes {
		g.add(FromPolicy, "state", "no method on", "No method is on that this person could register.")
	}
	if g.p.PassWorks {
		g.add(FromReport, "methodsRegistered", "temporaryAccessPass", "A Temporary Access Pass is there and opens the way.")
	}
}

func (g *reasons) reset() {
	if !(g.r.Outcomes | g.r.Possible).Has(LosesReset) {
		return
	}
	g.add(FromReport, "isSsprCapable", flagWord(g.p.SSPRCapable), "Today this person can reset the password alone.")
	needed := "not said"
	if n := g.r.at.needed; n != 0 {
		needed = strconv.Itoa(int(n))
	}
	g.add(FromPerson, "methods needed to reset", needed, "The phone counts for it; what remains may be too little.")
}

func (g *reasons) signIn() {
	if (g.r.Outcomes | g.r.Possible).Has(LosesTextSignIn) {
		text := "The phone number alone signs in today."
		if g.p.TextReady == Unknown {
			text = "The policy lets the phone number alone sign in. Whether this person does so was not read."
		}
		g.add(FromPolicy, "Sms.includeTargets.isUsableForSignIn", "true", "%s", text)
	}
}

// unknown says what the outcome would be in the other cases.
func (g *reasons) unknown() {
	if g.r.Possible == 0 {
		return
	}
	var codes []string
	for _, one := range g.r.Possible.Each() {
		codes = append(codes, one.Code())
	}
	g.add(FromReport, "possible", strings.Join(codes, ", "), "What is not known decides between these.")
}
