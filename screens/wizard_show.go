package screens

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// found is what a step's functions gave: plain data, ready to be drawn.
type found struct {
	step    string
	doc     *report.Document
	at      time.Time     // of the look
	report  string        // id in the library
	kept    bool          // read from the library, not looked at now
	unsaved error         // the document could not be kept
	outcome guide.Outcome // of a look just made
	plan    *guide.Plan
	planAt  time.Time
	rests   []restOfPlan         // what the plan rests on
	again   bool                 // that was to be read again, and could not be
	done    []guide.JournalEntry // what an earlier Apply did
	hand    *guide.Handover
	until   guide.Until
	bundle  string // the bundle chosen by hand
	err     error  // a function failed; what was found before it stands
	barred  barred // why a plan cannot be applied now
	lacks   []lack // what is missing for it
	gaps    []lack // what was missing to read all that the look rests on
}

// problemAge is the age from which a problem is checked again when its page is opened: it may be repaired by now.
const problemAge = 10 * time.Minute

// stale is the age from which a look is called old.
const stale = 24 * time.Hour

// showStep fetches what the step shows: the document kept of the last look, or
// a new look where there is none or the wait for one is over.
func (z *wizard) showStep() {
	step, v := z.s.Step(), z.s.Visit()
	o := v.Outcomes[step.ID]
	over := o.State == guide.Waiting && !o.Until.After(z.w.now())
	old := o.State == guide.HasProblem && z.w.now().Sub(o.At) >= problemAge
	look := step.Look != nil && step.CheckLabel == "" && (z.wantLook || o.Report == "" || over || old)
	z.wantLook = false
	z.found = found{step: step.ID}
	if look {
		z.lookAgain()
		return
	}
	z.drawPassing(step.Title, step.Summary, words(step.Text))
	z.fetch(step, v)
}

// fetch reads the kept document and runs Plan, Hand and Wait, which are quick.
func (z *wizard) fetch(step guide.Step, v guide.Visit) {
	var f found
	z.jobs.start(func(ctx context.Context, _ task.Report) error {
		f = z.read(ctx, step, &v)
		return nil
	}, nil, func(err error) {
		if z.s.Step().ID != step.ID || z.s.Page() != guide.ShowPage || z.stop != nil {
			return
		}
		if err != nil {
			f.err = err
		}
		z.arrive(step, f)
	})
}

// arrive takes what was fetched and draws it.
func (z *wizard) arrive(step guide.Step, f found) {
	z.found = f
	if f.err != nil && app.CodeOf(f.err) == app.NotFound && f.doc == nil && step.Look != nil {
		z.lookAgain() // the record was deleted in Reports
		return
	}
	z.noteWait(step)
	z.drawSteps()
	z.drawStep()
}

// read runs in a job: the kept document, then the quick functions.
func (z *wizard) read(ctx context.Context, step guide.Step, v *guide.Visit) found {
	f := found{step: step.ID}
	if id := v.Outcomes[step.ID].Report; id != "" && step.Look != nil {
		kept, err := z.w.p.Library.Report(ctx, id)
		if err != nil {
			f.err = err
			return f
		}
		f.doc, f.at, f.report, f.kept = kept.Document, kept.At, id, true
	}
	z.rest(ctx, step, v, &f)
	return f
}

// rest runs Plan, Hand and Wait of the step into f.
func (z *wizard) rest(ctx context.Context, step guide.Step, v *guide.Visit, f *found) {
	if step.Plan != nil {
		if step.Apply != nil && v.Outcomes[step.ID].State == guide.Completed {
			f.done, f.err = z.applied(ctx, v.ID, step.ID)
		} else {
			f.plan, f.err = step.RunPlan(ctx, v)
			f.planAt, f.rests = z.w.now(), z.restsOf(ctx, f.plan)
			z.w.bar(ctx, z.s.Guide(), step, v, f)
		}
	}
	if step.Hand != nil && f.err == nil {
		f.hand, f.err = step.RunHand(ctx, v)
	}
	if f.barred == lacking && f.err == nil && !f.plan.ByHand &&
		(f.hand == nil || f.hand.Nothing != "" || f.hand.Done == "") {
		f.hand = handOf(f.plan)
	}
	if f.doc != nil {
		f.gaps = z.w.fetchGaps(ctx, z.s.Guide(), v.Outcomes[step.ID].Rests)
	}
	if step.Wait != nil && f.err == nil {
		f.until, f.err = step.RunWait(ctx, v)
	}
}

