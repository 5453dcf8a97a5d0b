package addindeploy

import (
	"context"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

func (d Deps) whoStep() guide.Step {
	lines := func(what string) func(*guide.Visit, string) error {
		return func(_ *guide.Visit, text string) error {
			if len(namesOf(text)) == 0 {
				return app.Errorf(app.Invalid, "Enter one on each line.", "You have not entered a %s yet.", what)
			}
			return nil
		}
	}
	return guide.Step{
		ID: stepWho, Title: "Choose who gets the add-in", Lead: "Choose everyone, some groups, or some people.",
		Next:  "Continue to the method",
		Needs: stepMay, DependsOn: []string{askWho, askGroups, askPeople},
		Asks: []guide.Ask{
			choice(askWho, "Who should get the add-in?", "Handrail then shows who does not get it.",
				"“Everyone” is the safest option, because you do not need to maintain groups.", "everyone",
				guide.Option{Value: "everyone", Label: "Everyone"}, guide.Option{Value: "groups", Label: "Some groups"},
				guide.Option{Value: "people", Label: "Some people"}),
			{Name: askGroups, Label: "Which groups?", Hint: "Enter one on each line: its name, email address or ID.",
				Kind: guide.Lines, Clean: strings.TrimSpace, DependsOn: []string{askWho},
				When: func(v *guide.Visit) bool { return v.Answer(askWho) == "groups" }, Valid: lines("group"),
				What: "Handrail checks each group: its type, nested groups and parent groups."},
			{Name: askPeople, Label: "Which people?", Hint: "Enter one on each line: the sign-in name or email address.",
				Kind: guide.Lines, Clean: strings.TrimSpace, DependsOn: []string{askWho},
				When: func(v *guide.Visit) bool { return v.Answer(askWho) == "people" }, Valid: lines("person"),
				What: "This is good for a test with a few people."},
		},
	}
}

// namesOf returns the names in a list with line breaks or semicolons.
func namesOf(text string) (all []string) {
	for one := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' || r == ';' }) {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}

func (d Deps) howStep() guide.Step {
	return guide.Step{
		ID: stepHow, Title: "Choose the deployment method",
		Lead: "Choose whether Outlook adds it automatically, and whether people can remove it.",
		Next: "Show what people see", Main: "See who does not get it",
		Needs: stepWho, Terms: []guide.Term{termFixed}, DependsOn: []string{askMethod, askPhones},
		Asks: []guide.Ask{
			choice(askMethod, "Which deployment method do you want?", "Handrail recommends Fixed for now.",
				"The admin center offers these three. Microsoft’s script module does not.", "fixed",
				guide.Option{Value: "fixed", Label: "Fixed", Hint: "Outlook adds it automatically. People cannot remove it."},
				guide.Option{Value: "available", Label: "Available", Hint: "People add it themselves."},
				guide.Option{Value: "optional", Label: "Optional", Hint: "Outlook adds it automatically. People can remove it."}),
			choice(askPhones, "Do people schedule Teams meetings on phones?", "This is about the Outlook app for phones.",
				"A meeting add-in replaces the Teams switch there.", "unknown",
				guide.Option{Value: "unknown", Label: "I do not know"}, guide.Option{Value: "yes", Label: "Yes"}, guide.Option{Value: "no", Label: "No"}),
		},
		Look: d.lookHow,
	}
}

// issuesAsOf is the date of Microsoft's list of known issues (Microsoft Learn, "Office Add-in
// known issues") on which the texts below are based.
const issuesAsOf = "20 August 2026"

func (d Deps) lookHow(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	doc := &report.Document{Title: "What people see", At: d.Now().UTC(),
		Sources: []string{"Microsoft’s list of known issues of " + issuesAsOf}}
	doc.Blocks = append(doc.Blocks, report.Table{Title: "Deployment methods",
		Columns: []string{"Method", "What people see", "Can they remove it?"}, Rows: [][]string{
			{"Fixed", "The button, within a day.", "No"},
			{"Available", "Nothing, until they open Get Add-ins > Admin-managed and add it.", "Yes, and add it again"},
			{"Optional", "The button, within a day.", "Yes, but at present they cannot add it again"}}})
	var found []report.Finding
	if v.Answer(askMethod) != "fixed" {
		found = append(found, report.Finding{Code: "method-missing", Severity: report.Warning,
			Title: "At present, add-ins with this method disappear",
			Text:  "Microsoft has been investigating this since 28 July 2026. Its workaround is Fixed.",
			Do:    "Select Fixed, and come back when Microsoft has closed the issue."})
	} else {
		found = append(found, report.Finding{Code: "method-fixed", Severity: report.OK, Title: "Fixed has no known issues",
			Text: "The other two methods had open issues on " + issuesAsOf + "."})
	}
	if v.Answer(askMethod) == "optional" {
		found = append(found, report.Finding{Code: "method-optional", Severity: report.Warning,
			Title: "People who remove it cannot add it again", Text: "This is an open issue at Microsoft.",
			Do: "Select Fixed for a Microsoft 365 group that people join and leave."})
	}
	t, err := d.target(v)
	known := err == nil && (t.product == "" || strings.HasPrefix(t.name, "Zoom") || t.manifest != nil && t.manifest.Meeting())
	if known && v.Answer(askPhones) != "no" {
		f := report.Finding{Code: "phones-teams", Severity: report.Warning,
			Title: "On phones, it replaces the Teams switch",
			Text:  "A meeting add-in that an administrator deploys replaces the Teams switch in Outlook on phones.",
			Do:    "Tell people in advance, or do not include people who schedule Teams meetings on phones."}
		if v.Answer(askPhones) == "unknown" {
			f.Severity = report.Note
		}
		found = append(found, f)
	}
	found = append(found, report.Finding{Code: "several-providers", Severity: report.Note,
		Title: "On phones, only one meeting provider works",
		Text:  "Microsoft supports only one there. On computers, each provider has its own button."})
	doc.Blocks = append(doc.Blocks, report.Findings{Items: found}, report.Facts{Title: "Your choice",
		Rows: []report.Fact{{Name: "method", Label: "Deployment method", Value: v.Answer(askMethod)}}})
	return doc, nil
}
