package screens

import (
	"context"
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
	if p.Unchanged() {
		text = ""
		if p.Summary == "" {
			lead = "There is nothing to change."
		}
	} else if z.s.Step().Apply != nil && !p.ByHand {
		text = strings.TrimSpace(text + " " + z.planRead())
	}
	all := []fyne.CanvasObject{parts.NewBanner(report.OK, lead, text)}
	barred := z.s.Step().Apply != nil && !p.ByHand && !p.Unchanged() && len(z.found.lacks) == 0
	if words := z.found.barred.words(); words != "" && barred {
		all = append(all, parts.NewBanner(report.Warning, words, ""))
	}
	all = append(append(all, z.drawLacks()...), parts.NewPlanTable(p.Changes))
	all = append(all, z.drawAged()...)
	first, details := planBlocks(p.Blocks)
	if len(first) > 0 {
		all = append(all, drawDocument(&report.Document{Blocks: first}, z.events()))
	}
	if len(p.Affected) > 0 {
		var rows []fyne.CanvasObject
		for _, a := range p.Affected {
			words := a.Text
			if len(a.Names) > 0 {
				words += " " + guide.Names(a.Names) + "."
			}
			text := parts.Column(4, parts.Text(words))
			if len(a.Names) > 0 {
				text.Add(copyLine("Copy names", func() [][]string { return namesOf(a.Names) }, z.w.copy))
			}
			rows = append(rows, line(true, parts.SeverityChip(a.Severity), text, nil))
		}
		all = append(all, parts.Section("Who is affected", parts.NewRows(rows...)))
	}
	if p.NoUndo != "" {
		all = append(all, parts.Section("What cannot be undone", parts.Bold(p.NoUndo)))
	}
	if p.Undo != "" {
		all = append(all, parts.Section("How to undo the change", parts.Text(p.Undo)))
	}
	var long []fyne.CanvasObject
	for _, b := range details {
		if c, is := b.(report.Code); is && strings.Count(c.Text, "\n") >= longCode {
			long = append(long, parts.NewCode(c, z.w.copy))
			continue
		}
		all = append(all, drawDocument(&report.Document{Blocks: []report.Block{b}}, z.events()))
	}
	if len(long) > 0 {
		all = append(all, newExpander("Show the text for experts", parts.Column(16, long...), z.page.Refresh))
	}
	return all
}

// planRead describes when the settings of the plan were read.
func (z *wizard) planRead() string {
	if z.found.plan.FromSaved {
		return "Handrail could not ask Microsoft, so these settings come from data saved on this computer. It reads them " +
			"just before the change and stops if anything differs."
	}
	return "Handrail read these settings at " + z.found.planAt.Local().Format("15:04") +
		". It reads them again just before the change and stops if anything differs."
}

// longCode is from how many line breaks on text for programs is shown only on request.
const longCode = 12

// planBlocks returns the blocks of a plan that belong above who is affected, and those
// below all that decides: lists, tables, and text for programs.
func planBlocks(all []report.Block) (first, details []report.Block) {
	for _, b := range all {
		switch b.(type) {
		case report.Code, report.Entries, report.Table:
			details = append(details, b)
		default:
			first = append(first, b)
		}
	}
	return first, details
}

// nothingChanged is the note of a step whose plan had nothing to change.
const nothingChanged = "There was nothing to change."

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
	lead, text := "The change is made.", "It was made on "+moment(at)+" and is not made again when you continue."
	if z.s.Visit().Outcomes[z.s.Step().ID].Note == nothingChanged {
		lead, text = nothingChanged, "You completed this step on "+moment(at)+"."
	}
	all := []fyne.CanvasObject{parts.NewBanner(report.OK, lead, text)}
	if len(rows) > 0 {
		all = append(all, parts.NewTable([]string{"Setting", "Before", "After", "When"}, nil, rows))
	}
	return append(all, z.drawChanged(false)...)
}

