package adminaccess

import (
	"context"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// stepTakeBack is the step that ends exclusions. Stored with every visit.
const stepTakeBack = "end-exclusions"

const noneByName = "Not by name"

// takenBack is a policy that excludes people no longer.
type takenBack struct {
	was, row tenant.AccessPolicy // now, and as it will be
	people   []string            // by ID
	write    change.Write
}

// takeBack returns what ends the exclusions by name that are over, where Handrail can.
func (d deps) takeBack(w *world, v *guide.Visit) (all []takenBack) {
	for _, row := range w.policies {
		var gone []string
		for _, e := range w.ends(v) {
			if e.ID != "" && e.due(d.Now()) && row.Conditions.Users.Exclude.Has(e.ID) {
				gone = append(gone, e.ID)
			}
		}
		if len(gone) == 0 || row.State.Is(stateOff) {
			continue
		}
		one, after, ok := exclusion.Edit(row, exclusion.Users, func(ids []string) []string {
			return slices.DeleteFunc(ids, func(id string) bool { return exclusion.Is(gone, id) })
		})
		if ok {
			all = append(all, takenBack{row, after, gone, one})
		}
	}
	return all
}

// endRows returns the rows of the plan: by person, the policies that exclude them by name.
func (d deps) endRows(w *world, v *guide.Visit) (rows []guide.Change) {
	taken := d.takeBack(w, v)
	for _, e := range w.ends(v) {
		setting := "Exclusion of " + w.labelOf(e)
		if e.ID == "" || !e.due(d.Now()) || slices.ContainsFunc(rows, func(c guide.Change) bool {
			return c.Setting == setting
		}) {
			continue
		}
		var now, after []string
		for _, row := range w.policies {
			if row.State.Is(stateOff) || !row.Conditions.Users.Exclude.Has(e.ID) {
				continue
			}
			name := "“" + string(row.Name) + "”"
			now = append(now, name)
			if !slices.ContainsFunc(taken, func(t takenBack) bool { return t.was.ID == row.ID }) {
				after = append(after, name)
			}
		}
		rows = append(rows, guide.Change{Setting: setting, Now: byName(now), After: byName(after)})
	}
	return rows
}

func byName(policies []string) string {
	if len(policies) == 0 {
		return noneByName
	}
	return "In " + strings.Join(policies, ", ")
}

// labelOf names the person of an exclusion, with the sign-in name.
func (w *world) labelOf(e end) string {
	if i := w.position(e.ID); i >= 0 && w.o.People[i].UPN != "" {
		return e.Name + " (" + w.o.People[i].UPN + ")"
	}
	return e.Name
}

// planEnds shows which exclusions end, and what that does to each person.
func (d deps) planEnds(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	w, fresh, err := d.loadFresh(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	if fresh {
		if err := d.settle(ctx, v, w); err != nil {
			return nil, err
		}
	}
	rows := d.endRows(w, v)
	switch {
	case w.policyGap:
		return stays("Handrail could not read your policies, so it ends no exclusion.", "Exclusions", "Not known"), nil
	case len(rows) == 0:
		return stays("No exclusion has ended.", "Exclusions", "As they are"), nil
	}
	plan := &guide.Plan{Changes: rows, ByHand: !d.runner().Can(), FromSaved: !fresh,
		Affected: []guide.Affected{{Severity: report.OK,
			Text: "Nothing changes for anyone."}}, Undo: "There is nothing to undo."}
	if guide.Unchanged(rows) {
		plan.Summary = "No policy that Handrail can change excludes these people by name."
		return plan, nil
	}
	plan.Undo, plan.NoUndo = "", "Handrail does not exclude people again. You can do so in the Microsoft Entra admin "+
		"center."
	why, effects, err := d.endEffects(ctx, w, v)
	if err != nil {
		return nil, err
	}
	plan.Affected = effects
	if why != "" {
		plan.Summary = "Handrail does not end the exclusions yet. " + why
		plan.Affected = append([]guide.Affected{{Severity: report.Problem, Text: why}}, effects...)
	}
	if !fresh {
		plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Unknown,
			Text: "This comes from the data saved on this computer."})
	}
	return plan, nil
}

