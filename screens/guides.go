package screens

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/guide"
	"handrail/app/task"
	"handrail/screens/parts"
)

// catalogue lists what is under way, and every other guide by its subject. What is typed in its search finds guides by
// the words and by the problems of their readers.
type catalogue struct {
	w      *Window
	jobs   jobs
	object *fyne.Container
	search *parts.Field
	lead   *parts.Paragraph
	list   *fyne.Container // what the search found; all where nothing is typed
	visits []guide.Visit
	org    orgState
	err    error
	more   int // how many visits under way are shown beyond the first
}

// wayShown is how many visits under way stand in the catalogue before a button shows the others.
const wayShown = 6

func newGuides(w *Window) screen {
	c := &catalogue{w: w, jobs: jobs{runner: w.p.Runner}, object: container.NewStack(), list: parts.Column(24),
		lead: parts.Muted("Each guide takes you through one change: check first, then change, then check again.")}
	c.search = parts.NewSearch("Search, for example “lost phone”")
	c.search.OnChange = func(string) { c.fill() }
	c.search.OnSubmit = c.firstFound
	return c
}

// Object returns what is drawn.
func (c *catalogue) Object() fyne.CanvasObject { return c.object }

// Enter loads the visits once nothing is left to save.
func (c *catalogue) Enter() { c.w.saver.whenIdle(c.load) }

// Leave stops loading.
func (c *catalogue) Leave() { c.jobs.leave() }

// Escape empties the search.
func (c *catalogue) Escape() {
	c.search.SetText("")
	c.fill()
	c.Find()
}

// Find moves the focus to the search.
func (c *catalogue) Find() { c.w.focus(c.search.Entry()) }

func (c *catalogue) load() {
	var visits []guide.Visit
	var org orgState
	c.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		org = c.w.fetchOrg(ctx)
		visits, err = c.w.visits(ctx)
		return err
	}, nil, func(err error) {
		c.visits, c.org, c.err = visits, org, err
		c.fill()
		c.object.Objects = []fyne.CanvasObject{parts.NewSearchPage("Guides", c.lead, c.search, c.list)}
		c.object.Refresh()
		c.Find()
	})
}

// fill shows what the search finds, or everything. The guides stand there also where the visits cannot be read.
func (c *catalogue) fill() {
	c.list.RemoveAll()
	if c.err != nil {
		c.list.Add(c.w.showError(c.err, parts.NewButton("Try again", parts.Plain, "", c.load)))
	}
	switch text := c.search.Text(); {
	case len(c.w.p.Guides) == 0:
		c.list.Add(parts.Text("This build of Handrail has no guides."))
	case len(searched(text)) > 0:
		c.fillFound(text)
	default:
		c.fillAll()
	}
	c.list.Refresh()
	c.object.Refresh()
}

// fillAll shows what is under way, the other guides by subject, and what is completed.
func (c *catalogue) fillAll() {
	open, ended := c.sorted()
	c.lead.SetText("Each guide takes you through one change: check first, then change, then check again.")
	if n := len(open); n > 0 {
		more := len(c.w.p.Guides) - len(c.begun(open))
		if c.lead.SetText(itoa(n) + " under way."); more > 0 {
			c.lead.SetText(itoa(n) + " under way, " + plural(more, "more guide") + " to choose from.")
		}
		c.list.Add(parts.Section("Under way", c.underWay(open)...))
	}
	var all []fyne.CanvasObject
	for _, topic := range topics(c.w.p.Guides) {
		var rows []fyne.CanvasObject
		for _, g := range c.w.p.Guides {
			if g.Topic == topic && !slices.Contains(c.begun(open), g.ID) {
				rows = append(rows, c.guideRow(g, ""))
			}
		}
		if len(rows) > 0 {
			all = append(all, parts.Counted(topic, itoa(len(rows)), parts.NewRows(rows...)))
		}
	}
	c.list.Add(parts.Columns(16, 300, all...))
	if len(ended) > 0 {
		var rows []fyne.CanvasObject
		for _, v := range ended {
			rows = append(rows, c.openRow(v))
		}
		c.list.Add(newExpander("Completed ("+itoa(len(ended))+")", parts.NewRows(rows...), c.object.Refresh))
	}
}

