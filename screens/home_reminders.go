package screens

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/reminder"
	"handrail/app/task"
	"handrail/screens/parts"
)

// datesShown is how many dates Home names; the page has all.
const datesShown = 3

// reminders is the part of Home with the next dates. It is filled in a job of its own, so that Home never waits for it.
func (h *home) reminders() fyne.CanvasObject {
	if h.dates != nil {
		return h.dates // drawn again: the dates are there, or on their way
	}
	h.dates = parts.Column(8)
	boxes(h.dates)
	if h.w.p.Reminders == nil {
		return h.dates
	}
	var l reminder.List
	h.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		l, err = h.w.p.Reminders(ctx)
		return err
	}, nil, func(err error) {
		if err != nil {
			logError(err) // the page shows it in words
			return
		}
		if part := h.w.datesOf(l); part != nil {
			h.dates.Objects = []fyne.CanvasObject{part}
		}
		boxes(h.dates)
		h.object.Refresh()
	})
	return h.dates
}

// datesOf is the part of Home with the next dates; nil where there are none. Steps that wait have rows of their own.
func (w *Window) datesOf(l reminder.List) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, r := range l.All {
		if r.Known() && !r.Quiet && r.Kind != reminder.Waiting && r.Kind != reminder.Exceptions &&
			len(rows) < datesShown {
			rows = append(rows, w.dateRow(r))
		}
	}
	if len(rows) == 0 && l.Unknown() == 0 {
		return nil
	}
	body := []fyne.CanvasObject{}
	if len(rows) > 0 {
		body = append(body, parts.NewRows(rows...))
	}
	if n := l.Unknown(); n > 0 {
		body = append(body, parts.Muted("For "+guide.Count(n, "more thing", "more things")+", the date is not known."))
	}
	all := parts.NewButton("See all dates", parts.Plain, "calendar", func() { w.Show("dates") })
	return parts.Section("Dates to come", append(body, parts.Across(0, all))...)
}

// dateRow is one date on Home, with the reason and one action.
func (w *Window) dateRow(r reminder.Reminder) fyne.CanvasObject {
	label, open := w.wayTo(r)
	title := r.Title
	if r.About != "" && !strings.Contains(title, r.About) {
		title += ": " + r.About
	}
	words := parts.Column(0, parts.Text(sentence(title)), parts.Muted(r.Why))
	if r.Link != "" {
		words.Add(parts.Caption(r.Link))
	}
	return line(false, dateChip(r, w.now()), words, parts.NewButton(label, parts.Quiet, "right", open))
}
