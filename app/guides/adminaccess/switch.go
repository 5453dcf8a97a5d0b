package adminaccess

import (
	"context"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/breakglass"
	"handrail/app/identity/mfa"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

const defaultsSetting = "Security defaults"

// noWayBack is what stands in every plan that turns security defaults off.
const noWayBack = "There may be no way back to security defaults: Microsoft does not turn them on while any policy " +
	"exists. If one write fails, the other policy stays on, and you try the failed one again."

// planSwitch shows the act: defaults off, then the policies on.
func (d deps) planSwitch(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	w, err := d.load(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	fresh, err := d.refresh(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, p := range own {
		if _, there := w.named(p.name); !there {
			return stays("Create both policies first.", p.name, w.now(p)), nil
		}
	}
	plan := &guide.Plan{Changes: w.switched(v), ByHand: !d.runner().Can(),
		Undo: "You can set the policies back in the step “Keep or undo”. " + noWayBack}
	if done(plan.Changes) {
		return stays("Both policies are on already.", own[0].name, w.now(own[0])), nil
	}
	if why, err := d.refused(ctx, w, v); err != nil {
		return nil, err
	} else if why != "" {
		plan.Summary = "Handrail does not switch the policies on yet. " + why
		plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Problem, Text: why})
	} else if w.defaults == access.No && w.open(v) {
		plan.Summary = "Security defaults are off and the policies are not on yet. Finish the switch now."
	}
	if !fresh {
		plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Unknown,
			Text: "This comes from the data saved on this computer."})
	}
	return plan, d.affectedBy(ctx, w, v, plan)
}

// open reports whether a policy of Handrail's is there and not on, or one for everyone
// else is still to come.
func (w *world) open(v *guide.Visit) bool {
	for _, p := range own {
		if row, there := w.named(p.name); there && !row.State.Is(stateOn) {
			return true
		}
	}
	return w.othersOpen(v)
}

// othersOpen reports whether everyone else gets policies, and one of them is not on.
func (w *world) othersOpen(v *guide.Visit) bool {
	return w.protects(v) && slices.ContainsFunc(others, func(p wanted) bool {
		row, _ := w.named(p.name)
		return !row.State.Is(stateOn)
	})
}

// protects reports whether everyone else gets policies in the same act. They still do
// after an act that stopped behind the end of security defaults.
func (w *world) protects(v *guide.Visit) bool {
	return (w.defaults == access.Yes || w.turnedOff) && v.Answer(askOthers) != othersLeave
}

// switched returns the rows of the plan, in the order of the writes.
func (w *world) switched(v *guide.Visit) (all []guide.Change) {
	if w.defaults == access.Yes {
		all = append(all, guide.Change{Setting: defaultsSetting, Now: "On", After: "Off"})
	}
	for _, p := range own {
		all = append(all, guide.Change{Setting: p.name, Now: w.now(p), After: "On"})
	}
	if w.protects(v) {
		for _, p := range others {
			all = append(all, guide.Change{Setting: p.name, Now: w.now(p), After: "On"})
		}
	}
	return all
}

// writes returns the requests of the plan, in its order.
func (w *world) writes(v *guide.Visit) (all []change.Write) {
	if w.defaults == access.Yes {
		all = append(all, change.Write{Verb: change.Change, Object: defaultsPath, Title: defaultsSetting,
			Body: raw(map[string]any{"isEnabled": false}), Undo: raw(map[string]any{"isEnabled": true})})
	}
	wantedNow := own
	if w.protects(v) {
		wantedNow = append(append([]wanted{}, own...), others...)
	}
	for _, p := range wantedNow {
		row, there := w.named(p.name)
		switch {
		case !there:
			all = append(all, change.Write{Verb: change.Create, Object: policiesPath, Title: p.name,
				Body: w.body(p, stateOn, v)})
		case !row.State.Is(stateOn):
			all = append(all, setState(row, stateOn))
		}
	}
	return all
}