// begun returns the ids of the guides of visits.
func (c *catalogue) begun(visits []guide.Visit) (ids []string) {
	for _, v := range visits {
		if !slices.Contains(ids, v.Guide) {
			ids = append(ids, v.Guide)
		}
	}
	return ids
}

// sorted returns the visits of the guides that this build has: those under way, and those completed.
func (c *catalogue) sorted() (open, ended []guide.Visit) {
	for _, v := range c.visits {
		switch _, known := c.w.guide(v.Guide); {
		case !known:
		case v.Ended.IsZero():
			open = append(open, v)
		default:
			ended = append(ended, v)
		}
	}
	return open, ended
}

// underWay returns the rows of what is under way, in two columns, with a button for those that are not shown.
func (c *catalogue) underWay(open []guide.Visit) (all []fyne.CanvasObject) {
	shown := open
	if most := wayShown + c.more; len(open) > most+1 { // one more is no longer than the button
		shown = open[:most]
	}
	var panels []fyne.CanvasObject
	for _, v := range shown {
		panels = append(panels, parts.NewRows(c.openRow(v)))
	}
	all = append(all, parts.Columns(16, 300, panels...))
	if left := min(len(open)-len(shown), moreShown); left > 0 {
		all = append(all, parts.Across(0, parts.NewButton("Show "+guide.Figures(left)+" more", parts.Quiet, "down",
			func() { c.more += left; c.fill(); c.Find() })))
	}
	var again []fyne.CanvasObject
	for _, g := range c.w.p.Guides {
		if slices.Contains(c.begun(open), g.ID) {
			again = append(again, c.guideRow(g, ""))
		}
	}
	return append(all, newExpander("Start another, or delete one", parts.NewRows(again...), c.object.Refresh))
}

// openRow is the row of a visit: pressing it continues.
func (c *catalogue) openRow(v guide.Visit) fyne.CanvasObject {
	g, _ := c.w.guide(v.Guide)
	title, label := g.Title, "Continue"
	if v.Subject != "" {
		title += ", " + v.Subject
	}
	state, word := c.w.stateWord(v)
	under := ""
	if state == guide.Completed {
		label, under = "Open", "Completed on "+moment(v.Ended)
	}
	i := slices.IndexFunc(g.Steps, func(s guide.Step) bool { return s.ID == v.Step })
	if i >= 0 && state != guide.Completed {
		word += ", step " + itoa(i+1) + " of " + itoa(len(g.Steps))
	}
	return parts.NewOpenRow(parts.StateChip(state, word), title, under, label,
		func() { c.w.openVisit(v.ID, "", false) })
}

// topics returns the headings in the order in which the guides bring them up.
func topics(guides []guide.Guide) []string {
	var all []string
	for _, g := range guides {
		if !slices.Contains(all, g.Topic) {
			all = append(all, g.Topic)
		}
	}
	return all
}

// guideRow shows a guide with what it needs before it can start; under may say why it was found.
func (c *catalogue) guideRow(g guide.Guide, under string) fyne.CanvasObject {
	row := parts.GuideRow{Title: g.Title, Under: under, Minutes: itoa(g.Minutes) + " min"}
	switch {
	case g.NeedsKind(guide.NeedsOrganisation) && c.org.none():
		row.Icon, row.Mark = "plug", "Connect first"
	case g.NeedsKind(guide.NeedsFile):
		row.Icon, row.Mark = "reports", "Needs a file"
	}
	return parts.NewGuideRow(row, func() { c.w.Show("guide/" + g.ID) })
}