// endEffects returns what each policy then does to each person, and why Handrail does not end
// the exclusions: the administrator at this computer or an emergency access account would be
// stopped, or that is not known.
func (d deps) endEffects(ctx context.Context, w *world, v *guide.Visit) (why string, all []guide.Affected, err error) {
	name, err := w.groupNames(ctx)
	if err != nil {
		return "", nil, err
	}
	by := map[string][]string{}
	for _, t := range d.takeBack(w, v) {
		for _, id := range t.people {
			i := w.position(id)
			if i < 0 {
				continue
			}
			s, who := w.o.Subject(i), w.o.People[i].Label()
			e := w.effectOf(t.row, i, &s, name, d.Now())
			by[e.Verdict] = append(by[e.Verdict], who+": “"+e.Name+"”. "+e.Reason)
			fine := e.Verdict == "passes" || e.Verdict == "spares" || e.State == stateNames[access.ReportOnly]
			switch {
			case fine || why != "":
			case i == w.signedIn():
				why = "The policy “" + e.Name + "” would stop you, or may do so."
			case exclusion.Is(w.glassIDs(v), id):
				why = "The policy “" + e.Name + "” would stop an emergency access account, or may do so: " + who + "."
			}
		}
	}
	if why == "" {
		why = w.mayWrite(false)
	}
	for _, s := range effectWords {
		if n := len(by[s.verdict]); n > 0 {
			all = append(all, guide.Affected{Severity: s.severity, Text: s.word + ": " + counted(n, "time", "times") +
				".",
				Names: by[s.verdict]})
		}
	}
	return why, all, nil
}

// glassIDs are the IDs of the emergency access accounts that are known.
func (w *world) glassIDs(v *guide.Visit) (ids []string) {
	for _, one := range glass(v) {
		if i := w.position(one); i >= 0 {
			ids = append(ids, w.o.People[i].ID)
		}
	}
	return ids
}

// applyEnds ends the exclusions, and reads them back.
func (d deps) applyEnds(ctx context.Context, v *guide.Visit, plan *guide.Plan, progress task.Report) error {
	if ok, err := change.Due(ctx, plan, "End them in the Microsoft Entra admin center.",
		"Handrail cannot change policies here."); !ok {
		return err
	}
	before, err := d.runner().Reached(ctx, v.ID)
	if err != nil {
		return err
	}
	err = d.runner().Apply(ctx, v.ID, change.Order{Scopes: exclusion.PolicyScopes, Shown: plan.Changes,
		Again: func(ctx context.Context) (rows []guide.Change, writes []change.Write, err error) {
			w, err := d.current(ctx, v)
			if err != nil {
				return nil, nil, err
			}
			if err := d.proveRoles(ctx, w, progress); err != nil {
				return nil, nil, err
			}
			why, _, err := d.endEffects(ctx, w, v)
			if err != nil {
				return nil, nil, err
			}
			if why != "" {
				return nil, nil, app.Errorf(app.Denied, "Fix this, then come back.", "%s Nothing was changed.", why)
			}
			for _, t := range d.takeBack(w, v) {
				writes = append(writes, t.write)
			}
			return d.endRows(w, v), writes, nil
		}}, progress)
	if err != nil {
		return d.standing(ctx, v, plan, before, err)
	}
	w, err := d.current(ctx, v)
	if err != nil {
		return err
	}
	if !guide.Unchanged(d.endRows(w, v)) {
		return app.Errorf(app.Unreachable, "Show the plan again in a few minutes.",
			"Microsoft accepted the change, but still lists an exclusion.")
	}
	return nil
}
