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

// loadDates adds the next dates in a job of its own, so that Home never waits for it.
func (h *home) loadDates() {
	if h.w.p.Reminders == nil {
		return
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
		h.dates = &l
		h.addWaits(h.dateLines(l)...)
	})
}

// dateLines are the next dates as lines of Home. Steps that wait have lines of their own.
func (h *home) dateLines(l reminder.List) (lines []homeLine) {
	for _, r := range l.All {
		if !r.Known() || r.Quiet || r.Kind == reminder.Waiting || r.Kind == reminder.Exceptions {
			continue
		}
		if len(lines) == datesShown {
			break
		}
		label, open := h.w.wayTo(r)
		title := r.Title
		if r.About != "" && !strings.Contains(title, r.About) {
			title += ": " + r.About
		}
		if r.Link != "" { // a link stands with its address, on the page of dates
			label, open = "See the date", func() { h.w.Show("dates") }
		}
		lines = append(lines, homeLine{key: "date-" + r.ID, at: r.At, state: dateChip(r, h.w.now()), fact: sentence(title),
			why: r.Why, label: label, icon: "right", on: open})
	}
	return lines
}

// datesWords say under what waits how many things have no known date; "" where each has one.
func (h *home) datesWords() string {
	if h.dates == nil || h.dates.Unknown() == 0 {
		return ""
	}
	return "For " + guide.Count(h.dates.Unknown(), "more thing", "more things") + ", the date is not known."
}

// allDates leads to the page with all dates.
func (h *home) allDates() fyne.CanvasObject {
	row := parts.Column(4)
	if words := h.datesWords(); words != "" {
		row.Add(parts.Muted(words))
	}
	if h.dates != nil && len(h.dates.All) > 0 {
		row.Add(parts.Across(0, h.button("dates", "See all dates", parts.Quiet, "calendar", func() { h.w.Show("dates") })))
	}
	boxes(row)
	return row
}
