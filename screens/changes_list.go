package screens

import (
	"fyne.io/fyne/v2"

	"handrail/app/drift"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/screens/parts"
)

// How many changes are drawn: at first and with each press, and at most. A page with thousands would be slow.
const (
	changesStep = 30
	changesMost = 150
)

// fill shows what was found and passes the filter.
func (c *changes) fill() {
	c.told = nil
	for i, t := range c.found.Told {
		if c.filter.passes(t, c.whom[i]) {
			c.told = append(c.told, t)
		}
	}
	c.lead.SetText(c.found.Lead())
	c.gaps.Objects = nil
	if c.age != "" {
		c.gaps.Add(parts.NewBadge("behind", c.age+" Later changes are not known.", true))
	}
	if !c.conn.connected() {
		c.gaps.Add(parts.NewBanner(report.Note, "No organisation is connected.",
			"These are the changes of your domains. Connect your organisation to see what changes in it too."))
		c.gaps.Add(parts.Across(0, parts.NewButton("Connect your organisation", parts.Plain, "", c.w.connect)))
	}
	c.lacking()
	c.body.Objects = c.listed()
	c.foot.Objects = c.below()
	boxes(c.note, c.gaps, c.body, c.foot)
	parts.Grow(c.object)
}

// lacking adds what was not compared and why, with the one thing to do about it.
func (c *changes) lacking() {
	if c.gap.kind != noGap { // all that was found is of domains
		if len(c.found.Told) == 0 {
			c.lead.SetText("Handrail has no data about your organisation to compare.")
		}
		all, _ := c.gap.draw(c.w)
		for _, o := range all {
			c.gaps.Add(o)
		}
		return
	}
	for _, b := range c.found.Gaps() {
		c.gaps.Add(parts.NewBanner(b.Tone, b.Lead, b.Text))
	}
	if len(c.found.Unread) > 0 {
		c.gaps.Add(parts.Across(0, parts.NewButton("Show what is missing", parts.Plain, "",
			func() { c.w.Show("organisation") })))
	}
}

// listed is the list, or why it is empty.
func (c *changes) listed() []fyne.CanvasObject {
	switch {
	case len(c.found.Told) == 0 && c.conn.connected() && c.gap.kind == noGap && len(c.found.Unread) == 0:
		return []fyne.CanvasObject{parts.Across(0, c.conn.readAgain(c.w))} // the lead says that there is none
	case len(c.found.Told) == 0:
		return nil // the lead says so
	case len(c.told) == 0:
		return []fyne.CanvasObject{parts.NewBanner(report.Note, "No change passes this filter.",
			c.count()+" Choose another subject, or type fewer letters of a name."), parts.Flush(c.everything())}
	}
	var all []fyne.CanvasObject
	if c.filter.on() {
		all = append(all, parts.NewLine(false, nil, parts.Muted(c.count()), c.everything()))
	}
	return append(append(all, c.w.changeList(c.told, true, c.acts)...), c.truncated()...)
}

// count describes how many of all are shown.
func (c *changes) count() string {
	return guide.Figures(len(c.told)) + " of " + guide.Count(len(c.found.Told), "change", "changes") +
		" with consequences."
}

// everything is the button that removes the filter.
func (c *changes) everything() *parts.Button {
	return parts.NewButton("Show all changes", parts.Quiet, "", func() {
		c.filter.clear()
		c.fill()
		c.w.focus(c.filter.person.Entry())
	})
}

// truncated describes what to do where there are more than can be drawn.
func (c *changes) truncated() []fyne.CanvasObject {
	if len(c.told) <= changesMost {
		return nil
	}
	return []fyne.CanvasObject{parts.Muted("This page shows up to " + guide.Figures(changesMost) +
		" changes, worst first. To see others, choose a subject, a person or other days. " +
		"A saved report has all that Handrail compared.")}
}

// changeList draws changes in one panel, a part at a time. open says whether the first is open where it asks to act;
// acts returns what can be done with a change, and may be nil.
func (w *Window) changeList(told []drift.Told, open bool,
	acts func(drift.Told) []fyne.CanvasObject) []fyne.CanvasObject {
	rows := func(from, to int) (all []parts.Change) {
		for _, t := range told[from:to] {
			all = append(all, w.changeRow(t, acts))
		}
		return all
	}
	most := min(len(told), changesMost)
	n := min(most, changesStep)
	list := parts.NewChanges(rows(0, n), open && told[0].Severity.NeedsAction())
	if n == most {
		return []fyne.CanvasObject{list}
	}
	box := parts.Column(8, list)
	label := func() string { return "Show " + guide.Figures(min(changesStep, most-n)) + " more" }
	var more *parts.Button
	more = parts.NewButton(label(), parts.Quiet, "down", func() {
		to := min(most, n+changesStep)
		first := list.Add(rows(n, to))
		if n = to; n == most {
			box.Remove(more)
		}
		more.SetLabel(label())
		parts.Grow(w.body)
		w.focus(first)
	})
	box.Add(more)
	return []fyne.CanvasObject{box}
}

// below are the lines at the foot: what is accepted and what is without consequence, which can be shown, and what must
// be known of domains.
func (c *changes) below() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	add := func(words string, rows func() []fyne.CanvasObject) {
		if len(all) == 0 {
			all = append(all, rule())
		}
		all = append(all, c.opening(words, rows))
	}
	if n := len(c.found.Accepted); n > 0 {
		add(guide.Count(n, "accepted change. Handrail watches it.", "accepted changes. Handrail watches them."),
			func() []fyne.CanvasObject { return c.w.changeList(c.found.Accepted, false, c.acts) })
	}
	if c.found.Noise > 0 {
		add(c.found.Quietly(), c.noise)
	}
	if of := c.found.OfDomains(); len(of) > 0 && len(all) == 0 {
		all = append(all, rule())
	}
	for _, words := range c.found.OfDomains() {
		all = append(all, parts.Muted(words))
	}
	return all
}

// opening is a muted line with a button that shows rows below it and hides them again.
func (c *changes) opening(words string, rows func() []fyne.CanvasObject) fyne.CanvasObject {
	list := parts.Column(8)
	var b *parts.Button
	b = parts.NewButton("Show them", parts.Quiet, "down", func() {
		if len(list.Objects) > 0 {
			list.Objects = nil
			b.SetIcon("down")
			b.SetLabel("Show them")
		} else {
			list.Objects = rows()
			b.SetIcon("up")
			b.SetLabel("Hide them")
		}
		boxes(list)
		parts.Grow(c.object)
	})
	boxes(list)
	return parts.Column(8, parts.NewLine(false, nil, parts.Muted(words), b), list)
}

// noise lists what is without consequence.
func (c *changes) noise() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	n := min(len(c.found.Quiet), changesStep)
	for _, t := range c.found.Quiet[:n] {
		rows = append(rows, line(false, parts.Muted(longDay(t.At, c.w.now())), parts.Text(t.Text), nil))
	}
	all := []fyne.CanvasObject{parts.NewRows(rows...)}
	if c.found.Noise > n {
		all = append(all, parts.Muted("The latest "+guide.Figures(n)+" are shown."))
	}
	return all
}
