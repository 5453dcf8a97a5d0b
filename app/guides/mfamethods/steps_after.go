package mfamethods

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/mfa"
	"handrail/app/report"
	"handrail/app/task"
)

func (d Deps) workedStep() guide.Step {
	return guide.Step{
		ID: stepWorked, Title: "Check the result", Lead: "Handrail reads the settings again.",
		Main: "Continue to keep or undo", Terms: []guide.Term{termMFA},
		Needs: stepConfirm, DependsOn: []string{askChange, askSeveral, askFor, askWaves, askWave, askWay}, Look: d.worked,
		Gate: func(_ *guide.Visit, doc *report.Document) error {
			if doc.Facts()["as-planned"] != "yes" {
				return app.Errorf(app.Invalid, "Wait a few minutes and check again, or go back to the plan.",
					"The settings do not match the plan yet.")
			}
			return nil
		},
	}
}

// worked compares the settings with the plan.
func (d Deps) worked(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	row, _, fresh, err := d.live(ctx)
	if err != nil {
		return nil, err
	}
	doc := &report.Document{Title: "Settings after the change", Subject: changesOf(v).String(), At: d.Now().UTC(),
		Sources: []string{"Microsoft Graph"}}
	t := report.Table{Columns: []string{"Setting", "Now", "Planned"}}
	o, err := d.named(ctx, v)
	if err != nil {
		return nil, err
	}
	asPlanned := "yes"
	for _, c := range planned(o, row, changesOf(v)) {
		if !c.Stays() {
			asPlanned = "no"
			t.Rows = append(t.Rows, []string{c.Setting, c.Now, c.After})
		}
	}
	f := report.Finding{Code: "mfa-as-planned", Severity: report.OK, Title: "The change is made",
		Text: "The settings at Microsoft match the plan."}
	switch {
	case !fresh && asPlanned == "no":
		asPlanned = "unknown"
		f = report.Finding{Code: "mfa-as-planned", Severity: report.Unknown, Title: "Not checked yet",
			Text: "The data saved on this computer is older than the change.",
			Do:   "Sign in, refresh your organisation and check again."}
	case asPlanned == "no":
		f = report.Finding{Code: "mfa-as-planned", Severity: report.Problem,
			Title: "Some settings do not match the plan",
			Text:  "The table shows them.", Do: "Wait a few minutes, then check again."}
	}
	doc.Blocks = append(doc.Blocks, report.Findings{Items: []report.Finding{f}}, report.Facts{Rows: []report.Fact{{Name: "as-planned", Label: "As planned", Value: asPlanned}}})
	if len(t.Rows) > 0 {
		doc.Blocks = append(doc.Blocks, t)
	}
	return doc, nil
}

// named returns the organisation, for the names of its groups. It is nil if it
// cannot be loaded; then groups are shown by their ids.
func (d Deps) named(ctx context.Context, v *guide.Visit) (*mfa.Organisation, error) {
	o, err := d.organisation(ctx, v, nil)
	if err != nil {
		return nil, ctx.Err()
	}
	return o, nil
}

func (d Deps) keepStep() guide.Step {
	keep := choice(askKeep, "Do you want to keep the change?",
		"If you undo it, Handrail restores the former settings exactly.",
		"Methods that people register in the meantime stay.", "keep",
		guide.Option{Value: "keep", Label: "Keep the change"}, guide.Option{Value: "undo", Label: "Undo the change"})
	return guide.Step{
		ID: stepKeep, Title: "Keep or undo", Lead: "Decide after you hear from people.", Next: "Show the result",
		Main:  "Confirm this decision",
		Needs: stepConfirm, DependsOn: []string{askChange, askSeveral, askFor, askWaves, askWave, askKeep}, Asks: []guide.Ask{keep}, Plan: d.planKeep, Apply: d.applyKeep,
	}
}

