// Package deviceprofiles is the guide to a dynamic group of devices with the same profile name:
// which names there are, which other devices a rule takes, who joins and leaves, what depends on
// the group, and what Microsoft says of the same rule. It makes or changes the group and can undo
// that. The rules are in app/device/dynrule.
package deviceprofiles

import (
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/change"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/guides/services"
	"handrail/app/report"
	"handrail/app/tenant"
)

// deps is what the guide needs of the outside.
type deps struct{ services.Services }

// ID of the guide. Stored with every visit.
const ID = "device-profiles"

// The steps. Stored with every visit.
const (
	stepNames   = "names"
	stepDevices = "devices"
	stepRule    = "rule"
	stepGroup   = "group"
	stepDepends = "depends"
	stepCompare = "compare"
	stepChange  = "change"
	stepAfter   = "after"
	stepKeep    = "keep"
	stepRecord  = "record"
)

// The answers. Stored with every visit.
const (
	askNames     = "profiles"
	askFrom      = "rule-from"
	askOperator  = "comparison"
	askValue     = "value"
	askRule      = "rule"
	askGroup     = "group"
	askGroupName = "group-name"
	askNewName   = "new-group-name"
	askKeep      = "keep"

	fromBuild = "build"
	fromPaste = "paste"

	opWhole    = "whole"
	opStarts   = "starts-with"
	opContains = "contains"
	opMatch    = "match"

	groupNew      = "new"
	groupExisting = "existing"

	keepIt   = "keep"
	keepUndo = "undo"
)

// ruleAnswers are what the rule depends on, groupAnswers also the group.
var (
	ruleAnswers  = []string{askNames, askFrom, askOperator, askValue, askRule}
	groupAnswers = append(append([]string{}, ruleAnswers...), askGroup, askGroupName, askNewName)
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{s.Timed()}
	return guide.Guide{
		ID: ID, Title: "Build a device group", Topic: "Devices",
		Article: "What Is The Value of enrollmentProfileName",
		Minutes: 20, Subject: askNames,
		Outcome:  "You know which devices a rule takes, and the group has only the devices that you mean.",
		Problems: problems,
		Needs: []guide.Need{
			{Title: "A connected organisation", Kind: guide.NeedsOrganisation,
				Sections: []string{tenant.SectionDevices, tenant.SectionGroups},
				Text:     "Handrail reads your devices and groups. Connect your organisation first."},
			{Title: "The right role for the change", Text: "You need the role Groups Administrator, Intune Administrator or " +
				"User Administrator.", Roles: []string{"Groups Administrator", "Intune Administrator", "User Administrator"}},
			{Title: "Entra ID P1", Text: "Dynamic groups need this licence.", Sections: []string{tenant.SectionAccess},
				Licence: true},
			{Title: "The profile name", Text: "The name of the profile in Intune with which the devices were set up."},
			{Title: "Permission to read Intune, if you use it", Optional: true,
				Sections: []string{tenant.SectionAutopilot, tenant.SectionProfiles},
				Text:     "Without it, Handrail says which profiles and assignments it does not know."}},
		Steps: append(d.lookSteps(), d.changeSteps()...),
	}
}

