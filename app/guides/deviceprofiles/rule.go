package deviceprofiles

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/device/dynrule"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// profileName is the property that this guide compares.
const profileName = "enrollmentProfileName"

// wholeNames returns the rule that takes these names and no other.
func wholeNames(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = dynrule.Quote(n)
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return "(device." + profileName + " -eq " + quoted[0] + ")"
	}
	return "(device." + profileName + " -in [" + strings.Join(quoted, ", ") + "])"
}

// ruleText returns the rule of a visit, as the person built or pasted it.
func ruleText(v *guide.Visit) string {
	if v.Answer(askFrom) == fromPaste {
		return strings.Join(ask.Rows(v.Answer(askRule)), " ")
	}
	word := map[string]string{opStarts: "-startsWith", opContains: "-contains",
		opMatch: "-match"}[v.Answer(askOperator)]
	if word == "" {
		return wholeNames(chosen(v))
	}
	return "(device." + profileName + " " + word + " " + dynrule.Quote(v.Answer(askValue)) + ")"
}

// readRule reads the rule of a visit. The error is *app.Error.
func readRule(v *guide.Visit) (*dynrule.Rule, error) {
	if v.Answer(askFrom) != fromPaste && !dynrule.Quotable(v.Answer(askNames)+v.Answer(askValue)) {
		return nil, errBacktick
	}
	rule, err := dynrule.Parse(ruleText(v))
	if err == nil && rule.About != dynrule.Device {
		return nil, errPeople
	}
	return corrected(rule), err
}

// The errors for what Microsoft does not refuse: a rule about people, and a name that no rule can have.
var (
	errPeople   = app.Errorf(app.Invalid, "Use properties that begin with “device.”.", "The rule is not about devices.")
	errBacktick = app.Errorf(app.Invalid, "Compare with another part of the name.",
		"The name has a backtick, which cannot be written in a rule.")
)

// corrected returns a rule as Microsoft documents its form, with the warnings of the form that it had. A rule with two
// readings stays as it is.
func corrected(rule *dynrule.Rule) *dynrule.Rule {
	if rule == nil || rule.Other != nil || !slices.ContainsFunc(rule.Warnings, func(w dynrule.Warning) bool {
		return slices.Contains([]string{dynrule.WarnDash, dynrule.WarnQuote, dynrule.WarnCapitals, dynrule.WarnNull}, w.Code)
	}) {
		return rule
	}
	better, err := dynrule.Parse(rule.Print())
	if err != nil {
		return rule
	}
	better.Warnings = rule.Warnings
	return better
}

// lookRule shows which devices the rule takes.
func (d deps) lookRule(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, progress, tenant.SectionDevices)
	if err != nil {
		return nil, err
	}
	doc := d.draft("Which devices does the rule take?", v)
	w.gaps(doc)
	doc.Add(report.Code{Label: "Rule", Text: ruleText(v)})
	rule, err := readRule(v)
	if err != nil {
		unknownRule(doc, "no")
		return noRule(doc, err), nil
	}
	usable := explain(doc, rule)
	if !w.devicesKnown {
		unknownRule(doc, usable)
		doc.Headline("Your devices are not known")
		return doc.Answered(), nil
	}
	t := w.tally(rule, chosen(v))
	t.show(doc, w, v)
	t.readings(doc, rule)
	doc.Fact("usable", "Microsoft follows this rule", usable, "")
	doc.Findings("", "Findings, most serious first")
	doc.Fact("rule", "Rule", rule.Text, "")
	return doc.Answered(), nil
}

// noRule returns a document with the reason why Microsoft would refuse the rule.
func noRule(doc *frame.Draft, err error) *report.Document {
	message, hint := app.UserMessage(err)
	title := "Microsoft would refuse this rule"
	switch {
	case errors.Is(err, errPeople):
		title = "This guide is about devices"
	case errors.Is(err, errBacktick):
		title = "Handrail cannot write this rule"
	}
	doc.Find(report.Finding{Code: "no-rule", Severity: report.Problem, Title: title, Text: message, Do: hint})
	doc.Headline(title)
	return doc.Answered()
}

