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
		ID: stepWorked, Title: "Did it work?", Lead: "Handrail reads the settings back.", Main: "Go on", Terms: []guide.Term{termMFA},
		Needs: stepConfirm, DependsOn: []string{askChange, askSeveral, askFor, askWaves, askWave, askWay}, Look: d.worked,
		Gate: func(_ *guide.Visit, doc *report.Document) error {
			if doc.Facts()["as-planned"] != "yes" {
				return app.Errorf(app.Invalid, "Wait some minutes and look again, or go back to the plan.", "The settings are not yet as planned.")
			}
			return nil
		},
	}
}

// worked compares the settings with what was meant.
func (d Deps) worked(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	row, _, fresh, err := d.live(ctx)
	if err != nil {
		return nil, err
	}
	doc := &report.Document{Title: "The settings, read back", Subject: changesOf(v).String(), At: d.Now().UTC(), Sources: []string{"Microsoft Graph"}}
	t := report.Table{Columns: []string{"Setting", "Is", "Should be"}}
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
	f := report.Finding{Code: "mfa-as-planned", Severity: report.OK, Title: "The settings are as planned", Text: "Microsoft gives them back as they were meant."}
	switch {
	case !fresh && asPlanned == "no":
		asPlanned = "unknown"
		f = report.Finding{Code: "mfa-as-planned", Severity: report.Unknown, Title: "Not read back yet", Text: "What is kept on this computer is older than the change.", Do: "Sign in, refresh your organisation and look again."}
	case asPlanned == "no":
		f = report.Finding{Code: "mfa-as-planned", Severity: report.Problem, Title: "Some settings are not as planned", Text: "The table shows which ones.", Do: "Wait some minutes, then look again."}
	}
	doc.Blocks = append(doc.Blocks, report.Findings{Items: []report.Finding{f}}, report.Facts{Rows: []report.Fact{{Name: "as-planned", Label: "As planned", Value: asPlanned}}})
	if len(t.Rows) > 0 {
		doc.Blocks = append(doc.Blocks, t)
	}
	return doc, nil
}

// named gives the organisation for the names of its groups alone: nil where it
// cannot be loaded, and the groups stand there by their ids.
func (d Deps) named(ctx context.Context, v *guide.Visit) (*mfa.Organisation, error) {
	o, err := d.organisation(ctx, v, nil)
	if err != nil {
		return nil, ctx.Err()
	}
	return o, nil
}

func (d Deps) keepStep() guide.Step {
	keep := choice(askKeep, "Does it stay?", "Taking it back puts the former settings back exactly.", "What people set up meanwhile stays set up.", "keep",
		guide.Option{Value: "keep", Label: "Yes, it stays"}, guide.Option{Value: "undo", Label: "No, take it back"})
	return guide.Step{
		ID: stepKeep, Title: "Keep it or take it back", Lead: "Decide once you have heard from people.", Next: "Show what this does", Main: "Do this",
		Needs: stepConfirm, DependsOn: []string{askChange, askSeveral, askFor, askWaves, askWave, askKeep}, Asks: []guide.Ask{keep}, Plan: d.planKeep, Apply: d.applyKeep,
	}
}

// undone gives the writes that take back what this visit changed, the latest
// first, each object once: its oldest former settings count.
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
			all = slices.DeleteFunc(all, func(w write) bool { return w.object == o }) // taken back before
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
	stays := guide.Affected{Severity: report.OK, Text: "Nobody meets anything new."}
	if v.Answer(askKeep) != "undo" {
		return &guide.Plan{Lead: "Nothing will be changed: the change stays.", Changes: []guide.Change{{Setting: "Your change", Now: "Made", After: "Made"}}, Affected: []guide.Affected{stays}, NoUndo: "There is nothing to undo."}, nil
	}
	writes, err := d.undone(ctx, v)
	if err != nil {
		return nil, err
	}
	if len(writes) == 0 {
		return &guide.Plan{Lead: "Handrail changed nothing in this walk, so there is nothing to take back.", ByHand: true,
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
	return &guide.Plan{Changes: rows(o, describe(row), describe(former)), Undo: "You can make the change again on the page before.",
		Affected: []guide.Affected{{Severity: report.Note, Text: "People can use again what they used before, until 1 February 2027 at the latest for texts and calls."}}}, nil
}

func (d Deps) applyKeep(ctx context.Context, v *guide.Visit, plan *guide.Plan, _ task.Report) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if v.Answer(askKeep) != "undo" {
		return nil
	}
	if d.Writer == nil || plan.ByHand {
		return app.Errorf(app.Denied, "Put the settings back in the Entra admin center.", "Handrail cannot take this back here.")
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
		ID: stepWatch, Title: "Watch", Lead: "Who has registered something new, and who has not.", Main: "Go on", Terms: []guide.Term{termMFA},
		Text:  "Microsoft’s report is some hours to a day old. Come back after a week.",
		Needs: stepConfirm, DependsOn: []string{askChange, askSeveral, askFor, askWaves, askWave}, Look: d.watch,
		Wait: func(ctx context.Context, v *guide.Visit) (guide.Until, error) {
			at := d.Now().UTC()
			if o, ok := v.Outcomes[stepConfirm]; ok && o.State == guide.Completed {
				at = o.At
			}
			return guide.Until{At: at.Add(7 * 24 * time.Hour), Reason: "Most people sign in anew within a week."}, ctx.Err()
		},
	}
}

