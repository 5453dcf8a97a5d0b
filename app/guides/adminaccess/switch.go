package adminaccess

import (
	"context"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

const defaultsSetting = "Security defaults"

// noWayBack is what stands in every plan that turns security defaults off.
const noWayBack = "There may be no way back to security defaults: Microsoft does not turn them on while any policy " +
	"exists. Handrail tries it only after it removed its own policies, and shows you if Microsoft refuses."

// planSwitch shows the act: defaults off, then the policies on.
func (d deps) planSwitch(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	w, fresh, err := d.loadFresh(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	if w.policyGap {
		return stays("Handrail could not read your policies, so it switches none on.", "Conditional Access",
			"Not known"), nil
	}
	for _, p := range own {
		if _, there := w.named(p.name); !there {
			return stays("Create both policies first.", p.name, w.now(p)), nil
		}
	}
	plan := &guide.Plan{Changes: w.switched(v), ByHand: !d.runner().Can(), FromSaved: !fresh,
		Undo: "You can set the policies back in the step “Keep or undo”. If one policy cannot be switched on, the " +
			"other stays on. You then try the failed one again."}
	if w.defaults != access.No || w.turnedOff {
		plan.Undo += " " + noWayBack
	}
	if guide.Unchanged(plan.Changes) {
		return stays("Both policies are on already.", own[0].name, w.now(own[0])), nil
	}
	if why, err := d.refused(ctx, w, v); err != nil {
		return nil, err
	} else if why != "" {
		plan.Summary = "Handrail does not switch the policies on yet. " + why
		plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Problem, Text: why})
	} else if w.defaults == access.No && w.open(v) {
		plan.Summary = "Security defaults are off, so this switches on only the policies."
		if w.turnedOff { // by Handrail, which then stopped
			plan.Summary = "Security defaults are off and the policies are not on yet. Finish the switch now, or go back " +
				"in the step “Keep or undo”. " + w.whereItStands(v)
		}
	}
	if !fresh {
		plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Unknown,
			Text: "This comes from the data saved on this computer."})
	}
	return plan, d.affectedBy(ctx, w, v, plan)
}

// open reports whether a policy that this act turns on is there and not on, or was never
// made although Handrail turned security defaults off for it.
func (w *world) open(v *guide.Visit) bool {
	for _, p := range w.acting(v) {
		if row, there := w.named(p.name); there && !row.State.Is(stateOn) || !there && w.turnedOff {
			return true
		}
	}
	return false
}

// protects reports whether everyone else gets policies in the same act, which may have
// been interrupted after security defaults were turned off.
func (w *world) protects(v *guide.Visit) bool {
	return (w.defaults == access.Yes || w.turnedOff) && v.Answer(askOthers) != othersLeave
}

// switched returns the rows of the plan, in the order of the writes.
func (w *world) switched(v *guide.Visit) (all []guide.Change) {
	if w.defaults == access.Yes {
		all = append(all, guide.Change{Setting: defaultsSetting, Now: "On", After: "Off"})
	}
	for _, p := range w.acting(v) {
		all = append(all, guide.Change{Setting: p.name, Now: w.now(p), After: "On"})
	}
	return all
}

// writes returns the requests of the plan, in its order.
func (w *world) writes(v *guide.Visit) (all []change.Write) {
	if w.defaults == access.Yes {
		all = append(all, change.Write{Verb: change.Change, Object: defaultsPath, Title: defaultsSetting,
			Body: raw(map[string]any{"isEnabled": false}), Undo: raw(map[string]any{"isEnabled": true})})
	}
	for _, p := range w.acting(v) {
		row, there := w.named(p.name)
		switch {
		case !there:
			all = append(all, change.Write{Verb: change.Create, Object: exclusion.PoliciesPath, Title: p.name,
				Body: w.body(p, stateOn, v)})
		case !row.State.Is(stateOn):
			all = append(all, setState(row, stateOn))
		}
	}
	return all
}

// setState returns the request that gives a policy a state.
func setState(row tenant.AccessPolicy, state string) change.Write {
	return change.Write{Verb: change.Change, Object: exclusion.PoliciesPath + "/" + row.ID, Title: string(row.Name),
		Body: raw(map[string]any{"state": state}), Undo: raw(map[string]any{"state": row.State})}
}

// applySwitch makes the switch, and reads it back.
func (d deps) applySwitch(ctx context.Context, v *guide.Visit, plan *guide.Plan, progress task.Report) error {
	if ok, err := change.Due(ctx, plan, "Switch them on in the Microsoft Entra admin center.",
		"Handrail cannot change policies here."); !ok {
		return err
	}
	scopes := exclusion.PolicyScopes
	if plan.Changes[0].Setting == defaultsSetting { // both are proven before the first write
		scopes = append(append([]string{}, exclusion.PolicyScopes...), defaultsScopes...)
	}
	before, err := d.runner().Reached(ctx, v.ID)
	if err != nil {
		return err
	}
	if err := d.turn(ctx, v, scopes, plan, progress); err != nil {
		return d.standing(ctx, v, plan, before, err)
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

// turn sends the requests of the plan. Security defaults go first; where that fails,
// nothing else is sent. Where one policy fails the others are still turned on, because
// they protect people who have nothing else any more.
func (d deps) turn(ctx context.Context, v *guide.Visit, scopes []string, plan *guide.Plan, progress task.Report) error {
	var w *world
	var rest []change.Write
	err := d.runner().Apply(ctx, v.ID, change.Order{Scopes: scopes, Shown: plan.Changes,
		Again: func(ctx context.Context) (rows []guide.Change, first []change.Write, err error) {
			if w, err = d.current(ctx, v); err != nil {
				return nil, nil, err
			}
			if err := d.proveRoles(ctx, w, progress); err != nil {
				return nil, nil, err
			}
			if why, err := d.refused(ctx, w, v); err != nil || why != "" {
				if err == nil {
					err = app.Errorf(app.Denied, "Fix this, then come back.", "%s Nothing was changed.", why)
				}
				return nil, nil, err
			}
			if rest = w.writes(v); w.defaults == access.Yes {
				first, rest = rest[:1], rest[1:]
			}
			return w.switched(v), first, nil
		}}, progress)
	if err != nil {
		return w.roleError(ctx, err)
	}
	for _, one := range rest {
		if ctx.Err() != nil {
			break
		}
		if _, failed := d.runner().Send(ctx, v.ID, one); failed != nil && err == nil {
			err = w.roleError(ctx, failed)
		}
	}
	if err == nil {
		err = ctx.Err()
	}
	return err
}