// applied reads from the journal what a step changed. It is never nil.
func (z *wizard) applied(ctx context.Context, visit, step string) ([]guide.JournalEntry, error) {
	entries, err := z.w.p.Journal.Entries(ctx, visit)
	done := []guide.JournalEntry{}
	for _, e := range entries {
		if e.Step == step && e.State == "confirmed" && !guide.IsAnswer(e) {
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

// confirm makes the change that was shown. Old data under the plan is read again first.
func (z *wizard) confirm() {
	if z.writing || z.stop != nil {
		return
	}
	if z.found.barred == lacking {
		z.tell(note{report.Warning, "Not yet.", z.found.barred.words(), nil})
		return
	}
	if err := z.gate(); err != nil {
		z.tell(note{report.Warning, "Not yet.", wrong(err), nil})
		return
	}
	if sections, _ := z.aged(); len(sections) > 0 && !z.found.again && !z.found.plan.Unchanged() {
		z.readFirst(sections)
		return
	}
	z.apply()
}

// apply reads the plan again and stops if it differs, journals it, writes once, and journals how that ended.
func (z *wizard) apply() {
	step, v, shown := z.s.Step(), z.s.Visit(), z.found.plan
	z.writing = true
	z.w.applying.Store(v.ID, true)
	bar := parts.NewProgress("")
	bar.Button().Hide() // a change is not cut off
	z.draw(step.Title, step.Summary, []fyne.CanvasObject{
		parts.NewBanner(report.Note, "The change is being made.", "You cannot stop it. This takes a moment."), bar,
	}, nil, nil)
	var r guide.Applied
	// Not one of the page's jobs: leaving the page must not cut it off.
	z.w.p.Runner.Start(func(ctx context.Context, rep task.Report) error {
		r = step.Confirm(context.WithoutCancel(ctx), z.w.p.Journal, z.w.now, v, shown, rep)
		return nil
	}, bar.Set, func(err error) {
		z.writing = false
		z.w.applying.Delete(v.ID)
		if err != nil {
			r = guide.Applied{Unknown: true, Err: err}
		}
		z.applyEnded(step, r)
		if then := z.then; then != nil {
			z.then = nil
			then()
		}
	})
}

// applyEnded shows how a change ended.
func (z *wizard) applyEnded(step guide.Step, r guide.Applied) {
	now := z.w.now().UTC()
	z.changed = visitChanges{}
	shown := z.found.plan
	if r.Plan != nil {
		z.found.plan, z.found.planAt = r.Plan, now
	}
	if z.decide(step, r) {
		return
	}
	switch {
	case r.Drifted:
		z.notes = append(z.notes, z.drifted(shown, r.Plan))
	case r.Unknown:
		z.s.SetOutcome(step.ID, guide.Outcome{State: guide.HasProblem, At: now,
			Note: "Handrail does not know whether the change was made."}, now)
		z.save()
		message, hint := app.UserMessage(r.Err)
		z.notes = append(z.notes, note{report.Problem, "Handrail does not know whether the change was made.",
			message + " " + hint + " Handrail reads the plan below again before any change.", nil})
	case r.Part:
		z.s.SetOutcome(step.ID, guide.Outcome{State: guide.HasProblem, At: now,
			Note: "A part of the change was made, and a part was not."}, now)
		z.save()
		message, hint := app.UserMessage(r.Err)
		z.notes = append(z.notes, note{report.Problem, "A part of the change was made, and a part was not.",
			message + " " + hint, nil})
	case r.Err != nil:
		z.found.err = r.Err
		z.notes = append(z.notes, note{report.Warning, "The change was not made.", "", nil})
	default:
		note := "The change was made."
		if z.found.plan != nil && z.found.plan.Unchanged() {
			note = nothingChanged
		}
		z.complete(guide.Outcome{State: guide.Completed, At: now, Note: note, Headline: note})
		return
	}
	if z.jobs.left {
		return
	}
	z.drawSteps()
	z.drawStep()
	z.found.err = nil
}

// decide opens the questions of the step where the failure is one that the person decides,
// and reports whether it is.
func (z *wizard) decide(step guide.Step, r guide.Applied) bool {
	n := note{tone: report.Warning, lead: "The change was not made."}
	if r.Part {
		n.lead = "A part of the change was made, and a part was not."
	}
	n.text, _ = app.UserMessage(r.Err)
	if z.s.Step().ID != step.ID || !z.s.Decide(r.Err, n.lead+" It needs your decision.", z.w.now()) {
		return false
	}
	z.save()
	if !z.jobs.left {
		z.notes = append(z.notes, n)
		z.drawSteps()
		z.showAsks()
	}
	return true
}
