package screens

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// front is the page before a guide: what it leads to, what it needs and whether that is there, and what was begun.
type front struct {
	w        *Window
	jobs     jobs
	object   *fyne.Container
	id       string // of the guide
	guide    guide.Guide
	visits   []guide.Visit // of the guide, latest change first
	org      orgState
	names    met // whether the name server answers
	err      error
	deleting string // id of the visit that is asked about
	first    fyne.Focusable
	main     func()
}

func newFront(w *Window) screen {
	return &front{w: w, jobs: jobs{runner: w.p.Runner}, object: container.NewStack()}
}

// Object returns what is drawn.
func (f *front) Object() fyne.CanvasObject { return f.object }

// Open sets which guide.
func (f *front) Open(id string) { f.id = id }

// Enter loads the visits once nothing is left to save.
func (f *front) Enter() { f.w.saver.whenIdle(f.load) }

// Leave stops loading.
func (f *front) Leave() { f.jobs.leave() }

// Main does what the main button does.
func (f *front) Main() {
	if f.main != nil {
		f.main()
	}
}

// Escape takes back the question whether to delete, or goes to the catalogue.
func (f *front) Escape() {
	if f.deleting != "" {
		f.deleting = ""
		f.draw()
		return
	}
	f.w.Show("guides")
}

func (f *front) load() {
	g, known := f.w.guide(f.id)
	if !known {
		f.w.Show("guides")
		return
	}
	f.guide = g
	var org orgState
	var visits []guide.Visit
	f.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		org = f.w.fetchOrg(ctx)
		org.readHolders(ctx, f.w.p.Tenant)
		org.readData(ctx, f.w.p.Tenant, g)
		all, err := f.w.visits(ctx)
		for _, v := range all {
			if v.Guide == g.ID {
				visits = append(visits, v)
			}
		}
		return err
	}, nil, func(err error) {
		f.org, f.visits, f.err = org, visits, err
		f.askNames()
		f.draw()
	})
}

// draw shows the page with its bar.
func (f *front) draw() {
	f.first = nil
	var body []fyne.CanvasObject
	if f.err != nil {
		body = append(body, f.w.showError(f.err, parts.NewButton("Try again", parts.Plain, "", f.load)))
	}
	if rows := f.visitRows(); len(rows) > 0 {
		body = append(body, parts.Section("What you started", parts.NewRows(rows...)))
	}
	var needs []fyne.CanvasObject
	for _, n := range f.guide.Needs {
		needs = append(needs, f.need(n))
	}
	needs = append(needs, line(false, parts.NewChip("clock", "Time", parts.Ink),
		parts.Text("About "+plural(f.guide.Minutes, "minute")+" of your time. You can stop and continue at any point."), nil))
	body = append(body, parts.Section("Before you begin", parts.NewRows(needs...)), f.steps())
	main, more := f.moves()
	back := parts.NewButton("Guides", parts.Quiet, "left", func() { f.w.Show("guides") })
	bar := parts.NewWideBar(back, append(more, main)...)
	f.object.Objects = []fyne.CanvasObject{container.NewBorder(nil, bar, nil, nil,
		parts.NewPage(f.guide.Title, f.guide.Outcome, body...))}
	f.object.Refresh()
	if f.first == nil {
		f.first = main
	}
	f.w.focus(f.first)
}

// moves returns the main button: to connect where nothing works without it, else to continue what was begun, else to
// start; and the others.
func (f *front) moves() (main *parts.Button, more []*parts.Button) {
	start := func() { f.w.startVisit(f.guide) }
	open := slices.IndexFunc(f.visits, func(v guide.Visit) bool { return v.Ended.IsZero() })
	switch {
	case open >= 0:
		id := f.visits[open].ID
		f.main = func() { f.w.openVisit(id, "", false) }
		return parts.NewButton("Continue the guide", parts.Main, "", f.main),
			[]*parts.Button{parts.NewButton("Start another", parts.Plain, "", start)}
	case f.guide.NeedsKind(guide.NeedsOrganisation) && f.org.none():
		f.main = f.connect
		return parts.NewButton("Connect your organisation", parts.Main, "", f.main),
			[]*parts.Button{parts.NewButton("Start without it", parts.Plain, "", start)}
	case len(f.visits) > 0:
		f.main = start
		return parts.NewButton("Start another", parts.Main, "", start), nil
	}
	f.main = start
	return parts.NewButton("Start the guide", parts.Main, "", start), nil
}

