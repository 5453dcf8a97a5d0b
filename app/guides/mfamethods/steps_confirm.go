package mfamethods

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/mfa"
	"handrail/app/mfashow"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// writeScope is asked for in this step only (Microsoft Graph permissions reference).
const writeScope = "Policy.ReadWrite.AuthenticationMethod"

func (d Deps) confirmStep() guide.Step {
	way := choice(askWay, "Who makes the change?", "By hand, you get the page to open, the steps and a script.",
		"Handrail asks Microsoft for permission to change this policy when you confirm.", "handrail",
		guide.Option{Value: "handrail", Label: "Handrail, when I confirm"},
		guide.Option{Value: "hand", Label: "I or someone else, by hand"})
	if d.Writer == nil {
		way.Default = func(*guide.Visit) string { return "hand" }
	}
	return guide.Step{
		ID: stepConfirm, Title: "Check the change", Lead: "Check what changes, for whom, and what you can undo.",
		Next: "Show the plan", Main: "Make this change",
		Needs: stepWho, DependsOn: []string{askChange, askSeveral, askFor, askWaves, askWave, askWay}, Terms: []guide.Term{termMFA, termPass},
		Asks: []guide.Ask{way}, Plan: d.plan, Apply: d.apply, Hand: d.byHand,
	}
}

// describe returns the value of each setting by its name. Different settings
// have different words.
func describe(row tenant.MethodsPolicy) map[string]string {
	p := mfa.PolicyOf(row, mfa.Legacy{})
	all := map[string]string{}
	for _, m := range mfa.Methods() {
		all[m.Title()] = stateWords(p, m)
	}
	c := p.Campaign
	words := map[string]string{"enabled": "On", "disabled": "Off",
		"default": "Microsoft managed"}[strings.ToLower(c.State)]
	if words == "" {
		words = "Not known"
	}
	if len(c.Include) > 0 && c.Include[0].Method != "" {
		words += ", for " + c.Include[0].Method
	}
	if c.Snooze != "" {
		words += ", asks again after " + c.Snooze + " days"
	}
	all[campaignSetting] = words
	all[olderSetting] = migrationWords(p)
	return all
}

func migrationWords(p mfa.Policy) string {
	if p.Legacy.Live == mfa.No {
		return "No longer used"
	}
	return "Still in use (" + p.Legacy.State + ")"
}

// planned returns the rows of the plan: each setting now and after, with the names
// of groups if o knows them.
func planned(o *mfa.Organisation, row tenant.MethodsPolicy, changes mfa.Changes) []guide.Change {
	now := mfa.PolicyOf(row, mfa.Legacy{})
	after := mfa.Apply(now, changes)
	then := row
	then.Enforcement = campaignRow(after)
	words := describe(then)
	for _, m := range mfa.Methods() {
		words[m.Title()] = stateWords(after, m)
	}
	words[olderSetting] = migrationWords(after)
	return rows(o, describe(row), words)
}

// rows pairs the values that describe returns for now and after.
func rows(o *mfa.Organisation, now, after map[string]string) []guide.Change {
	var all []guide.Change
	for _, m := range mfa.Methods() {
		all = append(all, guide.Change{Setting: m.Title(), Now: called(o, now[m.Title()]), After: called(o, after[m.Title()])})
	}
	for _, s := range []string{campaignSetting, olderSetting} {
		all = append(all, guide.Change{Setting: s, Now: now[s], After: after[s]})
	}
	return all
}

func campaignRow(p mfa.Policy) *tenant.Enforcement {
	e := &tenant.Enforcement{}
	e.Campaign.State, e.Campaign.Snooze = tenant.Text(p.Campaign.State), tenant.Text(p.Campaign.Snooze)
	for _, t := range p.Campaign.Include {
		e.Campaign.Include = append(e.Campaign.Include, tenant.Target{ID: tenant.Text(t.ID), Method: tenant.Text(t.Method)})
	}
	return e
}

