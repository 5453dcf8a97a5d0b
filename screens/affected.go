package screens

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// affectedView is where the person was in a list of who is affected: it is kept while the window
// is open, so that coming back finds the same place.
type affectedView struct {
	route   string
	filter  affected.Filter
	fate    affected.Filter
	words   string
	order   affected.Order
	current int
}

// affectedPage is everyone whom a step of a guide is about: the number first, how far they are,
// then the people, worst first. From it one opens a person, saves lists and writes letters.
type affectedPage struct {
	w      *Window
	jobs   *jobs
	object *fyne.Container
	told   *fyne.Container // above the list
	note   []fyne.CanvasObject

	guide, step, visit string
	list               *affected.List
	known              affected.Known
	organisation       tenant.Organisation
	conn               connection
	gap                dataGap
	age                string // of the data; "" while it is not old
	users              tenant.Status
	unsaved            error // what was found could not be saved
	sums               affectedSums

	shown    []int // positions in the list
	round    int   // counts searches; what an older one finds is dropped
	search   *parts.Field
	chips    []*parts.FilterChip
	filters  []affected.Filter
	table    *parts.PeopleTable
	place    *fyne.Container // the table, or why it is empty
	onMain   func()
	onEscape func()
}

func newAffected(w *Window) screen {
	if w.p.Tenant == nil {
		return newNoOrganisation(w)
	}
	return &affectedPage{w: w, jobs: &jobs{runner: w.p.Runner}, object: container.NewStack(), told: parts.Column(8)}
}

// Object returns what is drawn.
func (p *affectedPage) Object() fyne.CanvasObject { return p.object }

// Open takes a guide and a step, and the visit: without one, the latest visit of the guide counts.
func (p *affectedPage) Open(route string) {
	words := strings.SplitN(route, "/", 3)
	p.guide = words[0]
	if len(words) > 1 {
		p.step = words[1]
	}
	if len(words) > 2 {
		p.visit = words[2]
	}
	if p.w.affected.route != route {
		p.w.affected = affectedView{route: route, order: affected.WorstFirst}
	}
}

// Enter loads the list.
func (p *affectedPage) Enter() {
	p.show(parts.NewEmpty(false, "Who is affected", "Working out who is affected, from the data on this computer…"))
	p.w.saver.whenIdle(p.load)
}

// Leave stops the jobs and keeps the place.
func (p *affectedPage) Leave() {
	p.keepPlace()
	p.jobs.leave()
}

func (p *affectedPage) keepPlace() {
	if p.table != nil {
		p.w.affected.current = max(0, p.table.Current())
	}
}

// Escape goes back: from a page of the list to the list, from there to the step.
func (p *affectedPage) Escape() {
	if p.onEscape != nil {
		p.onEscape()
	}
}

// Main does what the main button does.
func (p *affectedPage) Main() {
	if p.onMain != nil {
		p.onMain()
	}
}

// HelpTopic returns the topic of the help about this page.
func (p *affectedPage) HelpTopic() string { return "affected" }

// leavePage goes to the step, or to the organisation where the list has no visit.
func (p *affectedPage) leavePage() {
	if p.visit != "" {
		p.w.openVisit(p.visit, p.step, false)
		return
	}
	p.w.Show("organisation")
}

// load makes the list and reads the marks, in one job; who is new or done is saved with it.
func (p *affectedPage) load() {
	var l *affected.List
	var k affected.Known
	var one tenant.Organisation
	var read connection
	var unsaved error
	var age string
	var gap dataGap
	var users tenant.Status
	var sums affectedSums
	var found []int
	view := p.w.affected
	var held *guide.Visit
	if v, ok := p.w.saver.unsaved[p.visit]; ok {
		held = &v
	}
	p.jobs.start(func(ctx context.Context, _ task.Report) error {
		conn, err := fetchConnection(ctx, p.w.p.Tenant)
		if err != nil {
			return err
		}
		one, read = conn.one, conn
		gap, age, users = p.fetchAge(ctx, conn)
		if l, err = p.fetchList(ctx, held); err != nil {
			return err
		}
		if k, unsaved, err = p.fetchMarks(ctx, one.ID, l); err != nil {
			return err
		}
		sums = sumsOf(l, k, p.w.now())
		found = view.begin(l, k)
		return nil
	}, nil, func(err error) {
		p.conn, p.gap = read, gap
		if err != nil {
			p.failed(err)
			return
		}
		p.list, p.known, p.organisation, p.unsaved, p.age, p.users = l, k, one, unsaved, age, users
		p.sums, p.shown, p.w.affected = sums, found, view
		if len(l.People) == 0 {
			p.drawEmpty()
			return
		}
		p.drawList()
		p.w.focus(p.table.Focus())
	})
}

// failed shows why there is no list, with the one thing to do about it.
func (p *affectedPage) failed(err error) {
	again := parts.NewButton("Try again", parts.Plain, "", p.load)
	body := []fyne.CanvasObject{p.w.showError(err, again)}
	var gap tenant.Gap
	switch {
	case tenant.IsNone(err):
		again = parts.NewButton("Connect your organisation", parts.Plain, "", p.w.connect)
		body = []fyne.CanvasObject{parts.NewBanner(report.Note, "No organisation is connected.",
			"Connect yours to see who is affected."), parts.Across(0, again)}
	case p.gap.kind != noGap && errors.As(err, &gap) && !gap.Known():
		body, again = p.gap.draw(p.w)
	}
	p.leadOut("Who is affected", again, body...)
}

// drawEmpty draws the page of an empty list: what was not read and why, that Microsoft returned no one, or that no one
// belongs in it.
func (p *affectedPage) drawEmpty() {
	body, first := p.gap.draw(p.w)
	if first == nil {
		first = p.conn.readAgain(p.w)
		none := parts.NewBanner(report.Note, "Microsoft returned no people.",
			"Handrail read the list of people, and it was empty. "+p.age)
		switch {
		case len(p.list.Notes) > 0:
			none = parts.NewBanner(report.Unknown, p.sums.words.Headline+".", strings.Join(p.list.Notes, " "))
		case p.users.Rows > 0 || p.users.Completed.IsZero():
			none = parts.NewBanner(report.Note, "No one is in this list.",
				"None of the people whom Handrail has read belongs in it. "+p.age)
		}
		body = []fyne.CanvasObject{none, parts.Across(0, first)}
	}
	p.told.Objects = p.note
	p.leadOut(p.list.Title, first, body...)
}

// leadOut shows a page without a list, with one thing to do; Back leaves it.
func (p *affectedPage) leadOut(title string, first *parts.Button, body ...fyne.CanvasObject) {
	p.table, p.search = nil, nil
	p.onEscape, p.onMain = p.leavePage, p.load
	back := parts.NewButton("Back", parts.Quiet, "left", p.leavePage)
	p.show(container.NewBorder(nil, parts.NewWideBar(back), nil, nil, parts.NewPage(title, "", body...)))
	p.w.focus(first)
}

func (p *affectedPage) show(page fyne.CanvasObject) {
	p.object.Objects = []fyne.CanvasObject{page}
	p.object.Refresh()
}

// tell keeps something to show above the list.
func (p *affectedPage) tell(o ...fyne.CanvasObject) {
	p.note = o
	p.told.Objects = o
	boxes(p.told)
	p.told.Refresh()
}