// undone returns the writes that undo the changes of this visit, latest first.
// The oldest former settings of an object come last and so decide.
func (d Deps) undone(ctx context.Context, v *guide.Visit) ([]write, error) {
	if d.Journal == nil {
		return nil, nil
	}
	entries, err := d.Journal.Entries(ctx, v.ID)
	if err != nil {
		return nil, err
	}
	var all []write
	for _, e := range entries {
		object, made := strings.CutPrefix(e.What, "change ")
		if o, back := strings.CutPrefix(e.What, "undo "); back && e.Step == exact && e.State == "confirmed" {
			all = slices.DeleteFunc(all, func(w write) bool { return w.object == o }) // already undone
		}
		if e.Step == exact && made && (e.State == "confirmed" || e.State == "unknown") {
			all = append([]write{{what: object, object: object, body: []byte(e.Old), undo: []byte(e.New)}}, all...)
		}
	}
	return all, nil
}

func (d Deps) planKeep(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	stays := guide.Affected{Severity: report.OK, Text: "Nothing changes for anyone."}
	if v.Answer(askKeep) != "undo" {
		return &guide.Plan{Lead: "Handrail changes nothing: the change stays.",
			Changes:  []guide.Change{{Setting: "Your change", Now: "Made", After: "Made"}},
			Affected: []guide.Affected{stays}, NoUndo: "There is nothing to undo."}, nil
	}
	writes, err := d.undone(ctx, v)
	if err != nil {
		return nil, err
	}
	if len(writes) == 0 {
		return &guide.Plan{Lead: "Handrail made no change in this guide, so there is nothing to undo.", ByHand: true,
			Changes: []guide.Change{{Setting: "Your change", Now: "Not made by Handrail", After: "Not made by Handrail"}}, Affected: []guide.Affected{stays}, NoUndo: "There is nothing to undo."}, nil
	}
	row, policy, _, err := d.live(ctx)
	if err != nil {
		return nil, err
	}
	former, err := overlaid(policy, writes)
	if err != nil {
		return nil, err
	}
	o, err := d.named(ctx, v)
	if err != nil {
		return nil, err
	}
	return &guide.Plan{Changes: rows(o, describe(row), describe(former)),
		Undo: "You can make the change again in the step “Check the change”.",
		Affected: []guide.Affected{{Severity: report.Note,
			Text: "People can use their former methods again. " +
				"Text messages and phone calls end on 1 February 2027 at the latest."}}}, nil
}

func (d Deps) applyKeep(ctx context.Context, v *guide.Visit, plan *guide.Plan, _ task.Report) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if v.Answer(askKeep) != "undo" {
		return nil
	}
	if d.Writer == nil || plan.ByHand {
		return app.Errorf(app.Denied, "Restore the settings in the Microsoft Entra admin center.",
			"Handrail cannot undo this change here.")
	}
	if err := d.Writer.Ask(ctx, writeScope); err != nil {
		return err
	}
	writes, err := d.undone(ctx, v)
	if err != nil {
		return err
	}
	return d.send(ctx, v, "undo", writes)
}

func (d Deps) watchStep() guide.Step {
	return guide.Step{
		ID: stepWatch, Title: "Check progress", Lead: "See who has registered a new method and who has not.",
		Main: "Continue to the report", Terms: []guide.Term{termMFA},
		Text:  "Microsoft’s registration report is up to a day old. Come back after a week.",
		Needs: stepConfirm, DependsOn: []string{askChange, askSeveral, askFor, askWaves, askWave}, Look: d.watch,
		Wait: func(ctx context.Context, v *guide.Visit) (guide.Until, error) {
			at := d.Now().UTC()
			if o, ok := v.Outcomes[stepConfirm]; ok && o.State == guide.Completed {
				at = o.At
			}
			return guide.Until{At: at.Add(7 * 24 * time.Hour),
				Reason: "Most people sign in again within a week."}, ctx.Err()
		},
	}
}

