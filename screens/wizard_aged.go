package screens

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// previewAge is the age from which the data that a plan rests on is read again before the change.
const previewAge = 15 * time.Minute

// restOfPlan is one section of the organisation's data that a plan rests on.
type restOfPlan struct {
	section string
	read    time.Time // whole; never zero
}

// restsOf runs in a job and returns when each section that a plan rests on was read.
func (z *wizard) restsOf(ctx context.Context, p *guide.Plan) (all []restOfPlan) {
	if z.w.p.Tenant == nil || p == nil || len(p.Rests) == 0 {
		return nil
	}
	view, err := z.w.p.Tenant.View(ctx)
	if err != nil {
		return nil // without an organisation there is nothing to read again
	}
	for _, id := range p.Rests {
		st, err := view.Status(ctx, id)
		if err != nil {
			logError(err)
			continue
		}
		if !st.Completed.IsZero() {
			all = append(all, restOfPlan{id, st.Completed})
		}
	}
	return all
}

// aged returns the sections under the open plan that are too old for a change, and when the oldest was read. The age
// of a section that was read in the future is not known, so it is too old.
func (z *wizard) aged() (sections []string, oldest time.Time) {
	now := z.w.now()
	for _, r := range z.found.rests {
		if past := now.Sub(r.read); past >= 0 && past <= previewAge {
			continue
		}
		sections = append(sections, r.section)
		if oldest.IsZero() || r.read.Before(oldest) {
			oldest = r.read
		}
	}
	return sections, oldest
}

// drawAged describes how old the data is that the plan rests on, where it is read again before the change.
func (z *wizard) drawAged() []fyne.CanvasObject {
	p := z.found.plan
	sections, oldest := z.aged()
	if len(sections) == 0 || p.Unchanged() || p.ByHand || z.s.Step().Apply == nil {
		return nil
	}
	text := "Before the change, Handrail reads it again and stops if the plan differs."
	if z.found.again {
		text = "Handrail could not read all of it again."
	}
	return []fyne.CanvasObject{parts.NewBanner(report.Note,
		"Part of the data about your organisation is from "+when(oldest, z.w.now())+".", text)}
}

// readFirst reads again what the plan rests on. Where the plan then is the same, it makes the change.
func (z *wizard) readFirst(sections []string) {
	step, v, before := z.s.Step(), z.s.Visit(), z.found
	next := before
	var why error
	run := &jobs{runner: z.w.p.Runner}
	z.stop = run.leave
	bar := parts.NewProgress("")
	ended := func(n note) {
		z.stop = nil
		z.notes = append(z.notes, n)
		z.drawSteps()
		z.drawStep()
	}
	bar.OnStop = func() {
		z.endLook()
		ended(note{report.Note, "You stopped reading the data again.", "Nothing was changed.", nil})
	}
	z.target = bar.Button()
	z.drawPassing(step.Title, step.Summary, []fyne.CanvasObject{parts.NewBanner(report.Note,
		"Handrail reads again who is affected.", "Nothing has been changed yet."), bar})
	run.start(func(ctx context.Context, rep task.Report) (err error) {
		why = z.reread(ctx, sections, rep)
		if next.plan, err = step.RunPlan(ctx, &v); err == nil {
			next.planAt, next.rests = z.w.now(), z.restsOf(ctx, next.plan)
		}
		return err
	}, bar.Set, func(err error) {
		z.stop = nil
		switch {
		case err != nil:
			message, hint := app.UserMessage(err)
			ended(note{report.Warning, "The change was not made.", message + " " + hint, nil})
		case !next.plan.Same(before.plan):
			z.found = next
			ended(z.drifted(before.plan, next.plan))
		case why != nil:
			z.found = next
			z.found.again = true
			message, hint := app.UserMessage(why)
			ended(note{report.Warning, "Handrail could not read the data again. Nothing was changed.",
				message + " " + hint + " To continue with the older data, select “" + step.MainLabel + "” once more.", nil})
		default:
			z.found = next
			z.apply()
		}
	})
}

// reread reads sections again, and returns why one of them is as old as it was.
func (z *wizard) reread(ctx context.Context, sections []string, rep task.Report) error {
	all, err := z.w.p.Tenant.Refresh(ctx, slices.Clone(sections), rep)
	if err != nil {
		return err
	}
	for _, st := range all {
		if !st.State.Whole() {
			return stillOld(st)
		}
	}
	return nil
}

// stillOld returns the error of a section that could not be read again.
func stillOld(st tenant.Status) error {
	gap, _ := tenant.NotRead(st, st.Section)
	return app.Errorf(app.Unreachable, gap.Hint, "%s: %s", tenant.TitleOf(st.Section), gap.Message)
}

// drifted describes what differs between the plan that was confirmed and the one that is true now.
func (z *wizard) drifted(shown, now *guide.Plan) note {
	lead := "The settings changed after you read them."
	if shown != nil && slices.Equal(shown.Changes, now.Changes) {
		lead = "Who is affected changed after you read the plan."
	}
	return note{report.Warning, lead, "Nothing was changed. The plan below shows the current state.", nil}
}