// waits reports whether the step has nothing to do before a date to come.
func (z *wizard) waits() bool { return z.found.until.At.After(z.w.now()) }

// noteWait records a wait, so that Home and the column at the left know it.
func (z *wizard) noteWait(step guide.Step) {
	state := z.s.StateOf(step.ID)
	if step.Wait == nil || state == guide.Completed || state == guide.CannotStart {
		return
	}
	o := z.s.Visit().Outcomes[step.ID]
	next := o.Waits(z.found.until, z.w.now())
	if next.State == o.State && next.Until.Equal(o.Until) {
		return
	}
	next.At = z.outcomeTime()
	z.s.SetOutcome(step.ID, next, z.w.now())
	z.save()
}

// drawStep draws what was found, in the order a person needs it.
func (z *wizard) drawStep() {
	step := z.s.Step()
	z.target = nil
	if z.drawLack() {
		return
	}
	var body []fyne.CanvasObject
	switch {
	case tenant.IsNone(z.found.err):
		body = append(body, connectNote())
	case z.found.err != nil:
		body = append(body, z.w.showError(z.found.err))
		if z.found.plan == nil && z.found.barred == offline {
			body = append(body, parts.NewBanner(report.Note, "You are not connected. Nothing was changed.",
				z.found.barred.words()))
		}
	}
	if z.found.doc == nil {
		body = append(body, words(step.Text)...)
	}
	body = append(body, z.answers(step)...)
	body = append(body, z.drawGaps(false)...)
	body = append(body, z.drawDoc()...)
	body = append(body, z.drawGaps(true)...)
	body = append(body, z.drawDone()...)
	body = append(body, z.drawUnfinished()...)
	body = append(body, z.drawPlan()...)
	body = append(body, z.drawHand()...)
	body = append(body, z.drawWait()...)
	if z.found.doc != nil && step.Text != "" {
		body = append(body, newExpander("About this step", markdownText(step.Text), z.page.Refresh))
	}
	body = append(body, z.terms(step.Terms)...)
	body = append(body, z.printLine()...)
	main, onMain, more := z.moves(step)
	z.draw(step.Title, step.Summary, body, main, onMain, more...)
}

