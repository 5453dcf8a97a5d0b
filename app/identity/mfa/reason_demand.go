package mfa

import (
	"strconv"
	"strings"

	"handrail/app/identity/access"
)

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
		g.add(FromReport, "userPreferredMethodForSecondaryAuthentication", name,
			"The person’s own choice comes first while it works: %s.", change)
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
		if a.Strong {
			only = a.accepting() + only
		}
		if a.Unclear {
			g.add(FromAccess, "displayName", a.Name,
				"This policy may require MFA: Handrail does not know one of its controls.%s", only)
			continue
		}
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