func (d deps) lookSteps() []guide.Step {
	return []guide.Step{
		{ID: stepNames, Title: "Names in use", Summary: "See which profile names your devices have.",
			MainLabel: "Choose the devices", Look: d.lookNames, Ready: readyNames, Terms: glossary()},
		{ID: stepDevices, Title: "Choose the devices", Summary: "Name the profiles of the devices that you mean.",
			NextLabel: "Show the devices", MainLabel: "Build the rule", Needs: stepNames,
			DependsOn: []string{askNames}, Asks: []guide.Ask{whichNames()}, Look: d.lookDevices, Terms: glossary()},
		{ID: stepRule, Title: "Build the rule", Summary: "See which other devices the rule takes too.",
			NextLabel: "Check the rule", MainLabel: "Use this rule", Needs: stepDevices,
			DependsOn: ruleAnswers, Asks: ruleQuestions(), Look: d.lookRule, Ready: readyRule, Terms: glossary()},
		{ID: stepGroup, Title: "Check the group", Summary: "See who joins and who leaves.",
			NextLabel: "Check the group", MainLabel: "See what depends on it", Needs: stepRule,
			DependsOn: groupAnswers, Asks: groupQuestions(), Look: d.lookGroup, Ready: readyGroup, Terms: glossary()},
		{ID: stepDepends, Title: "What depends on the group", Summary: "See policies, licences and Intune’s assignments.",
			MainLabel: "Compare with Microsoft", Needs: stepGroup,
			DependsOn: groupAnswers, Look: d.lookDepends, Terms: glossary()},
		{ID: stepCompare, Title: "Compare with Microsoft", Summary: "Microsoft answers for some of the devices.",
			MainLabel: "Continue to the change", Needs: stepGroup,
			DependsOn: ruleAnswers, Look: d.lookCompare, Terms: glossary()},
	}
}

func (d deps) changeSteps() []guide.Step {
	return []guide.Step{
		{ID: stepChange, Title: "Change the group", Summary: "See the change before you confirm it.",
			MainLabel: "Make this change", Needs: stepGroup, DependsOn: groupAnswers, Plan: d.planChange,
			Apply: d.applyChange, Terms: glossary()},
		{ID: stepAfter, Title: "Check again", Summary: "Handrail reads the group and its members again.",
			MainLabel: "Continue to keep or undo", Needs: stepChange, DependsOn: groupAnswers, Look: d.lookAfter,
			Terms: glossary()},
		{ID: stepKeep, Title: "Keep or undo", Summary: "Decide once the right devices are in the group.",
			NextLabel: "Show the result", MainLabel: "Confirm this decision", Needs: stepChange,
			DependsOn: append(append([]string{}, groupAnswers...), askKeep), Asks: []guide.Ask{keepQuestion()},
			Plan: d.planKeep, Apply: d.applyKeep, Terms: glossary()},
		{ID: stepRecord, Title: "Save the report", Summary: "See the rule, the devices and what was changed.",
			MainLabel: "Save the report", Needs: stepGroup,
			DependsOn: append(append([]string{}, groupAnswers...), askKeep), Look: d.lookRecord, Terms: glossary()},
	}
}

func glossary() []guide.Term {
	return terms.With([]terms.Key{terms.ConditionalAccess, terms.EntraPlans},
		guide.Term{Word: "Dynamic group", Meaning: "A group whose members Microsoft finds by a rule."},
		guide.Term{Word: "Profile name", Meaning: "The name of the profile with which a device was set up. " +
			"The device keeps it."},
		guide.Term{Word: "Intune", Meaning: "Microsoft’s service that manages computers and phones."},
		guide.Term{Word: "Autopilot", Meaning: "The way in which Intune sets up new Windows computers."})
}

func whichNames() guide.Ask {
	return ask.Lines(askNames, ask.Words{Label: "Which profile names do you mean?",
		Hint: "Enter one name on each line, as the step before shows it. For example Hall Kiosk.",
		Help: "A device keeps the name that its profile had when the device was set up."},
		ask.FirstFact("most-used", ""))
}

func ruleQuestions() []guide.Ask {
	built := ask.When(askFrom, fromBuild)
	return []guide.Ask{
		ask.Choice(askFrom, ask.Words{Label: "Where does the rule come from?",
			Hint: "Handrail explains both kinds."}, []guide.Option{
			{Value: fromBuild, Label: "Build a rule from the names"},
			{Value: fromPaste, Label: "Paste a rule that you have"}}),
		ask.Choice(askOperator, ask.Words{Label: "How should names be compared?",
			Hint: "Other names may contain or begin with the same words."}, []guide.Option{
			{Value: opWhole, Label: "The whole name", Hint: "Takes no other name."},
			{Value: opStarts, Label: "The name begins with a text"},
			{Value: opContains, Label: "The name contains a text"},
			{Value: opMatch, Label: "The name matches a pattern"}}, built),
		ask.Line(askValue, ask.Words{Label: "Which text or pattern?", Hint: "For example Hall Kiosk."},
			ask.FirstOf(func(v *guide.Visit) string { return firstName(v) }), ask.Following(askNames),
			ask.WhenOf(func(v *guide.Visit) bool {
				return v.Answer(askFrom) == fromBuild && v.Answer(askOperator) != opWhole
			})),
		ask.Lines(askRule, ask.Words{Label: "What is the rule?",
			Hint: `For example (device.enrollmentProfileName -eq "Hall Kiosk").`},
			ask.FirstOf(func(v *guide.Visit) string { return wholeNames(chosen(v)) }),
			ask.When(askFrom, fromPaste)),
	}
}