func (d Deps) plan(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	changes := changesOf(v)
	row, _, fresh, err := d.live(ctx)
	if err != nil {
		return nil, err
	}
	p, err := d.preview(ctx, v, changes, nil)
	if err != nil {
		return nil, err
	}
	plan := &guide.Plan{Changes: planned(p.Question.Organisation, row, changes), ByHand: v.Answer(askWay) == "hand",
		Undo: "Handrail saves the current settings. You can restore them in the step “Keep or undo”. " +
			"Methods that people register in the meantime stay."}
	if !fresh {
		plan.Lead = "These settings come from the data saved on this computer."
	}
	if len(changes) == 0 {
		plan.Lead, plan.Undo, plan.NoUndo = "Handrail changes nothing.", "", "There is nothing to undo."
	}
	lead, text := summary(p)
	plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Note, Text: strings.TrimSpace(lead + " " + text)})
	for _, one := range mfa.Outcomes() {
		if n := p.Totals[one]; n > 0 && one != mfa.NoChange {
			plan.Affected = append(plan.Affected, guide.Affected{Severity: mfashow.Severity(one), Text: fmt.Sprintf("%s: %d.", one.Title(), n), Names: names(p, one, 5)})
		}
	}
	return plan, nil
}

// names returns up to n names of people with an outcome.
func names(p *mfa.Preview, one mfa.Outcome, n int) (all []string) {
	for _, i := range p.Sorted() {
		if p.Results[i].Shown().Has(one) {
			if len(all) == n {
				return append(all, "and others")
			}
			all = append(all, p.Question.Organisation.People[i].Name)
		}
	}
	return all
}

// apply makes the change: it reads the settings again, stops if they drifted,
// saves the exact former settings in the journal and sends each write once.
func (d Deps) apply(ctx context.Context, v *guide.Visit, plan *guide.Plan, rep task.Report) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	changes := changesOf(v)
	if plan.ByHand || d.Writer == nil || d.Journal == nil {
		return app.Errorf(app.Denied, "Choose to make the change by hand.", "Handrail cannot make this change here.")
	}
	if len(changes) == 0 {
		return nil
	}
	ctx = aloud(ctx, rep)
	if err := d.Writer.Ask(ctx, writeScope); err != nil {
		return err
	}
	p, err := d.preview(ctx, v, changes, nil)
	if err != nil {
		return err
	}
	if a := p.JudgeApart(); a.Refused {
		return app.Errorf(app.Denied, "Set up another method for an administrator first.", "%s", a.Why)
	}
	row, policy, _, err := d.live(ctx)
	if err != nil {
		return err
	}
	if drifted(planned(p.Question.Organisation, row, changes), plan.Changes) {
		return app.Errorf(app.Invalid, "Check the plan again. It shows the current settings.",
			"The settings have changed since you checked them. Handrail changed nothing.")
	}
	writes, err := writesOf(policy, changes)
	if err != nil {
		return err
	}
	return d.send(ctx, v, "change", writes)
}

// aloud returns a context that reports notes about waiting to rep.
func aloud(ctx context.Context, rep task.Report) context.Context {
	if rep == nil {
		return ctx
	}
	return tenant.WithNote(ctx, func(note string) { rep(task.Progress{Note: note}) })
}

func drifted(a, b []guide.Change) bool {
	if len(a) != len(b) {
		return true
	}
	for i := range a {
		if a[i] != b[i] {
			return true
		}
	}
	return false
}

// exact is the journal step that holds the request bodies as sent. The window
// shows the words of the plan instead. Stored.
const exact = "exact"

// send makes each write once and stops at the first that fails.
func (d Deps) send(ctx context.Context, v *guide.Visit, why string, writes []write) error {
	note := func(w write, state, id string) error {
		return d.Journal.Record(ctx, guide.Entry{At: d.Now().UTC(), Visit: v.ID, Guide: ID, Step: exact,
			What: why + " " + w.object, Old: string(w.undo), New: string(w.body), State: state, Report: id})
	}
	for _, w := range writes {
		for _, state := range []string{"planned", "sent"} {
			if err := note(w, state, ""); err != nil {
				return err // not recorded: not sent
			}
		}
		id, err := d.Writer.Patch(ctx, w.object, w.body)
		var lost *tenant.UnknownOutcome
		switch {
		case errors.As(err, &lost):
			_ = note(w, "unknown", lost.RequestID) // reading the settings again decides
			return &app.Error{Code: app.Unreachable, Message: "Handrail sent the change to “" + w.what +
				"” but got no answer.",
				Hint: "Check again to see whether it was made.", Err: err}
		case app.CodeOf(err) == app.Denied:
			_ = note(w, "failed", id) // the returned error matters more
			message, _ := app.Say(err)
			return &app.Error{Code: app.Denied, Message: message, Hint: "Sign in with an account that has the role Authentication Policy Administrator, or make the change by hand.", Err: err}
		case err != nil:
			_ = note(w, "failed", id) // the returned error matters more
			return err
		}
		if err := note(w, "confirmed", id); err != nil {
			return err
		}
	}
	return nil
}