// watch compares what was foreseen with how it is now.
func (d Deps) watch(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	p, err := d.preview(ctx, v, nil, nil)
	if err != nil {
		return nil, err
	}
	before := d.recall(ctx, v)
	o := p.Question.Organisation
	doc := &report.Document{Title: "What became of the preview", Subject: changesOf(v).String(), At: d.Now().UTC(), Sources: []string{"Microsoft Graph, as kept on this computer"}}
	if before == nil {
		doc.Blocks = append(doc.Blocks, report.Findings{Items: []report.Finding{{Code: "mfa-no-preview", Severity: report.Unknown, Title: "No preview is kept", Text: "There is nothing to compare with.", Do: "Look at who is affected first."}}})
		return doc, nil
	}
	ready, open, foreseenAll := 0, 0, 0
	t := report.Table{Title: "People who had to act", Columns: []string{"Person", "Foreseen", "Now"}}
	for i := range o.People {
		codes := before[o.People[i].ID]
		if !strings.Contains(strings.Join(codes, " "), "must-register") && !strings.Contains(strings.Join(codes, " "), "locked-out") {
			continue
		}
		foreseenAll++
		now := "has nothing that works yet"
		if r := p.Results[i]; !r.Shown().Has(mfa.AlreadyBroken|mfa.NotKnown|mfa.NotInReport) && p.OnRetirement(i).Fate != mfa.FatePasskey {
			ready++
			now = "has registered something that works"
		} else if r.Shown().Has(mfa.NotKnown | mfa.NotInReport) {
			now = "not known"
		} else {
			open++
		}
		t.Rows = append(t.Rows, []string{o.People[i].Name, titles(codes), now})
	}
	lead := fmt.Sprintf("%d of %d people who had to act have registered something new.", ready, foreseenAll)
	doc.Blocks = append(doc.Blocks, report.Banner{Tone: report.Note, Lead: lead, Text: fmt.Sprintf("%d have not.", open)},
		report.Facts{Rows: []report.Fact{{Name: "foreseen", Label: "Foreseen", Value: strconv.Itoa(foreseenAll)}, {Name: "registered-since", Label: "Registered since", Value: strconv.Itoa(ready)}, {Name: "still-open", Label: "Still open", Value: strconv.Itoa(open)}}}, t)
	return doc, nil
}

func (d Deps) recordStep() guide.Step {
	return guide.Step{
		ID: stepRecord, Title: "Keep the record", Lead: "What was changed, by whom, when, and for whom.", Main: "Keep the record", Terms: []guide.Term{termMFA},
		Needs: stepConfirm, DependsOn: []string{askChange, askSeveral, askFor, askWaves, askWave}, Look: d.record,
	}
}

// record gathers what the walk brought. It asks no server.
func (d Deps) record(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	p, err := d.preview(ctx, v, changesOf(v), nil)
	if err != nil {
		return nil, err
	}
	doc := &report.Document{Title: "Record of the change of sign-in methods", Subject: changesOf(v).String(), At: d.Now().UTC(), Account: d.told(ctx, v).Account, Sources: []string{"Kept by Handrail during this walk"}}
	doc.Blocks = append(doc.Blocks, report.Text{Text: titleOf(changesOf(v)) + "."})
	if d.Journal != nil {
		entries, err := d.Journal.Entries(ctx, v.ID)
		if err != nil {
			return nil, err
		}
		t := report.Table{Title: "What was sent", Columns: []string{"When", "What", "State", "Request id", "Before", "After"}}
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
	t := report.Table{Title: "What was foreseen", Columns: []string{"Person", "Sign-in name", "Foreseen"}}
	for i := range p.Question.Organisation.People {
		who := &p.Question.Organisation.People[i]
		if codes := before[who.ID]; len(codes) > 0 {
			t.Rows = append(t.Rows, []string{who.Name, who.UPN, titles(codes)})
		}
	}
	doc.Blocks = append(doc.Blocks, t)
	return doc, nil
}