func groupQuestions() []guide.Ask {
	return []guide.Ask{
		ask.Choice(askGroup, ask.Words{Label: "Which group should have the rule?",
			Hint: "A new group changes nothing for policies that exist."}, []guide.Option{
			{Value: groupNew, Label: "A new group"},
			{Value: groupExisting, Label: "A dynamic group of devices that you have"}}),
		ask.Line(askNewName, ask.Words{Label: "What should the group be called?",
			Hint: "For example Devices: Hall Kiosk."},
			ask.FirstOf(func(v *guide.Visit) string { return "Devices: " + firstName(v) }), ask.Following(askNames),
			ask.When(askGroup, groupNew)),
		ask.Line(askGroupName, ask.Words{Label: "Which group?", Hint: "Its name, or its Object ID."},
			ask.FirstFact("device-group", ""), ask.When(askGroup, groupExisting)),
	}
}

func keepQuestion() guide.Ask {
	return ask.Choice(askKeep, ask.Words{Label: "Do you want to keep the change?",
		Hint: "If you undo it, Handrail restores the former rule, or deletes the group that it made."},
		[]guide.Option{{Value: keepIt, Label: "Keep the change"}, {Value: keepUndo, Label: "Undo the change"}})
}

// chosen returns the names of the profiles that the person means.
func chosen(v *guide.Visit) []string { return ask.Rows(v.Answer(askNames)) }

func firstName(v *guide.Visit) string {
	if all := chosen(v); len(all) > 0 {
		return all[0]
	}
	return ""
}

func readyNames(_ *guide.Visit, doc *report.Document) error {
	if doc.Facts()["names"] != string(report.Unknown) {
		return nil
	}
	return app.Errorf(app.NotFound, "Refresh “Devices” on the page Organisation.", "Your devices are not known yet.")
}

func readyRule(_ *guide.Visit, doc *report.Document) error {
	switch facts := doc.Facts(); {
	case facts["taken"] == string(report.Unknown):
		return app.Errorf(app.Invalid, "Correct the rule, or refresh your organisation.",
			"It is not known yet which devices the rule takes.")
	case facts["usable"] == "no":
		return app.Errorf(app.Invalid, "Go back and use the form that Handrail suggests.",
			"Microsoft does not accept this rule, or no longer follows it.")
	}
	return nil
}

func readyGroup(_ *guide.Visit, doc *report.Document) error {
	if doc.Facts()["may-change"] == "yes" {
		return nil
	}
	return app.Errorf(app.Invalid, "Go back and choose another group or name.",
		"Handrail does not change this group. The page says why.")
}

// draft returns a document of the guide.
func (d deps) draft(title string, v *guide.Visit) *frame.Draft {
	return frame.New(frame.Head{Title: title, Subject: strings.Join(chosen(v), ", "), At: d.Now(),
		Sources: []string{frame.FromCache}})
}

// groupScopes are the permissions that the change needs (Microsoft Learn, Create group, Update group).
var groupScopes = []string{"Group.ReadWrite.All"}

func (d deps) runner() change.Runner {
	return change.Runner{Writer: d.Tenant.Writer, Journal: d.Journal, Now: d.Now, Guide: ID,
		Refused: "Dynamic groups need the role Groups Administrator or Intune Administrator, and Entra ID P1."}
}
