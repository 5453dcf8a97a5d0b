package guide

import (
	"context"
	"reflect"
	"time"

	"handrail/app"
	"handrail/app/task"
)

// The states of the entries of a step in the journal. Stored: never renamed.
const (
	entryPlanned   = "planned"
	entrySent      = "sent"
	entryConfirmed = "confirmed"
	entryFailed    = "failed"
	entryUnknown   = "unknown"
)

// Applied is how a confirmed plan ended.
type Applied struct {
	Drifted bool
	Plan    *Plan // the new one, where it drifted or was read back
	Unknown bool  // no answer came, and reading back did not decide
	Part    bool  // some of it was made, and it failed then
	Err     error
}

// Confirm makes the change that was shown: it reads the plan again and stops if it differs,
// writes down each setting, applies once, and writes down how that ended. The end of ctx no
// longer keeps that from being written down once it was sent.
func (s Step) Confirm(ctx context.Context, j Journal, now func() time.Time, v Visit, shown *Plan,
	rep task.Report) Applied {
	c := confirming{s, j, now, v}
	plan, err := s.RunPlan(ctx, &v)
	if err != nil {
		return Applied{Err: err}
	}
	if !plan.Same(shown) {
		return Applied{Drifted: true, Plan: plan}
	}
	for _, write := range []func() error{
		func() error { return c.record(ctx, shown, entryPlanned) },
		func() error { return c.confirmation(ctx, shown) },
		func() error { return c.record(ctx, shown, entrySent) },
	} {
		if err := write(); err != nil {
			return Applied{Err: err} // not written down: not done
		}
	}
	err = s.RunApply(ctx, &v, shown, rep)
	ctx = context.WithoutCancel(ctx)
	switch {
	case err == nil:
		return Applied{Err: c.record(ctx, shown, entryConfirmed)}
	case app.CodeOf(err) != app.Unreachable && app.CodeOf(err) != app.Cancelled:
		return c.failed(ctx, shown, err)
	}
	return c.readBack(ctx, shown, err)
}

// confirming is one plan on its way.
type confirming struct {
	step    Step
	journal Journal
	now     func() time.Time
	visit   Visit
}

// failed writes down of each setting whether it was made before the change failed.
func (c confirming) failed(ctx context.Context, shown *Plan, failure error) Applied {
	a := Applied{Err: failure}
	now, err := c.step.RunPlan(ctx, &c.visit)
	if err == nil && !reflect.DeepEqual(now.Changes, shown.Changes) {
		is := settings(now)
		made, left := &Plan{}, &Plan{}
		for _, row := range shown.Changes {
			if value, ok := is[row.Setting]; ok && value == row.After && !row.Unchanged() {
				made.Changes, a.Part = append(made.Changes, row), true
			} else {
				left.Changes = append(left.Changes, row)
			}
		}
		if a.Part {
			a.Plan = now
			_ = c.record(ctx, made, entryConfirmed) // the failure itself is returned
			shown = left
		}
	}
	_ = c.record(ctx, shown, entryFailed)
	return a
}

// readBack decides what became of a change whose answer was lost.
func (c confirming) readBack(ctx context.Context, shown *Plan, lost error) Applied {
	_ = c.record(ctx, shown, entryUnknown) // reading back decides next
	now, err := c.step.RunPlan(ctx, &c.visit)
	switch {
	case err != nil:
		return Applied{Unknown: true, Err: lost}
	case reflect.DeepEqual(now.Changes, shown.Changes):
		_ = c.record(ctx, shown, entryFailed)
		return Applied{Plan: now, Err: lost}
	case madeTrue(now, shown):
		return Applied{Err: c.record(ctx, shown, entryConfirmed)}
	}
	return Applied{Unknown: true, Plan: now, Err: lost}
}

// madeTrue reports whether every setting now is what shown wanted it to be.
func madeTrue(now, shown *Plan) bool {
	is := settings(now)
	for _, c := range shown.Changes {
		if value, ok := is[c.Setting]; !ok || value != c.After {
			return false
		}
	}
	return true
}

// settings returns how each setting of a plan is.
func settings(p *Plan) map[string]string {
	is := map[string]string{}
	for _, c := range p.Changes {
		is[c.Setting] = c.Now
	}
	return is
}

// record writes down each change of a plan in a state.
func (c confirming) record(ctx context.Context, p *Plan, state string) error {
	at := c.now().UTC()
	for _, row := range p.Changes {
		if row.Unchanged() {
			continue
		}
		err := c.journal.Record(ctx, JournalEntry{At: at, Visit: c.visit.ID, Guide: c.visit.Guide, Step: c.step.ID,
			What: row.Setting, Old: row.Now, New: row.After, State: state})
		if err != nil {
			return err
		}
	}
	return nil
}

// confirmation keeps what the plan says, where the journal can keep it.
func (c confirming) confirmation(ctx context.Context, p *Plan) error {
	store, ok := c.journal.(ConfirmationStore)
	if !ok || Unchanged(p.Changes) {
		return nil
	}
	return store.SaveConfirmation(ctx, Confirmation{At: c.now().UTC(), Visit: c.visit.ID, Guide: c.visit.Guide,
		Step: c.step.ID,
		Plan: confirmedPlan(p)})
}

// MarkStopped returns visits with a problem in each step whose change did not come to its
// end: the last that the journal has of it is that it was sent. This is so after the
// program was killed, and while another window makes the change.
func MarkStopped(guides []Guide, visits []Visit, entries []JournalEntry) []Visit {
	by := map[string][]JournalEntry{}
	for _, e := range entries {
		by[e.Visit] = append(by[e.Visit], e)
	}
	marked := make([]Visit, 0, len(visits))
	for _, v := range visits {
		for _, g := range guides {
			if step, at, stopped := g.stoppedIn(by[v.ID]); g.ID == v.Guide && stopped {
				v = v.with(step, Outcome{State: HasProblem, At: at, Note: g.stoppedNote(by[v.ID])})
			}
		}
		marked = append(marked, v)
	}
	return marked
}

// stoppedIn returns the step in which a change of a visit was sent and did not end.
func (g *Guide) stoppedIn(entries []JournalEntry) (step string, at time.Time, stopped bool) {
	for _, e := range entries {
		for _, s := range g.Steps {
			if s.ID == e.Step && s.Apply != nil {
				step, at, stopped = e.Step, e.At, e.State == entrySent
			}
		}
	}
	return step, at, stopped
}

func (g *Guide) stoppedNote(entries []JournalEntry) string {
	note := "Handrail was closed while it made this change, or another window is making it now."
	if g.Stopped != nil {
		note += " " + g.Stopped(entries)
	}
	return note + " Open it to finish, or to go back."
}

// with returns the visit with an outcome, and leaves the original as it is.
func (v Visit) with(step string, o Outcome) Visit {
	v = v.Clone()
	if old := v.Outcomes[step]; old.Headline != "" {
		o.Headline = old.Headline
	}
	v.Outcomes[step] = o
	return v
}
