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
	"handrail/app/guide/change"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/identity/mfa"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

func (d deps) workedStep() guide.Step {
	return guide.Step{
		ID: stepWorked, Title: "Check the result", Summary: "Handrail reads the settings again.",
		MainLabel: "Continue to keep or undo", Terms: terms.Of(terms.MFA),
		Needs: stepConfirm, DependsOn: depends(askWave, askWay), Look: d.worked,
		Ready: func(_ *guide.Visit, doc *report.Document) error {
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
func (d deps) worked(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
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
		if !c.Unchanged() {
			t.Rows = append(t.Rows, []string{c.Setting, c.Now, c.After})
		}
	}
	untouched, err := d.untouched(ctx, v)
	if err != nil {
		return nil, err
	}
	asPlanned, f := checked(len(t.Rows) == 0, fresh, untouched)
	doc := d.frame("Settings after the change", v, frame.FromGraph)
	doc.Add(report.Facts{Rows: []report.Fact{{Name: "as-planned", Label: "As planned", Value: asPlanned}}}, t)
	doc.Find(f)
	return doc.Done(), nil
}

// checked returns whether the settings are as planned, as a fact and as a finding.
func checked(equal, fresh, untouched bool) (asPlanned string, f report.Finding) {
	f = report.Finding{Code: "mfa-as-planned", Severity: report.OK, Title: "The change is made",
		Text: "The settings at Microsoft match the plan."}
	switch {
	case equal && untouched:
		f.Title, f.Text = "Nothing is left to change", "The settings already match the plan."
		return "yes", f
	case equal && !fresh:
		f.Title, f.Text = "The settings match the plan", "Handrail compared the data saved on this computer."
		return "yes", f
	case equal:
		return "yes", f
	case untouched:
		f.Severity, f.Title = report.Note, "The change is not made yet"
		f.Text = "The table shows what the change would set. Handrail changed nothing."
		return "no", f
	case !fresh:
		f.Severity, f.Title = report.Unknown, "Not checked yet"
		f.Text = "The data saved on this computer is older than the change."
		f.Do = "Sign in, refresh your organisation and check again."
		return "unknown", f
	}
	f.Severity, f.Title = report.Problem, "Some settings do not match the plan"
	f.Text, f.Do = "The table shows them.", "Wait a few minutes, then check again."
	return "no", f
}

// named returns the organisation, for the names of its groups. It is nil if it
// cannot be loaded; then groups are shown by their ids.
func (d deps) named(ctx context.Context, v *guide.Visit) (*mfa.Organisation, error) {
	o, err := d.organisation(ctx, v, nil)
	if err != nil {
		return nil, ctx.Err()
	}
	return o, nil
}

func (d deps) watchStep() guide.Step {
	return guide.Step{
		ID: stepWatch, Title: "Check progress", Summary: "See who has registered a new method and who has not.",
		MainLabel: "Continue to the report", Terms: terms.Of(terms.MFA),
		Text:  "Microsoft’s registration report is up to a day old. Come back after a week.",
		Needs: stepConfirm, DependsOn: depends(askWave), Look: d.watch,
		Wait: func(_ context.Context, v *guide.Visit) (guide.Until, error) {
			at := d.Now().UTC()
			if o, ok := v.Outcomes[stepConfirm]; ok && o.State == guide.Completed {
				at = o.At
			}
			return guide.Until{At: at.Add(7 * 24 * time.Hour),
				Reason: "Most people sign in again within a week."}, nil
		},
	}
}

// watch compares the saved preview with the data of today. Also where the change is not
// made yet, only what works with it counts.
func (d deps) watch(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	changes := changesOf(v)
	if v.Answer(askKeep) == "undo" {
		changes = nil
	}
	p, err := d.preview(ctx, v, changes, nil)
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
		switch shown := p.Results[i].Shown(); {
		case shown.Has(mfa.NotKnown | mfa.NotInReport):
			now = "Not known"
		case shown.Has(mfa.AlreadyBroken|mfa.MustRegister|mfa.LockedOut) || p.RetirementFor(i).Effect == mfa.FatePasskey:
			open++
		default:
			ready++
			now = "Has registered a method that works"
		}
		t.Rows = append(t.Rows, []string{o.People[i].Name, titles(codes), now})
	}
	doc.Find(frame.NotRead(o.Missing)...)
	if blind(o) { // no one was foreseen because nothing is known
		doc.Add(report.Banner{Tone: report.Warning, Lead: "The progress is not known.",
			Text: "Refresh your organisation, then check again."}, progressFacts("unknown", "unknown", "unknown", "unknown"), t)
		return doc.Done(), nil
	}
	lead, text := progressLead(foreseenAll, ready, open)
	doc.Add(report.Banner{Tone: report.Note, Lead: lead, Text: text},
		progressFacts(strconv.Itoa(foreseenAll), strconv.Itoa(ready), strconv.Itoa(open),
			strconv.Itoa(foreseenAll-ready-open)), t)
	return doc.Done(), nil
}

// progressLead returns in words how many of those who were expected to need a method are ready, and
// how many are not.
func progressLead(foreseen, ready, open int) (lead, text string) {
	lead = fmt.Sprintf("%d of %d people who need a new method have registered one.", ready, foreseen)
	switch {
	case foreseen == 0:
		lead = "No one needed a new method."
	case foreseen == 1 && ready == 1:
		lead = "The one person who needs a new method has registered one."
	case foreseen == 1 && open == 1:
		lead = "The one person who needs a new method has not registered one yet."
	}
	if open > 0 && foreseen > 1 {
		text = guide.Count(open, "person has", "people have") + " not."
	}
	switch unsure := foreseen - ready - open; {
	case foreseen == 1 && unsure == 1:
		lead = "It is not known whether the one person who needs a new method has registered one."
	case unsure > 0 && unsure == foreseen:
		lead = fmt.Sprintf("It is not known whether the %d people who need a new method have registered one.", foreseen)
	case unsure > 0:
		text += fmt.Sprintf(" It is not known for %d.", unsure)
	}
	return lead, strings.TrimSpace(text)
}

// blind reports whether the registered methods or the policy were never read.
func blind(o *mfa.Organisation) bool {
	return slices.ContainsFunc(o.Missing, func(g tenant.Gap) bool {
		return g.Section == tenant.SectionMethods || g.Section == tenant.SectionRegistration
	})
}

func progressFacts(foreseen, ready, open, unsure string) report.Facts {
	rows := []report.Fact{{Name: "foreseen", Label: "Expected", Value: foreseen},
		{Name: "registered-since", Label: "Registered since", Value: ready},
		{Name: "still-open", Label: "Still open", Value: open},
		{Name: "not-known", Label: "Not known", Value: unsure}}
	for i := range rows {
		if rows[i].Value == string(report.Unknown) {
			rows[i].Text = "Not known"
		}
	}
	return report.Facts{Rows: rows}
}

func (d deps) recordStep() guide.Step {
	return guide.Step{
		ID: stepRecord, Title: "Save the report", Summary: "See what was changed, by whom, when, and for whom.",
		MainLabel: "Save the report", Terms: terms.Of(terms.MFA),
		Needs: stepConfirm, DependsOn: depends(askWave), Look: d.record,
	}
}

// record collects the results of the visit. It asks no server.
func (d deps) record(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	p, err := d.preview(ctx, v, changesOf(v), nil)
	if err != nil {
		return nil, err
	}
	doc := frame.New(frame.Head{Title: "Report: change of sign-in methods", Subject: subjectOf(v),
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
	doc.Find(frame.NotRead(p.Question.Organisation.Missing)...)
	doc.Add(t)
	return doc.Done(), nil
}