// unknownRule is what is said of a rule that was not asked of any device.
func unknownRule(doc *frame.Draft, usable string) {
	for _, f := range [][2]string{{"taken", "Devices that the rule takes"}, {"also-taken", "Taken, and not chosen"},
		{"missed", "Chosen, and not taken"}, {"uncertain", "Not certain"}} {
		doc.Fact(f[0], f[1], string(report.Unknown), "Not known")
	}
	doc.Fact("usable", "Microsoft follows this rule", usable, "")
}

// show puts the figures, the table and the safer rule into a document.
func (t tally) show(doc *frame.Draft, w *world, v *guide.Visit) {
	switch chose := "; you chose " + strconv.Itoa(t.mean); {
	case len(t.uncertain) == 0:
		doc.Headline("This rule takes " + devicesOf(len(t.taken)) + chose)
	case len(t.taken) == 0:
		doc.Headline("Not known which devices this rule takes")
	default:
		doc.Headline("This rule takes at least " + strconv.Itoa(len(t.taken)) + chose)
	}
	doc.Add(t.table())
	if n := t.also(); n > 0 {
		doc.Find(report.Finding{Code: "also-taken", Severity: report.Warning,
			Title: "The rule takes " + devicesOf(n) + " that you did not choose",
			Text:  "The table names their profiles.", Do: "Make the rule narrower, or choose these devices too."})
	}
	if n := len(t.missed); n > 0 {
		doc.Find(report.Finding{Code: "missed", Severity: report.Warning,
			Title: counted(n, "device that you chose stays", "devices that you chose stay") + " outside", Text: few(t.missed),
			Do: "Make the rule wider, or leave these devices out."})
	}
	if n := len(t.uncertain); n > 0 {
		doc.Find(report.Finding{Code: "uncertain", Severity: report.Unknown,
			Title: "It is not certain for " + devicesOf(n),
			Text:  "Microsoft does not say what the rule makes of them. " + few(t.uncertain),
			Do:    "Ask Microsoft in the step “Compare with Microsoft”."})
	}
	if t.also()+len(t.missed)+len(t.uncertain) == 0 {
		doc.Find(report.Finding{Code: "exact", Severity: report.OK,
			Title: "The rule takes exactly the devices that you mean"})
	}
	if whole, err := dynrule.Parse(wholeNames(chosen(v))); err == nil && t.also()+len(t.uncertain) > 0 {
		safe := w.tally(whole, chosen(v))
		doc.Add(report.Banner{Tone: report.Note, Lead: "Use the whole name:",
			Text: whole.Text + " takes " + devicesOf(len(safe.taken)) + ", and no other name."})
		doc.Fact("whole-name", "Rule with the whole name", whole.Text, "")
	}
	doc.Fact("taken", "Devices that the rule takes", strconv.Itoa(len(t.taken)), "")
	doc.Fact("also-taken", "Taken, and not chosen", strconv.Itoa(t.also()), "")
	doc.Fact("missed", "Chosen, and not taken", strconv.Itoa(len(t.missed)), "")
	doc.Fact("uncertain", "Not certain", strconv.Itoa(len(t.uncertain)), "")
}

// readings shows both readings of a rule that has two.
func (t tally) readings(doc *frame.Draft, rule *dynrule.Rule) {
	if rule.Other == nil {
		return
	}
	andFirst, orFirst := dynrule.Print(rule)
	doc.Add(report.Code{Label: "Read with -and first", Text: andFirst},
		report.Code{Label: "Read with -or first", Text: orFirst})
	f := report.Finding{Code: "two-readings", Severity: report.Note, Title: "The rule can be read in two ways",
		Text: "Both readings take the same devices here.", Do: "Add parentheses."}
	if len(t.differ) > 0 {
		f.Severity, f.Text = report.Warning, "They differ for "+devicesOf(len(t.differ))+": "+few(t.differ)
	}
	doc.Find(f)
	doc.Fact("differ", "Devices for which the readings differ", strconv.Itoa(len(t.differ)), "")
}
