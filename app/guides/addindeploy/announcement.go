package addindeploy

import (
	"cmp"
	"context"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

func (d deps) tellStep() guide.Step {
	return guide.Step{
		ID: stepTell, Title: "Tell people", Summary: "Send a message to everyone who gets the add-in.",
		MainLabel: "Confirm that you sent it",
		Text:      "Set options such as a waiting room or a password at the provider, not in Outlook.",
		Needs:     stepDeploy, Terms: []guide.Term{termFixed}, Hand: d.tell, Aside: true,
		DependsOn: []string{askAddin, askAim, askManifest, askMethod, askPhones},
	}
}

func (d deps) tell(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	t, err := d.target(v)
	if err != nil {
		return nil, err
	}
	return &guide.Handover{Messages: []guide.Message{{To: "Everyone who gets the add-in", Subject: t.name +
		" in Outlook",
		Text: message(v, t)}}, Done: "I have sent the message"}, nil
}

func (d deps) recordStep() guide.Step {
	return guide.Step{
		ID: stepRecord, Title: "Save the report", Summary: "See what you deployed, who got it, and who did not.",
		MainLabel: "Save the report",
		Needs:     stepDeploy, Look: d.record,
		DependsOn: []string{askAddin, askAim, askManifest, askWho, askGroups, askPeople, askMethod},
	}
}

// record returns the results of the visit. It sends no requests.
func (d deps) record(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	t, err := d.target(v)
	doc := d.draft("Report on an add-in", t.name, frame.FromVisit)
	done := func(label, value string) { doc.Fact("", label, value, "") }
	done("Add-in", cmp.Or(t.name, "Not known"))
	done("Microsoft Marketplace ID", cmp.Or(t.asset, "None, or not known"))
	if t.product == "" {
		done("Manifest ID", "Not known")
	}
	doc.Detail("", "Manifest ID", t.product, "")
	done("What was done", aims[v.Answer(askAim)][0])
	done("Who gets it", v.Answer(askWho))
	done("Deployment method", methodWords[v.Answer(askMethod)])
	if t.manifest != nil {
		done("Version", t.manifest.Version)
		done("Permissions", strings.Join(t.manifest.Permissions, ", "))
	}
	if o, ok := v.Outcomes[stepDeploy]; ok && o.State == guide.Completed {
		done("Done", report.FormatTime(o.At))
	}
	doc.Facts("What was done")
	if err != nil {
		message, _ := app.UserMessage(err)
		doc.Add(report.Text{Text: message})
	}
	a, err := d.judge(ctx, v, nil)
	if err != nil {
		doc.Find(frame.NotKnown("reach-not-known", "Handrail cannot tell who does not get the add-in", err))
		return doc.Done(), ctx.Err()
	}
	doc.Find(a.gaps()...)
	list := report.Table{Title: "People who do not get it", Columns: []string{"Person", "Sign-in name", "Why"}}
	for _, i := range a.left() {
		one := a.person(i)
		var why []string
		for _, r := range one.Reasons {
			why = append(why, r.Text)
		}
		list.Rows = append(list.Rows, []string{one.Name, one.UPN, strings.Join(why, " ")})
	}
	doc.Add(a.groupTable(), list)
	return doc.Done(), ctx.Err()
}
