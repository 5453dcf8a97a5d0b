package adminaccess

import (
	"context"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/identity/mfa"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// planInstead shows what protects administrators without policies, before it is turned on.
func (d deps) planInstead(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	w, err := d.load(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	fresh, err := d.freshInstead(ctx, w, v)
	if err != nil {
		return nil, err
	}
	changes, _ := w.turnedOn(v)
	why := w.refusedInstead(v)
	switch {
	case guide.Unchanged(changes) && w.means(v) == meansDefaults:
		return stays("Security defaults are on already. They protect everyone.", defaultsSetting, "On"), nil
	case guide.Unchanged(changes) && len(changes) > 0:
		return stays("Per-user MFA is on already for every administrator.", perUserSetting, "On"), nil
	case len(changes) == 0:
		return stays("There is no administrator to turn per-user MFA on for.", perUserSetting, "Not used"), nil
	}
	p := w.insteadPreview(v)
	plan := &guide.Plan{Changes: changes, ByHand: !d.runner().Can(), FromSaved: !fresh,
		Undo: "You can turn it off again in the step “Keep or undo”."}
	if why == "" {
		why = w.lockedOut(p)
	}
	if why != "" {
		plan.Summary = "Handrail does not turn it on yet. " + why
		plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Problem, Text: why})
	}
	if !fresh {
		plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Unknown,
			Text: "This comes from the data saved on this computer."})
	}
	plan.Affected = append(plan.Affected, outcomes(p)...)
	plan.Affected = append(plan.Affected, d.beside(w, v)...)
	plan.Blocks = append(plan.Blocks, differs(w.means(v)))
	if plan.ByHand || !fresh {
		plan.Blocks = append(plan.Blocks, report.Text{Text: byHand(w.means(v))})
	}
	return plan, nil
}

// beside is what a plan says beside the outcomes.
func (d deps) beside(w *world, v *guide.Visit) []guide.Affected {
	if w.means(v) == meansPerUser {
		all := []guide.Affected{{Severity: report.Warning,
			Text: "Everyone else, and every new administrator, still signs in with a password alone."}}
		if len(w.policies) > 0 {
			all = append(all, guide.Affected{Severity: report.Warning, Text: "You have Conditional Access policies. " +
				"Microsoft advises against per-user MFA beside them."})
		}
		if spared := w.sparedNames(v); len(spared) > 0 {
			all = append(all, guide.Affected{Severity: report.Note, Names: spared,
				Text: "Left out: " + counted(len(spared), "account", "accounts") + "."})
		}
		return all
	}
	all := []guide.Affected{{Severity: report.Note, Text: mfa.RegistrationGrace().Sentence(d.Now())},
		{Severity: report.Warning, Text: "Legacy apps stop working for everyone, such as old email programs and " +
			"printers that send email."}}
	var weak []string
	for _, name := range glass(v) {
		if i := w.position(name); i >= 0 && w.o.Strong(i) != access.Yes {
			weak = append(weak, w.o.People[i].Label())
		}
	}
	if len(weak) > 0 {
		all = append(all, guide.Affected{Severity: report.Warning, Names: weak,
			Text: "Emergency access accounts need MFA too. Give these a security key first."})
	}
	return all
}

// byHand is how to make the change without Handrail.
func byHand(means string) string {
	if means == meansPerUser {
		return "Go to Entra ID > Users, and select “Per-user MFA”. Select the people, then “Enable MFA”."
	}
	return "Go to Entra ID > Overview > Properties, and select “Manage security defaults”. Choose “Enabled”, " +
		"then select “Save”."
}

// refusedInstead returns why Microsoft refuses security defaults, or an account that was
// named cannot be left out of per-user MFA; "" where neither is so.
func (w *world) refusedInstead(v *guide.Visit) string {
	if w.means(v) == meansPerUser {
		for _, name := range glass(v) {
			if w.position(name) < 0 {
				return "Handrail knows no account “" + name + "”, which you named for emergency access. Correct the name: " +
					"Handrail leaves these accounts out of per-user MFA."
			}
		}
	}
	if w.means(v) != meansDefaults || w.defaults == access.Yes || len(w.policies) == 0 {
		return ""
	}
	var names []string
	for _, p := range w.policies {
		names = append(names, "“"+string(p.Name)+"”")
	}
	return "Microsoft does not turn on security defaults while a policy exists: " + strings.Join(few(names), ", ") +
		". Delete the policies, or choose per-user MFA in “Choose protection”."
}

