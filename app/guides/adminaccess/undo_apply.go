package adminaccess

import (
	"context"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/exclusion"
	"handrail/app/task"
)

// applyKeep makes the decision, and reads it back.
func (d deps) applyKeep(ctx context.Context, v *guide.Visit, plan *guide.Plan, progress task.Report) error {
	if ok, err := change.Due(ctx, plan, "Change them in the Microsoft Entra admin center.",
		"Handrail cannot change policies here."); !ok {
		return err
	}
	scopes := exclusion.PolicyScopes
	if v.Answer(askKeep) == keepDefaults { // both are proven before the first write
		scopes = slices.Concat(exclusion.PolicyScopes, defaultsScopes)
	}
	before, err := d.runner().Reached(ctx, v.ID)
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
