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
)

// stays returns a plan in which nothing changes.
func stays(summary, setting, state string) *guide.Plan {
	return &guide.Plan{Summary: summary, Undo: "There is nothing to undo.",
		Changes:  []guide.Change{{Setting: setting, Now: state, After: state}},
		Affected: []guide.Affected{{Severity: report.OK, Text: "Nothing changes for anyone."}}}
}

// planCreate shows both policies as Microsoft will get them.
func (d deps) planCreate(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	w, fresh, err := d.loadFresh(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	switch {
	case w.p1 == access.No:
		return stays("Conditional Access needs Entra ID P1, which you do not have. Use security defaults instead.",
			"Conditional Access", "Not available"), nil
	case v.Answer(askLeave) == leaveStop && v.Fact(factRefused) != "":
		return w.stoppedFor(v), nil
	case len(w.chosen(v)) == 0:
		return stays("Your list has no role, so there is no policy to create.", own[0].name, w.now(own[0])), nil
	case w.policyGap:
		return stays("Handrail could not read your policies, so it creates none.", "Conditional Access", "Not known"),
			nil
	}
	plan := &guide.Plan{Changes: w.created(ctx, v), ByHand: !d.runner().Can(), FromSaved: !fresh,
		Undo: "You can turn the policies off, or remove them, in the step “Keep or undo”."}
	if !fresh {
		plan.Summary = "This comes from the data saved on this computer."
	}
	if len(w.regrouped()) > 0 {
		plan.Undo += " Handrail does not take the group out of a policy again."
	}
	plan.Affected = w.createAffects(v)
	plan.Blocks = append(plan.Blocks, w.inPlainWords(ctx, v))
	for _, p := range own {
		plan.Blocks = append(plan.Blocks, report.Code{Label: "For experts: “" + p.name + "” as Microsoft gets it",
			Text: string(pretty(w.body(p, stateReport, v)))})
	}
	return plan, nil
}

// createAffects returns whose sign-ins the policies record, and whom they exclude.
func (w *world) createAffects(v *guide.Visit) (all []guide.Affected) {
	covered, later := w.covered(v), w.whenActive(v)
	names, active := []string{}, []string{}
	for _, i := range w.administrators(w.chosen(v)) {
		switch {
		case covered[i] && later[i]:
			active = append(active, w.o.People[i].Label())
		case covered[i]:
			names = append(names, w.o.People[i].Label())
		}
	}
	all = []guide.Affected{
		{Severity: report.OK, Text: "No one is stopped. Report-only policies only record."},
		{Severity: report.Note, Names: names,
			Text: "Sign-ins are recorded for " + counted(len(names), "administrator", "administrators") + "."},
	}
	if len(active) > 0 {
		all = append(all, guide.Affected{Severity: report.Note, Names: active,
			Text: "Recorded only while a role is active: " + counted(len(active), "administrator", "administrators") + "."})
	}
	if spared := w.sparedNames(v); len(spared) > 0 {
		all = append(all, guide.Affected{Severity: report.Note,
			Text: "Excluded from both: " + counted(len(spared), "account", "accounts") + ".", Names: spared})
	}
	all = append(all, w.leftAffects(v)...)
	if w.crew.fit() {
		all = append(all, guide.Affected{Severity: report.Note,
			Text: "The emergency access accounts in the group “" + w.crew.Name + "” are excluded with it."})
	}
	if len(w.regrouped()) > 0 {
		if names := w.besideGlass(v); len(names) > 0 {
			all = append(all, guide.Affected{Severity: report.Warning, Names: names,
				Text: "In the group, and no longer protected by these policies: " +
					counted(len(names), "other account", "other accounts") + "."})
		}
	}
	if w.defaults == access.Yes {
		all = append(all, guide.Affected{Severity: report.OK, Text: "Security defaults stay on."})
	}
	return all
}

// inPlainWords is what both policies say.
func (w *world) inPlainWords(ctx context.Context, v *guide.Visit) report.Table {
	t := report.Table{Title: "What each policy says", Columns: []string{"Part", own[0].name, own[1].name}}
	roles, spared := w.listWords(ctx, w.chosen(v), 3), strings.Join(w.sparedNames(v), ", ")
	if w.crew.fit() {
		spared = "The group “" + w.crew.Name + "”, " + spared
	}
	if spared == "" {
		spared = "No one"
	}
	t.Rows = [][]string{{"For people with", roles, roles}, {"Except", spared, spared},
		{"Signing in to", "Everything", "Everything"}, {"With", "Any app", "Legacy apps only"},
		{"Once it is on", "They must use MFA", "They cannot sign in"}}
	return t
}

// created returns the rows of the plan.
func (w *world) created(ctx context.Context, v *guide.Visit) (all []guide.Change) {
	regrouped, without := w.regrouped(), w.lessRoles(ctx, v)
	for _, p := range slices.Concat(own, others) {
		if _, there := w.named(p.name); p.all && (!there || !w.crew.fit()) {
			continue
		}
		gets := slices.ContainsFunc(regrouped, func(g withGroup) bool { return g.policy == p })
		c := guide.Change{Setting: p.name, Now: w.groupWords(p, false), After: w.groupWords(p, gets)}
		if _, there := w.named(p.name); !there {
			what := "requires MFA from "
			if p.legacy {
				what = "blocks legacy apps for "
			}
			c.After = "Report-only: " + what + w.listWords(ctx, w.chosen(v), 3) + without
		}
		all = append(all, c)
	}
	return all
}

// applyCreate creates the policies that are not there.
func (d deps) applyCreate(ctx context.Context, v *guide.Visit, plan *guide.Plan, progress task.Report) error {
	if ok, err := change.Due(ctx, plan, "Create them in the Microsoft Entra admin center.",
		"Handrail cannot create policies here."); !ok {
		return err
	}
	before, err := d.runner().Reached(ctx, v.ID)
	if err != nil {
		return err
	}
	var w *world
	err = d.runner().Apply(ctx, v.ID, change.Order{Scopes: exclusion.PolicyScopes, Shown: plan.Changes,
		Again: func(ctx context.Context) (rows []guide.Change, writes []change.Write, err error) {
			if w, err = d.current(ctx, v); err != nil {
				return nil, nil, err
			}
			for _, p := range own {
				if _, there := w.named(p.name); !there {
					writes = append(writes, change.Write{Verb: change.Create, Object: exclusion.PoliciesPath, Title: p.name,
						Body: w.body(p, stateReport, v)})
				}
			}
			for _, g := range w.regrouped() {
				writes = append(writes, g.write)
			}
			return w.created(ctx, v), writes, nil
		}}, progress)
	if err != nil {
		return d.standing(ctx, v, plan, before, w.licenceError(w.leaving(ctx, v, err)))
	}
	return nil
}

// licenceError returns the error with what else protects administrators, where Microsoft
// refuses a policy and it is not known whether the organisation has the licence.
func (w *world) licenceError(err error) error {
	if w == nil || w.p1 != access.Unknown || app.CodeOf(err) != app.Denied {
		return err
	}
	message, hint := app.UserMessage(err)
	return &app.Error{Code: app.Denied, Err: err, Message: message,
		Hint: hint + " They also need Entra ID P1: without it, choose security defaults in “Choose protection”."}
}

// current returns what is there now, and refuses where that is not known.
func (d deps) current(ctx context.Context, v *guide.Visit) (*world, error) {
	w, err := d.load(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	if fresh, err := d.refresh(ctx, w); err != nil || !fresh {
		return nil, unreadPolicies(err)
	}
	if err := d.settle(ctx, v, w); err != nil {
		return nil, err
	}
	return w, d.waiting(ctx, v, w)
}

// unreadPolicies returns err, and else that the policies could not be read.
func unreadPolicies(err error) error {
	if err != nil {
		return err
	}
	return app.Errorf(app.Unreachable, "Try again in a few minutes.",
		"Handrail could not read your policies. Nothing was changed.")
}

func pretty(body []byte) []byte { return []byte(strings.TrimSpace(indent(body))) }
