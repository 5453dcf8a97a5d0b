package screens

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// peopleView is where a person was in the list of people: it is kept while the
// window is open, so that coming back from someone finds the same place.
type peopleView struct {
	query   tenant.PeopleQuery
	current int
}

// peopleSections are what the list is made of, and what is refreshed for it.
var peopleSections = []string{tenant.SectionUsers, tenant.SectionRegistration, tenant.SectionRoles}

// people is the list of everyone: searched as one types, filtered by what
// matters, and read page by page.
type people struct {
	w       *Window
	jobs    *jobs
	object  *fyne.Container
	refresh *refresher
	told    *fyne.Container

	conn   connection
	view   tenant.View
	status map[string]tenant.Status
	counts map[tenant.PeopleFilter]int
	found  finder
	err    error

	search *parts.Field
	filter *parts.Picker
	sort   *parts.Picker
	list   *parts.Persons
	line   *parts.Paragraph // how many are shown
	place  *fyne.Container  // the list, or why it is empty
	first  fyne.Focusable
}

func newPeople(w *Window) screen {
	if w.p.Tenant == nil {
		return newNoOrganisation(w)
	}
	p := &people{w: w, jobs: &jobs{runner: w.p.Runner}, object: container.NewStack(), told: parts.Column(8)}
	p.refresh = newRefresher(w, p.jobs, p.load)
	p.found.p = p
	return p
}

// Object returns what is drawn.
func (p *people) Object() fyne.CanvasObject { return p.object }

// Open takes a filter to begin with.
func (p *people) Open(id string) {
	p.w.people = peopleView{query: tenant.PeopleQuery{Filter: tenant.PeopleFilter(id)}}
}

// Enter loads what is kept.
func (p *people) Enter() {
	p.show(parts.NewEmpty(false, "People", "Reading the people on this computer…"))
	p.load()
}

// Leave stops the jobs and keeps the place.
func (p *people) Leave() {
	if p.list != nil {
		p.w.people.current = max(0, p.list.Current())
	}
	p.jobs.leave()
}

// Escape clears the search, then goes back to the organisation.
func (p *people) Escape() {
	if p.search != nil && p.search.Text() != "" {
		p.search.SetText("")
		p.w.focus(p.search.Entry())
		return
	}
	p.w.Show("organisation")
}

// load reads the connection, the ages, the counts and the keys, all in one job.
func (p *people) load() {
	var conn connection
	var view tenant.View
	var status map[string]tenant.Status
	var counts map[tenant.PeopleFilter]int
	var keys []int64
	query := p.w.people.query
	p.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		if conn, err = fetchConnection(ctx, p.w.p.Tenant); err != nil || !conn.connected() {
			return err
		}
		if view, err = p.w.p.Tenant.View(ctx); err != nil {
			return err
		}
		if status, err = fetchStatuses(ctx, view); err != nil {
			return err
		}
		if counts, err = view.Count(ctx); err != nil {
			return err
		}
		keys, err = view.Find(ctx, query)
		return err
	}, nil, func(err error) {
		p.conn, p.view, p.status, p.counts, p.err = conn, view, status, counts, err
		p.draw()
		if p.list != nil {
			p.found.take(query, keys)
		}
		if !p.refresh.running() {
			p.w.focus(p.first)
		}
	})
}

func (p *people) show(page fyne.CanvasObject) {
	p.object.Objects = []fyne.CanvasObject{page}
	p.object.Refresh()
}

// draw builds the page for what was loaded.
func (p *people) draw() {
	p.first, p.list = nil, nil
	users := p.status[tenant.SectionUsers]
	switch {
	case p.err != nil && app.CodeOf(p.err) != app.NotFound:
		again := parts.NewButton("Try again", parts.Plain, "", p.load)
		p.first = again
		p.show(parts.NewPage("People", "Handrail could not read the people on this computer.",
			p.w.showError(p.err, again)))
	case !p.conn.connected():
		connect := parts.NewButton("Connect your organisation", parts.Main, "", p.w.connect)
		p.first = connect
		p.show(parts.NewEmpty(true, "No organisation is connected",
			"Connect your organisation to see its people here.", connect))
	case users.Completed.IsZero() && missing(users.State):
		p.show(p.forbidden(users))
	case users.Completed.IsZero():
		p.show(p.unread(users))
	case p.counts[tenant.AllPeople] == 0:
		p.show(p.nobody(users))
	default:
		p.show(p.full())
	}
}

