package deviceprofiles

import (
	"time"

	"handrail/app/device/dynrule"
	"handrail/app/guide/frame"
	"handrail/app/report"
)

// warning is what is said of a warning of a rule.
type warning struct {
	severity        report.Severity
	title, text, do string
	refused         bool // Microsoft refuses the rule, or no longer follows it
}

// warnings are the words for each warning, by its code.
var warnings = map[string]warning{
	dynrule.WarnDash: {severity: report.Note, title: "The rule has a typographic dash",
		text: "Handrail reads it as a hyphen. A web page or a word processor put it there.", do: "Use the corrected rule."},
	dynrule.WarnQuote: {severity: report.Note, title: "The rule has typographic or single quotes",
		text: "Handrail reads them as straight double quotes.", do: "Use the corrected rule."},
	dynrule.WarnCapitals: {severity: report.Note, title: "A property has other capitals than documented",
		text: "Microsoft says that capitals count in the names of properties.", do: "Use the corrected rule."},
	dynrule.WarnProperty: {severity: report.Unknown, title: "A property is not documented",
		text: "Handrail cannot say what the rule makes of it.", do: "Check the name of the property."},
	dynrule.WarnNull: {severity: report.Note, title: "The rule has $null", text: "Microsoft documents null.",
		do: "Use the corrected rule."},
	dynrule.WarnBare: {severity: report.Problem, title: "-any or -all has no parentheses", refused: true,
		text: "Microsoft’s page prints this form, but the service refuses it.", do: "Use the corrected rule."},
	dynrule.WarnAll: {severity: report.Problem, title: "-all with a negative comparison", refused: true,
		text: "People report that Microsoft no longer follows it.",
		do:   "Write -not (… -any (…)) with the positive comparison."},
	dynrule.WarnMemberOf: {severity: report.Problem, title: "The rule uses memberOf", refused: true,
		text: "Such groups keep their last members.", do: "Use a property of the device."},
	dynrule.WarnPattern: {severity: report.Unknown, title: "Handrail cannot evaluate the pattern",
		text: "Microsoft’s patterns can do more than Handrail’s.", do: "Compare with -startsWith or -eq."},
	dynrule.WarnTrailing: {severity: report.Problem, title: "A word follows the rule", refused: true,
		text: "Microsoft’s page prints it so.", do: "Use the corrected rule."},
	dynrule.WarnRetired: {severity: report.Problem, title: "Microsoft no longer knows this property", refused: true,
		text: "No device is added because of it.", do: "Use another property."},
	dynrule.WarnSelfNamed: {severity: report.Warning, title: "Anyone’s device can join",
		text: "A device can report a name that begins with " + dynrule.SelfPrefix() + ". This rule takes such names.",
		do:   "Compare the whole name with -eq."},
}

// frozenSince returns a sentence about the day from which Microsoft no longer updates groups by
// memberOf.
func frozenSince(now time.Time) string {
	day := dynrule.MemberOfEnds()
	word := "stopped"
	if now.Before(day) {
		word = "stops"
	}
	return "Microsoft " + word + " updating such groups on " + day.Format("2 January 2006") + "."
}

// explain puts what must be known of a rule into a document, and returns whether Microsoft
// follows it: yes or no.
func explain(doc *frame.Draft, rule *dynrule.Rule) string {
	usable, corrected := "yes", false
	for _, w := range rule.Warnings {
		words, known := warnings[w.Code]
		if !known {
			continue // two readings are shown with the devices
		}
		f := report.Finding{Code: w.Code, Severity: words.severity, Subject: w.Found, Title: words.title, Text: words.text,
			Do: words.do}
		if w.Found != "" && w.Code != dynrule.WarnMemberOf && w.Code != dynrule.WarnSelfNamed {
			f.Text += " It says: " + w.Found + "."
		}
		if w.Code == dynrule.WarnMemberOf {
			f.Text = frozenSince(doc.At()) + " " + f.Text
		}
		doc.Find(f)
		if words.refused {
			usable = "no"
		}
		corrected = corrected || words.do == "Use the corrected rule."
	}
	if corrected && rule.Other == nil {
		doc.Add(report.Code{Label: "Corrected rule", Text: rule.Print()})
		doc.Fact("corrected", "Corrected rule", rule.Print(), "")
	}
	return usable
}
