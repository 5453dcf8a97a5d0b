package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app"
	"handrail/app/drift"
	"handrail/app/task"
	"handrail/screens/parts"
)

// changes is the page about what is different in the organisation between two days.
type changes struct {
	w      *Window
	jobs   *jobs
	object *fyne.Container

	conn     connection
	from, to time.Time // days; zero until the first load chose them
	asked    int       // counts loads; what an older one finds is dropped
	found    drift.Result
	gap      dataGap // where nothing of the organisation was ever read
	age      string  // of what was compared; "" if it is current
	err      error
	whom     []string     // whom each change of found is about, for the filter
	told     []drift.Told // those of found that pass the filter
	filter   changesFilter

	lead  *parts.Paragraph
	note  *fyne.Container // what became of an action, or a question
	gaps  *fyne.Container // what was not compared
	body  *fyne.Container // the list, or why there is none
	foot  *fyne.Container // what is without consequence
	first fyne.Focusable
	shown bool // the page with its fields is shown
}

func newChanges(w *Window) screen {
	if w.p.Tenant == nil || w.p.Changes == nil {
		return newNoOrganisation(w)
	}
	c := &changes{w: w, jobs: &jobs{runner: w.p.Runner}, object: container.NewStack(), lead: parts.Muted("")}
	c.note, c.gaps, c.body, c.foot = parts.Column(12), parts.Column(8), parts.Column(8), parts.Column(12)
	return c
}

// Object returns what is drawn.
func (c *changes) Object() fyne.CanvasObject { return c.object }

// Enter compares what is saved.
func (c *changes) Enter() {
	c.show(parts.NewEmpty(false, "What changed", "Comparing the data on this computer…"))
	c.load()
}

// Leave stops the jobs.
func (c *changes) Leave() { c.jobs.leave() }

// Escape closes what is open on the page, then goes back to the reports.
func (c *changes) Escape() {
	switch {
	case c.filter.close():
	case len(c.note.Objects) > 0:
		c.untell()
	default:
		c.w.Show("reports")
	}
}

func (c *changes) show(page fyne.CanvasObject) {
	c.object.Objects = []fyne.CanvasObject{page}
	c.object.Refresh()
}

// load compares the organisation between the two days. The first time it chooses the days.
func (c *changes) load() {
	c.asked++
	asked, from, to, now := c.asked, c.from, c.to, c.w.now()
	var conn connection
	var found drift.Result
	var gap dataGap
	var age string
	var names []string
	c.lead.SetText("Comparing the data on this computer…")
	c.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		if conn, err = fetchConnection(ctx, c.w.p.Tenant); err != nil {
			return err
		}
		if gap, age, err = c.w.fetchAges(ctx, conn, allSections()); err != nil {
			return err
		}
		first := from.IsZero()
		var l looks
		if first {
			if l, err = c.w.fetchLooks(ctx, conn.one.ID); err != nil {
				return err
			}
			from, to = l.since(now), midnight(now)
		}
		found, err = c.w.fetchChanges(ctx, conn, from, endOf(to, now))
		if names = namesIn(found.Told); err != nil || !first {
			return err
		}
		return c.w.looked(ctx, conn.one.ID, l)
	}, nil, func(err error) {
		if asked != c.asked {
			return
		}
		c.conn, c.from, c.to, c.err = conn, from, to, err
		c.found, c.whom, c.gap, c.age = found, names, gap, age
		c.draw()
	})
}

// namesIn runs in a job and returns whom each change is about.
func namesIn(told []drift.Told) (names []string) {
	for _, t := range told {
		names = append(names, whom(t))
	}
	return names
}

// endOf returns the moment until which a day counts: the midnight after it is of the next day.
func endOf(day, now time.Time) time.Time {
	if end := midnight(day.AddDate(0, 0, 1)); end.Before(now) {
		return end.Add(-time.Nanosecond)
	}
	return now
}

// fetchChanges runs in a job. Without an organisation it compares domains.
func (w *Window) fetchChanges(ctx context.Context, conn connection, from, to time.Time) (r drift.Result, err error) {
	sources, err := w.sourcesOf(ctx, conn)
	if err != nil {
		return r, err
	}
	sources.Most, sources.Now = drift.MostOnPage, to.After(midnight(w.now()))
	return drift.Since(ctx, sources, from, to)
}

// sourcesOf runs in a job and returns what can be compared.
func (w *Window) sourcesOf(ctx context.Context, conn connection) (drift.Sources, error) {
	switch {
	case conn.connected():
		return w.p.Changes(ctx)
	case w.p.DomainChanges != nil:
		return w.p.DomainChanges(ctx)
	}
	return drift.Sources{}, nil
}

// remembersDomains reports whether something of a domain is remembered, so that there is something to show without an
// organisation.
func remembersDomains(r drift.Result) bool {
	return len(r.Told)+len(r.Accepted)+r.Noise+len(r.DomainsBegun)+len(r.Missed) > 0
}

// draw shows what was loaded, or why there is nothing.
func (c *changes) draw() {
	switch {
	case c.err != nil && app.CodeOf(c.err) != app.NotFound:
		again := parts.NewButton("Try again", parts.Plain, "", c.load)
		c.shown, c.first = false, again
		c.show(parts.NewPage("What changed", "Handrail could not compare the data.", c.w.showError(c.err, again)))
	case !c.conn.connected() && !c.shown && !remembersDomains(c.found):
		connect := parts.NewButton("Connect your organisation", parts.Main, "", c.w.connect)
		c.shown, c.first = false, connect
		c.show(parts.NewEmpty(true, "No organisation is connected",
			"Connect your organisation. From then on, Handrail remembers what changes in it.", connect))
	case c.found.None && !remembersDomains(c.found):
		back := parts.NewButton("Organisation", parts.Plain, "", func() { c.w.Show("organisation") })
		c.shown, c.first = false, back
		c.show(parts.NewEmpty(false, "What changed", c.found.Heading(), back))
	default:
		fresh := !c.shown
		if fresh {
			c.page()
		}
		c.fill()
		if !fresh {
			return // the focus stays where the person is
		}
	}
	c.w.focus(c.first)
}

// page builds the frame: heading, buttons and fields. What it shows is filled in each time.
func (c *changes) page() {
	c.shown = true
	c.filter.make(c)
	c.first = c.filter.from.Entry()
	actions := []fyne.CanvasObject{parts.NewButton("Save…", parts.Plain, "", c.askSave),
		parts.NewButton("Print", parts.Plain, "", c.Print)}
	c.show(parts.NewActionPage("What changed", c.lead, actions, c.filter.object, c.note, c.gaps, c.body, c.foot))
}

// tell shows what became of an action, or a question, above the list.
func (c *changes) tell(o ...fyne.CanvasObject) {
	c.note.Objects = o
	boxes(c.note)
	c.object.Refresh()
}
