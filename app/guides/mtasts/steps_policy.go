package mtasts

import (
	"slices"
	"strconv"

	"handrail/app"
	"handrail/app/guide"
	sts "handrail/app/mtasts"
)

func (d Deps) policyStep() guide.Step {
	return guide.Step{
		ID:    stepPolicy,
		Title: "Choose the policy",
		Lead:  "Choose which servers receive your email, and how strict senders should be.",
		Text: "Start in testing mode and let senders cache the policy for one day. They refuse nothing, and you can " +
			"fix a mistake within a day. " +
			"You decide later, with the reports, when to enforce it.",
		Main:      "Use this policy",
		Next:      "Show the policy",
		Terms:     []guide.Term{termPolicy, termMode, termMX, termMaxAge},
		Needs:     stepToday,
		DependsOn: []string{askDomain, askAim, askMode, askMX, askMaxAge},
		Asks:      []guide.Ask{askForAim(), askForMode(), askForMX(), askForMaxAge()},
		Plan:      d.plan,
	}
}

func askForAim() guide.Ask {
	return guide.Ask{
		Name: askAim, Label: "What would you like to do?", Kind: guide.Choice,
		Hint:      "Handrail has selected the option that fits your domain.",
		Options:   aimOptions,
		Default:   defaultAim,
		DependsOn: []string{askDomain},
		Valid: func(v *guide.Visit, text string) error {
			return oneOf(aimOptions(v), text)
		},
	}
}

// aimOptions offers what makes sense for what was found. A choice once
// confirmed stays offered.
func aimOptions(v *guide.Visit) []guide.Option {
	served, record := fact(v, "policy") == "valid", fact(v, "record")
	mode := fact(v, factMode)
	var all []guide.Option
	add := func(when bool, value, label, hint string) {
		if when || v.Answer(askAim) == value {
			all = append(all, guide.Option{Value: value, Label: label, Hint: hint})
		}
	}
	add(noMail(v), aimLeave, "Leave the domain without a policy",
		"The domain receives no email, so there is nothing to protect.")
	add(served && mode != string(sts.None), aimKeep, "Keep the policy as it is",
		"Handrail checks that the policy and its record are published correctly.")
	add(true, aimStart, "Start in testing mode", "Senders report problems and refuse nothing.")
	add(served && mode != string(sts.None), aimChange, "Change the policy",
		"Change the mail servers, the mode or the cache time.")
	add(served || record != "absent" && record != "", aimRetire, "Take the policy down safely",
		"First publish mode “none”. Remove the policy when no sender has an older one cached.")
	return all
}

func askForMode() guide.Ask {
	return guide.Ask{
		Name: askMode, Label: "Mode", Kind: guide.Choice,
		Hint:      "Return to testing before you move your email to other servers.",
		Options:   modeOptions,
		Default:   defaultMode,
		DependsOn: []string{askDomain},
		When:      func(v *guide.Visit) bool { return aimOf(v) == aimChange },
		Valid: func(v *guide.Visit, text string) error {
			return oneOf(modeOptions(v), text)
		},
	}
}

// modeOptions offers enforce only where it is in force already: becoming strict
// is decided with reports.
func modeOptions(v *guide.Visit) []guide.Option {
	all := []guide.Option{{Value: string(sts.Testing), Label: "Testing",
		Hint: "Senders report problems and refuse nothing."}}
	if e := string(sts.Enforce); fact(v, factMode) == e || v.Answer(askMode) == e {
		all = slices.Insert(all, 0, guide.Option{Value: e, Label: "Keep enforce",
			Hint: "Senders refuse to deliver if your servers fail the check."})
	}
	return all
}

func askForMX() guide.Ask {
	return guide.Ask{
		Name: askMX, Label: "Your mail servers", Kind: guide.Lines,
		Hint: "One name on each line. Handrail has entered the servers that it found. For example, " +
			"mail.example.org.",
		What: "A star at the beginning matches exactly one part of a name. Also list backup servers and any " +
			"filter service.",
		Default:   defaultMX,
		Clean:     cleanMX,
		DependsOn: []string{askDomain},
		When:      func(v *guide.Visit) bool { return makes(aimOf(v)) },
		Valid:     validMX,
	}
}

func askForMaxAge() guide.Ask {
	return guide.Ask{
		Name: askMaxAge, Label: "How long senders cache the policy", Kind: guide.Choice,
		Hint:      "Start with one day. Choose a longer time when everything works.",
		What:      "A longer time protects better, but a mistake also lasts longer. The limit is one year.",
		Options:   maxAgeOptions,
		Default:   defaultMaxAge,
		DependsOn: []string{askDomain},
		When:      func(v *guide.Visit) bool { return aimOf(v) == aimStart || aimOf(v) == aimChange },
		Valid: func(v *guide.Visit, text string) error {
			return oneOf(maxAgeOptions(v), text)
		},
	}
}

func maxAgeOptions(v *guide.Visit) []guide.Option {
	hints := []string{"For the start, and before any change.", "When the first reports show no problems.",
		"The shortest time for mode enforce.",
		"For a domain that changes rarely.", "The longest time that senders accept."}
	var all []guide.Option
	for i, n := range maxAges {
		all = append(all, guide.Option{Value: strconv.FormatInt(n, 10), Label: capital(ageWords(n)), Hint: hints[i]})
	}
	return all
}

// oneOf refuses what is not among the options.
func oneOf(options []guide.Option, text string) error {
	if slices.ContainsFunc(options, func(o guide.Option) bool { return o.Value == text }) {
		return nil
	}
	return app.Errorf(app.Invalid, "Select one of the options shown.", "This option is not available.")
}

func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-32) + s[1:]
}
