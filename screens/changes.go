package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/drift"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// changes is the page about what is different in the organisation since a day.
type changes struct {
	w      *Window
	jobs   *jobs
	object *fyne.Container

	name   string // of the organisation
	period string
	found  drift.Result
	err    error
}

// changePeriods are how far one can look back, in days; "" is everything.
var changePeriods = []parts.Option{{Value: "7", Label: "Last 7 days"}, {Value: "31", Label: "Last 31 days"},
	{Value: "365", Label: "Last 365 days"}, {Value: "", Label: "All that is remembered"}}

// mostChanges is how many changes the page draws.
const mostChanges = 100

func newChanges(w *Window) screen {
	if w.p.Tenant == nil {
		return newNoOrganisation(w)
	}
	return &changes{w: w, jobs: &jobs{runner: w.p.Runner}, object: container.NewStack(), period: "31"}
}

// Object returns what is drawn.
func (c *changes) Object() fyne.CanvasObject { return c.object }

// Open takes nothing.
func (c *changes) Open(string) {}

// Enter compares what is kept.
func (c *changes) Enter() {
	c.show(parts.NewEmpty(false, "What changed", "Comparing the data on this computer…"))
	c.load()
}

// Leave stops the jobs.
func (c *changes) Leave() { c.jobs.leave() }

// Escape goes back to the organisation.
func (c *changes) Escape() { c.w.Show("organisation") }

func (c *changes) load() {
	var found drift.Result
	var name string
	c.jobs.start(func(ctx context.Context, _ task.Report) error {
		conn, err := fetchConnection(ctx, c.w.p.Tenant)
		if err != nil {
			return err
		}
		name = conn.one.Name
		sources, err := c.w.p.Changes(ctx)
		if err != nil {
			return err
		}
		sources.Most = drift.MostOnPage
		now := c.w.now()
		var from time.Time
		if days := map[string]int{"7": 7, "31": 31, "365": 365}[c.period]; days > 0 {
			from = now.AddDate(0, 0, -days)
		}
		found, err = drift.Since(ctx, sources, from, now)
		return err
	}, nil, func(err error) {
		c.found, c.name, c.err = found, name, err
		c.draw()
	})
}

func (c *changes) show(page fyne.CanvasObject) {
	c.object.Objects = []fyne.CanvasObject{page}
	c.object.Refresh()
}

func (c *changes) draw() {
	back := parts.NewButton("Back", parts.Quiet, "left", c.Escape)
	if c.err != nil {
		c.show(container.NewBorder(nil, parts.NewBar(back), nil, nil,
			parts.NewPage("What changed", "Handrail could not compare the data.", c.w.showError(c.err))))
		c.w.focus(back)
		return
	}
	period := parts.NewPicker("Show")
	period.SetOptions(changePeriods)
	period.SetValue(c.period)
	period.OnChange = func(value string) {
		c.period = value
		c.load()
	}
	body := []fyne.CanvasObject{period}
	if blocks := c.found.Blocks(mostChanges); len(blocks) > 0 {
		body = append(body, drawDocument(&report.Document{Blocks: blocks}, BlockEvents{Copy: c.w.copy}))
	}
	save := parts.NewButton("Save as report", parts.Plain, "page", c.keep)
	c.show(container.NewBorder(nil, parts.NewBar(back, save), nil, nil,
		parts.NewPage(c.found.Heading(), c.name, body...)))
	c.w.focus(period)
}

// keep saves what is shown as a report, which can be saved as a file.
func (c *changes) keep() {
	doc := &report.Document{Title: "What changed", Subject: c.name, At: c.w.now().UTC(),
		Headline: c.found.Heading()}
	doc.Blocks = append([]report.Block{report.Text{Text: doc.Headline}}, c.found.Blocks(0)...)
	var id string
	c.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		id, err = c.w.p.Library.SaveReport(ctx, report.SavedReport{Title: doc.Title, Subject: doc.Subject, At: doc.At,
			Worst: doc.MaxSeverity(), Document: doc})
		return err
	}, nil, func(err error) {
		if err != nil {
			c.err = err
			c.draw()
			return
		}
		c.w.Show("report/" + id)
	})
}