// setState returns the request that gives a policy a state.
func setState(row tenant.AccessPolicy, state string) change.Write {
	return change.Write{Verb: change.Change, Object: policiesPath + "/" + row.ID, Title: string(row.Name),
		Body: raw(map[string]any{"state": state}), Undo: raw(map[string]any{"state": row.State})}
}

// refused returns why Handrail does not switch the policies on: the administrator at this
// computer, the last Global Administrators or an emergency access account would be
// stopped, or that is not known.
func (d deps) refused(ctx context.Context, w *world, v *guide.Visit) (string, error) {
	i := w.signedIn()
	if i < 0 {
		return "It is not known which account you are signed in with.", nil
	}
	p := w.preview(v, w.protects(v), false)
	switch got := p.Results[i].Outcomes | p.Results[i].Possible; {
	case got.Has(mfa.LockedOut):
		return "You would lock yourself out. Register a method first.", nil
	case got.Has(mfa.NotKnown), got.Has(mfa.NotInReport):
		return "It is not known whether you could still sign in.", nil
	}
	if p.CheckSpecialAccounts().Refused { // not you: the last Global Administrators
		return "The last Global Administrators who can sign in would be locked out. " +
			"Give one of them a passkey or Microsoft Authenticator first.", nil
	}
	accounts, err := w.accounts(ctx, glass(v))
	if err != nil || len(accounts) == 0 {
		return "", err
	}
	lines := breakglass.Check(accounts, policiesOf(w.after(v)), !w.policyGap, d.Now())
	for _, l := range breakglass.Holds(lines) {
		return "An emergency access account: " + strings.ToLower(l.Title[:1]) + l.Title[1:] + ". " + l.Evidence, nil
	}
	return "", nil
}

// after returns the policies as they will be.
func (w *world) after(v *guide.Visit) (rows []tenant.AccessPolicy) {
	names := map[string]bool{}
	wantedNow := own
	if w.protects(v) {
		wantedNow = append(append([]wanted{}, own...), others...)
	}
	for _, p := range wantedNow {
		names[p.name] = true
	}
	for _, row := range w.policies {
		if names[string(row.Name)] {
			row.State = stateOn
			delete(names, string(row.Name))
		}
		rows = append(rows, row)
	}
	for _, p := range wantedNow {
		var row tenant.AccessPolicy
		if names[p.name] && jsonInto(w.body(p, stateOn, v), &row) {
			rows = append(rows, row)
		}
	}
	return rows
}

// applySwitch makes the switch, and reads it back.
func (d deps) applySwitch(ctx context.Context, v *guide.Visit, plan *guide.Plan, progress task.Report) error {
	if plan.ByHand {
		return app.Errorf(app.Denied, "Switch them on in the Microsoft Entra admin center.",
			"Handrail cannot change policies here.")
	}
	if done(plan.Changes) {
		return ctx.Err()
	}
	scopes := policyScopes
	if plan.Changes[0].Setting == defaultsSetting { // both are proven before the first write
		scopes = append(append([]string{}, policyScopes...), defaultsScopes...)
	}
	err := d.runner().Apply(ctx, v.ID, change.Order{Scopes: scopes, Shown: plan.Changes,
		Again: func(ctx context.Context) ([]guide.Change, []change.Write, error) {
			w, err := d.current(ctx, v)
			if err != nil {
				return nil, nil, err
			}
			if why, err := d.refused(ctx, w, v); err != nil || why != "" {
				if err == nil {
					err = app.Errorf(app.Denied, "Fix this, then come back.", "%s Nothing was changed.", why)
				}
				return nil, nil, err
			}
			return w.switched(v), w.writes(v), nil
		}}, progress)
	if err != nil {
		return err
	}
	w, err := d.load(ctx, v, nil)
	if err != nil {
		return err
	}
	if fresh, err := d.refresh(ctx, w); err != nil || !fresh {
		return err // the next step says that it is not known
	}
	if w.open(v) {
		return app.Errorf(app.Invalid, "Show the plan again, and confirm what is left.", "A policy is not on yet.")
	}
	return nil
}
