package screens

import (
	"context"
	"time"

	"handrail/app/guide"
	"handrail/app/task"
	"handrail/screens/parts"
)

// eventLine is the line of an event: today with its countdown, or the day on which it is.
func (h *home) eventLine(u guide.Upcoming) homeLine {
	now := h.w.now()
	l := homeLine{key: "event-" + u.Visit, at: u.Start, why: u.Ready, label: "Continue", icon: "right",
		on: func() { h.w.openVisit(u.Visit, "", false) }}
	if !u.Today(now.Local()) {
		l.state = parts.StateChip(guide.Waiting, untilWords(u.Start, now))
		l.fact = u.Occasion.Title + " at " + u.Start.Local().Format("15:04")
		return l
	}
	word := "Today at " + u.Start.Local().Format("15:04")
	if u.Start.Local().Before(midnight(now.Local())) { // it began yesterday
		word = "Since " + moment(u.Start)
	}
	l.state = parts.NewChip("calendar", word, parts.Accent)
	l.counts = &countdown{u: u}
	if l.label = "Prepare the event"; u.Screen != "" {
		l.label, l.on = "Open event-day screen", func() { h.w.Show(u.Screen + "/" + u.Visit) }
	}
	return l
}

// countdown returns a sentence: how long it is until an event.
type countdown struct {
	u    guide.Upcoming
	text *parts.Paragraph
}

func (c *countdown) set(now time.Time) { c.text.SetText(untilStart(c.u, now)) }

// untilStart returns when an event starts: “Sunday service starts in 3 hours 12 minutes”.
func untilStart(u guide.Upcoming, now time.Time) string {
	left := u.Start.Sub(now)
	hours, minutes := int(left/time.Hour), int(left%time.Hour/time.Minute)
	words := guide.Count(minutes, "minute", "minutes")
	switch {
	case left <= 0:
		return u.Occasion.Title + " is under way"
	case left < time.Minute:
		words = "less than a minute"
	case hours > 0 && minutes == 0:
		words = guide.Count(hours, "hour", "hours")
	case hours > 0:
		words = guide.Count(hours, "hour", "hours") + " " + words
	}
	return u.Occasion.Title + " starts in " + words
}

// tick counts down once a minute while there is an event today, until it is over, and shows its day again at midnight.
func (h *home) tick() {
	if len(h.clocks) == 0 {
		return
	}
	wait, day := h.w.p.Pause, midnight(h.w.now().Local())
	if wait == nil {
		wait = pause
	}
	h.jobs.start(func(ctx context.Context, tell task.Report) error {
		for {
			now := h.w.now()
			if err := wait(ctx, now.Truncate(time.Minute).Add(time.Minute).Sub(now)); err != nil {
				return err
			}
			tell(task.Progress{})
		}
	}, func(task.Progress) {
		for _, c := range h.clocks {
			c.set(h.w.now())
		}
		left := guide.NewUpcoming(h.w.p.Guides, h.visits, h.w.now())
		if today := midnight(h.w.now().Local()); len(left) != len(h.upcoming) || !today.Equal(day) {
			h.upcoming, day = left, today
			h.draw()
		}
	}, nil)
}

// untilWords returns in a few words until when something waits: “Until today, 18:40”, “Until 6 December”.
func untilWords(at, now time.Time) string {
	at, now = at.Local(), now.Local()
	switch days := midnight(at).Sub(midnight(now)).Hours() / 24; {
	case days < 0.5:
		return "Until today, " + at.Format("15:04")
	case days < 1.5:
		return "Until tomorrow, " + at.Format("15:04")
	}
	if at.Year() != now.Year() {
		return "Until " + at.Format("2 January 2006")
	}
	return "Until " + at.Format("2 January")
}
