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

// organisation is the place of one's organisation: who is signed in, what is
// kept of it and how old that is, and the ways to refresh, to sign out and to
// forget it.
type organisation struct {
	w       *Window
	jobs    *jobs
	object  *fyne.Container
	refresh *refresher
	told    *fyne.Container // what became of the last action
	first   fyne.Focusable

	conn   connection
	status map[string]tenant.Status
	err    error
	want   bool // refresh everything once it is known that someone is signed in
	forget *forgetting
}

func newOrganisation(w *Window) screen {
	if w.p.Tenant == nil {
		return newNoOrganisation(w)
	}
	o := &organisation{w: w, jobs: &jobs{runner: w.p.Runner}, object: container.NewStack(), told: parts.Column(8)}
	o.refresh = newRefresher(w, o.jobs, o.load)
	return o
}

// Object returns what is drawn.
func (o *organisation) Object() fyne.CanvasObject { return o.object }

// Open takes "refresh": read everything again.
func (o *organisation) Open(id string) { o.want = id == "refresh" }

// Enter loads what is kept.
func (o *organisation) Enter() {
	o.show(parts.NewEmpty(false, "Organisation", "Reading the data about your organisation on this computer…"))
	o.load()
}

// Leave stops the jobs of the screen.
func (o *organisation) Leave() { o.jobs.leave() }

// Escape leaves the question whether to forget.
func (o *organisation) Escape() {
	if o.forget != nil {
		o.forget = nil
		o.draw()
	}
}

func (o *organisation) load() {
	var conn connection
	var status map[string]tenant.Status
	o.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		if conn, err = fetchConnection(ctx, o.w.p.Tenant); err != nil || !conn.connected() {
			return err
		}
		v, err := o.w.p.Tenant.View(ctx)
		if err != nil {
			return err
		}
		status, err = fetchStatuses(ctx, v)
		return err
	}, nil, func(err error) {
		o.conn, o.status, o.err = conn, status, err
		o.draw()
		if o.want && conn.signedIn {
			o.want = false
			o.refresh.start()
		}
	})
}

func (o *organisation) show(page fyne.CanvasObject) {
	o.object.Objects = []fyne.CanvasObject{page}
	o.object.Refresh()
}

// draw shows what was loaded, or why there is nothing.
func (o *organisation) draw() {
	o.first = nil
	switch {
	case o.forget != nil:
		o.show(o.forgetPage())
	case o.err != nil && app.CodeOf(o.err) != app.NotFound:
		again := parts.NewButton("Try again", parts.Plain, "", o.load)
		o.first = again
		o.show(parts.NewPage("Organisation", "Handrail could not read the data about your organisation.",
			o.w.showError(o.err, again)))
	case !o.conn.connected():
		o.show(o.empty())
	default:
		o.show(o.full())
	}
	if !o.refresh.running() {
		o.w.focus(o.first)
	}
}

// empty is the place before an organisation is connected.
func (o *organisation) empty() fyne.CanvasObject {
	connect := parts.NewButton("Connect your organisation", parts.Main, "", o.w.connect)
	o.first = connect
	boxes(o.told)
	body := []fyne.CanvasObject{o.told, connect}
	if o.w.p.DomainChanges != nil {
		body = append(body, parts.NewButton("What changed in your domains", parts.Quiet, "clock",
			func() { o.w.Show("changes") }))
	}
	if o.w.p.TrySample != nil {
		body = append(body, trySample(o.w)...)
	}
	return parts.NewEmpty(true, "No organisation is connected",
		"Connect your organisation to see your people and how they sign in. Handrail only reads data, and asks you "+
			"before every change.", body...)
}

