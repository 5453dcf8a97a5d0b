package adminaccess

import (
	"context"
	"encoding/json"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/task"
	"handrail/app/tenant"
)

// loadFresh returns what a step works with, and whether the policies and security defaults in
// it are as they are now at Microsoft.
func (d deps) loadFresh(ctx context.Context, v *guide.Visit, progress task.Report) (w *world, fresh bool, err error) {
	if w, err = d.load(ctx, v, progress); err != nil {
		return nil, false, err
	}
	fresh, err = d.refresh(ctx, w)
	return w, fresh, err
}

// refresh puts the policies and security defaults as they are now at Microsoft into w, and
// reports whether that was possible. Where it was not, w keeps what was saved.
func (d deps) refresh(ctx context.Context, w *world) (fresh bool, err error) {
	if !d.runner().Can() {
		return false, ctx.Err()
	}
	rows, compared, whole := exclusion.Policies(ctx, d.Tenant.Writer)
	if !whole {
		return false, ctx.Err()
	}
	one, err := d.Tenant.Writer.Read(ctx, defaultsPath)
	if err != nil {
		return false, ctx.Err()
	}
	var row tenant.SecurityDefaults
	if json.Unmarshal(one, &row) != nil || !row.Enabled.Known {
		return false, ctx.Err()
	}
	w.policies, w.policyGap, w.defaults = rows, false, access.Flag(row.Enabled)
	w.compared = compared
	w.demand()
	w.remember()
	return true, ctx.Err()
}

// reread reads both sections again as a refresh does, where Handrail changes nothing here.
func (d deps) reread(ctx context.Context, v *guide.Visit, w *world, progress task.Report) (*world, bool, error) {
	c := d.Tenant.Connection
	if c == nil || !c.SignedIn(ctx) {
		return w, false, ctx.Err()
	}
	all, err := c.Refresh(ctx, []string{tenant.SectionAccess, tenant.SectionDefaults}, progress)
	if err != nil {
		return nil, false, err
	}
	fresh := len(all) > 0
	for _, st := range all {
		fresh = fresh && st.State.Whole()
	}
	w, err = d.load(ctx, v, progress)
	return w, fresh, err
}

// demand puts the policies and security defaults of w into what requires MFA from people.
func (w *world) demand() {
	o := *w.o // that of others stays
	o.Enforcement.Defaults = w.defaults
	o.Enforcement.Take(w.policies, w.compared)
	w.o = &o
}

// stateWords are the states of a policy in words.
func stateWords(state tenant.Text) string {
	switch {
	case state.Is(stateOn):
		return "On"
	case state.Is(stateReport):
		return "Report-only"
	case state.Is(stateOff):
		return "Off"
	case state == "":
		return "Not there"
	}
	return string(state)
}

// now returns the state of a policy of Handrail's in words.
func (w *world) now(p wanted) string {
	if w.policyGap {
		return "Not known"
	}
	row, there := w.named(p.name)
	if there && row.State == "" {
		return "Not known"
	}
	return stateWords(row.State)
}
