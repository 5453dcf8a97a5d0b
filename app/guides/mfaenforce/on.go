package mfaenforce

import (
	"slices"
	"strconv"
	"strings"

	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/report"
)

// state is whether an option is on, and what narrows it.
type state struct {
	on         access.Answer
	conditions []string // when a policy of the option applies, if not always
	without    []string // names of people whom it does not require MFA from
	together   bool     // no policy is for everyone, but together they are for all people of today
	admins     bool     // with together: for administrators only
	why        string   // why it is not on, or not known; one sentence
}

// conditional reports whether the option is on, but not for everyone at every sign-in.
func (s state) conditional() bool {
	return s.on == access.Yes && (s.together || len(s.conditions)+len(s.without) > 0)
}

// word is the value of the fact "on".
func (s state) word() string {
	if s.conditional() {
		return "conditional"
	}
	return s.on.String()
}

// isOn reports whether an option is on. It is conditional if it does not require MFA
// at every sign-in from everyone whom it is for. spared are the emergency access
// accounts: leaving them out narrows nothing.
func isOn(o *mfa.Organisation, way string, spared []string) state {
	e := &o.Enforcement
	switch way {
	case mfa.DemandDefaults:
		return state{on: e.Defaults}
	case mfa.DemandAccess, mfa.DemandAdmins:
		return accessOn(o, way == mfa.DemandAdmins, spared)
	case mfa.DemandPerUser:
		s := people(o, spared, false, func(i int) access.Answer { return o.People[i].PerUser })
		if s.on == access.Unknown {
			s.why = "Handrail does not know the per-user MFA of everyone."
		}
		return s
	case mfa.DemandPortals:
		return state{on: access.Yes}
	}
	return state{}
}

// people sums up what asks says of the people that an option is for: no if it
// requires MFA from no one, unknown if that is not certain of everyone left.
func people(o *mfa.Organisation, spared []string, admins bool, asks func(i int) access.Answer) state {
	s := state{on: access.Yes}
	n, yes, unknown := 0, 0, 0
	for i := range o.People {
		p := &o.People[i]
		role := o.PolicyAdmin(i)
		if p.Enabled == access.No || p.Marks&mfa.SyncAccount != 0 || isSpared(p, spared) ||
			admins && role == access.No {
			continue
		}
		n++
		switch t := asks(i); {
		case t == access.Yes:
			yes++
		case t == access.Unknown || admins && role == access.Unknown:
			unknown++
		default:
			s.without = append(s.without, p.Label())
		}
	}
	switch {
	case n == 0 || n == yes:
	case yes == 0 && unknown == 0:
		return state{on: access.No}
	case unknown > 0:
		s.on = access.Unknown
	}
	return s
}

func isSpared(p *mfa.Person, spared []string) bool {
	return slices.ContainsFunc(spared, func(n string) bool {
		return strings.EqualFold(p.UPN, n) || strings.EqualFold(p.ID, n)
	})
}

// finding describes whether the option is on.
func (s state) finding() report.Finding {
	switch {
	case s.conditional() && s.together && s.admins:
		return report.Finding{Code: "demand-conditional", Severity: report.Warning,
			Title: "It is on for all administrators today, but no policy includes their roles",
			Text:  "A new administrator needs MFA only if one of the policies includes the account.",
			Do:    "Include the roles in a policy, or check again when someone becomes an administrator."}
	case s.conditional() && s.together:
		return report.Finding{Code: "demand-conditional", Severity: report.Warning,
			Title: "It is on for everyone today, but no policy includes everyone",
			Text: "The policies together require MFA from everyone in the list of people. " +
				"A new account needs MFA only if one of these policies includes it.",
			Do: "Include everyone in one policy, or check again when people join."}
	case s.conditional():
		return s.narrowed()
	case s.on == access.Yes:
		return report.Finding{Code: "demand-on", Severity: report.OK, Title: "It is on",
			Text: "Handrail checked the setting at Microsoft."}
	case s.on == access.No:
		return report.Finding{Code: "demand-off", Severity: report.Warning, Title: "It is not on yet",
			Text: s.because("The setting at Microsoft is not on."),
			Do:   "Finish the steps, wait a few minutes, then check again."}
	}
	return report.Finding{Code: "demand-unknown", Severity: report.Unknown,
		Title: "Handrail could not find out whether it is on", Text: s.because("Handrail cannot read this setting."),
		Do: "Check the setting in the admin center."}
}

func (s state) because(otherwise string) string {
	if s.why != "" {
		return s.why
	}
	return otherwise
}

// narrowed describes what narrows an option that is on. Two conditions may cover every
// sign-in together, so only one alone leaves sign-ins out for certain.
func (s state) narrowed() report.Finding {
	f := report.Finding{Code: "demand-conditional", Severity: report.Warning,
		Title: "It is on, but not for everyone at every sign-in",
		Do:    "Remove the condition or the exclusion, or accept who does not need MFA."}
	var text []string
	for _, c := range s.conditions {
		text = append(text, "A policy applies "+c+".")
	}
	switch {
	case len(s.conditions) == 1:
		text = append(text, "At other sign-ins, it does not require MFA from anyone.")
	case len(s.conditions) > 1:
		if len(s.without) == 0 {
			f.Title = "It is on, but only under conditions"
		}
		text = append(text, "Where none of these conditions is met, no one needs MFA by these policies.")
	}
	if len(s.without) > 0 {
		text = append(text, "It does not require MFA from: "+listed(s.without)+".")
	}
	f.Text = strings.Join(text, " ")
	return f
}

// listed joins names; after ten it counts the rest.
func listed(names []string) string {
	if len(names) <= 10 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:10], ", ") + " and " + strconv.Itoa(len(names)-10) + " more"
}
