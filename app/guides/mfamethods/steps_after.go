package mfamethods

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/change"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/mfa"
	"handrail/app/report"
	"handrail/app/task"
)

func (d Deps) workedStep() guide.Step {
	return guide.Step{
		ID: stepWorked, Title: "Check the result", Lead: "Handrail reads the settings again.",
		Main: "Continue to keep or undo", Terms: terms.Of(terms.MFA),
		Needs: stepConfirm, DependsOn: depends(askWave, askWay), Look: d.worked,
		Gate: func(_ *guide.Visit, doc *report.Document) error {
			if doc.Facts()["as-planned"] != "yes" {
				return app.Errorf(app.Invalid, "Wait a few minutes and check again, or go back to the plan.",
					"The settings do not match the plan yet.")
			}
			return nil
		},
	}
}

// worked compares the settings with the plan, and finds out what became of
// requests without an answer.
func (d Deps) worked(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	row, policy, fresh, err := d.live(ctx)
	if err != nil {
		return nil, err
	}
	if fresh {
		if err := d.settle(ctx, v, policy); err != nil {
			return nil, err
		}
	}
	o, err := d.named(ctx, v)
	if err != nil {
		return nil, err
	}
	t := report.Table{Columns: []string{"Setting", "Now", "Planned"}}
	for _, c := range planned(o, row, changesOf(v)) {
		if !c.Stays() {
			t.Rows = append(t.Rows, []string{c.Setting, c.Now, c.After})
		}
	}
	asPlanned := "yes"
	f := report.Finding{Code: "mfa-as-planned", Severity: report.OK, Title: "The change is made",
		Text: "The settings at Microsoft match the plan."}
	switch {
	case len(t.Rows) == 0:
	case !fresh:
		asPlanned = "unknown"
		f = report.Finding{Code: "mfa-as-planned", Severity: report.Unknown, Title: "Not checked yet",
			Text: "The data saved on this computer is older than the change.",
			Do:   "Sign in, refresh your organisation and check again."}
	default:
		asPlanned = "no"
		f = report.Finding{Code: "mfa-as-planned", Severity: report.Problem,
			Title: "Some settings do not match the plan",
			Text:  "The table shows them.", Do: "Wait a few minutes, then check again."}
	}
	doc := d.frame("Settings after the change", v, frame.FromGraph)
	doc.Add(report.Facts{Rows: []report.Fact{{Name: "as-planned", Label: "As planned", Value: asPlanned}}}, t)
	doc.Find(f)
	return doc.Done(), nil
}

// replication is how long Microsoft may still show former settings after a change.
const replication = 5 * time.Minute

// settle records what became of requests without an answer, by the policy as it is
// now. A request that is not in effect counts as failed only after a while, and only
// if no later request went to the same object: else it stays unknown.
func (d Deps) settle(ctx context.Context, v *guide.Visit, policy []byte) error {
	h, err := d.runner().History(ctx, v.ID)
	if err != nil || len(h.Unsettled()) == 0 {
		return err
	}
	latest := map[string]change.Attempt{}
	for _, a := range h {
		if a.State != change.Planned {
			latest[a.Object] = a
		}
	}
	_, err = d.runner().Settle(ctx, v.ID, func(_ context.Context, w change.Write) (made, known bool, err error) {
		made, known = change.Matches(part(policy, w.Object), w.Body)
		last := latest[w.Object]
		sure := last.Verb == w.Verb && bytes.Equal(last.Body, w.Body) && d.Now().Sub(last.At) >= replication
		return made, known && (made || sure), nil
	})
	return err
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
	return guide.Step{
		ID: stepKeep, Title: "Keep or undo", Lead: "Decide after you hear from people.", Next: "Show the result",
		Main: "Confirm this decision", Needs: stepConfirm, DependsOn: depends(askWave, askKeep),
		Asks: []guide.Ask{ask.Choice(askKeep, ask.Words{Label: "Do you want to keep the change?",
			Hint: "If you undo it, Handrail restores the former settings exactly.",
			Help: "Methods that people register in the meantime stay."}, []guide.Option{
			{Value: "keep", Label: "Keep the change"}, {Value: "undo", Label: "Undo the change"}})},
		Plan: d.planKeep, Apply: d.applyKeep,
	}
}

// undone returns what undoing the changes of this visit changes, and the requests
// for it, latest first. The oldest former settings of an object come last and so
// decide. There are none if Handrail made no change.
func (d Deps) undone(ctx context.Context, v *guide.Visit) ([]guide.Change, []change.Write, error) {
	h, err := d.runner().History(ctx, v.ID)
	writes := h.Undo()
	if err != nil || len(writes) == 0 {
		return nil, nil, err
	}
	row, policy, _, err := d.live(ctx)
	if err != nil {
		return nil, nil, err
	}
	former, err := overlaid(policy, writes)
	if err != nil {
		return nil, nil, err
	}
	o, err := d.named(ctx, v)
	return rows(o, describe(row), describe(former)), writes, err
}

