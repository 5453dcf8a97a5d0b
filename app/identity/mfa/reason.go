package mfa

import (
	"fmt"
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
	case age < time.Minute:
		return "just read"
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
	g.all = append(g.all, Reason{section, field, value, g.v.Question.Organisation.Read[section],
		fmt.Sprintf(format, args...)})
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
	} else if g.r.Outcomes.Has(AlreadyBroken) && g.r.at.need != anyway && g.r.at.before&Persistent != 0 {
		g.add(FromReport, "methodsRegistered", value,
			"None of these methods meets a policy that applies to this person.")
	} else if g.r.Outcomes.Has(AlreadyBroken) {
		g.add(FromReport, "isMfaCapable", flagWord(g.p.Capable), "None of the registered methods works today.")
	}
	if g.r.at.after&Persistent == Hello && g.r.Possible.Has(MustRegister) {
		g.add(FromReport, "methodsRegistered", "windowsHelloForBusiness",
			"Windows Hello works on its own computer only.")
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
