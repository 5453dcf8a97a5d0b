package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// lookAgain runs the look of the open step and shows what it finds. What was
// found before stays if the look is stopped or fails.
func (z *wizard) lookAgain() {
	step, before := z.s.Step(), z.found
	if step.Look == nil || z.stop != nil {
		return
	}
	z.runLook(step.Title, step.Summary, step, func(f found, err error) {
		if err == nil {
			z.settle(step, f)
			z.found = f
			z.noteWait(step)
			z.save()
			z.drawSteps()
			z.drawStep()
			return
		}
		if _, lacks := lackOf(err, z.s.Guide()); lacks {
			z.found.err = err
			z.drawSteps()
			z.drawStep()
			return
		}
		z.found = before
		if kept := z.s.Visit().Outcomes[step.ID].Report; before.doc == nil && kept != "" {
			z.notes = append(z.notes, z.lookNote(err))
			z.fetch(step, z.s.Visit()) // what the last look found is still there to read
			return
		}
		z.found.err = err
		if before.doc != nil {
			z.found.err = nil
			z.notes = append(z.notes, z.lookNote(err))
		}
		z.drawSteps()
		z.drawStep()
	})
}

// lookNote returns why there is no new look, to stand above an older one.
func (z *wizard) lookNote(err error) note {
	if isStopped(err) {
		return note{report.Note, "You stopped the check.",
			"Nothing was changed. Below is the result of the last check.", nil}
	}
	logError(err)
	message, hint := app.UserMessage(err)
	return note{report.Problem, message, hint + " Below is the result of the last check.",
		z.w.technical(err)}
}

// runLook draws a page with the progress of a look and tells how it ended,
// unless the page is left before. The same job keeps the look in the library.
func (z *wizard) runLook(title, lead string, step guide.Step, onDone func(found, error)) {
	var f found
	v := z.s.Visit()
	run := &jobs{runner: z.w.p.Runner}
	z.stop = run.leave
	bar := parts.NewProgress("")
	bar.OnStop = func() {
		z.endLook()
		onDone(found{step: step.ID}, errStopped)
	}
	z.target = bar.Button()
	z.drawPassing(title, lead, []fyne.CanvasObject{bar})
	run.start(func(ctx context.Context, rep task.Report) (err error) {
		f, err = z.look(ctx, step, &v, rep)
		return err
	}, bar.Set, func(err error) {
		z.stop = nil
		onDone(f, err)
	})
}

// look runs in a job: the look itself with its document, then the quick functions
// with the facts it found.
func (z *wizard) look(ctx context.Context, step guide.Step, v *guide.Visit, rep task.Report) (found, error) {
	l, err := z.w.looker().Look(ctx, step, v, rep)
	if err != nil {
		return found{}, err
	}
	f := found{step: step.ID, doc: l.Document, at: l.At, report: l.Report, unsaved: l.NotKept, outcome: l.Outcome}
	z.rest(ctx, step, v, &f)
	return f, nil
}

// settle records what a look found.
func (z *wizard) settle(step guide.Step, f found) { z.s.SetOutcome(step.ID, f.outcome, z.w.now()) }

// looker returns what runs the looks of guides and saves their documents.
func (w *Window) looker() guide.Looker { return guide.Looker{Library: w.p.Library, Now: w.p.Clock} }

// endLook stops a look whose page is left.
func (z *wizard) endLook() {
	if z.stop != nil {
		stop := z.stop
		z.stop = nil
		stop()
	}
}

// drawWait draws until when there is nothing to do, and why.
func (z *wizard) drawWait() []fyne.CanvasObject {
	if z.s.Step().Wait == nil || z.found.until.At.IsZero() {
		return nil
	}
	until := z.found.until
	if !z.waits() {
		return []fyne.CanvasObject{parts.NewBanner(report.Note, "The wait is over.", until.Reason)}
	}
	now := z.w.now()
	whole := until.At.Local().Format("Monday 2 January 2006")
	if until.At.Sub(now) < 24*time.Hour {
		whole += ", " + until.At.Local().Format("15:04")
	}
	lines := []fyne.CanvasObject{
		parts.NewSign("clock", "Waiting until "+whole, parts.Ink),
		parts.Text(until.Reason),
		parts.Muted("That is in " + inTime(until.At.Sub(now)) + ". You can close Handrail. Home shows when it is time."),
	}
	if step := z.s.Step(); step.Look != nil && step.CheckLabel == "" {
		lines = append(lines, parts.Muted("While Handrail is open, it checks again automatically then."))
	}
	return []fyne.CanvasObject{parts.NewPanel(lines...)}
}
