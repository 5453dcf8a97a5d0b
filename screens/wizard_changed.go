package screens

import (
	"context"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/guide/diary"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// visitChanges is what the visit changed, for the pages that tell of it.
type visitChanges struct {
	read    bool // what follows was read
	reading bool
	all     []diary.Change
	saved   report.SavedReport // the latest page about it; no ID where there is none
	err     error
	field   *parts.Field // the reason; nil while it is not drawn
	wrong   string       // what is wrong with it
}

// loadChanged reads what the visit changed, once a page tells of it, and draws that page again.
func (z *wizard) loadChanged() {
	if z.changed.read || z.changed.reading || z.w.p.Diary == nil {
		return
	}
	z.changed = visitChanges{reading: true}
	v := z.s.Visit()
	var c visitChanges
	z.jobs.start(func(ctx context.Context, _ task.Report) error {
		c = z.w.fetchChanged(ctx, v.ID)
		return nil
	}, nil, func(err error) {
		if c.err == nil {
			c.err = err
		}
		c.read = true
		z.changed = c
		if _, open := z.unfinished(); open || (len(c.all) > 0 || c.err != nil) && (z.ended || z.found.done != nil) {
			z.redraw()
		}
	})
}

// fetchChanged runs in a job.
func (w *Window) fetchChanged(ctx context.Context, visit string) (c visitChanges) {
	source, err := w.p.Diary(ctx)
	if err != nil {
		return visitChanges{err: err}
	}
	c.all = source.Of(visit)
	if len(c.all) == 0 {
		return c
	}
	kept, _, err := report.ListPage(ctx, w.p.Library, report.Page{Limit: 1, Since: c.all[0].At,
		Keep: func(k report.SavedReport) bool { return k.Visit == visit && k.Step == diary.Step }})
	if err != nil {
		return visitChanges{err: err}
	}
	if len(kept) > 0 { // the newest
		c.saved = kept[0]
	}
	return c
}

// reported reports whether the page about the changes is saved, and nothing was changed since.
func (c *visitChanges) reported() bool {
	n := len(c.all)
	return n > 0 && c.saved.ID != "" && !c.saved.At.Before(c.all[n-1].Ended)
}

// drawChanged draws what the visit changed, and asks why: for the page at the end, and below a change that was made.
// table is left out where the page has one already.
func (z *wizard) drawChanged(table bool) []fyne.CanvasObject {
	z.loadChanged()
	c := &z.changed
	c.field = nil
	if c.err != nil {
		return []fyne.CanvasObject{z.w.showError(c.err)}
	}
	if len(c.all) == 0 {
		return nil
	}
	var all []fyne.CanvasObject
	if table {
		all = append(all, parts.Section("What was changed", changedRows(c.all)...))
	}
	c.field = parts.NewField("Why did you make this change?",
		"Optional. One sentence for the report, for example “No one should be locked out when text messages end.”", false)
	confirmed, draft, drafted := z.s.Why()
	c.field.SetText(confirmed)
	if drafted {
		c.field.SetText(draft)
	}
	if c.wrong != "" {
		c.field.SetError(c.wrong)
	}
	c.field.OnChange = func(string) { z.typing() }
	c.field.OnSubmit = z.saveChanged
	body := []fyne.CanvasObject{parts.Text("Save one page about this change: what, by whom, when, why, who is affected " +
		"and how to " +
		"undo it. Others can read and print it without Handrail."), c.field}
	if c.reported() {
		body[0] = parts.Text("The report of this change is saved. With another reason, save it again.")
	}
	switch {
	case c.reported():
		body = append(body, parts.Across(0, parts.NewButton("Save it again", parts.Plain, "save", z.saveChanged)))
	case !table: // at the end the main button does it
		body = append(body, parts.Across(0, parts.NewButton("Save the report of the change", parts.Plain, "save",
			z.saveChanged)))
	}
	return append(all, parts.Section("The report of this change", body...))
}

// unfinished returns the last change of the open step, where a part of it is not made or not known.
func (z *wizard) unfinished() (c diary.Change, open bool) {
	for _, one := range z.changed.all {
		if one.Step == z.s.Step().ID && one.State != diary.ByHand {
			c, open = one, one.State == diary.Part || one.State == diary.Unknown
		}
	}
	return c, open && !z.ended && z.s.Page() == guide.ShowPage && z.found.done == nil
}

// drawUnfinished lists what was made of a change that did not come to its end, what was not, and what no one knows.
func (z *wizard) drawUnfinished() []fyne.CanvasObject {
	if z.s.Step().Apply == nil || z.found.done != nil {
		return nil
	}
	z.loadChanged()
	c, open := z.unfinished()
	if !open {
		return nil
	}
	next := "Check the plan below, then confirm again to make what is left. Handrail reads the settings first."
	if c.State == diary.Unknown {
		next = "Handrail reads the settings again before it changes anything. The plan below shows them as they are now."
	}
	return []fyne.CanvasObject{parts.Section("What became of each setting on "+moment(c.At),
		parts.NewTable([]string{"Setting", "Before", "After"}, nil, c.Table()), parts.Text(next))}
}

// changedRows are the settings that were changed, and what was done by hand.
func changedRows(all []diary.Change) (rows []fyne.CanvasObject) {
	var table [][]string
	var hand []fyne.CanvasObject
	for _, c := range all {
		if c.State == diary.ByHand {
			hand = append(hand, line(true, parts.StateChip(guide.Completed, "By hand"),
				parts.Column(0, parts.Text(c.StepTitle), parts.Caption(moment(c.At))), nil))
		}
		table = append(table, c.Table()...)
	}
	if len(table) > 0 {
		rows = append(rows, parts.NewTable([]string{"Setting", "Before", "After"}, nil, table))
	}
	if len(hand) > 0 {
		rows = append(rows, parts.NewRows(hand...))
	}
	return rows
}

// keepReason keeps the reason as it is typed. It reports whether there is a field for it.
func (z *wizard) keepReason() bool {
	f := z.changed.field
	if f == nil {
		return false
	}
	confirmed, _, drafted := z.s.Why()
	if f.Text() != confirmed || drafted {
		z.s.DraftWhy(f.Text())
	}
	return true
}

// saveChanged confirms the reason, saves the page about the changes and opens it.
func (z *wizard) saveChanged() {
	if z.changed.field == nil || z.writing {
		return
	}
	if err := z.s.ConfirmWhy(z.changed.field.Text(), z.w.now()); err != nil {
		z.changed.wrong = wrong(err)
		z.changed.field.SetError(z.changed.wrong)
		z.w.focus(z.changed.field.Entry())
		return
	}
	z.changed.wrong = ""
	z.save()
	v, now, id := z.s.Visit(), z.w.now(), ""
	z.jobs.start(func(ctx context.Context, _ task.Report) error {
		source, err := z.w.p.Diary(ctx)
		if err == nil {
			id, err = diary.Report(ctx, source, z.w.p.Library, v, now)
		}
		return err
	}, nil, func(err error) {
		if err != nil {
			z.notes = append(z.notes, note{report.Problem, "The report was not saved.", wrong(err), nil})
			z.redraw()
			return
		}
		z.w.Show("report/" + id)
	})
}
