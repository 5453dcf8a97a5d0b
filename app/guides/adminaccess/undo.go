package adminaccess

import (
	"context"
	"encoding/json"
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

const removedWord = "Removed"

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

// restorations are the policies that Handrail made and removed; one whose name is taken
// again stays removed.
func (w *world) restorations() (changes []guide.Change, writes []change.Write) {
	taken := map[string]bool{}
	for _, row := range w.policies {
		taken[strings.ToLower(string(row.Name))] = true
	}
	for _, row := range w.deleted {
		name := strings.ToLower(string(row.Name))
		if !w.proven(row.ID) || taken[name] {
			continue
		}
		taken[name] = true
		changes = append(changes, guide.Change{Setting: string(row.Name), Now: removedWord, After: stateWords(row.State)})
		writes = append(writes, change.Write{Verb: change.Restore, Object: deletedPath + "/" + row.ID + "/restore",
			Title: string(row.Name)})
	}
	return changes, writes
}

// readDeleted reads which policies were removed, the latest first.
func (d deps) readDeleted(ctx context.Context, w *world) error {
	w.deleted, w.deletedGap = nil, true
	if !d.runner().Can() {
		return ctx.Err()
	}
	list, err := d.Tenant.Writer.Read(ctx, deletedPath)
	if err != nil {
		return ctx.Err()
	}
	type removed struct {
		tenant.AccessPolicy
		At tenant.When `json:"deletedDateTime"`
	}
	var page struct {
		Value []removed `json:"value"`
	}
	if json.Unmarshal(list, &page) != nil || page.Value == nil {
		return ctx.Err()
	}
	slices.SortStableFunc(page.Value, func(a, b removed) int { return b.At.Compare(a.At.Time) })
	for i := range page.Value {
		w.deleted = append(w.deleted, page.Value[i].AccessPolicy)
	}
	w.deletedGap = false
	return ctx.Err()
}

// planRestore adds what comes back, and holds what would stop someone who must get in.
func (d deps) planRestore(ctx context.Context, w *world, v *guide.Visit, plan *guide.Plan) error {
	why, err := d.restoreHeld(ctx, w, v)
	switch {
	case err != nil:
		return err
	case why != "":
		plan.Summary = "Handrail does not restore the policies. " + why
		plan.Affected = []guide.Affected{{Severity: report.Problem, Text: why}}
	case w.comesBackOn():
		plan.Affected = []guide.Affected{{Severity: report.Warning,
			Text: "A policy comes back as it was, and is on at once."}}
	default:
		plan.Affected = []guide.Affected{{Severity: report.OK, Text: "No policy that comes back is on."}}
	}
	return nil
}

func (w *world) comesBackOn() bool {
	_, writes := w.restorations()
	return slices.ContainsFunc(writes, func(one change.Write) bool {
		return slices.ContainsFunc(w.deleted, func(row tenant.AccessPolicy) bool {
			return strings.Contains(one.Object, "/"+row.ID+"/") && row.State.Is(stateOn)
		})
	})
}

// restoreHeld returns why Handrail does not restore the policies; "" where it does.
func (d deps) restoreHeld(ctx context.Context, w *world, v *guide.Visit) (string, error) {
	if !w.comesBackOn() {
		return w.mayWrite(false), nil
	}
	if w.defaults != access.No {
		return "Microsoft does not restore a policy that is on beside security defaults.", nil
	}
	back := *w
	back.policies = slices.Clone(w.policies)
	_, writes := w.restorations()
	for _, row := range w.deleted {
		if slices.ContainsFunc(writes, func(one change.Write) bool {
			return strings.Contains(one.Object, "/"+row.ID+"/")
		}) {
			back.policies = append(back.policies, row)
		}
	}
	back.demand()
	return d.refused(ctx, &back, v)
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
	var w *world
	err := d.runner().Apply(ctx, v.ID, change.Order{Scopes: scopes, Shown: plan.Changes,
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
		return w.undoError(v, err)
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

// undoError adds where a decision stands that did not come to its end.
func (w *world) undoError(v *guide.Visit, err error) error {
	message, _ := app.UserMessage(err)
	if w == nil || v.Answer(askKeep) != keepDefaults || app.CodeOf(err) == app.Denied ||
		strings.HasSuffix(message, "Handrail changed nothing.") {
		return err
	}
	return &app.Error{Code: app.CodeOf(err), Err: err,
		Message: "The way back to security defaults stopped. " + microsoftSaid(err, message),
		Hint:    "Show the plan again to see what is left, or choose “Restore removed policies” to be protected again."}
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
		now := onOff(w.defaults)
		if c.Setting != defaultsSetting {
			now = removedWord
			for _, row := range w.policies {
				if row.Name.Is(c.Setting) {
					now = stateWords(row.State)
				}
			}
		}
		if now != c.After {
			return app.Errorf(app.Unreachable, "Show the plan again in a few minutes.",
				"Microsoft accepted the change, but “%s” is not “%s” yet. It is “%s”.", c.Setting, c.After, now)
		}
	}
	return nil
}
