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
				return app.Errorf(app.Invalid, "Write one a line.", "No %s is named yet.", what)
			}
			return nil
		}
	}
	return guide.Step{
		ID: stepWho, Title: "Who shall have it", Lead: "Everyone, some groups, or single people.", Next: "Go on",
		Needs: stepMay, DependsOn: []string{askWho, askGroups, askPeople},
		Asks: []guide.Ask{
			choice(askWho, "Who shall have it?", "Handrail then shows who would be left out.", "Everyone is the surest: no group has to be looked after.", "everyone",
				guide.Option{Value: "everyone", Label: "Everyone"}, guide.Option{Value: "groups", Label: "Some groups"}, guide.Option{Value: "people", Label: "Single people"}),
			{Name: askGroups, Label: "Which groups?", Hint: "One a line: name, mail address or id.", Kind: guide.Lines, Clean: strings.TrimSpace, DependsOn: []string{askWho},
				When: func(v *guide.Visit) bool { return v.Answer(askWho) == "groups" }, Valid: lines("group"), What: "Handrail looks at each: its kind, what lies inside it, and what it lies in."},
			{Name: askPeople, Label: "Which people?", Hint: "One a line: sign-in name or mail address.", Kind: guide.Lines, Clean: strings.TrimSpace, DependsOn: []string{askWho},
				When: func(v *guide.Visit) bool { return v.Answer(askWho) == "people" }, Valid: lines("person"), What: "Good for a test with a few."},
		},
	}
}

// namesOf takes a list apart: one a line, or with semicolons between.
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
		ID: stepHow, Title: "How", Lead: "Whether it is there by itself, and whether people may remove it.", Next: "Show what people see", Main: "Go on",
		Needs: stepWho, Terms: []guide.Term{termFixed}, DependsOn: []string{askMethod, askPhones},
		Asks: []guide.Ask{
			choice(askMethod, "How shall people have it?", "Fixed is recommended for now.", "Microsoft's pages offer these three. Its script module offers no choice.", "fixed",
				guide.Option{Value: "fixed", Label: "Fixed", Hint: "It is there, and it stays."}, guide.Option{Value: "available", Label: "Available", Hint: "People fetch it themselves."},
				guide.Option{Value: "optional", Label: "Optional", Hint: "It is there, and people may remove it."}),
			choice(askPhones, "Do people plan Teams meetings on phones?", "In the Outlook app for phones.", "A meeting add-in takes the place of the Teams switch there.", "unknown",
				guide.Option{Value: "unknown", Label: "I do not know"}, guide.Option{Value: "yes", Label: "Yes"}, guide.Option{Value: "no", Label: "No"}),
		},
		Look: d.lookHow,
	}
}

// issuesAsOf is the date of Microsoft's list of known issues that the words below
// follow (resources-office-add-in-known-issues).
const issuesAsOf = "20 August 2026"

func (d Deps) lookHow(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	doc := &report.Document{Title: "What people see", At: d.Now().UTC(), Sources: []string{"Microsoft's list of known issues, as of " + issuesAsOf}}
	doc.Blocks = append(doc.Blocks, report.Table{Title: "The three ways", Columns: []string{"Way", "What people see", "May they remove it?"}, Rows: [][]string{
		{"Fixed", "The button is there after a day at most.", "No"},
		{"Available", "Nothing, until they open Get add-ins, Admin-managed, and add it.", "Yes, and fetch it again"},
		{"Optional", "The button is there after a day at most.", "Yes; at present they cannot get it back"}}})
	var found []report.Finding
	if v.Answer(askMethod) != "fixed" {
		found = append(found, report.Finding{Code: "method-missing", Severity: report.Warning, Title: "Add-ins deployed this way go missing at present",
			Text: "Microsoft is looking into it since 28 July 2026. Its own way round is Fixed.", Do: "Choose Fixed, and come back when Microsoft has closed the issue."})
	} else {
		found = append(found, report.Finding{Code: "method-fixed", Severity: report.OK, Title: "Fixed is what Microsoft's own list leads to", Text: "The other two have open issues, as of " + issuesAsOf + "."})
	}
	if v.Answer(askMethod) == "optional" {
		found = append(found, report.Finding{Code: "method-optional", Severity: report.Warning, Title: "Who removes it cannot get it back", Text: "Microsoft has this as an open issue.", Do: "Choose Fixed for a Microsoft 365 group that people join and leave."})
	}
	t, err := d.target(v)
	known := err == nil && (t.product == "" || strings.HasPrefix(t.name, "Zoom") || t.manifest != nil && t.manifest.Meeting())
	if known && v.Answer(askPhones) != "no" {
		f := report.Finding{Code: "phones-teams", Severity: report.Warning, Title: "On phones it takes the place of the Teams switch", Text: "An add-in for meetings that an administrator installs replaces the Teams switch in Outlook on phones.", Do: "Tell people before, or leave out those who plan Teams meetings on phones."}
		if v.Answer(askPhones) == "unknown" {
			f.Severity = report.Note
		}
		found = append(found, f)
	}
	found = append(found, report.Finding{Code: "several-providers", Severity: report.Note, Title: "One provider of meetings only, on phones", Text: "Microsoft does not support several there. On computers each has a button of its own."})
	doc.Blocks = append(doc.Blocks, report.Findings{Items: found}, report.Facts{Title: "Your choice", Rows: []report.Fact{{Name: "method", Label: "Way", Value: v.Answer(askMethod)}}})
	return doc, nil
}
