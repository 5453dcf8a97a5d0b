package syncidentity

import (
	"context"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/task"
)

// scopes are the permissions of the change.
var scopes = slices.Concat(exclusion.PolicyScopes, exclusion.GroupScopes)

// due reports whether a plan has something to do.
func due(ctx context.Context, plan *guide.Plan) (bool, error) {
	return change.Due(ctx, plan, "Follow the instructions of the next step.", "Handrail cannot change policies here.")
}

// applyExclude makes the exclusion, and reads it back.
func (d deps) applyExclude(ctx context.Context, v *guide.Visit, plan *guide.Plan, progress task.Report) error {
	if ok, err := due(ctx, plan); !ok {
		return err
	}
	before, err := d.runner().Reached(ctx, v.ID)
	if err != nil {
		return err
	}
	if err := d.exclude(ctx, v, plan, progress); err != nil {
		return d.standing(ctx, v, before, err, (*world).rows)
	}
	return d.madeTrue(ctx, v, (*world).rows)
}

// exclude sends the requests of the plan. A group that is made first proves its members
// before a policy excludes it.
func (d deps) exclude(ctx context.Context, v *guide.Visit, plan *guide.Plan, progress task.Report) error {
	var w *world
	root, r := exclusion.Root(ctx, d.Tenant.Connection), d.runner()
	err := r.Apply(ctx, v.ID, change.Order{Scopes: scopes, Shown: plan.Changes,
		Again: func(ctx context.Context) (rows []guide.Change, writes []change.Write, err error) {
			if w, err = d.proven(ctx, v, progress); err != nil {
				return nil, nil, err
			}
			if why := w.unfit(v); why != "" {
				return nil, nil, app.Errorf(app.Denied, "Choose another group.", "%s Nothing was changed.", why)
			}
			if w.crew.ID != "" {
				writes = w.requests(root)
			}
			return w.rows(), writes, nil
		}}, progress)
	if err != nil || w.crew.ID != "" {
		return err
	}
	if err := exclusion.Make(ctx, r, v.ID, w.wanted(v), root); err != nil {
		return err
	}
	if w, err = d.current(ctx, v); err != nil {
		return err
	}
	if out, _ := w.outside(); w.crew.ID == "" || len(out) > 0 {
		return app.Errorf(app.Unreachable, "Show the plan again in a few minutes.",
			"Handrail made the group. Microsoft does not show every member yet.")
	}
	for _, one := range w.requests(root) {
		if _, err := r.Send(ctx, v.ID, one); err != nil {
			return err
		}
	}
	return nil
}

// proven is current, with the roles of the administrator at this computer read again. The
// error is app.Denied where one is not proven.
func (d deps) proven(ctx context.Context, v *guide.Visit, progress task.Report) (*world, error) {
	if err := exclusion.RereadRoles(ctx, d.Tenant.Connection, progress); err != nil {
		return nil, err
	}
	w, err := d.current(ctx, v)
	if err != nil {
		return nil, err
	}
	why, err := d.held(ctx, w)
	if err == nil && why != "" {
		err = app.Errorf(app.Denied, "Fix this, then come back.", "%s Nothing was changed.", why)
	}
	return w, err
}

// current returns what is there now, and refuses where that is not known.
func (d deps) current(ctx context.Context, v *guide.Visit) (*world, error) {
	w, fresh, err := d.settled(ctx, v)
	switch {
	case err != nil:
		return nil, err
	case !fresh:
		return nil, app.Errorf(app.Unreachable, "Try again in a few minutes.",
			"Handrail could not read your policies. Nothing was changed.")
	case w.crew.ID != "" && !w.crew.MembersRead:
		return nil, app.Errorf(app.Unreachable, "Try again in a few minutes.",
			"Handrail could not read who is in the group. Nothing was changed.")
	}
	return w, nil
}

// settled is loadNow after it was found out what became of requests without an answer.
func (d deps) settled(ctx context.Context, v *guide.Visit) (w *world, fresh bool, err error) {
	w, fresh, err = d.loadNow(ctx, v, nil)
	if err != nil || !fresh || len(w.history.Unsettled()) == 0 {
		return w, fresh, err
	}
	if err := d.settle(ctx, v, w); err != nil {
		return nil, false, err
	}
	return d.loadNow(ctx, v, nil)
}

// settle finds out what became of requests whose answer was lost. w must be fresh.
func (d deps) settle(ctx context.Context, v *guide.Visit, w *world) error {
	h := w.history
	_, err := d.runner().Settle(ctx, v.ID, func(ctx context.Context, sent change.Write) (made, known bool, err error) {
		i := slices.IndexFunc(h, func(a change.Attempt) bool {
			return a.State.Open() && a.Verb == sent.Verb && a.Object == sent.Object && string(a.Body) == string(sent.Body)
		})
		late := i >= 0 && d.Now().Sub(h[i].At) >= change.Late
		made, known = d.tookEffect(ctx, w, sent)
		return made, known && (made || late || strings.HasPrefix(sent.Object, exclusion.PoliciesPath)), ctx.Err()
	})
	return err
}

// tookEffect reports whether a request is in effect now.
func (d deps) tookEffect(ctx context.Context, w *world, sent change.Write) (made, known bool) {
	rest, ofGroup := strings.CutPrefix(sent.Object, exclusion.GroupsPath+"/")
	group, member, _ := strings.Cut(rest, "/members/")
	switch {
	case sent.Object == exclusion.GroupsPath:
		return false, false // exclusion.Make finds out
	case !ofGroup:
		for _, row := range w.policies {
			if sent.Object == exclusion.PoliciesPath+"/"+row.ID {
				return change.Matches(row.Raw(), sent.Body)
			}
		}
		return false, false
	case member == "": // the group was deleted
		return exclusion.Deleted(ctx, d.Tenant.Writer, sent.Object)
	case !strings.EqualFold(group, w.crew.ID) || !w.crew.MembersRead:
		return false, false
	case sent.Verb == change.Remove:
		return w.crew.Has(strings.TrimSuffix(member, "/$ref")) == access.No, true
	}
	_, id, _ := strings.Cut(string(sent.Body), "/directoryObjects/")
	return w.crew.Has(strings.TrimSuffix(id, `"}`)) == access.Yes, true
}

// standing adds to the error of an act how each of its settings is now.
func (d deps) standing(ctx context.Context, v *guide.Visit, before int, failed error,
	rows func(*world) []guide.Change) error {
	return d.runner().Failed(ctx, v.ID, before, failed, func(ctx context.Context) []guide.Change {
		w, fresh, err := d.loadNow(ctx, v, nil)
		if err != nil || !fresh {
			return nil
		}
		return rows(w)
	})
}

// madeTrue reads the change back, and renews what is saved of it.
func (d deps) madeTrue(ctx context.Context, v *guide.Visit, rows func(*world) []guide.Change) error {
	w, fresh, err := d.loadNow(ctx, v, nil)
	if err != nil {
		return err
	}
	if !fresh {
		return nil // a later step says that it is not known
	}
	for _, c := range rows(w) {
		if !c.Unchanged() {
			return app.Errorf(app.Unreachable, "Show the plan again in a few minutes.",
				"Microsoft accepted the change, but “%s” is still “%s”.", c.Setting, c.Now)
		}
	}
	return ctx.Err()
}
