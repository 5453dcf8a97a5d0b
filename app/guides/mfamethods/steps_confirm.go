package mfamethods

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/change"
	"handrail/app/guide/terms"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// writeScope is asked for in this step only (Microsoft Graph permissions reference).
const writeScope = "Policy.ReadWrite.AuthenticationMethod"

func (d deps) confirmStep() guide.Step {
	first := "handrail"
	if d.Tenant.Writer == nil {
		first = "hand"
	}
	return guide.Step{
		ID: stepConfirm, Title: "Check the change", Summary: "Check what changes, for whom, and what you can undo.",
		NextLabel: "Show the plan", MainLabel: "Make this change",
		Needs: stepWho, DependsOn: depends(askWave, askWay), Terms: terms.Of(terms.MFA, terms.AccessPass),
		Asks: []guide.Ask{ask.Choice(askWay, ask.Words{Label: "Who makes the change?",
			Hint: "By hand, you get the page to open, the steps and a script.",
			Help: "Handrail asks Microsoft for permission to change this policy when you confirm."}, []guide.Option{
			{Value: "handrail", Label: "Handrail, when I confirm"},
			{Value: "hand", Label: "I or someone else, by hand"}}, ask.First(first))},
		Plan: d.plan, Apply: d.apply, Hand: d.byHand,
	}
}

// describe returns the value of each setting by its name. Different settings
// have different words.
func describe(p mfa.Policy) map[string]string {
	all := map[string]string{}
	for _, m := range mfa.Methods() {
		all[m.Title()] = stateWords(p, m)
	}
	c := p.Campaign
	words := campaignWords(c)
	if c.Snooze != "" {
		days := " days"
		if c.Snooze == "1" {
			days = " day"
		}
		words += ", asks again after " + c.Snooze + days
	}
	all[campaignSetting] = words
	all[olderSetting] = "Still in use (" + p.Legacy.State + ")"
	switch p.Legacy.Live {
	case access.No:
		all[olderSetting] = "No longer used"
	case access.Unknown:
		all[olderSetting] = "Not known: “" + p.Legacy.State + "”"
	}
	return all
}

// campaignWords describes what the registration campaign asks for. Where Microsoft
// manages it, Microsoft chooses the method, whatever the targets name.
func campaignWords(c mfa.Campaign) string {
	switch strings.ToLower(c.State) {
	case "default":
		return "Microsoft managed: Microsoft chooses the method"
	case "disabled":
		return "Off" + methodsOf(c)
	case "enabled":
		return "On" + methodsOf(c)
	}
	return "Not known" + methodsOf(c)
}

