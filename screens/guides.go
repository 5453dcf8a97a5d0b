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
	"handrail/screens/parts"
)

// catalogue lists every guide by topic, with the visits of each.
type catalogue struct {
	w        *Window
	jobs     jobs
	object   *fyne.Container
	first    fyne.Focusable
	deleting string // id of the visit that is asked about
	visits   []guide.Visit
}

func newGuides(w *Window) screen {
	return &catalogue{w: w, jobs: jobs{runner: w.p.Runner}, object: container.NewStack()}
}

// Object returns what is drawn.
func (c *catalogue) Object() fyne.CanvasObject { return c.object }

// Enter loads the visits once nothing is left to save.
func (c *catalogue) Enter() { c.w.saver.whenIdle(c.load) }

// Leave stops loading.
func (c *catalogue) Leave() { c.jobs.leave() }

// Escape takes back the question whether to delete.
func (c *catalogue) Escape() {
	if c.deleting != "" {
		c.deleting = ""
		c.draw(nil)
	}
}

func (c *catalogue) load() {
	var visits []guide.Visit
	c.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		visits, err = c.w.visits(ctx)
		return err
	}, nil, func(err error) {
		c.visits = visits
		c.draw(err)
	})
}

// draw shows the guides; they stand there also where the visits cannot be read.
func (c *catalogue) draw(err error) {
	c.first = nil
	var body []fyne.CanvasObject
	if err != nil {
		body = append(body, c.w.showError(err, parts.NewButton("Try again", parts.Plain, "", c.load)))
	}
	for _, topic := range topics(c.w.p.Guides) {
		var rows []fyne.CanvasObject
		for _, g := range c.w.p.Guides {
			if g.Topic == topic {
				rows = append(rows, c.guideRow(g))
				rows = append(rows, c.visitRows(g)...)
			}
		}
		body = append(body, parts.Section(topic, parts.NewRows(rows...)))
	}
	if len(c.w.p.Guides) == 0 {
		body = append(body, parts.Text("This build of Handrail has no guides."))
	}
	c.object.Objects = []fyne.CanvasObject{parts.NewPage("Guides",
		"Each guide takes you through one change: check first, then change, then check again.", body...)}
	c.object.Refresh()
	c.w.focus(c.first)
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

// guideRow shows what a guide is for, how long it takes and what it needs.
func (c *catalogue) guideRow(g guide.Guide) fyne.CanvasObject {
	mine := c.of(g.ID)
	label := "Start"
	if len(mine) > 0 {
		label = "Start another"
	}
	start := parts.NewButton(label, parts.Plain, "", func() { c.w.startVisit(g) })
	if c.first == nil {
		c.first = start
	}
	about := []fyne.CanvasObject{parts.Bold(g.Title), parts.Text(g.Outcome), parts.Muted(needs(g))}
	state, word := stateOf(c.w.p.Guides, mine)
	return line(false, parts.StateChip(state, word), parts.Column(2, about...), start)
}

// needs writes the time a guide takes and what to have at hand.
func needs(g guide.Guide) string {
	text := "About " + plural(g.Minutes, "minute") + " of your time."
	var names []string
	for _, n := range g.Needs {
		names = append(names, midSentence(n.Title))
	}
	if len(names) > 0 {
		text += " You need " + list(names) + "."
	}
	return text
}

// midSentence fits what is needed into a sentence; a role keeps its name.
func midSentence(s string) string {
	if words := strings.Fields(s); len(words) > 1 && strings.HasPrefix(words[1], "Administrator") {
		return s
	}
	return lowerFirst(s)
}

// lowerFirst fits a title into a sentence; a word of capitals stays as it is.
func lowerFirst(s string) string {
	if len(s) > 1 && strings.ToLower(s[1:2]) == s[1:2] {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// stateOf is the state of a guide: the one of its visits that matters most.
func stateOf(guides []guide.Guide, visits []guide.Visit) (guide.State, string) {
	best := guide.NotStarted
	rank := []guide.State{guide.NotStarted, guide.Completed, guide.Waiting, guide.InProgress, guide.HasProblem}
	for _, v := range visits {
		if s := visitState(v); slices.Index(rank, s) > slices.Index(rank, best) {
			best = s
		}
	}
	return best, best.Label()
}

// visitState is the state of one visit.
func visitState(v guide.Visit) guide.State {
	if !v.Ended.IsZero() {
		return guide.Completed
	}
	state := guide.InProgress
	for _, o := range v.Outcomes {
		if o.State == guide.HasProblem {
			return guide.HasProblem
		}
		if o.State == guide.Waiting {
			state = guide.Waiting
		}
	}
	return state
}

// of returns the visits of a guide, latest change first.
func (c *catalogue) of(id string) []guide.Visit {
	var mine []guide.Visit
	for _, v := range c.visits {
		if v.Guide == id {
			mine = append(mine, v)
		}
	}
	return mine
}

// visitRows are the visits of a guide, each with what can be done.
func (c *catalogue) visitRows(g guide.Guide) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, v := range c.of(g.ID) {
		if c.deleting == v.ID {
			rows = append(rows, c.deleteRow(v))
			continue
		}
		name := v.Subject
		if name == "" {
			name = "Started on " + moment(v.Started)
		}
		state := visitState(v)
		word := state.Label()
		for _, o := range v.Outcomes {
			if state != guide.Waiting || o.State != guide.Waiting {
				continue
			}
			if word = "Waiting until " + day(o.Until, c.w.now()); !o.Until.After(c.w.now()) {
				word = "The wait is over"
			}
		}
		open := "Continue"
		if state == guide.Completed {
			open = "Open"
		}
		id := v.ID
		moves := []fyne.CanvasObject{parts.NewButton("Delete", parts.Quiet, "",
			func() { c.deleting = id; c.draw(nil) })}
		if g.Again != nil {
			moves = append(moves, parts.NewButton("Copy for next week", parts.Quiet, "",
				func() { c.w.startLike(g, v) }))
		}
		moves = append(moves, parts.NewButton(open, parts.Quiet, "right", func() { c.w.openVisit(id, "", false) }))
		rows = append(rows, line(false, parts.StateChip(state, word),
			parts.Column(0, parts.Text(name), parts.Muted("Last change: "+when(v.Changed, c.w.now()))),
			parts.Across(16, moves...)))
	}
	return rows
}

// deleteRow asks before a visit is deleted, because it cannot be taken back. The
// safe answer has the focus.
func (c *catalogue) deleteRow(v guide.Visit) fyne.CanvasObject {
	name := v.Subject
	if name == "" {
		name = "this guide"
	}
	keep := parts.NewButton("Cancel", parts.Plain, "", func() { c.deleting = ""; c.draw(nil) })
	c.first = keep
	return line(false, parts.SeverityChip(report.Warning),
		parts.Column(0, parts.Bold("Delete the answers and progress for "+name+"?"),
			parts.Muted("You cannot undo this. Reports and the change log stay.")),
		parts.Across(8, parts.NewButton("Delete answers", parts.Plain, "", func() { c.delete(v.ID) }), keep))
}

func (c *catalogue) delete(id string) {
	c.deleting = ""
	c.jobs.start(func(ctx context.Context, _ task.Report) error {
		return c.w.p.Visits.DeleteVisit(ctx, id)
	}, nil, func(err error) {
		if err != nil {
			c.draw(err)
			return
		}
		c.w.saver.forget(id)
		c.load()
	})
}