// moves returns the buttons of the bar: what the step is about decides which is
// the main one.
func (z *wizard) moves(step guide.Step) (main *parts.Button, onMain func(), more []*parts.Button) {
	if step.CheckLabel != "" && z.found.doc == nil {
		return parts.NewButton(step.CheckLabel, parts.Main, "", z.lookAgain), z.lookAgain, nil
	}
	if s, ok := stepScreens()[step.Screen]; ok {
		return z.screenMoves(step, s)
	}
	again := parts.NewButton("Check again", parts.Plain, "", z.lookAgain)
	label := step.MainLabel
	if label == "" {
		label = "Continue"
	}
	onMain = z.goOn
	switch {
	case tenant.IsNone(z.found.err):
		label, onMain = "Connect your organisation", z.connectFirst
		more = append(more, parts.NewButton("Check again", parts.Plain, "", z.tryAgain))
	case z.found.err != nil && z.found.plan == nil && z.found.barred == offline:
		label, onMain = "Connect to apply", z.tryAgain
	case z.found.err != nil:
		label, onMain = "Try again", z.tryAgain
	case z.waits():
		label, onMain = "Check again", z.tryAgain
		if z.s.NextStarts(guide.Waiting) {
			more = append(more, parts.NewButton("Continue without waiting", parts.Plain, "", z.wait))
		}
		if z.w.p.Practise != nil {
			more = append(more, parts.NewButton("Let the time pass", parts.Plain, "", z.passTime))
		}
	case z.found.done != nil:
		label = "Continue"
		more = append(more, parts.NewButton("Change it again", parts.Plain, "", z.planAgain))
	case step.Apply != nil && z.found.plan != nil && !z.found.plan.ByHand:
		onMain = z.confirm
		switch {
		case z.found.plan.Unchanged():
			label = "Continue"
		case z.found.barred == signedOut:
			label, onMain = "Connect to apply", z.connectFirst
		case z.found.barred == offline:
			label, onMain = "Connect to apply", z.tryAgain
		case z.found.barred == readOnly:
			label, onMain = "Open Settings", func() { z.w.Show("settings") }
		case z.found.barred == lacking:
			label, onMain = "Check again", z.checkRights
			more = append(more, parts.NewButton(z.found.hand.Done, parts.Plain, "", z.handed))
		}
	case step.Apply != nil && z.found.plan != nil && z.found.hand == nil:
		label = "Continue" // Handrail changes nothing here
	case z.found.hand != nil && z.found.hand.Nothing != "":
		label = "Continue" // there is nothing to say that it is done
	case z.found.hand != nil && z.found.hand.Nothing == "":
		if z.found.hand.Done != "" {
			label = z.found.hand.Done
		}
		onMain = z.handed
		if can := z.w.p.CanPractise; can != nil && can(z.s.Visit()) {
			more = append(more, parts.NewButton("Apply in the sample organisation", parts.Plain, "", z.practise))
		}
	}
	if step.People != nil && z.found.doc != nil && z.w.p.Tenant != nil {
		more = append(more, parts.NewButton("Show the people", parts.Plain, "", z.showPeople))
	}
	if step.Look != nil && !z.waits() && z.found.err == nil {
		more = append(more, again)
	}
	return parts.NewButton(label, parts.Main, "", onMain), onMain, more
}

// showPeople opens the page of everyone whom the step is about; Back there leads here.
func (z *wizard) showPeople() {
	v := z.s.Visit()
	z.w.Show("affected/" + v.Guide + "/" + z.s.Step().ID + "/" + v.ID)
}

// tryAgain looks again where the step looks, else asks its functions again.
func (z *wizard) tryAgain() {
	if z.s.Step().Look != nil {
		z.lookAgain()
		return
	}
	z.fetch(z.s.Step(), z.s.Visit())
}

// drawDoc draws the document of the last look with its age.
func (z *wizard) drawDoc() []fyne.CanvasObject {
	f := z.found
	if f.doc == nil {
		return nil
	}
	now := z.w.now()
	line := "Checked on " + when(f.at, now) + "."
	var head fyne.CanvasObject = parts.Caption(line)
	if past := now.Sub(f.at); f.kept && (past > stale || past < 0) {
		head = parts.NewBanner(report.Warning, line,
			"It may have changed since. Select “Check again” to see the current state.")
	}
	all := []fyne.CanvasObject{head}
	if f.unsaved != nil {
		message, hint := app.UserMessage(f.unsaved)
		all = append(all, parts.NewBanner(report.Warning, "This result was not saved.", message+" "+hint))
	}
	return append(all, drawDocument(f.doc, z.events()))
}

// showInner shows a document that a row of another one opens, with a way back.
func (z *wizard) showInner(d *report.Document) {
	back := parts.NewButton("Back to the list", parts.Main, "", z.redraw)
	z.draw(d.Title, d.Subject, []fyne.CanvasObject{drawDocument(d, z.events())}, back, z.redraw)
}

// isStopped reports whether a look ended because the person stopped it.
func isStopped(err error) bool {
	return errors.Is(err, errStopped) || app.CodeOf(err) == app.Cancelled
}

// across puts buttons beside each other.
func across(buttons ...fyne.CanvasObject) fyne.CanvasObject { return parts.Across(8, buttons...) }