// full is the place of a connected organisation.
func (o *organisation) full() fyne.CanvasObject {
	lead := "Signed in as " + o.conn.one.Account + ". Microsoft cloud: " + cloud(o.conn.one.Cloud) + "."
	main := parts.NewButton("Refresh everything", parts.Main, "", func() { o.refresh.start() })
	if !o.conn.signedIn {
		lead = "No one is signed in. You can read the saved data. To refresh it, connect."
		main = parts.NewButton("Connect to refresh", parts.Main, "", o.w.connect)
	}
	o.first = main
	people := parts.NewButton("People", parts.Plain, "person", func() { o.w.Show("people") })
	changed := parts.NewButton("What changed", parts.Plain, "clock", func() { o.w.Show("changes") })
	past := parts.NewButton("Past days", parts.Plain, "calendar", func() { o.w.Show("was") })
	buttons := append([]fyne.CanvasObject{main, people, changed, past}, o.lists()...)
	body := []fyne.CanvasObject{o.told, o.refresh.box, parts.Wrap(12, buttons...)}
	if len(o.conn.all) > 1 {
		body = append(body, o.which())
	}
	body = append(body, o.sections()...)
	body = append(body, parts.Section("Connection", o.about(), parts.Wrap(12, o.actions()...)))
	boxes(o.told, o.refresh.box)
	return parts.NewPage(o.conn.one.Name, lead, body...)
}

// lists returns a button for each list of people that a guide can make without a visit.
func (o *organisation) lists() (all []fyne.CanvasObject) {
	for _, g := range o.w.p.Guides {
		for _, step := range g.Steps {
			if step.People != nil && step.PeopleLabel != "" {
				all = append(all, parts.NewButton(step.PeopleLabel, parts.Plain, "person",
					func() { o.w.Show("affected/" + g.ID + "/" + step.ID) }))
			}
		}
	}
	return all
}

// boxes hides those that have nothing in them, so that they take no room.
func boxes(all ...*fyne.Container) {
	for _, b := range all {
		b.Hidden = len(b.Objects) == 0
	}
}

// which chooses the organisation that is shown.
func (o *organisation) which() fyne.CanvasObject {
	var opts []parts.Option
	for _, one := range o.conn.all {
		opts = append(opts, parts.Option{Value: one.ID, Label: one.Name, Hint: one.Domain})
	}
	choice := parts.NewChoice("", "", opts)
	choice.SetValue(o.conn.one.ID)
	choice.OnChange = func(id string) {
		o.told.Objects, o.refresh.box.Objects = nil, nil
		o.w.people, o.w.affected = peopleView{}, affectedView{}
		o.jobs.start(func(ctx context.Context, _ task.Report) error {
			return o.w.p.Tenant.ShowOrganisation(ctx, id)
		}, nil, func(err error) {
			if err != nil {
				o.told.Objects = []fyne.CanvasObject{o.w.showError(err)}
			}
			o.w.loadFoot()
			o.load()
		})
	}
	return parts.Section("Organisation shown", parts.NewPanel(choice))
}

// about names what the connection is made of.
func (o *organisation) about() fyne.CanvasObject {
	one := o.conn.one
	account := one.Account
	if !o.conn.signedIn {
		account += ", not signed in now"
	}
	names := []string{"Account", "Microsoft cloud", "Initial domain", "Tenant ID", "Application ID", "Connected since"}
	values := []string{account, upperFirst(cloud(one.Cloud)), one.Domain, one.ID, one.Client,
		when(one.Added, o.w.now())}
	return parts.NewFacts(names, values)
}

// cloud names one of Microsoft's clouds.
func cloud(id string) string {
	if c, ok := tenant.CloudByID(id); ok {
		return c.Title
	}
	if id == tenant.LocalCloud {
		return "none, a simulation on this computer"
	}
	return "unknown (" + id + ")"
}

func (o *organisation) actions() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	if o.conn.signedIn {
		all = append(all, parts.NewButton("Sign out", parts.Plain, "", o.signOut))
	}
	return append(all, parts.NewButton("Remove this organisation…", parts.Plain, "", o.askForget))
}

// signOut removes the tokens; what is kept can still be read.
func (o *organisation) signOut() {
	o.jobs.start(func(ctx context.Context, _ task.Report) error {
		return o.w.p.Tenant.SignOut(ctx)
	}, nil, func(err error) {
		o.refresh.box.Objects = nil
		o.told.Objects = []fyne.CanvasObject{parts.NewBanner(report.OK, "You are signed out.",
			"This computer no longer has a sign-in. The saved data stays, and you can read it here.")}
		if err != nil {
			o.told.Objects = []fyne.CanvasObject{o.w.showError(err)}
		}
		o.w.loadFoot()
		o.load()
	})
}
