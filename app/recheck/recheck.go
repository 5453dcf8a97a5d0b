// Package recheck looks again at guides that stand completed. What a guide made sure of stays true only as long as
// what it rests on: an administrator is added, a group grows, a policy is edited. So after the organisation was read,
// each completed guide whose look rests on something that changed is looked at again with its saved answers, and what
// is worse than it was is told with what changed. It only reads, and asks no person for anything.
package recheck

import (
	"context"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/drift"
	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// longest is how long one guide may look.
const longest = 2 * time.Minute

// Ports are what looking again needs.
type Ports struct {
	Guides  []guide.Guide
	Visits  guide.Visits
	Kept    guide.Rechecks
	Library report.Library
	Clock   app.Clock
	// Link is the organisation, and Changes what its differences are found in; both nil without one.
	Link    tenant.Connection
	Changes func(ctx context.Context) (drift.Sources, error)
}

// Which are the completed guides that are looked at.
type Which int

// The guides that can be chosen.
const (
	Changed Which = iota // those that rest on something that changed since they were looked at
	All
	Apart // those that rest on no data of the organisation
)

// Run looks again at completed guides. Each is looked at once, in the latest visit of each guide and subject. The error
// is the context's, or that of what is saved; a look that fails is told by its Recheck.
func (p Ports) Run(ctx context.Context, which Which, progress task.Report) error {
	ctx = tenant.Unattended(ctx)
	past, err := p.past(ctx)
	if err != nil {
		return err
	}
	found, err := p.finished(ctx)
	if err != nil {
		return err
	}
	if which != Apart {
		if err := p.groups(ctx, past, found, progress); err != nil {
			return err
		}
	}
	past.now = p.Clock()
	for i, one := range found {
		if err := ctx.Err(); err != nil {
			return err
		}
		if due, err := past.due(ctx, one, which); err != nil {
			return err
		} else if !due {
			continue
		}
		if progress != nil {
			progress(task.Progress{Note: "Checking again: " + one.guide.Title, Done: i, Total: len(found)})
		}
		r, err := p.look(ctx, one, past)
		if err != nil {
			return err
		}
		if err := p.Kept.SaveRecheck(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// finished is a completed visit and the step that is looked at again.
type finished struct {
	guide guide.Guide
	visit guide.Visit
	step  guide.Step
	last  guide.Recheck // zero: it was not looked at again
}

// outcome is what the step found when the guide was completed.
func (f finished) outcome() guide.Outcome { return f.visit.Outcomes[f.step.ID] }

// rests returns what the last look read; nil: not known.
func (f finished) rests() []string {
	if f.last.Step == f.step.ID {
		return f.last.Rests
	}
	return f.outcome().Rests
}

// seen returns when it was last looked at.
func (f finished) seen() time.Time {
	if at := f.outcome().At; f.last.At.Before(at) {
		return at
	}
	return f.last.At
}

// finished returns the visits that can be looked at again.
func (p Ports) finished(ctx context.Context) (all []finished, err error) {
	visits, err := p.Visits.Visits(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := p.Kept.Rechecks(ctx)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, v := range visits {
		key := v.Guide + "/" + v.Subject
		i := slices.IndexFunc(p.Guides, func(g guide.Guide) bool { return g.ID == v.Guide })
		if i < 0 || seen[key] {
			continue
		}
		seen[key] = true
		step, ok := lastLook(p.Guides[i], &v)
		if v.Ended.IsZero() || !ok {
			continue
		}
		f := finished{guide: p.Guides[i], visit: v.Clone(), step: step}
		if k := slices.IndexFunc(kept, func(r guide.Recheck) bool { return r.Visit == v.ID }); k >= 0 {
			f.last = kept[k]
		}
		all = append(all, f)
	}
	return all, nil
}

// lastLook returns the last step that was looked at, if a program can do so again: no person is needed, and every
// answer that it rests on is saved.
func lastLook(g guide.Guide, v *guide.Visit) (last guide.Step, ok bool) {
	whole := true
	for _, step := range g.Steps {
		for _, a := range step.Asks {
			whole = whole && (a.Saved == nil || a.Saved(v))
		}
		if o := v.Outcomes[step.ID]; step.Look != nil && !o.At.IsZero() && (o.Report != "" || o.Headline != "") {
			last, ok = step, whole && step.CheckLabel == ""
		}
	}
	return last, ok
}

// memory is what is remembered of the organisation.
type memory struct {
	sources drift.Sources
	past    history.Past // nil: nothing is remembered
	now     time.Time
}

func (p Ports) past(ctx context.Context) (m memory, err error) {
	m.now = p.Clock()
	if p.Changes == nil || p.Link == nil {
		return m, nil
	}
	if _, ok, err := tenant.Current(ctx, p.Link); err != nil || !ok {
		return m, err
	}
	if m.sources, err = p.Changes(ctx); err != nil {
		return m, err
	}
	m.sources.Now = true
	if k, ok := m.sources.View.(history.Keeper); ok {
		m.past = k.Past()
	}
	return m, nil
}

// due reports whether a guide is looked at.
func (m memory) due(ctx context.Context, f finished, which Which) (bool, error) {
	switch which {
	case All:
		return true, nil
	case Apart:
		return f.rests() != nil && len(f.rests()) == 0, nil
	}
	return m.changed(ctx, f.rests(), f.seen())
}

// changed reports whether one of some sections changed since a time. Where it is not known what a look rests on, any
// may be one.
func (m memory) changed(ctx context.Context, sections []string, since time.Time) (bool, error) {
	if m.past == nil {
		return false, nil
	}
	all, err := m.past.Moments(ctx, since, m.now)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(all, func(o history.Moment) bool {
		return o.Kind == history.MomentChange && (sections == nil || slices.Contains(sections, o.Section))
	}), nil
}
