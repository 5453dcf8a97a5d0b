package screens

import (
	"context"
	"reflect"
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// drawPlan draws what would change, for whom, and what can be taken back.
func (z *wizard) drawPlan() []fyne.CanvasObject {
	p := z.found.plan
	if p == nil {
		return nil
	}
	lead, text := "Nothing has been changed yet.", ""
	if p.Summary != "" {
		lead, text = p.Summary, "Nothing has been changed yet."
	}
	if z.s.Step().Apply != nil && !p.ByHand {
		text = strings.TrimSpace(text + " Handrail read these settings at " + z.found.planAt.Local().Format("15:04") +
			". It reads them again just before the change and stops if anything differs.")
	}
	all := []fyne.CanvasObject{parts.NewBanner(report.OK, lead, text), parts.NewPlanTable(p.Changes)}
	if len(p.Blocks) > 0 {
		all = append(all, drawDocument(&report.Document{Blocks: p.Blocks}, z.events()))
	}
	if len(p.Affected) > 0 {
		var rows []fyne.CanvasObject
		for _, a := range p.Affected {
			words := a.Text
			if len(a.Names) > 0 {
				words += " " + list(a.Names) + "."
			}
			rows = append(rows, line(true, parts.SeverityChip(a.Severity), parts.Text(words), nil))
		}
		all = append(all, parts.Section("Who is affected", parts.NewRows(rows...)))
	}
	if p.NoUndo != "" {
		all = append(all, parts.Section("What cannot be undone", parts.Bold(p.NoUndo)))
	}
	if p.Undo != "" {
		all = append(all, parts.Section("How to undo the change", parts.Text(p.Undo)))
	}
	return all
}

// drawDone draws what an earlier confirmation of this step changed.
func (z *wizard) drawDone() []fyne.CanvasObject {
	if z.found.done == nil {
		return nil
	}
	at := z.s.Visit().Outcomes[z.s.Step().ID].At
	var rows [][]string
	for _, e := range z.found.done {
		rows = append(rows, []string{e.What, e.Old, e.New, moment(e.At)})
	}
	all := []fyne.CanvasObject{parts.NewBanner(report.OK, "The change is made.",
		"It was made on "+moment(at)+" and is not made again when you continue.")}
	if len(rows) > 0 {
		all = append(all, parts.NewTable([]string{"Setting", "Before", "After", "When"}, nil, rows))
	}
	return all
}

// applied reads from the journal what a step changed. It is never nil.
func (z *wizard) applied(ctx context.Context, visit, step string) ([]guide.JournalEntry, error) {
	entries, err := z.w.p.Journal.Entries(ctx, visit)
	done := []guide.JournalEntry{}
	for _, e := range entries {
		if e.Step == step && e.State == "confirmed" {
			done = append(done, e)
		}
	}
	return done, err
}

// planAgain opens the plan of a step that was applied before.
func (z *wizard) planAgain() {
	step := z.s.Step()
	z.s.SetOutcome(step.ID, guide.Outcome{State: guide.InProgress, At: z.w.now().UTC()}, z.w.now())
	z.moved()
}

// applyResult is how a confirmed plan ended.
type applyResult struct {
	drifted bool
	plan    *guide.Plan // the new one, where it drifted or was read back
	unknown bool        // no answer came and reading back did not decide
	err     error
}

// confirm makes the change that was shown: it reads the plan again and stops if
// it differs, journals it, writes once, and journals how that ended.
func (z *wizard) confirm() {
	if z.writing {
		return
	}
	if err := z.gate(); err != nil {
		z.tell(note{report.Warning, "Not yet.", wrong(err), nil})
		return
	}
	step, v, shown := z.s.Step(), z.s.Visit(), z.found.plan
	z.writing = true
	bar := parts.NewProgress()
	z.draw(step.Title, step.Summary, []fyne.CanvasObject{
		parts.NewBanner(report.Note, "The change is being made.", "You cannot stop it. This takes a moment."), bar,
	}, nil, nil)
	var r applyResult
	// Not one of the page's jobs: leaving the page must not cut it off.
	z.w.p.Runner.Start(func(ctx context.Context, rep task.Report) error {
		r = z.apply(context.WithoutCancel(ctx), step, v, shown, rep)
		return nil
	}, bar.Set, func(err error) {
		z.writing = false
		if err != nil {
			r = applyResult{unknown: true, err: err}
		}
		z.applyEnded(step, r)
		if then := z.then; then != nil {
			z.then = nil
			then()
		}
	})
}

// apply runs in a job.
func (z *wizard) apply(ctx context.Context, step guide.Step, v guide.Visit, shown *guide.Plan,
	rep task.Report) applyResult {
	now, err := step.RunPlan(ctx, &v)
	if err != nil {
		return applyResult{err: err}
	}
	if !reflect.DeepEqual(now.Changes, shown.Changes) {
		return applyResult{drifted: true, plan: now}
	}
	for _, state := range []string{"planned", "sent"} {
		if err := z.journal(ctx, step, v, shown, state); err != nil {
			return applyResult{err: err} // not written down: not done
		}
	}
	err = step.RunApply(ctx, &v, shown, rep)
	if err == nil {
		return applyResult{err: z.journal(ctx, step, v, shown, "confirmed")}
	}
	if app.CodeOf(err) != app.Unreachable && app.CodeOf(err) != app.Cancelled {
		_ = z.journal(ctx, step, v, shown, "failed") // the failure itself is told
		return applyResult{err: err}
	}
	return z.readBack(ctx, step, v, shown, err)
}

// readBack decides what became of a change whose answer was lost.
func (z *wizard) readBack(ctx context.Context, step guide.Step, v guide.Visit, shown *guide.Plan,
	lost error) applyResult {
	_ = z.journal(ctx, step, v, shown, "unknown") // reading back decides next
	now, err := step.RunPlan(ctx, &v)
	switch {
	case err != nil:
		return applyResult{unknown: true, err: lost}
	case reflect.DeepEqual(now.Changes, shown.Changes):
		_ = z.journal(ctx, step, v, shown, "failed")
		return applyResult{plan: now, err: lost}
	case madeTrue(now, shown):
		return applyResult{err: z.journal(ctx, step, v, shown, "confirmed")}
	}
	return applyResult{unknown: true, plan: now, err: lost}
}

// madeTrue reports whether every setting now is what shown wanted it to be.
func madeTrue(now, shown *guide.Plan) bool {
	is := map[string]string{}
	for _, c := range now.Changes {
		is[c.Setting] = c.Now
	}
	for _, c := range shown.Changes {
		if value, ok := is[c.Setting]; !ok || value != c.After {
			return false
		}
	}
	return true
}

// journal records each change of a plan in a state.
func (z *wizard) journal(ctx context.Context, step guide.Step, v guide.Visit, p *guide.Plan, state string) error {
	at := z.w.now().UTC()
	for _, c := range p.Changes {
		if c.Unchanged() {
			continue
		}
		err := z.w.p.Journal.Record(ctx, guide.JournalEntry{At: at, Visit: v.ID, Guide: v.Guide, Step: step.ID,
			What: c.Setting, Old: c.Now, New: c.After, State: state})
		if err != nil {
			return err
		}
	}
	return nil
}

// applyEnded shows how a change ended.
func (z *wizard) applyEnded(step guide.Step, r applyResult) {
	now := z.w.now().UTC()
	if r.plan != nil {
		z.found.plan, z.found.planAt = r.plan, now
	}
	switch {
	case r.drifted:
		z.notes = append(z.notes, note{report.Warning, "The settings changed after you read them.",
			"Nothing was changed. The plan below shows the current settings.", nil})
	case r.unknown:
		z.s.SetOutcome(step.ID, guide.Outcome{State: guide.HasProblem, At: now,
			Note: "Handrail does not know whether the change was made."}, now)
		z.save()
		message, hint := app.UserMessage(r.err)
		z.notes = append(z.notes, note{report.Problem, "Handrail does not know whether the change was made.",
			message + " " + hint + " Handrail reads the plan below again before any change.", nil})
	case r.err != nil:
		z.found.err = r.err
		z.notes = append(z.notes, note{report.Warning, "The change was not made.", "", nil})
	default:
		z.complete(guide.Outcome{State: guide.Completed, At: now, Note: "The change was made.",
			Headline: "The change was made."})
		return
	}
	if z.jobs.left {
		return
	}
	z.drawSteps()
	z.drawStep()
	z.found.err = nil
}
