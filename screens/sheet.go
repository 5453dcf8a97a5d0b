package screens

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/screens/parts"
)

// sheetScreen edits the run sheet of an event as a table, beside its text form: both are the same answer of the same
// visit. What is typed is saved as a draft like on every page of questions, and confirmed with the main button.
type sheetScreen struct {
	w      *Window
	jobs   jobs
	object *fyne.Container
	visit  string

	s       *guide.Session // nil until it is loaded; it stands on the page of the question
	ask     guide.Ask
	start   runsheet.Start
	zero    time.Time
	g       *runsheet.Grid
	rows    []runsheet.Placed
	dial    runsheet.Dial
	refused map[int]string // a fixed start that was typed and cannot be read, by its row
	hidden  bool           // items before the start are folded away
	changed bool           // since it was loaded
	planned bool           // a draft is saved in a moment
	warned  bool           // what is said above the table is about an item

	table *parts.EditTable
	tools []*parts.KeyButton
	bar   *fyne.Container // has the tools
	fix   *parts.KeyButton
	early *parts.Button
	told  *fyne.Container
	page  fyne.CanvasObject
	main  *parts.Button
}

func newSheet(w *Window) screen {
	return &sheetScreen{w: w, jobs: jobs{runner: w.p.Runner}, object: container.NewStack(), hidden: true,
		refused: map[int]string{}}
}

// Object returns what is drawn.
func (e *sheetScreen) Object() fyne.CanvasObject { return e.object }

// Open sets which visit.
func (e *sheetScreen) Open(id string) { e.visit = id }

// Enter loads the visit once nothing is left to save.
func (e *sheetScreen) Enter() { e.w.saver.whenIdle(e.load) }

// Leave saves what was typed.
func (e *sheetScreen) Leave() {
	e.draft()
	e.jobs.leave()
}

// Escape goes back to the question.
func (e *sheetScreen) Escape() { e.back() }

// Main saves the run sheet.
func (e *sheetScreen) Main() {
	if e.s != nil {
		e.confirm()
	}
}

// build makes the page.
func (e *sheetScreen) build() {
	e.table = parts.NewEditTable()
	e.table.Row, e.table.OnChange, e.table.OnRepair = e.row, e.onType, e.repair
	e.table.OnAdd = func() { e.insert(e.g.Len()) }
	e.table.OnLeave, e.table.OnShortcut, e.table.OnMove = e.onLeave, e.shortcut, e.onMove
	e.told = parts.Column(8)
	e.early = parts.NewButton("", parts.Quiet, "down", e.unfold)
	e.bar = parts.Wrap(8, e.makeTools()...)
	head := []fyne.CanvasObject{e.told, e.bar}
	lead := "Starts at " + e.zero.Format("15:04") + ". Times follow from the lengths, unless you fix one."
	again := parts.NewButton("Same as last week…", parts.Plain, "", e.askLast)
	e.page = parts.NewFillActionPage("Run sheet for "+e.zero.Format("Monday 2 January"), parts.Muted(lead),
		[]fyne.CanvasObject{parts.NewButton("Print or send…", parts.Plain, "", e.askPaper), again}, head, e.table)
	e.main = parts.NewButton("Save run sheet", parts.Main, "", e.confirm)
	bar := parts.NewWideBar(parts.NewButton("Back", parts.Quiet, "left", e.back),
		parts.NewButton("Print for sound desk", parts.Plain, "", e.printSound),
		parts.NewButton("Print for presenters", parts.Plain, "", e.printPresenters), e.main)
	e.object.Objects = []fyne.CanvasObject{container.NewBorder(nil, bar, nil, nil, e.page)}
	e.object.Refresh()
	e.refresh()
}

// onLeave moves the focus out of the table.
func (e *sheetScreen) onLeave(back bool) {
	if back {
		e.w.focus(e.tools[len(e.tools)-1])
		return
	}
	e.w.focus(e.main)
}

// unfold shows the items before the start, or folds them away.
func (e *sheetScreen) unfold() {
	e.hidden = !e.hidden
	if !e.hidden {
		e.table.Blur()
	}
	e.refresh()
}

// tell shows something above the table.
func (e *sheetScreen) tell(o ...fyne.CanvasObject) {
	e.told.Objects, e.warned = o, false
	e.page.Refresh()
}

// back goes to the question; what was typed stays there.
func (e *sheetScreen) back() {
	if e.s == nil {
		e.w.Show("visit/" + e.visit)
		return
	}
	e.draft()
	e.w.openVisit(e.visit, "", false)
}

// draft saves what was typed, where anything was.
func (e *sheetScreen) draft() {
	if e.s == nil || !e.changed {
		return
	}
	e.s.Draft(map[string]string{e.ask.Name: e.g.Text()})
	e.w.saver.save(e.s.Visit(), func(err error) {
		if err != nil && !e.jobs.left {
			e.tell(e.w.showError(err))
		}
	})
}

// confirm makes the sheet the answer, and shows what the guide says about it.
func (e *sheetScreen) confirm() {
	if !e.readable("Nothing was saved yet.") {
		return
	}
	typed := map[string]string{}
	for _, a := range e.s.Asks() {
		typed[a.Name] = e.s.Value(a)
	}
	typed[e.ask.Name] = e.g.Text()
	cleared, bad := e.s.Submit(typed, e.w.now())
	if i := slices.IndexFunc(bad, func(b guide.FieldError) bool { return b.Name == e.ask.Name }); i >= 0 {
		e.tell(parts.NewBanner(report.Problem, "There is a problem.", wrong(bad[i].Err)))
		return
	}
	e.changed = false
	e.w.saver.save(e.s.Visit(), nil)
	z := newWizard(e.w)
	if n, ok := clearedNote(cleared); ok {
		z.notes = append(z.notes, n)
	}
	for _, b := range bad { // of another question on the page: it is open there
		z.notes = append(z.notes, note{report.Problem, b.Label, wrong(b.Err), nil})
	}
	e.w.open("guides", z, e.visit)
}

// readable reports whether every item can be read. Else it says so and goes to the first that cannot.
func (e *sheetScreen) readable(but string) bool {
	for i, r := range e.rows {
		text := e.refused[i]
		if r.Wrong == nil && text == "" {
			continue
		}
		column := int(r.Where)
		if text == "" {
			text = wrong(e.wordsOf(r))
		} else {
			column = int(runsheet.ColumnStart)
		}
		e.tell(parts.NewBanner(report.Problem, "There is a problem. "+but, text))
		e.warned = true
		e.table.Edit(i, column)
		return false
	}
	return true
}
