package addindeploy

import (
	"context"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/report"
	"handrail/app/task"
)

func (d deps) whoStep() guide.Step {
	lines := func(what string) ask.Part {
		return ask.Checked(func(text string) error {
			if len(ask.Items(text)) == 0 {
				return app.Errorf(app.Invalid, "Enter one on each line.", "You have not entered a %s yet.", what)
			}
			return nil
		})
	}
	return guide.Step{
		ID: stepWho, Title: "Choose who gets the add-in", Summary: "Choose everyone, some groups, or some people.",
		NextLabel: "Continue to the method",
		Needs:     stepMay, DependsOn: []string{askWho, askGroups, askPeople},
		Asks: []guide.Ask{
			ask.Choice(askWho, ask.Words{Label: "Who should get the add-in?",
				Hint: "Handrail then shows who does not get it.",
				Help: "“Everyone” is the safest option, because you do not need to maintain groups."}, []guide.Option{
				{Value: "everyone", Label: "Everyone"}, {Value: "groups", Label: "Some groups"},
				{Value: "people", Label: "Some people"}}),
			ask.Lines(askGroups, ask.Words{Label: "Which groups?",
				Hint: "Enter one on each line: its name, email address or ID.",
				Help: "Handrail checks each group: its type, nested groups and parent groups."},
				ask.When(askWho, "groups"), lines("group")),
			ask.Lines(askPeople, ask.Words{Label: "Which people?",
				Hint: "Enter one on each line: the sign-in name or email address.",
				Help: "This is good for a test with a few people."}, ask.When(askWho, "people"), lines("person")),
		},
	}
}

func (d deps) howStep() guide.Step {
	return guide.Step{
		ID: stepHow, Title: "Choose the deployment method",
		Summary:   "Choose whether Outlook adds it automatically, and whether people can remove it.",
		NextLabel: "Show what people see", MainLabel: "See who does not get it",
		Needs: stepWho, Terms: []guide.Term{termFixed}, DependsOn: []string{askMethod, askPhones},
		Asks: []guide.Ask{
			ask.Choice(askMethod, ask.Words{Label: "Which deployment method do you want?",
				Hint: "Handrail recommends Fixed for now.",
				Help: "The admin center offers these three. Microsoft’s script module does not."}, []guide.Option{
				{Value: "fixed", Label: "Fixed", Hint: "Outlook adds it automatically. People cannot remove it."},
				{Value: "available", Label: "Available", Hint: "People add it themselves."},
				{Value: "optional", Label: "Optional", Hint: "Outlook adds it automatically. People can remove it."}}),
			ask.Choice(askPhones, ask.Words{Label: "Do people schedule Teams meetings on phones?",
				Hint: "This is about the Outlook app for phones.",
				Help: "A meeting add-in replaces the Teams switch there."}, []guide.Option{
				{Value: "unknown", Label: "I do not know"}, {Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}}),
		},
		Look: d.lookHow,
	}
}

func (d deps) lookHow(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc := d.draft("What people see", "", "Microsoft’s list of known issues of "+issuesAsOf())
	doc.Add(report.Table{Title: "Deployment methods",
		Columns: []string{"Method", "What people see", "Can they remove it?"}, Rows: [][]string{
			{"Fixed", "The button, within a day.", "No"},
			{"Available", "Nothing, until they open Get Add-ins > Admin-managed and add it.", "Yes, and add it again"},
			{"Optional", "The button, within a day.", "Yes, but then they may not be able to add it again"}}})
	since, missing := issue(v.Answer(askMethod), "disappears")
	switch {
	case missing:
		doc.Find(report.Finding{Code: "method-missing", Severity: report.Warning,
			Title: "Microsoft lists a problem with this method",
			Text: "Add-ins with this method can disappear. Microsoft has investigated this since " + longDate(since) +
				". Its workaround is Fixed.",
			Do: "Select Fixed, or check first whether Microsoft has closed the issue."})
	case v.Answer(askMethod) == "fixed":
		doc.Find(report.Finding{Code: "method-fixed", Severity: report.OK, Title: "Fixed has no known issues",
			Text: "The other two methods had open issues on " + issuesAsOf() + "."})
	}
	if _, again := issue(v.Answer(askMethod), "not-again"); again {
		doc.Find(report.Finding{Code: "method-optional", Severity: report.Warning,
			Title: "People who remove it cannot add it again", Text: "This was an open issue at Microsoft on " +
				issuesAsOf() + ".",
			Do: "Select Fixed for a Microsoft 365 group that people join and leave."})
	}
	t, err := d.target(v)
	known := err == nil && (t.product == "" || strings.HasPrefix(t.name, "Zoom") || t.meetings())
	if known && v.Answer(askPhones) != "no" {
		f := report.Finding{Code: "phones-teams", Severity: report.Warning,
			Title: "On phones, it replaces the Teams switch",
			Text:  "A meeting add-in that an administrator deploys replaces the Teams switch in Outlook on phones.",
			Do:    "Tell people in advance, or do not include people who schedule Teams meetings on phones."}
		if v.Answer(askPhones) == "unknown" {
			f.Severity = report.Note
		}
		doc.Find(f)
	}
	doc.Find(report.Finding{Code: "several-providers", Severity: report.Note,
		Title: "On phones, only one meeting provider works",
		Text:  "Microsoft supports only one there. On computers, each provider has its own button."})
	doc.Findings("", "")
	doc.Fact("method", "Deployment method", v.Answer(askMethod), "")
	doc.Facts("Your choice")
	return doc.Done(), ctx.Err()
}
