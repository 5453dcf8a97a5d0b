package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/guide/diary"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// diaryForms are the forms in which the diary can be saved.
var diaryForms = []parts.Option{formats[1], formats[2], formats[0], formats[5]}

// diaryPage is the page with all changes of a period.
type diaryPage struct {
	w      *Window
	jobs   *jobs
	object *fyne.Container
	told   *fyne.Container // what became of an action, or a question
	body   *fyne.Container // the diary
	from   *parts.NamedField
	to     *parts.NamedField
	period diary.Period
	doc    *report.Document // nil before it was read
	asked  int              // counts reads; what an older one finds is dropped
}

func newDiary(w *Window) screen {
	d := &diaryPage{w: w, jobs: &jobs{runner: w.p.Runner}, object: container.NewStack()}
	d.told, d.body = parts.Column(8), parts.Column(16)
	now := w.now().Local()
	d.period = diary.Days(time.Date(now.Year(), 1, 1, 0, 0, 0, 0, time.Local), now)
	return d
}

// Object returns what is drawn.
func (d *diaryPage) Object() fyne.CanvasObject { return d.object }

// Enter reads the changes of this year.
func (d *diaryPage) Enter() {
	if d.w.p.Diary == nil {
		d.w.Show("reports")
		return
	}
	d.from = parts.NewDateField("From", func(day time.Time) { d.pick(d.from, day) })
	d.to = parts.NewDateField("To", func(day time.Time) { d.pick(d.to, day) })
	d.from.SetWeek(d.w.forms().First, d.w.now())
	d.to.SetWeek(d.w.forms().First, d.w.now())
	d.from.OnSubmit, d.to.OnSubmit = d.read, d.read
	d.showDays()
	back := parts.NewButton("All reports", parts.Quiet, "left", func() { d.w.Show("reports") })
	save := parts.NewButton("Save as a file", parts.Plain, "save", d.SaveAs)
	printIt := parts.NewButton("Print as PDF", parts.Main, "reports", d.Print)
	page := parts.NewPage("Change diary", "Everything that you changed with Handrail in a period, as one document.",
		parts.Share(8, 220, d.from, d.to), d.told, d.body)
	d.object.Objects = []fyne.CanvasObject{container.NewBorder(nil, parts.NewWideBar(back, save, printIt), nil, nil, page)}
	d.object.Refresh()
	d.load()
	d.w.focus(d.from.Entry())
}

// Leave stops the jobs.
func (d *diaryPage) Leave() { d.jobs.leave() }

// Escape closes what is open on the page, then goes back to the reports.
func (d *diaryPage) Escape() {
	switch {
	case d.from.Close() || d.to.Close():
	case len(d.told.Objects) > 0:
		d.tell()
	default:
		d.w.Show("reports")
	}
}

// tell shows something above the diary; no arguments remove it.
func (d *diaryPage) tell(o ...fyne.CanvasObject) {
	d.told.Objects = o
	d.object.Refresh()
}

func (d *diaryPage) showDays() {
	now := d.w.now()
	last := d.period.To.Add(-time.Hour) // the period ends with the midnight after it
	d.from.SetText(showDay(d.period.From, now))
	d.to.SetText(showDay(last, now))
	d.from.SetDay(d.period.From)
	d.to.SetDay(last)
}

func (d *diaryPage) pick(field *parts.NamedField, day time.Time) {
	field.SetText(showDay(day, d.w.now()))
	d.read()
}

// read takes the two days as they are typed, and reads the changes between them.
func (d *diaryPage) read() {
	var days [2]time.Time
	for i, f := range []*parts.NamedField{d.from, d.to} {
		at, err := d.w.parseDay(f.Text(), false)
		if err != nil {
			f.SetError(wrong(err))
			d.w.focus(f.Entry())
			return
		}
		f.SetError("")
		days[i] = at
	}
	next := diary.Days(days[0], days[1])
	if next == d.period && d.doc != nil {
		return
	}
	d.period = next
	d.showDays()
	d.load()
}

// load reads the changes of the period, and whether the reports are as they were saved.
func (d *diaryPage) load() {
	d.asked++
	asked, period, now := d.asked, d.period, d.w.now()
	d.doc = nil
	d.body.Objects = []fyne.CanvasObject{parts.Muted("Reading the changes on this computer…")}
	d.object.Refresh()
	var doc *report.Document
	d.jobs.start(func(ctx context.Context, _ task.Report) error {
		source, err := d.w.p.Diary(ctx)
		if err != nil {
			return err
		}
		var places []report.Place
		if d.w.p.Places != nil {
			if places, err = d.w.p.Places.Places(ctx, nil); err != nil {
				return err
			}
		}
		doc = source.Book(period, places, now)
		if doc.Subject == "" {
			doc.Subject = d.w.p.Organisation
		}
		return nil
	}, nil, func(err error) {
		if asked != d.asked {
			return
		}
		if err != nil {
			d.body.Objects = []fyne.CanvasObject{d.w.showError(err)}
		} else {
			d.doc = doc
			d.body.Objects = []fyne.CanvasObject{drawDocument(doc, BlockEvents{Copy: d.w.copy})}
		}
		d.object.Refresh()
	})
}

// Print makes pages of the diary, and opens them.
func (d *diaryPage) Print() {
	if d.doc == nil {
		d.w.cannot("This page cannot be printed.")
		return
	}
	d.w.printDocument(d.jobs, d.doc, d.tell)
}

// SaveAs asks in which form to save the diary.
func (d *diaryPage) SaveAs() {
	choice := parts.NewChoice("Save the diary as", "", diaryForms)
	choice.SetValue(diaryForms[0].Value)
	save := parts.NewButton("Save the diary", parts.Main, "", func() { d.save(choice.Value()) })
	leave := parts.NewButton("Cancel", parts.Plain, "", func() { d.tell() })
	d.tell(parts.NewPanel(choice, parts.Across(12, save, leave)))
	d.w.focus(choice.Focus())
}

func (d *diaryPage) save(form string) {
	if d.doc == nil {
		d.tell(parts.NewBanner(report.Note, "There is no diary yet.", "Wait until Handrail has read the changes."))
		return
	}
	var path string
	doc, folder := d.doc, d.w.p.SaveFolder
	d.jobs.start(func(context.Context, task.Report) (err error) {
		path, err = saveReport(folder, form, doc)
		return err
	}, nil, func(err error) {
		if err != nil {
			d.tell(d.w.showError(err))
			return
		}
		note := d.w.savedNote(path)
		d.tell(note)
		d.w.focusSaved(note)
	})
}