// watch compares the saved preview with the data of today.
func (d Deps) watch(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	p, err := d.preview(ctx, v, nil, nil)
	if err != nil {
		return nil, err
	}
	before := d.recall(ctx, v)
	o := p.Question.Organisation
	doc := &report.Document{Title: "Progress since the change", Subject: changesOf(v).String(), At: d.Now().UTC(),
		Sources: []string{"Microsoft Graph, as saved on this computer"}}
	if before == nil {
		doc.Blocks = append(doc.Blocks, report.Findings{Items: []report.Finding{{Code: "mfa-no-preview",
			Severity: report.Unknown, Title: "No preview is saved",
			Text: "Handrail has nothing to compare with.", Do: "Complete the step “Who is affected” first."}}})
		return doc, nil
	}
	ready, open, foreseenAll := 0, 0, 0
	t := report.Table{Title: "People who need a new method", Columns: []string{"Person", "Expected", "Now"}}
	for i := range o.People {
		codes := before[o.People[i].ID]
		if !strings.Contains(strings.Join(codes, " "), "must-register") && !strings.Contains(strings.Join(codes, " "), "locked-out") {
			continue
		}
		foreseenAll++
		now := "Has no method that works yet"
		if r := p.Results[i]; !r.Shown().Has(mfa.AlreadyBroken|mfa.NotKnown|mfa.NotInReport) && p.OnRetirement(i).Fate != mfa.FatePasskey {
			ready++
			now = "Has registered a method that works"
		} else if r.Shown().Has(mfa.NotKnown | mfa.NotInReport) {
			now = "Not known"
		} else {
			open++
		}
		t.Rows = append(t.Rows, []string{o.People[i].Name, titles(codes), now})
	}
	lead := fmt.Sprintf("%d of %d people who need a new method have registered one.", ready, foreseenAll)
	doc.Blocks = append(doc.Blocks, report.Banner{Tone: report.Note, Lead: lead, Text: fmt.Sprintf("%d have not.", open)},
		report.Facts{Rows: []report.Fact{{Name: "foreseen", Label: "Expected", Value: strconv.Itoa(foreseenAll)},
			{Name: "registered-since", Label: "Registered since", Value: strconv.Itoa(ready)},
			{Name: "still-open", Label: "Still open", Value: strconv.Itoa(open)}}}, t)
	return doc, nil
}

func (d Deps) recordStep() guide.Step {
	return guide.Step{
		ID: stepRecord, Title: "Save the report", Lead: "See what was changed, by whom, when, and for whom.",
		Main: "Save the report", Terms: []guide.Term{termMFA},
		Needs: stepConfirm, DependsOn: []string{askChange, askSeveral, askFor, askWaves, askWave}, Look: d.record,
	}
}

// record collects the results of the visit. It asks no server.
func (d Deps) record(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	p, err := d.preview(ctx, v, changesOf(v), nil)
	if err != nil {
		return nil, err
	}
	doc := &report.Document{Title: "Report: change of sign-in methods", Subject: changesOf(v).String(),
		At: d.Now().UTC(), Account: d.told(ctx, v).Account, Sources: []string{"Saved by Handrail during this guide"}}
	doc.Blocks = append(doc.Blocks, report.Text{Text: titleOf(changesOf(v)) + "."})
	if d.Journal != nil {
		entries, err := d.Journal.Entries(ctx, v.ID)
		if err != nil {
			return nil, err
		}
		t := report.Table{Title: "Changes sent to Microsoft",
			Columns: []string{"When", "What", "State", "Request ID", "Before", "After"}}
		for _, e := range entries {
			if e.Step == exact && e.State != "planned" {
				t.Rows = append(t.Rows, []string{report.When(e.At), e.What, e.State, e.Report, e.Old, e.New})
			}
		}
		if len(t.Rows) > 0 {
			doc.Blocks = append(doc.Blocks, t)
		}
	}
	before := d.recall(ctx, v)
	t := report.Table{Title: "Expected effect on people", Columns: []string{"Person", "Sign-in name", "Expected"}}
	for i := range p.Question.Organisation.People {
		who := &p.Question.Organisation.People[i]
		if codes := before[who.ID]; len(codes) > 0 {
			t.Rows = append(t.Rows, []string{who.Name, who.UPN, titles(codes)})
		}
	}
	doc.Blocks = append(doc.Blocks, t)
	return doc, nil
}
