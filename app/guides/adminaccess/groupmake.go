package adminaccess

import (
	"context"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/breakglass"
	"handrail/app/identity/exclusion"
	"handrail/app/task"
)

// applyGroup makes the group, or removes the one that Handrail made, and reads it back.
func (d deps) applyGroup(ctx context.Context, v *guide.Visit, plan *guide.Plan, progress task.Report) error {
	if ok, err := change.Due(ctx, plan, "Make the group in the Microsoft Entra admin center.",
		"Handrail cannot make groups here."); !ok {
		return err
	}
	var accounts []breakglass.Account
	r := d.groupRunner()
	err := r.Apply(ctx, v.ID, change.Order{Scopes: exclusion.GroupScopes, Shown: plan.Changes,
		Again: func(ctx context.Context) (rows []guide.Change, writes []change.Write, err error) {
			if err := d.settleGroup(ctx, v); err != nil {
				return nil, nil, err
			}
			w, err := d.load(ctx, v, nil)
			if err != nil {
				return nil, nil, err
			}
			made, err := d.madeGroup(ctx, v)
			if err != nil {
				return nil, nil, err
			}
			if accounts, err = w.accounts(ctx, glass(v)); err != nil {
				return nil, nil, err
			}
			if v.Answer(askGroup) != groupNew {
				if fresh, err := d.refresh(ctx, w); err != nil || !fresh {
					return nil, nil, unreadPolicies(err)
				}
				if names := w.using(made); len(names) > 0 || w.policyGap {
					return nil, nil, app.Errorf(app.Denied, "Remove the group from the policies first.",
						"A policy still excludes the group, or may do so. Nothing was changed.")
				}
				writes = []change.Write{{Verb: change.Remove, Object: exclusion.GroupsPath + "/" + made, Title: nameGroup}}
			}
			return groupRows(v, accounts), writes, nil
		}}, progress)
	if err != nil || v.Answer(askGroup) != groupNew {
		return err
	}
	return d.makeGroup(ctx, r, v, accounts)
}

// makeGroup makes the group once, and proves that its members are those that were named.
func (d deps) makeGroup(ctx context.Context, r change.Runner, v *guide.Visit, accounts []breakglass.Account) error {
	if err := exclusion.Make(ctx, r, v.ID, groupWanted(v, accounts), d.root(ctx)); err != nil {
		return err
	}
	w, err := d.load(ctx, v, nil)
	if err != nil {
		return err
	}
	for _, a := range members(accounts) {
		if w.crew == nil || w.crew.Has(a.ID) != access.Yes {
			return app.Errorf(app.Unreachable, "Check again in a few minutes, before you continue.",
				"Handrail made the group. Microsoft does not show every member yet.")
		}
	}
	return nil
}
