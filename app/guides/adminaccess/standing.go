package adminaccess

import (
	"context"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/tenant"
)

// reached returns how many requests of a visit may have taken effect.
func (d deps) reached(ctx context.Context, v *guide.Visit) (n int, err error) {
	h, err := d.runner().History(ctx, v.ID)
	for _, a := range h {
		if a.State == change.Confirmed || a.State.Open() {
			n++
		}
	}
	return n, err
}

// standing adds to the error of an act how each of its settings is now, where a request of
// it may have taken effect: before is how many had before the act.
func (d deps) standing(ctx context.Context, v *guide.Visit, plan *guide.Plan, before int, failed error) error {
	ctx = context.WithoutCancel(ctx) // what was sent must be read
	after, err := d.reached(ctx, v)
	if err != nil || after == before {
		return failed
	}
	message, _ := app.UserMessage(failed)
	message = microsoftSaid(failed, strings.TrimSuffix(message, " Nothing was changed."))
	e := &app.Error{Code: app.CodeOf(failed), Err: failed, Hint: "Show the plan again, and confirm what is left."}
	w, err := d.load(ctx, v, nil)
	if err != nil {
		return failed
	}
	fresh, err := d.refresh(ctx, w)
	if err != nil || !fresh {
		e.Message = message + " A part of the change may be made. Handrail could not read how it is now."
		return e
	}
	var parts []string
	for _, c := range plan.Changes {
		parts = append(parts, "“"+c.Setting+"” is "+strings.ToLower(w.settingNow(c))+".")
	}
	e.Message = message + " Now: " + strings.Join(parts, " ")
	return e
}

// settingNow returns how a setting of a plan is, in the words of plans.
func (w *world) settingNow(c guide.Change) string {
	if c.Setting == defaultsSetting {
		return onOff(w.defaults)
	}
	row, there := w.named(c.Setting)
	if !there {
		for _, p := range w.policies {
			if p.Name.Is(c.Setting) {
				row, there = p, true
			}
		}
	}
	switch {
	case there:
		return stateWords(row.State)
	case c.After == removedWord || c.Now == removedWord:
		return removedWord
	}
	return stateWords(tenant.Text(""))
}
