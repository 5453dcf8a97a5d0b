package adminaccess

import (
	"context"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// deletedPath is where removed policies are for 30 days (Graph resource policyDeletableItem).
const deletedPath = "/identity/conditionalAccess/deletedItems/policies"

const (
	removedWord    = "Removed"
	removedWordNow = "” is removed."
)

// planKeep shows what the decision changes.
func (d deps) planKeep(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	w, err := d.load(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	fresh, err := d.refresh(ctx, w)
	if err != nil {
		return nil, err
	}
	if fresh {
		if err := d.settle(ctx, v, w); err != nil {
			return nil, err
		}
	}
	if w.policyGap {
		return stays("Handrail could not read your policies, so it changes none.", "Conditional Access",
			"Not known"), nil
	}
	if v.Answer(askKeep) == keepRestore {
		if err := d.readDeleted(ctx, w); err != nil {
			return nil, err
		}
	}
	changes, _ := w.kept(v)
	if why := w.noUndo(v, changes); why != "" {
		return stays(why, own[0].name, w.now(own[0])), nil
	}
	plan := &guide.Plan{Changes: changes, ByHand: !d.runner().Can()}
	switch v.Answer(askKeep) {
	case keepRemove:
		plan.Undo = "You can restore the policies here for 30 days, in the state that they have now."
		plan.Affected = w.unguarded(v)
	case keepRestore:
		plan.Undo = "You can remove them again in this step."
		return plan, d.planRestore(ctx, w, v, plan)
	case keepDefaults:
		plan.NoUndo = "Microsoft turns security defaults on only while no policy exists. Handrail removes its " +
			"policies first. If Microsoft then refuses, nothing protects anyone until you restore them here."
		plan.Affected = append(w.unguarded(v), guide.Affected{Severity: report.Note,
			Text: "Security defaults require MFA from everyone, also from emergency access accounts."})
	default:
		plan.NoUndo = "Security defaults stay off. " + noWayBack
		plan.Affected = w.unguarded(v)
	}
	return plan, nil
}

// noUndo returns why a decision changes nothing; "" where it changes something.
func (w *world) noUndo(v *guide.Visit, changes []guide.Change) string {
	answer := v.Answer(askKeep)
	foreign := w.foreign()
	switch {
	case answer == keepThem || answer == "":
		return "The policies stay as they are."
	case answer == keepRestore && w.deletedGap:
		return "Handrail could not read which policies were removed, so it restores none."
	case answer == keepRestore && done(changes):
		return "Handrail removed no policy that can still be restored."
	case answer == keepDefaults && w.defaults == access.Yes:
		return "Security defaults are on already."
	case answer == keepDefaults && w.defaults != access.No:
		return "It is not known whether security defaults are on."
	case answer == keepDefaults && len(foreign) > 0:
		return "Microsoft does not turn security defaults on while these policies exist: " +
			strings.Join(few(foreign), ", ") + ". Handrail did not make them, and removes none."
	case done(changes) && answer == keepRemove:
		return "The change log has no policy that Handrail made and that is still there."
	case done(changes):
		return "No policy is on, so there is nothing to undo."
	}
	return ""
}

// foreign names the policies that Handrail cannot prove to have made.
func (w *world) foreign() (names []string) {
	for _, row := range w.policies {
		if !w.proven(row.ID) {
			names = append(names, string(row.Name))
		}
	}
	slices.Sort(names)
	return names
}

// unguarded is about the people who lose what the policies require.
func (w *world) unguarded(v *guide.Visit) []guide.Affected {
	on := false
	for _, row := range w.mine() {
		on = on || row.State.Is(stateOn)
	}
	if !on {
		return []guide.Affected{{Severity: report.OK, Text: "The policies are not on, so nothing changes for anyone."}}
	}
	a := guide.Affected{Severity: report.Problem,
		Text: "The policies protect no one any more. Turn on something else first, or switch them on again soon."}
	covered := w.covered(v)
	for i := range w.o.People {
		if covered[i] {
			a.Names = append(a.Names, w.o.People[i].Label())
		}
	}
	return []guide.Affected{a}
}

// mine returns the policies of this guide: those by name, and those that it is proven to
// have made.
func (w *world) mine() (rows []tenant.AccessPolicy) {
	for _, p := range append(append([]wanted{}, own...), others...) {
		if row, there := w.named(p.name); there {
			rows = append(rows, row)
		}
	}
	for _, row := range w.policies {
		if w.proven(row.ID) && !slices.ContainsFunc(rows, func(r tenant.AccessPolicy) bool {
			return r.ID == row.ID
		}) {
			rows = append(rows, row)
		}
	}
	return rows
}

// kept returns the rows and the requests of the decision.
func (w *world) kept(v *guide.Visit) (changes []guide.Change, writes []change.Write) {
	switch v.Answer(askKeep) {
	case keepRemove:
		return w.removals()
	case keepRestore:
		return w.restorations()
	case keepDefaults:
		changes, writes = w.removals()
		if w.defaults == access.No {
			changes = append(changes, guide.Change{Setting: defaultsSetting, Now: "Off", After: "On"})
			writes = append(writes, change.Write{Verb: change.Change, Object: defaultsPath, Title: defaultsSetting,
				Body: raw(map[string]any{"isEnabled": true}), Undo: raw(map[string]any{"isEnabled": false})})
		}
		return changes, writes
	}
	state := stateReport
	if v.Answer(askKeep) == keepOff {
		state = stateOff
	}
	for _, row := range w.mine() {
		c := guide.Change{Setting: string(row.Name), Now: stateWords(row.State), After: stateWords(row.State)}
		if row.State.Is(stateOn) {
			c.After = stateWords(tenant.Text(state))
			writes = append(writes, setState(row, state))
		}
		changes = append(changes, c)
	}
	return changes, writes
}

// removals are the policies that Handrail is proven to have made.
func (w *world) removals() (changes []guide.Change, writes []change.Write) {
	for _, row := range w.mine() {
		c := guide.Change{Setting: string(row.Name), Now: stateWords(row.State), After: stateWords(row.State)}
		if w.proven(row.ID) {
			c.After = removedWord
			writes = append(writes, change.Write{Verb: change.Remove, Object: policiesPath + "/" + row.ID,
				Title: string(row.Name), Undo: raw(map[string]any{"displayName": row.Name, "state": row.State})})
		}
		changes = append(changes, c)
	}
	return changes, writes
}

// applyKeep makes the decision, and reads it back.
func (d deps) applyKeep(ctx context.Context, v *guide.Visit, plan *guide.Plan, progress task.Report) error {
	if plan.ByHand {
		return app.Errorf(app.Denied, "Change them in the Microsoft Entra admin center.",
			"Handrail cannot change policies here.")
	}
	if done(plan.Changes) {
		return ctx.Err()
	}
	scopes := policyScopes
	if v.Answer(askKeep) == keepDefaults { // both are proven before the first write
		scopes = slices.Concat(policyScopes, defaultsScopes)
	}
	before, err := d.reached(ctx, v)
	if err != nil {
		return err
	}
	var w *world
	err = d.runner().Apply(ctx, v.ID, change.Order{Scopes: scopes, Shown: plan.Changes,
		Again: func(ctx context.Context) (changes []guide.Change, writes []change.Write, err error) {
			if w, err = d.current(ctx, v); err != nil {
				return nil, nil, err
			}
			if err = d.allowedUndo(ctx, w, v, progress); err != nil {
				return nil, nil, err
			}
			changes, writes = w.kept(v)
			return changes, writes, nil
		}}, progress)
	if err != nil {
		return undoError(v, d.standing(ctx, v, plan, before, err))
	}
	return d.undone(ctx, v, plan)
}

// allowedUndo proves the roles, and reads what a restoration needs.
func (d deps) allowedUndo(ctx context.Context, w *world, v *guide.Visit, progress task.Report) error {
	if err := d.proveRoles(ctx, w, progress); err != nil {
		return err
	}
	why := w.mayWrite(v.Answer(askKeep) == keepDefaults)
	switch v.Answer(askKeep) {
	case keepRestore:
		if err := d.readDeleted(ctx, w); err != nil {
			return err
		}
		var err error
		if why, err = d.restoreHeld(ctx, w, v); err != nil {
			return err
		}
	case keepDefaults:
		if foreign := w.foreign(); len(foreign) > 0 && why == "" {
			why = w.noUndo(v, nil)
		}
	}
	if why != "" {
		return app.Errorf(app.Denied, "Fix this, then come back.", "%s Nothing was changed.", why)
	}
	return nil
}

// undoError adds the way out to the error of a way back to security defaults.
func undoError(v *guide.Visit, err error) error {
	message, hint := app.UserMessage(err)
	if v.Answer(askKeep) != keepDefaults || !strings.Contains(message, removedWordNow) {
		return err
	}
	return &app.Error{Code: app.CodeOf(err), Err: err,
		Message: "The way back to security defaults stopped. " + message,
		Hint:    hint + " Or choose “Restore removed policies” to be protected again."}
}

// undone reads the decision back.
func (d deps) undone(ctx context.Context, v *guide.Visit, plan *guide.Plan) error {
	w, err := d.load(ctx, v, nil)
	if err != nil {
		return err
	}
	if fresh, err := d.refresh(ctx, w); err != nil || !fresh {
		return err // the next step says that it is not known
	}
	for _, c := range plan.Changes {
		now := w.settingNow(c)
		if now != c.After {
			return app.Errorf(app.Unreachable, "Show the plan again in a few minutes.",
				"Microsoft accepted the change, but “%s” is not “%s” yet. It is “%s”.", c.Setting, c.After, now)
		}
	}
	return nil
}
