package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"handrail/app"
	"handrail/app/event/runsheet"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// dayScreen is the screen for the day of an event: the clock, what is on, what comes
// next, and one key. It stands alone in the window, works without a connection,
// and keeps every press at once. What it shows follows from the run and the
// time alone, so that a new start shows what the old one would have shown.
type dayScreen struct {
	w         *Window
	jobs      jobs
	object    *fyne.Container
	visit     string
	rehearsal bool
	event     time.Time // when the event starts, where it was opened so early that this is a rehearsal; else zero

	run    *runsheet.Run // nil until it is loaded
	state  runsheet.State
	loc    *time.Location
	face   dayView
	saving bool   // a save is under way
	again  bool   // the run changed meanwhile
	then   func() // waits until every press is kept; nil for nothing
	lost   error
	shown  int // the item to which the list was moved
}

func newDay(w *Window) screen {
	return &dayScreen{w: w, jobs: jobs{runner: w.p.Runner}, object: container.NewStack(), shown: -1}
}

// Object returns what is drawn.
func (d *dayScreen) Object() fyne.CanvasObject { return d.object }

// Open sets which visit, and whether it is a rehearsal: "id" or "id/rehearsal".
func (d *dayScreen) Open(id string) {
	const mark = "/rehearsal"
	if n := len(id) - len(mark); n > 0 && id[n:] == mark {
		id, d.rehearsal = id[:n], true
	}
	d.visit = id
}

// Alone hides the rail: this screen is read from across a room.
func (d *dayScreen) Alone() {}

// Enter loads the run, or makes it from the visit.
func (d *dayScreen) Enter() { d.w.saver.whenIdle(d.load) }

// Leave stops the clock.
func (d *dayScreen) Leave() { d.jobs.leave() }

// Busy reports whether a press is on its way to the disk, and calls then when it is there.
func (d *dayScreen) Busy(then func()) bool {
	if d.saving {
		d.then = then
	}
	return d.saving
}

// Escape goes back to the visit. The run continues, unless it is over.
func (d *dayScreen) Escape() {
	z := newWizard(d.w)
	z.over = d.run != nil && d.state.Finished() && !d.rehearsal
	d.w.open("guides", z, d.visit)
}

// Key handles the keys of the event day, and reports whether it was one.
func (d *dayScreen) Key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeySpace:
		d.next()
	case fyne.KeyBackspace, fyne.KeyDelete:
		d.press(runsheet.Undo)
	case fyne.KeyH:
		d.hold()
	default:
		return false
	}
	return true
}

func (d *dayScreen) load() {
	var run runsheet.Run
	d.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		run, err = d.fetch(ctx)
		return err
	}, nil, func(err error) {
		if err == nil {
			d.loc, err = runsheet.Start{Zone: run.Zone}.Location()
		}
		if err != nil {
			back := parts.NewButton("Back to the guide", parts.Main, "", d.Escape)
			d.object.Objects = []fyne.CanvasObject{parts.NewPage("Handrail cannot show the event-day screen", "",
				d.w.showError(err, back))}
			d.object.Refresh()
			d.w.focus(back)
			return
		}
		d.run = &run
		d.build()
		d.tick()
		d.jobs.start(d.clock, func(task.Progress) { d.tick() }, nil)
	})
}

// fetch returns the run that is kept where someone pressed something in it; else
// a new one with the sheet as it is now.
func (d *dayScreen) fetch(ctx context.Context) (runsheet.Run, error) {
	if d.w.p.Runs == nil {
		return runsheet.Run{}, app.Errorf(app.ReadOnly, "Close Handrail and open it again.",
			"Handrail cannot run an event in this window.")
	}
	v, err := d.w.p.Visits.Visit(ctx, d.visit)
	if err != nil {
		return runsheet.Run{}, err
	}
	now := d.w.now()
	id := d.visit + "/real"
	kept, err := d.w.p.Runs.Run(ctx, id)
	if err == nil && len(kept.Events) == 0 || app.CodeOf(err) == app.NotFound { // no one has begun the event
		if planned, bad := runsheet.FromAnswers(v.Answers); bad == nil && planned.Early(now) {
			d.rehearsal, d.event = true, planned.Start
		}
	}
	if d.rehearsal {
		id = d.visit + "/rehearsal"
		kept, err = d.w.p.Runs.Run(ctx, id)
	}
	switch {
	case err == nil && len(kept.Events) > 0 && !(d.rehearsal && kept.State(now).Finished()):
		return kept, nil
	case err != nil && app.CodeOf(err) != app.NotFound:
		return kept, err
	}
	run, err := runsheet.FromAnswers(v.Answers)
	if err != nil {
		return run, err
	}
	run.ID, run.Visit, run.Rehearsal = id, d.visit, d.rehearsal
	if d.rehearsal { // it begins now, wherever the event is
		run.Start = now.UTC().Truncate(time.Second).Add(-runsheet.Offset(run.Items, 0))
	}
	return run, d.w.p.Runs.SaveRun(ctx, run)
}

// clock redraws once a second, on the second.
func (d *dayScreen) clock(ctx context.Context, tell task.Report) error {
	wait := d.w.p.Pause
	if wait == nil {
		wait = pause
	}
	for {
		now := time.Now()
		if err := wait(ctx, now.Truncate(time.Second).Add(time.Second+5*time.Millisecond).Sub(now)); err != nil {
			return err
		}
		tell(task.Progress{})
	}
}

// next is Space: the item is done. At the end it goes back to the guide.
func (d *dayScreen) next() {
	if d.run != nil && d.state.Finished() {
		d.Escape()
		return
	}
	d.press(runsheet.Done)
}

func (d *dayScreen) hold() {
	if d.state.Held {
		d.press(runsheet.Resume)
		return
	}
	d.press(runsheet.Hold)
}

// press takes a press, shows it at once and keeps it.
func (d *dayScreen) press(p runsheet.Action) {
	if d.run == nil || !d.run.Apply(p, d.w.now()) {
		return
	}
	d.w.Win.Canvas().Unfocus() // Space belongs to the screen, not to the button pressed last
	d.tick()
	d.save()
}

// save keeps the run. One save is under way at a time; leaving waits for it.
func (d *dayScreen) save() {
	if d.saving {
		d.again = true
		return
	}
	d.saving, d.again = true, false
	run := *d.run
	run.Events = append([]runsheet.Event(nil), d.run.Events...)
	d.w.p.Runner.Start(func(context.Context, task.Report) error {
		return d.w.p.Runs.SaveRun(context.WithoutCancel(context.Background()), run)
	}, nil, func(err error) {
		d.saving, d.lost = false, err
		if err != nil {
			logError(err)
		}
		if d.again {
			d.save()
			return
		}
		if then := d.then; then != nil {
			d.then = nil
			then()
			return
		}
		if !d.jobs.left {
			d.tick()
		}
	})
}

// list draws the rows of the run sheet.
func (d *dayScreen) list() *widget.List {
	l := widget.NewList(func() int { return len(d.run.Items) },
		func() fyne.CanvasObject { return parts.NewDayRow() },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if row, ok := o.(*parts.DayRow); ok && i < len(d.state.Rows) {
				row.Set(d.line(i))
			}
		})
	l.HideSeparators = true
	return l
}

// trouble is a banner for a press that could not be saved.
func (d *dayScreen) trouble() fyne.CanvasObject {
	message, hint := app.UserMessage(d.lost)
	return parts.NewBanner(report.Warning, message, "You can continue on this screen. "+hint)
}