// full is the list under the search, with the ages of what it is made of.
func (p *people) full() fyne.CanvasObject {
	p.search = parts.NewSearch("Search by name")
	p.search.SetText(p.w.people.query.Words)
	p.search.OnChange = func(string) { p.found.ask(typingPause) }
	p.search.OnSubmit = func() { p.w.focus(p.list.Focus()) }
	p.filter = parts.NewPicker("Show")
	p.filter.SetOptions(p.filters())
	p.filter.SetValue(string(p.w.people.query.Filter))
	p.filter.OnChange = func(string) { p.found.ask(0) }
	p.sort = parts.NewPicker("Sort")
	p.sort.SetOptions([]parts.Option{{Value: "name", Label: "By name"},
		{Value: "last-sign-in", Label: "Oldest sign-in first"}})
	p.sort.SetValue(or(p.w.people.query.Sort, "name"))
	p.sort.OnChange = func(string) { p.found.ask(0) }
	p.list = parts.NewPersons(p.found.row, p.open)
	p.line = parts.Muted("")
	p.place = parts.Fill()
	p.first = p.search.Entry()
	ages := parts.Column(2)
	for _, id := range peopleSections {
		ages.Add(badge(p.status[id], id, p.w.now(), tenant.TitleOf(id)))
	}
	boxes(p.told, p.refresh.box)
	back := parts.NewButton("Organisation", parts.Quiet, "left", func() { p.w.Show("organisation") })
	refresh := parts.NewButton("Refresh", parts.Plain, "", func() { p.refresh.start(peopleSections...) })
	if !p.conn.signedIn {
		refresh = parts.NewButton("Connect to refresh", parts.Plain, "", p.w.connect)
	}
	save := parts.NewButton("Save the list…", parts.Plain, "", p.askSave)
	head := []fyne.CanvasObject{ages, p.told, p.refresh.box, parts.Share(12, 200, p.search, p.filter, p.sort), p.line}
	return container.NewBorder(nil, parts.NewWideBar(back, refresh, save), nil, nil,
		parts.NewFillPage("People", p.conn.one.Name, head, p.place))
}

// open shows the person in a row that is read already.
func (p *people) open(i int) {
	if one, ok := p.found.at(i); ok && one.ID != "" {
		p.w.people.current = i
		p.w.Show("person/" + one.ID)
	}
}

// unread is the list before anyone was read.
func (p *people) unread(s tenant.Status) fyne.CanvasObject {
	boxes(p.refresh.box)
	read := parts.NewButton("Read people now", parts.Main, "", func() { p.refresh.start(peopleSections...) })
	if !p.conn.signedIn {
		read = parts.NewButton("Connect to read them", parts.Main, "", p.w.connect)
	}
	p.first = read
	body := []fyne.CanvasObject{p.refresh.box, read}
	if s.Message != "" {
		body = append([]fyne.CanvasObject{parts.NewBanner(report.Warning, s.Message, s.Hint)}, body...)
	}
	return parts.NewEmpty(true, "No people yet",
		"Handrail reads the list of people from Microsoft, saves it on this computer and shows how old it is.", body...)
}

// nobody draws the list after a reading that found no one.
func (p *people) nobody(s tenant.Status) fyne.CanvasObject {
	boxes(p.refresh.box)
	again := parts.NewButton("Read again", parts.Main, "", func() { p.refresh.start(peopleSections...) })
	if !p.conn.signedIn {
		again = parts.NewButton("Connect to read again", parts.Main, "", p.w.connect)
	}
	p.first = again
	return parts.NewEmpty(true, "Microsoft returned no people",
		"Handrail read the list, and it was empty. Perhaps the account can see only a part of "+p.conn.one.Name+".",
		badge(s, tenant.SectionUsers, p.w.now(), ""), p.refresh.box, again)
}

// forbidden is the list that the account may not read.
func (p *people) forbidden(s tenant.Status) fyne.CanvasObject {
	back := parts.NewButton("Show what is missing", parts.Main, "", func() { p.w.Show("organisation") })
	p.first = back
	return parts.NewEmpty(true, "No permission to read people",
		"Microsoft does not let the signed-in account read the list of people.",
		parts.NewBanner(report.Warning, s.Message, s.Hint),
		copyWords(p.w, wordsToSend(sectionOf(tenant.SectionUsers), s,
			p.conn.one.Name), p.object.Refresh), back)
}

// or returns the first that is not empty.
func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
