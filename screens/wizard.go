package screens

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// resumeAfter is how long a visit rests before opening it begins with a look.
const resumeAfter = time.Hour

// wizard draws one visit of any guide: the steps at the left, a page, and a bar
// with the moves. What a page holds follows from the functions of its step.
type wizard struct {
	w      *Window
	jobs   jobs
	object *fyne.Container // steps, page and bar
	steps  *parts.Steps
	page   *fyne.Container
	bar    *fyne.Container
	frame  *fyne.Container // page and bar

	id       string // of the visit to load
	wantStep string // the step to open, "" where the visit stands
	wantLook bool   // look again at once
	s        *guide.Session

	pass    *passPart           // with which the step is handed over; nil before it is drawn
	asks    questionPage        // the Asks page, while it is open
	found   found               // the other page
	changed visitChanges        // what the visit changed, for the end
	stop    func()              // stops the look that is under way; nil where none is
	notes   []note              // to be told on the next page that is drawn
	told    []fyne.CanvasObject // likewise, of a file that was saved
	saveErr error               // the last save did not work
	ended   bool                // the completion page is shown
	over    bool                // what the screen of the step is for is over
	back    string              // step to return to after an answer was changed
	main    *parts.Button
	onMain  func()
	planned bool            // what is typed is saved in a moment
	writing bool            // a change is under way
	then    func()          // what waits for its end
	late    []guide.Renewed // found before the visit was loaded
	target  fyne.Focusable
}

// note is a banner for the next page.
type note struct {
	tone       report.Severity
	lead, text string
	extra      fyne.CanvasObject // below it; may be nil
}

func newWizard(w *Window) *wizard {
	z := &wizard{w: w, jobs: jobs{runner: w.p.Runner}}
	z.page, z.bar = container.NewStack(), container.NewStack()
	z.object = container.NewStack()
	return z
}

// openVisit shows a visit at one of its steps; "" opens it where it stands. With
// look it looks again at once.
func (w *Window) openVisit(id, step string, look bool) {
	z := newWizard(w)
	z.wantStep, z.wantLook = step, look
	w.open("guides", z, id)
}

// Object returns what is drawn.
func (z *wizard) Object() fyne.CanvasObject { return z.object }

// Open sets which visit to load.
func (z *wizard) Open(id string) { z.id = id }

// Enter loads the visit, or shows the one that was just begun.
func (z *wizard) Enter() {
	if z.s != nil {
		z.build()
		z.save()
		z.show()
		return
	}
	z.w.saver.whenIdle(z.load)
}

// Leave keeps what was typed and stops what is under way, except a change.
func (z *wizard) Leave() {
	if z.s != nil && z.keepTyped() {
		z.w.saver.save(z.s.Visit(), nil)
	}
	z.endLook()
	if z.writing {
		z.jobs.left = true // the change runs to its end; its job journals it
		return
	}
	z.jobs.leave()
}

// Busy reports whether a change is being written; then is called at its end.
func (z *wizard) Busy(then func()) bool {
	if !z.writing {
		return false
	}
	z.then = then
	step := z.s.Step()
	z.drawPassing(step.Title, step.Summary, []fyne.CanvasObject{
		parts.NewBanner(report.Note, "The change is being made.",
			"Handrail continues as soon as the result is known.")})
	return true
}

// Escape goes one page back.
func (z *wizard) Escape() { z.goBack() }

// Main does what the main button does.
func (z *wizard) Main() {
	if z.onMain != nil {
		z.onMain()
	}
}

// load reads the visit from the store.
func (z *wizard) load() {
	if v, ok := z.w.saver.unsaved[z.id]; ok {
		z.take(v)
		z.save() // perhaps there is room now
		return
	}
	var v guide.Visit
	z.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		v, err = z.w.p.Visits.Visit(ctx, z.id)
		return err
	}, nil, func(err error) {
		if err != nil {
			again := parts.NewButton("See the guides", parts.Main, "", func() { z.w.Show("guides") })
			z.object.Objects = []fyne.CanvasObject{parts.NewPage("Handrail cannot open this guide", "",
				z.w.showError(err, again))}
			z.object.Refresh()
			z.w.focus(again)
			return
		}
		z.take(v)
	})
}

// take opens a loaded visit.
func (z *wizard) take(v guide.Visit) {
	i := slices.IndexFunc(z.w.p.Guides, func(g guide.Guide) bool { return g.ID == v.Guide })
	if i < 0 {
		again := parts.NewButton("See the guides", parts.Main, "", func() { z.w.Show("guides") })
		z.object.Objects = []fyne.CanvasObject{parts.NewPage("This version does not have this guide",
			"Your progress was saved by a version of Handrail that has this guide. It stays saved.", again)}
		z.object.Refresh()
		z.w.focus(again)
		return
	}
	z.s = guide.Open(z.w.p.Guides[i], v)
	z.build()
	z.renewed(z.late)
	if z.wantStep != "" {
		if err := z.s.GoTo(z.wantStep); err != nil {
			z.notes = append(z.notes, note{report.Note, "", wrong(err), nil})
		}
	}
	z.ended = z.s.Ended() && z.wantStep == ""
	if z.shouldResume(v) {
		z.resume(v)
		return
	}
	z.show()
}

// shouldResume reports whether opening v begins with a look: it rested a while,
// nothing typed is open, and no step was asked for.
func (z *wizard) shouldResume(v guide.Visit) bool {
	r := z.s.Guide().Resume
	if r == nil || z.wantStep != "" || z.ended || len(v.Drafts) > 0 {
		return false
	}
	_, looked := v.Outcomes[r.Step]
	return looked && z.w.now().Sub(v.Changed) >= resumeAfter
}

// resume looks how it is now and goes to the step that is due.
func (z *wizard) resume(v guide.Visit) {
	g := z.s.Guide()
	i := slices.IndexFunc(g.Steps, func(st guide.Step) bool { return st.ID == g.Resume.Step })
	if i < 0 || g.Steps[i].Look == nil {
		z.show()
		return
	}
	z.drawSteps()
	z.runLook("Welcome back", "You were last here on "+when(v.Changed, z.w.now())+
		". Handrail checks the current state.",
		g.Steps[i], func(f found, err error) {
			if err != nil {
				message, hint := app.UserMessage(err)
				if isStopped(err) {
					message, hint = "You stopped the check.", "This page shows the result from your last visit here."
				}
				z.notes = append(z.notes, note{report.Warning, message, hint, nil})
				z.show()
				return
			}
			z.settle(g.Steps[i], f)
			now := z.s.Visit()
			z.goDue(g.Resume.Due(&now, f.doc), v.Changed)
		})
}

// goDue opens the step that is due and says so.
func (z *wizard) goDue(due string, last time.Time) {
	was := z.s.Step().ID
	if due != "" && due != was {
		if err := z.s.GoTo(due); err == nil {
			z.notes = append(z.notes, note{report.Note, "Handrail checked again.",
				"You were last here on " + when(last, z.w.now()) + ". This step is due now.", nil})
		}
	}
	z.save()
	z.show()
}