func (d Deps) planKeep(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	stays := guide.Plan{Affected: []guide.Affected{{Severity: report.OK, Text: "Nothing changes for anyone."}},
		NoUndo: "There is nothing to undo."}
	if v.Answer(askKeep) != "undo" {
		stays.Lead = "Handrail changes nothing: the change stays."
		stays.Changes = []guide.Change{{Setting: "Your change", Now: "Made", After: "Made"}}
		return &stays, nil
	}
	changes, writes, err := d.undone(ctx, v)
	if err != nil {
		return nil, err
	}
	if len(writes) == 0 {
		stays.Lead, stays.ByHand = "Handrail made no change in this guide, so there is nothing to undo.", true
		stays.Changes = []guide.Change{{Setting: "Your change", Now: "Not made by Handrail",
			After: "Not made by Handrail"}}
		return &stays, nil
	}
	return &guide.Plan{Changes: changes,
		Undo: "You can make the change again in the step “Check the change”.",
		Affected: []guide.Affected{{Severity: report.Note,
			Text: "People can use their former methods again. " +
				"Text messages and phone calls end on 1 February 2027 at the latest."}}}, nil
}

func (d Deps) applyKeep(ctx context.Context, v *guide.Visit, plan *guide.Plan, rep task.Report) error {
	if v.Answer(askKeep) != "undo" {
		return ctx.Err()
	}
	if d.Writer == nil || plan.ByHand {
		return app.Errorf(app.Denied, "Restore the settings in the Microsoft Entra admin center.",
			"Handrail cannot undo this change here.")
	}
	return d.runner().Apply(ctx, v.ID, change.Order{Scopes: []string{writeScope}, Shown: plan.Changes,
		Again: func(ctx context.Context) ([]guide.Change, []change.Write, error) { return d.undone(ctx, v) }}, rep)
}

func (d Deps) watchStep() guide.Step {
	return guide.Step{
		ID: stepWatch, Title: "Check progress", Lead: "See who has registered a new method and who has not.",
		Main: "Continue to the report", Terms: terms.Of(terms.MFA),
		Text:  "Microsoft’s registration report is up to a day old. Come back after a week.",
		Needs: stepConfirm, DependsOn: depends(askWave), Look: d.watch,
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
	doc := d.frame("Progress since the change", v, frame.FromCache)
	if before == nil {
		doc.Find(report.Finding{Code: "mfa-no-preview", Severity: report.Unknown, Title: "No preview is saved",
			Text: "Handrail has nothing to compare with.", Do: "Complete the step “Who is affected” first."})
		return doc.Done(), nil
	}
	ready, open, foreseenAll := 0, 0, 0
	t := report.Table{Title: "People who need a new method", Columns: []string{"Person", "Expected", "Now"}}
	for i := range o.People {
		codes := before[o.People[i].ID]
		if !slices.Contains(codes, mfa.MustRegister.Code()) && !slices.Contains(codes, mfa.LockedOut.Code()) {
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
	doc.Add(report.Banner{Tone: report.Note, Lead: lead,
		Text: fmt.Sprintf("%d have not.", open)},
		report.Facts{Rows: []report.Fact{{Name: "foreseen", Label: "Expected", Value: strconv.Itoa(foreseenAll)},
			{Name: "registered-since", Label: "Registered since", Value: strconv.Itoa(ready)},
			{Name: "still-open", Label: "Still open", Value: strconv.Itoa(open)}}}, t)
	return doc.Done(), nil
}

func (d Deps) recordStep() guide.Step {
	return guide.Step{
		ID: stepRecord, Title: "Save the report", Lead: "See what was changed, by whom, when, and for whom.",
		Main: "Save the report", Terms: terms.Of(terms.MFA),
		Needs: stepConfirm, DependsOn: depends(askWave), Look: d.record,
	}
}

// record collects the results of the visit. It asks no server.
func (d Deps) record(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	p, err := d.preview(ctx, v, changesOf(v), nil)
	if err != nil {
		return nil, err
	}
	doc := frame.New(frame.Head{Title: "Report: change of sign-in methods", Subject: changesOf(v).String(),
		At: d.Now(), Account: d.told(ctx, v).Account, Sources: []string{frame.FromVisit}})
	doc.Add(report.Text{Text: titleOf(changesOf(v)) + "."})
	if d.Journal != nil {
		entries, err := d.Journal.Entries(ctx, v.ID)
		if err != nil {
			return nil, err
		}
		t, _ := change.Table(entries)
		doc.Add(t)
	}
	before := d.recall(ctx, v)
	t := report.Table{Title: "Expected effect on people", Columns: []string{"Person", "Sign-in name", "Expected"}}
	for i := range p.Question.Organisation.People {
		who := &p.Question.Organisation.People[i]
		if codes := before[who.ID]; len(codes) > 0 {
			t.Rows = append(t.Rows, []string{who.Name, who.UPN, titles(codes)})
		}
	}
	doc.Add(t)
	return doc.Done(), nil
}
