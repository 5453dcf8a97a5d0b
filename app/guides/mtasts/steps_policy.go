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
		Title: "Your policy",
		Lead:  "Which servers take your mail, and how strict senders should be.",
		Text: "Begin in testing mode and let senders keep the policy for one day. Nothing is refused, and a mistake is mended within a day. " +
			"When to become strict is decided later, with the reports.",
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
		Hint:      "Handrail has chosen what fits what it found.",
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
	add(noMail(v), aimLeave, "Leave it without a policy", "The domain takes no mail, so there is nothing to protect.")
	add(served && mode != string(sts.None), aimKeep, "Keep the policy as it is", "Handrail checks that it is served and announced rightly.")
	add(true, aimStart, "Start in testing mode", "Senders report trouble and refuse nothing.")
	add(served && mode != string(sts.None), aimChange, "Change the policy", "New lines or another time; the mode may stay.")
	add(served || record != "absent" && record != "", aimRetire, "Take the policy down safely",
		"First the policy says “none”. It goes when no sender remembers an older one.")
	return all
}

func askForMode() guide.Ask {
	return guide.Ask{
		Name: askMode, Label: "Mode", Kind: guide.Choice,
		Hint:      "Go back to testing before you move your mail to other servers.",
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
	all := []guide.Option{{Value: string(sts.Testing), Label: "Testing", Hint: "Senders report trouble and refuse nothing."}}
	if e := string(sts.Enforce); fact(v, factMode) == e || v.Answer(askMode) == e {
		all = slices.Insert(all, 0, guide.Option{Value: e, Label: "Stay with enforce", Hint: "Senders refuse to deliver where your servers do not pass."})
	}
	return all
}

func askForMX() guide.Ask {
	return guide.Ask{
		Name: askMX, Label: "Your mail servers", Kind: guide.Lines,
		Hint:      "One name a line. Handrail has filled in what it found.",
		What:      "A star at the beginning stands for exactly one part of a name. List backup servers and any filter service in front as well.",
		Default:   defaultMX,
		Clean:     cleanMX,
		DependsOn: []string{askDomain},
		When:      func(v *guide.Visit) bool { return makes(aimOf(v)) },
		Valid:     validMX,
	}
}

func askForMaxAge() guide.Ask {
	return guide.Ask{
		Name: askMaxAge, Label: "How long senders keep the policy", Kind: guide.Choice,
		Hint:      "Begin with one day, and take longer once all is well.",
		What:      "A longer time protects better, but a mistake lives as long. The longest time allowed is one year.",
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
	hints := []string{"For the beginning, and before any change.", "When the first reports look well.", "For the strict mode, at the least.",
		"For a domain that changes rarely.", "The longest that senders allow."}
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
	return app.Errorf(app.Invalid, "Choose one of the lines.", "Nothing that fits is chosen.")
}

func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-32) + s[1:]
}