// methodsOf names each method that the targets of a campaign name, once.
func methodsOf(c mfa.Campaign) string {
	var all []string
	for _, t := range c.Include {
		name := t.Method
		switch {
		case strings.EqualFold(name, mfa.Fido2Target):
			name = "passkeys"
		case strings.EqualFold(name, mfa.AuthenticatorTarget):
			name = mfa.Authenticator.Title()
		}
		if name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return ", for " + strings.Join(all, " and ")
}

// planned returns the rows of the plan: each setting now and after, with the names
// of groups if o knows them.
func planned(o *mfa.Organisation, row tenant.MethodsPolicy, changes mfa.Changes) []guide.Change {
	now := mfa.PolicyOf(row, mfa.Legacy{})
	return rows(o, now, mfa.Apply(now, changes))
}

// rows returns each setting in two policies.
func rows(o *mfa.Organisation, before, then mfa.Policy) []guide.Change {
	now, after := describe(before), describe(then)
	var all []guide.Change
	for _, m := range mfa.Methods() {
		all = append(all, guide.Change{Setting: m.Title(), Now: called(o, now[m.Title()]),
			After: called(o, after[m.Title()])})
	}
	for _, s := range []string{campaignSetting, olderSetting} {
		all = append(all, guide.Change{Setting: s, Now: now[s], After: after[s]})
	}
	return all
}

func (d deps) plan(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	changes := changesOf(v)
	row, policy, fresh, err := d.live(ctx)
	if err != nil {
		return nil, err
	}
	p, err := d.preview(ctx, v, changes, nil)
	if err != nil {
		return nil, err
	}
	plan := &guide.Plan{Changes: planned(p.Question.Organisation, row, changes), ByHand: v.Answer(askWay) == "hand",
		FromSaved: !fresh,
		Undo: "Handrail saves the current settings. You can restore them in the step “Keep or undo”. " +
			"Methods that people register in the meantime stay."}
	if !fresh {
		plan.Summary = "These settings come from the data saved on this computer."
	}
	if plan.ByHand {
		plan.Undo = "The script undo.ps1 restores the current settings. " +
			"Methods that people register in the meantime stay."
	}
	if writes, err := writesOf(policy, changes); len(changes) == 0 {
		plan.Summary, plan.Undo = "Handrail changes nothing.", "There is nothing to undo."
	} else if err == nil && len(writes) == 0 {
		plan.Summary, plan.Undo = "The settings already match the plan.", "There is nothing to undo."
	}
	lead, text := summary(p)
	plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Note,
		Text: strings.TrimSpace(lead + " " + text)})
	for _, f := range append(underDefaults(p.Question.Organisation, changes), reminding(p, changes)...) {
		plan.Affected = append(plan.Affected, guide.Affected{Severity: f.Severity, Text: f.Title + ". " + f.Text})
	}
	for _, one := range mfa.Outcomes() {
		if n := p.Totals[one]; n > 0 && one != mfa.NoChange {
			plan.Affected = append(plan.Affected, guide.Affected{Severity: mfaview.Severity(one),
				Text: fmt.Sprintf("%s: %s.", one.Title(), guide.Count(n, "account", "accounts")), Names: names(p, one)})
		}
	}
	return plan, nil
}

// names returns the names of people with an outcome.
func names(p *mfa.Preview, one mfa.Outcome) (all []string) {
	for _, i := range p.Sorted() {
		if p.Results[i].Shown().Has(one) {
			all = append(all, p.Question.Organisation.People[i].Name)
		}
	}
	return all
}

// apply makes the change, unless it would lock out the last administrators or the
// signed-in one.
func (d deps) apply(ctx context.Context, v *guide.Visit, plan *guide.Plan, rep task.Report) error {
	if plan.ByHand {
		return app.Errorf(app.Denied, "Choose to make the change by hand.", "Handrail cannot make this change here.")
	}
	changes := changesOf(v)
	if len(changes) == 0 {
		return ctx.Err()
	}
	return d.runner().Apply(ctx, v.ID, change.Order{Scopes: []string{writeScope}, Shown: plan.Changes,
		Again: func(ctx context.Context) ([]guide.Change, []change.Write, error) {
			p, err := d.preview(ctx, v, changes, nil)
			if err != nil {
				return nil, nil, err
			}
			row, policy, _, err := d.live(ctx)
			if err != nil {
				return nil, nil, err
			}
			err = d.keepsAdministrators(ctx, v, row, func(now mfa.Policy) mfa.Policy { return mfa.Apply(now, changes) })
			if err != nil {
				return nil, nil, err
			}
			writes, err := writesOf(policy, changes)
			return planned(p.Question.Organisation, row, changes), writes, err
		}}, rep)
}

// keepsAdministrators refuses a change of the policy at Microsoft, now, that locks out
// the last administrators or the signed-in one. The saved policy may be an older one.
func (d deps) keepsAdministrators(ctx context.Context, v *guide.Visit, now tenant.MethodsPolicy,
	then func(mfa.Policy) mfa.Policy) error {
	o, err := d.organisation(ctx, v, nil)
	if err != nil {
		return err
	}
	o.Policy = mfa.PolicyOf(now, o.Policy.Legacy)
	p := mfa.Impact(mfa.Question{Organisation: o, After: then(o.Policy), Date: d.Now().UTC()})
	if a := p.CheckSpecialAccounts(); a.Refused {
		return app.Errorf(app.Denied, "Set up another method for an administrator first.", "%s", a.Why)
	}
	return nil
}