// connect signs in and comes back to this page.
func (f *front) connect() {
	id := f.guide.ID
	f.w.connectFrom(f.guide.Title, func() { f.w.Show("guide/" + id) })
}

// steps lists what the guide goes through.
func (f *front) steps() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, s := range f.guide.Steps {
		rows = append(rows, numbered(i+1, s.Title+". "+s.Summary))
	}
	return newExpander("The "+plural(len(rows), "step")+" of this guide", parts.Column(8, rows...), f.object.Refresh)
}

// need shows one thing to have, with whether it is there, as far as that is known.
func (f *front) need(n guide.Need) fyne.CanvasObject {
	m := f.met(n)
	var end fyne.CanvasObject
	if n.Kind == guide.NeedsOrganisation && f.org.none() && len(f.visits) > 0 {
		end = parts.NewButton("Connect your organisation", parts.Plain, "", f.connect)
	}
	words := parts.Column(0, parts.Bold(n.Title), parts.Text(n.Text), parts.Muted(m.why))
	if len(n.Roles) > 0 && f.org.lacks(n.Roles) {
		l := lack{state: tenant.NeedsRole, roles: n.Roles, org: f.org}
		words.Add(copyWords(f.w, l.message(f.guide, "", "", nil), f.object.Refresh))
	}
	if !n.Optional {
		for _, l := range f.org.lacksOf(n) {
			words.Add(parts.Muted(strings.Join(l.helpers(), "\n")))
			words.Add(copyWords(f.w, l.message(f.guide, "", l.lead(), nil), f.object.Refresh))
		}
	}
	return line(false, parts.NewChip(m.icon, m.word, m.ink), words, end)
}

// visitRows are the visits of the guide, each with what can be done.
func (f *front) visitRows() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, v := range f.visits {
		if f.deleting == v.ID {
			rows = append(rows, f.deleteRow(v))
			continue
		}
		state, word := f.w.stateWord(v)
		name, open, id := v.Subject, "Continue", v.ID
		if name == "" {
			name = "Started on " + moment(v.Started)
		}
		if state == guide.Completed {
			open = "Open"
		}
		moves := []fyne.CanvasObject{parts.NewButton("Delete", parts.Quiet, "",
			func() { f.deleting = id; f.draw() })}
		if f.guide.Again != nil {
			moves = append(moves, parts.NewButton("Copy for next week", parts.Quiet, "",
				func() { f.w.startLike(f.guide, v) }))
		}
		moves = append(moves, parts.NewButton(open, parts.Quiet, "right", func() { f.w.openVisit(id, "", false) }))
		rows = append(rows, line(false, parts.StateChip(state, word),
			parts.Column(0, parts.Text(name), parts.Muted("Last change: "+when(v.Changed, f.w.now()))),
			parts.Across(16, moves...)))
	}
	return rows
}

// deleteRow asks before a visit is deleted, because it cannot be taken back. The safe answer has the focus.
func (f *front) deleteRow(v guide.Visit) fyne.CanvasObject {
	name := v.Subject
	if name == "" {
		name = "this guide"
	}
	keep := parts.NewButton("Cancel", parts.Plain, "", func() { f.deleting = ""; f.draw() })
	f.first = keep
	return line(false, parts.SeverityChip(report.Warning),
		parts.Column(0, parts.Bold("Delete the answers and progress for "+name+"?"),
			parts.Muted("You cannot undo this. Reports and the change log stay.")),
		parts.Across(8, parts.NewButton("Delete answers", parts.Plain, "", func() { f.delete(v.ID) }), keep))
}

func (f *front) delete(id string) {
	f.deleting = ""
	f.jobs.start(func(ctx context.Context, _ task.Report) error {
		return f.w.p.Visits.DeleteVisit(ctx, id)
	}, nil, func(err error) {
		if err != nil {
			f.err = err
			f.draw()
			return
		}
		f.w.saver.forget(id)
		f.load()
	})
}
