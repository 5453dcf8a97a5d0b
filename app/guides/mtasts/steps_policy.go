package mtasts

import (
	"slices"
	"strconv"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/terms"
	sts "handrail/app/mail/mtasts"
)

func (d deps) policyStep() guide.Step {
	return guide.Step{
		ID:      stepPolicy,
		Title:   "Choose the policy",
		Summary: "Choose which servers receive your email, and how strict senders should be.",
		Text: "Start in testing mode and let senders cache the policy for one day. They refuse nothing, and you can " +
			"fix a mistake within a day. " +
			"You decide later, with the reports, when to enforce it.",
		MainLabel: "Use this policy",
		NextLabel: "Show the policy",
		Terms:     terms.Of(terms.Policy, terms.Mode, terms.MX, terms.MaxAge),
		Needs:     stepToday,
		DependsOn: []string{askDomain, askAim, askMode, askMX, askMaxAge},
		Asks: []guide.Ask{
			ask.ChoiceOf(askAim, ask.Words{Label: "What would you like to do?",
				Hint: "Handrail has selected the option that fits your domain.",
			}, aimOptions, ask.FirstOf(defaultAim), ask.Following(askDomain)),
			ask.ChoiceOf(askMode, ask.Words{Label: "Mode",
				Hint: "Return to testing before you move your email to other servers.",
			}, modeOptions, ask.FirstOf(defaultMode), ask.Following(askDomain), whenAim(aimChange)),
			ask.Lines(askMX, ask.Words{Label: "Your mail servers",
				Hint: "One name on each line. Handrail has entered the servers that it found. For example, " +
					"mail.example.org.",
				Help: "A star at the beginning matches exactly one part of a name. Also list backup servers and any " +
					"filter service.",
			}, ask.FirstOf(defaultMX), ask.Cleaned(cleanMX), ask.CheckedIn(validMX), ask.Following(askDomain),
				whenMade),
			ask.ChoiceOf(askMaxAge, ask.Words{Label: "How long senders cache the policy",
				Hint: "Start with one day. Choose a longer time when everything works.",
				Help: "A longer time protects better, but a mistake also lasts longer. The limit is one year.",
			}, maxAgeOptions, ask.FirstOf(defaultMaxAge), ask.Following(askDomain), whenAim(aimStart, aimChange)),
		},
		Plan: d.plan,
	}
}

// whenAim asks only if the aim, confirmed or offered, is one of aims.
func whenAim(aims ...string) ask.Part {
	return ask.WhenOf(func(v *guide.Visit) bool { return slices.Contains(aims, aimOf(v)) })
}

// whenMade asks only if the visit makes a policy.
var whenMade = whenAim(aimStart, aimChange, aimRetire)

// aimWords are the labels of the aims.
var aimWords = map[string]string{
	aimStart: "Start in testing mode", aimKeep: "Keep the policy as it is", aimChange: "Change the policy",
	aimRetire: "Take the policy down safely", aimLeave: "Leave the domain without a policy",
}

// aimOptions offers what makes sense for what was found. A choice once
// confirmed stays offered.
func aimOptions(v *guide.Visit) []guide.Option {
	served, record := fact(v, "policy") == "valid", fact(v, "record")
	mode := fact(v, factMode)
	var all []guide.Option
	add := func(when bool, value, hint string) {
		if when || v.Answer(askAim) == value {
			all = append(all, guide.Option{Value: value, Label: aimWords[value], Hint: hint})
		}
	}
	add(noMail(v) || keptElsewhere(v) && !served, aimLeave, leaveWords(v))
	add(served && mode != string(sts.None) || hostFails(v), aimKeep,
		"Handrail checks that the policy and its record are published correctly.")
	add(!keptElsewhere(v), aimStart, "Senders report problems and refuse nothing.")
	add(served && mode != string(sts.None) || fact(v, factMeantMode) == string(sts.Enforce), aimChange,
		"Change the mail servers, the mode or the cache time.")
	add(served || record != "absent" && record != "", aimRetire,
		"First publish mode “none”. Remove the policy when no sender has an older one cached.")
	return all
}

// modeOptions offers enforce only where it is in force already: becoming strict
// is decided with reports.
func modeOptions(v *guide.Visit) []guide.Option {
	all := []guide.Option{{Value: string(sts.Testing), Label: "Testing",
		Hint: "Senders report problems and refuse nothing."}}
	if e := string(sts.Enforce); orMeant(v, factMode, factMeantMode) == e || v.Answer(askMode) == e {
		all = slices.Insert(all, 0, guide.Option{Value: e, Label: "Keep enforce",
			Hint: "Senders refuse to deliver if your servers fail the check."})
	}
	return all
}

func maxAgeOptions(*guide.Visit) (all []guide.Option) {
	hints := []string{"For the start, and before any change.", "When the first reports show no problems.",
		"For mode enforce, once the policy works.",
		"For a domain that changes rarely.", "The longest time that senders accept."}
	for i, n := range maxAges {
		all = append(all, guide.Option{Value: strconv.FormatInt(n, 10), Label: capital(ageWords(n)), Hint: hints[i]})
	}
	return all
}

func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-32) + s[1:]
}
