package addindeploy

import (
	"context"
	"strings"

	"handrail/app"
	"handrail/app/addin"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

func (d Deps) tellStep() guide.Step {
	return guide.Step{
		ID: stepTell, Title: "Tell people", Lead: "A text for everyone who gets it.", Main: "I have told them",
		Text:  "Settings such as a waiting room or a password live at the provider. Outlook has no say in them.",
		Needs: stepDeploy, DependsOn: []string{askAddin, askAim, askManifest, askMethod, askPhones}, Terms: []guide.Term{termFixed}, Hand: d.tell,
	}
}

func (d Deps) tell(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t, err := d.target(v)
	if err != nil {
		return nil, err
	}
	return &guide.Handover{Words: []guide.Words{{To: "Everyone who gets it", Subject: t.name + " in Outlook", Text: d.text(v, t)}}, Done: "I have told them"}, nil
}

// text is what people are told.
func (d Deps) text(v *guide.Visit, t target) string {
	var b strings.Builder
	line := func(s string) { b.WriteString(s + "\n") }
	switch v.Answer(askAim) {
	case "remove", "off":
		line("From tomorrow on you will no longer find " + t.name + " in Outlook.")
		line("")
		line("Meetings that are planned already stay as they are: their links go on working.")
		return b.String()
	case "update":
		line("There is a new version of " + t.name + " in Outlook. You need not do anything.")
		return b.String()
	}
	line("From tomorrow on you can add meetings with " + t.name + ".")
	line("")
	switch v.Answer(askMethod) {
	case "available":
		line("You add it yourself, once: in Outlook press Home, Get Add-ins, Admin-managed, and add it.")
	case "optional":
		line("It is there by itself. If you remove it, you cannot get it back without us at present, so leave it even if you do not use it.")
	default:
		line("It is there by itself, and you need not install anything.")
	}
	line("")
	line("Where to find it, in a new event of your calendar:")
	for _, c := range clients {
		if c.name == "Outlook for Mac" && t.manifest != nil && !t.manifest.OnMac() {
			line("- " + c.name + ": not there.")
			continue
		}
		line("- " + c.name + ": " + c.where + ".")
	}
	line("")
	if t.product == addin.ZoomSSO.ID {
		line("The first time, it signs you in with your account here.")
	} else {
		line("The first time, it asks you to sign in at the provider.")
	}
	if t.product == addin.Zoom.ID || t.product == addin.ZoomSSO.ID || t.manifest != nil && t.manifest.Meeting() {
		line("Passwords, waiting rooms and recordings are set on the provider’s own page, not in Outlook.")
		if v.Answer(askPhones) != "no" {
			line("On phones it takes the place of the Teams switch. Plan Teams meetings in the Teams app there.")
		}
	}
	line("")
	line("If you do not see it after three days, tell us which Outlook you use.")
	return b.String()
}

func (d Deps) recordStep() guide.Step {
	return guide.Step{
		ID: stepRecord, Title: "Keep the record", Lead: "What was deployed, to whom, and who was left out.", Main: "Keep the record",
		Needs: stepDeploy, DependsOn: []string{askAddin, askAim, askManifest, askWho, askGroups, askPeople, askMethod}, Look: d.record,
	}
}

// record gathers what the walk brought. It asks no server.
func (d Deps) record(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t, err := d.target(v)
	doc := &report.Document{Title: "Record of an add-in", Subject: t.name, At: d.Now().UTC(), Sources: []string{"Kept by Handrail during this walk"}}
	rows := []report.Fact{{Label: "Add-in", Value: or(t.name, "Not known")}, {Label: "Id in Microsoft's store", Value: or(t.asset, "None, or not known")}, {Label: "Id of the manifest", Value: or(t.product, "Not known")},
		{Label: "What was done", Value: aims[v.Answer(askAim)][0]}, {Label: "For whom", Value: v.Answer(askWho)}, {Label: "How", Value: methodWords[v.Answer(askMethod)]}}
	if t.manifest != nil {
		rows = append(rows, report.Fact{Label: "Version", Value: t.manifest.Version}, report.Fact{Label: "Permissions", Value: strings.Join(t.manifest.Permissions, ", ")})
	}
	if o, ok := v.Outcomes[stepDeploy]; ok && o.State == guide.Completed {
		rows = append(rows, report.Fact{Label: "Done", Value: report.When(o.At)})
	}
	doc.Blocks = append(doc.Blocks, report.Facts{Title: "What was done", Rows: rows})
	if err != nil {
		message, _ := app.Say(err)
		doc.Blocks = append(doc.Blocks, report.Text{Text: message})
	}
	a, err := d.judge(ctx, v, nil)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		message, _ := app.Say(err)
		doc.Blocks = append(doc.Blocks, report.Text{Text: "Who was left out is not known. " + message})
		return doc, nil
	}
	if g := a.groupTable(); len(g.Rows) > 0 {
		doc.Blocks = append(doc.Blocks, g)
	}
	list := report.Table{Title: "People who would not get it", Columns: []string{"Person", "Sign-in name", "Why"}}
	for _, i := range a.left() {
		one := a.person(i)
		var why []string
		for _, r := range one.Reasons {
			why = append(why, r.Text)
		}
		list.Rows = append(list.Rows, []string{one.Name, one.UPN, strings.Join(why, " ")})
	}
	doc.Blocks = append(doc.Blocks, list)
	return doc, nil
}