// freshInstead puts what the way of a visit changes as it is now at Microsoft into w, and
// reports whether that was possible.
func (d deps) freshInstead(ctx context.Context, w *world, v *guide.Visit) (bool, error) {
	if !d.runner().Can() {
		return false, ctx.Err()
	}
	if w.means(v) == meansPerUser {
		return d.freshStates(ctx, w, v)
	}
	var row tenant.SecurityDefaults
	if tenant.ReadInto(ctx, d.Tenant.Writer, defaultsPath, &row) != nil || !row.Enabled.Known {
		return false, ctx.Err()
	}
	w.defaults = access.Flag(row.Enabled)
	if rows, _, whole := exclusion.Policies(ctx, d.Tenant.Writer); whole {
		w.policies = rows
	} // else Microsoft itself refuses where there is one
	return true, ctx.Err()
}

// freshStates reads the per-user MFA of each administrator again.
func (d deps) freshStates(ctx context.Context, w *world, v *guide.Visit) (bool, error) {
	o := *w.o // that of others stays
	o.People = append([]mfa.Person{}, w.o.People...)
	for _, i := range w.perUserTargets(v) {
		var row tenant.PerUserMFA
		if tenant.ReadInto(ctx, d.Tenant.Writer, requirementsPath(o.People[i].ID), &row) != nil || row.State == "" {
			return false, ctx.Err()
		}
		o.People[i].PerUserName = string(row.State)
	}
	w.o = &o
	return true, ctx.Err()
}

// turnedOn returns the rows and the requests of the plan.
func (w *world) turnedOn(v *guide.Visit) (rows []guide.Change, writes []change.Write) {
	if w.means(v) == meansPerUser {
		for _, i := range w.perUserTargets(v) {
			p := &w.o.People[i]
			c := guide.Change{Setting: perUserSetting + ": " + p.Label(), Now: perUserWord(p.PerUserName)}
			if c.After = c.Now; c.Now == "Disabled" || c.Now == "Not known" {
				c.After = "Enabled"
				writes = append(writes, change.Write{Verb: change.Change, Object: requirementsPath(p.ID),
					Title: c.Setting, Body: raw(map[string]any{"perUserMfaState": "enabled"}),
					Undo: raw(map[string]any{"perUserMfaState": "disabled"})})
			}
			rows = append(rows, c)
		}
		return rows, writes
	}
	c := guide.Change{Setting: defaultsSetting, Now: w.defaultsWord(), After: "On"}
	if !c.Unchanged() {
		writes = append(writes, change.Write{Verb: change.Change, Object: defaultsPath, Title: defaultsSetting,
			Body: raw(map[string]any{"isEnabled": true}), Undo: raw(map[string]any{"isEnabled": false})})
	}
	return []guide.Change{c}, writes
}

// applyInstead turns it on, and reads it back.
func (d deps) applyInstead(ctx context.Context, v *guide.Visit, plan *guide.Plan, progress task.Report) error {
	if ok, err := change.Due(ctx, plan, "Turn it on in the Microsoft Entra admin center.",
		"Handrail cannot change this here."); !ok {
		return err
	}
	if err := d.runner().Apply(ctx, v.ID, change.Order{Scopes: scopesInstead(plan), Shown: plan.Changes,
		Again: func(ctx context.Context) ([]guide.Change, []change.Write, error) {
			w, err := d.nowInstead(ctx, v)
			if err != nil {
				return nil, nil, err
			}
			why := w.refusedInstead(v)
			if why == "" {
				why = w.lockedOut(w.insteadPreview(v))
			}
			if why != "" {
				return nil, nil, app.Errorf(app.Denied, "Fix this, then come back.", "%s Nothing was changed.", why)
			}
			rows, writes := w.turnedOn(v)
			return rows, writes, nil
		}}, progress); err != nil {
		return err
	}
	w, err := d.load(ctx, v, nil)
	if err != nil {
		return err
	}
	if fresh, err := d.freshInstead(ctx, w, v); err != nil || !fresh {
		return err // the next step says that it is not known
	}
	if rows, _ := w.turnedOn(v); !guide.Unchanged(rows) {
		return app.Errorf(app.Invalid, "Wait a few minutes, then show the plan again.",
			"Microsoft does not show the change yet.")
	}
	return nil
}

// scopesInstead are the permissions that a plan needs (Microsoft Learn, Update
// identitySecurityDefaultsEnforcementPolicy and Update authentication method states).
func scopesInstead(plan *guide.Plan) []string {
	if plan.Changes[0].Setting == defaultsSetting {
		return append([]string{"Policy.Read.All"}, defaultsScopes...)
	}
	return []string{"Policy.Read.All", "Policy.ReadWrite.AuthenticationMethod"}
}

// nowInstead returns what is there now, and refuses where that is not known.
func (d deps) nowInstead(ctx context.Context, v *guide.Visit) (*world, error) {
	w, err := d.load(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	if fresh, err := d.freshInstead(ctx, w, v); err != nil || fresh {
		return w, err
	}
	return nil, app.Errorf(app.Unreachable, "Try again in a few minutes.",
		"Handrail could not read the settings at Microsoft. Nothing was changed.")
}
