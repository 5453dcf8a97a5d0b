package adminaccess

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/report"
	"handrail/app/tenant"
)

// deletedPath is where removed policies are for as long as restore.json says.
const deletedPath = "/identity/conditionalAccess/deletedItems/policies"

const (
	removedWord    = "Removed"
	removedWordNow = "” is removed."
)

// planKeep shows what the decision changes.
func (d deps) planKeep(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	w, fresh, err := d.loadFresh(ctx, v, nil)
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
	if a := v.Answer(askKeep); a == keepRemove || a == keepRestore || a == keepDefaults {
		if err := d.readDeleted(ctx, w); err != nil {
			return nil, err
		}
	}
	changes, _ := w.kept(v)
	if why := w.noUndo(v, changes); why != "" {
		if v.Answer(askKeep) == keepDefaults {
			return stays(why, defaultsSetting, onOff(w.defaults)), nil
		}
		return stays(why, own[0].name, w.now(own[0])), nil
	}
	plan := &guide.Plan{Changes: changes, ByHand: !d.runner().Can(), FromSaved: !fresh}
	switch v.Answer(askKeep) {
	case keepRemove:
		plan.Undo = fmt.Sprintf("You can restore the policies here for %d days, in the state that they have now.",
			restoreDays())
		if w.deletedGap {
			plan.Undo, plan.NoUndo = "", "Handrail could not read the removed policies of your organisation, so it may "+
				"not be able to restore these."
		}
		plan.Affected = w.unguarded(v)
	case keepRestore:
		plan.Undo = "You can remove them again in this step."
		return plan, d.planRestore(ctx, w, v, plan)
	case keepDefaults:
		plan.NoUndo = "Microsoft turns security defaults on only while no policy exists. Handrail removes its " +
			"policies first. If Microsoft then refuses, nothing protects anyone until you restore them here."
		if w.deletedGap {
			return stays("Handrail could not read the removed policies of your organisation. It could not restore its "+
				"own if Microsoft refuses, so it removes none.", defaultsSetting, onOff(w.defaults)), nil
		}
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
	case answer == keepRestore && guide.Unchanged(changes):
		return "Handrail removed no policy that can still be restored."
	case answer == keepDefaults && w.defaults == access.Yes:
		return "Security defaults are on already."
	case answer == keepDefaults && w.defaults != access.No:
		return "It is not known whether security defaults are on."
	case answer == keepDefaults && len(foreign) > 0:
		return "Microsoft does not turn security defaults on while these policies exist: " +
			strings.Join(few(foreign), ", ") + ". The change log does not show that Handrail made them, so it removes none."
	case guide.Unchanged(changes) && answer == keepRemove:
		return "The change log has no policy that Handrail made and that is still there."
	case guide.Unchanged(changes):
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
			writes = append(writes, change.Write{Verb: change.Remove, Object: exclusion.PoliciesPath + "/" + row.ID,
				Title: string(row.Name), Undo: raw(map[string]any{"displayName": row.Name, "state": row.State})})
		}
		changes = append(changes, c)
	}
	return changes, writes
}
