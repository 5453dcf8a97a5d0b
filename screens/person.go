package screens

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app"
	"handrail/app/drift"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// signInsShown is how many of the last sign-ins are listed.
const signInsShown = 10

// person is the page of one person: who they are, how they sign in, what they
// may do, and which policies reach them. Each part shows how old it is.
type person struct {
	w       *Window
	jobs    *jobs
	object  *fyne.Container
	refresh *refresher
	id      string

	conn    connection
	status  map[string]tenant.Status
	facts   personFacts
	signIns *fyne.Container // filled by a job of its own
	history *fyne.Container // likewise
	err     error
	first   fyne.Focusable
}

func newPerson(w *Window) screen {
	if w.p.Tenant == nil {
		return newNoOrganisation(w)
	}
	p := &person{w: w, jobs: &jobs{runner: w.p.Runner}, object: container.NewStack(), signIns: parts.Column(8),
		history: parts.Column(8)}
	p.refresh = newRefresher(w, p.jobs, p.load)
	return p
}

// Object returns what is drawn.
func (p *person) Object() fyne.CanvasObject { return p.object }

// Open sets whose page it is.
func (p *person) Open(id string) { p.id = id }

// Enter loads what is kept of the person.
func (p *person) Enter() {
	p.show(parts.NewEmpty(false, "Person", "Reading the data about this person on this computer…"))
	p.load()
}

// Leave stops the jobs of the screen.
func (p *person) Leave() { p.jobs.leave() }

// Escape goes back to the list.
func (p *person) Escape() { p.w.Show("people") }

// load reads all but the sign-ins, which may take longer.
func (p *person) load() {
	var conn connection
	var view tenant.View
	var status map[string]tenant.Status
	var facts personFacts
	p.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		if conn, err = fetchConnection(ctx, p.w.p.Tenant); err != nil {
			return err
		}
		if view, err = p.w.p.Tenant.View(ctx); err != nil {
			return err
		}
		if status, err = fetchStatuses(ctx, view); err != nil {
			return err
		}
		facts, err = fetchPerson(ctx, view, p.id, status)
		return err
	}, nil, func(err error) {
		p.conn, p.status, p.facts, p.err = conn, status, facts, err
		p.draw()
		if !p.refresh.running() {
			p.w.focus(p.first)
		}
		if err == nil {
			p.loadSignIns(view)
		}
		if err == nil || app.CodeOf(err) == app.NotFound {
			p.loadHistory(or(facts.one.ID, p.id))
		}
	})
}

// past is the part with what changed about the person.
func (p *person) past() fyne.CanvasObject {
	if p.w.p.Changes == nil {
		return parts.Column(0)
	}
	return parts.Section("History", p.history)
}

// loadHistory shows what changed about the person, also about one who is no longer there.
func (p *person) loadHistory(id string) {
	if p.w.p.Changes == nil {
		return
	}
	p.history.Objects = []fyne.CanvasObject{parts.Muted("Comparing the data on this computer…")}
	var found drift.Result
	p.jobs.start(func(ctx context.Context, _ task.Report) error {
		sources, err := p.w.p.Changes(ctx)
		if err != nil {
			return err
		}
		found, err = drift.Of(ctx, sources, tenant.SectionUsers, id, p.w.now())
		return err
	}, nil, func(err error) {
		p.history.Objects = p.w.historyOf(found, tenant.SectionUsers)
		if err != nil {
			p.history.Objects = []fyne.CanvasObject{p.w.showError(err)}
		}
		p.object.Refresh()
	})
}

func (p *person) loadSignIns(view tenant.View) {
	var last []tenant.SignIn
	id := p.facts.one.ID
	p.signIns.Objects = []fyne.CanvasObject{parts.Muted("Reading the sign-ins on this computer…")}
	p.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		last, err = fetchSignIns(ctx, view, id, signInsShown)
		return err
	}, nil, func(err error) {
		p.signIns.Objects = p.signInRows(last)
		if err != nil {
			p.signIns.Objects = []fyne.CanvasObject{p.w.showError(err)}
		}
		p.object.Refresh()
	})
}

func (p *person) show(page fyne.CanvasObject) {
	p.object.Objects = []fyne.CanvasObject{page}
	p.object.Refresh()
}

// draw shows the person, or why there is nothing to show.
func (p *person) draw() {
	back := parts.NewButton("People", parts.Quiet, "left", p.Escape)
	p.first = back
	switch {
	case p.err != nil && app.CodeOf(p.err) == app.NotFound:
		why := parts.NewBanner(report.Note, "There is no data about this person on this computer.",
			"They may have left, or joined after the last refresh. Refresh the people, then open this page again.")
		if gap := (tenant.Gap{}); errors.As(p.err, &gap) { // no one was read, so this says nothing of the person
			why = parts.NewBanner(report.Warning, "Handrail has no list of your people. "+gap.Message, gap.Hint)
		}
		p.show(container.NewBorder(nil, parts.NewWideBar(back), nil, nil, parts.NewPage("Person", "", why, p.past())))
		return
	case p.err != nil:
		again := parts.NewButton("Try again", parts.Plain, "", p.load)
		p.first = again
		p.show(container.NewBorder(nil, parts.NewWideBar(back), nil, nil,
			parts.NewPage("Person", "Handrail could not read the data about this person.",
				p.w.showError(p.err, again))))
		return
	}
	boxes(p.refresh.box)
	page := parts.NewActionPage(or(p.facts.one.Name, p.facts.one.UPN), parts.Muted(p.lead()),
		[]fyne.CanvasObject{parts.NewButton("Print", parts.Plain, "", p.Print)}, p.refresh.box,
		p.block("Account", tenant.SectionUsers, p.account()),
		p.block("Sign-in methods", tenant.SectionRegistration, p.methods()...),
		p.block("Admin roles", tenant.SectionRoles, p.roles()),
		p.block("Groups", tenant.MemberOfSection(p.facts.one.ID), p.groups()...),
		p.block("Policies that apply", tenant.SectionAccess, p.policies()...),
		p.block("Recent sign-ins", tenant.SectionSignIns, p.signIns),
		p.past(),
	)
	p.show(container.NewBorder(nil, parts.NewWideBar(back), nil, nil, page))
}

// block is a part of the page with its age under it.
func (p *person) block(title, section string, objs ...fyne.CanvasObject) fyne.CanvasObject {
	return parts.Section(title, append(objs, badge(p.status[section], section, p.w.now(), ""))...)
}

// refreshOne is the button that reads one section, or connects first.
func (p *person) refreshOne(label, section string) fyne.CanvasObject {
	if !p.conn.signedIn {
		return parts.NewButton("Connect to read them", parts.Plain, "", p.w.connect)
	}
	return parts.NewButton(label, parts.Plain, "", func() { p.refresh.start(section) })
}
