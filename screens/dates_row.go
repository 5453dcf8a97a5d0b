package screens

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/reminder"
	"handrail/app/task"
	"handrail/screens/parts"
)

// soonDays is how many days before it a date is marked.
const soonDays = 14

// dateWords writes the date of a reminder, where this computer is: with its time where it has one and comes soon.
func dateWords(r reminder.Reminder, now time.Time) string {
	if !r.Known() {
		return "Not known"
	}
	now = now.Local()
	day, at := r.Day(now), r.At.In(now.Location())
	words := day.Format("2 January")
	if day.Year() != now.Year() {
		words = day.Format("2 January 2006")
	}
	if days := r.Days(now); !r.AllDay && days <= 1 && days >= -1 {
		words += ", " + at.Format("15:04")
	}
	return words
}

// leftWords describes how far a date is away: "Today", "In 12 days", "3 days ago".
func leftWords(r reminder.Reminder, now time.Time) string {
	switch days := r.Days(now.Local()); {
	case days == 0:
		return "Today"
	case days == 1:
		return "Tomorrow"
	case days == -1:
		return "Yesterday"
	case days < 0:
		return guide.Figures(-days) + " days ago"
	default:
		return "In " + guide.Figures(days) + " days"
	}
}

// dateChip is the date of a reminder with the days that are left: icon and words, coloured where it comes soon.
func dateChip(r reminder.Reminder, now time.Time) fyne.CanvasObject {
	now = now.Local()
	icon, colour := "calendar", parts.Ink
	if r.Kind == reminder.Waiting {
		icon = "clock"
	}
	switch {
	case !r.Known():
		return parts.NewChip("unknown", "Not known", parts.MutedInk)
	case r.Due(now) || r.Days(now.Local()) <= soonDays && !r.Quiet && r.Kind != reminder.Waiting:
		colour = parts.LookInk
	}
	return parts.Column(0, parts.NewChip(icon, dateWords(r, now), colour), parts.Caption(leftWords(r, now)))
}

// row is one date: when, what and why, and what can be done.
func (d *dates) row(r reminder.Reminder) fyne.CanvasObject {
	now := d.w.now().Local()
	label, open := d.w.wayTo(r)
	end := parts.Column(0, parts.NewButton(label, parts.Quiet, "right", open))
	if r.Known() && !r.Past(now) {
		end.Add(parts.NewButton("Save to calendar", parts.Quiet, "calendar", func() { d.save([]reminder.Reminder{r}) }))
	}
	words := []fyne.CanvasObject{parts.Bold(r.Title)}
	if r.About != "" {
		words = append(words, parts.Text(r.About))
	}
	words = append(words, parts.Muted(r.Why))
	if r.Link != "" {
		words = append(words, parts.Caption(r.Link))
	}
	return line(false, dateChip(r, now), parts.Column(0, words...), end)
}

// openPage opens a checked page in the browser. Where that fails, a notice above the screen says why.
func (w *Window) openPage(address string) {
	w.p.Runner.Start(func(context.Context, task.Report) error {
		if err := app.ValidateLink(address); err != nil {
			return err
		}
		return w.p.Open(address)
	}, nil, func(err error) {
		if err != nil {
			message, hint := app.UserMessage(err)
			logError(err)
			w.showNotice(Notice{Message: message, Hint: hint})
			w.Win.Content().Refresh()
		}
	})
}

// wayTo returns where a reminder leads: the words of its button, and what the button does.
func (w *Window) wayTo(r reminder.Reminder) (label string, open func()) {
	switch {
	case r.Visit != "" && (r.Kind == reminder.Exceptions || r.Kind == reminder.Microsoft):
		return "Open the guide", func() { w.openVisit(r.Visit, r.Step, false) }
	case r.Visit != "":
		return "Check now", func() { w.openVisit(r.Visit, r.Step, r.Step != "") }
	case r.Guide != "":
		for _, g := range w.p.Guides {
			if g.ID == r.Guide {
				return "Start the guide", func() { w.startVisit(g) }
			}
		}
		return "See the guides", func() { w.Show("guides") }
	}
	if r.Link != "" {
		return "Open " + r.LinkTitle, func() { w.openPage(r.Link) }
	}
	place, _, _ := strings.Cut(r.Place, "/")
	label = map[string]string{"changes": "See what changed", "people": "See people", "person": "See the person",
		"organisation": "Open Organisation"}[place]
	if label == "" {
		return "See your domains", func() { w.Show("mail") }
	}
	return label, func() { w.Show(r.Place) }
}
