package screens

import (
	"errors"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
)

// day writes a date as a step's word shows it: "6 Dec", with the year where it
// is another than now's.
func day(t, now time.Time) string {
	t, now = t.Local(), now.Local()
	if t.Year() != now.Year() {
		return t.Format("2 Jan 2006")
	}
	return t.Format("2 Jan")
}

// moment writes a date with its time, in the time of this computer.
func moment(t time.Time) string { return t.Local().Format("2 Jan 2006 15:04") }

// age describes how long ago t was. A clock that runs before t, or a t that is not
// known, returns "time unknown".
func age(t, now time.Time) string {
	past := now.Sub(t)
	switch {
	case t.IsZero() || past < 0:
		return "time unknown"
	case past < time.Minute:
		return "just now"
	case past < time.Hour:
		return plural(int(past/time.Minute), "minute") + " ago"
	case past < 24*time.Hour:
		return plural(int(past/time.Hour), "hour") + " ago"
	}
	return plural(int(past/(24*time.Hour)), "day") + " ago"
}

// when writes a moment with its age: "12 Nov 2026 09:14 (10 days ago)".
func when(t, now time.Time) string {
	if t.IsZero() {
		return "time unknown"
	}
	return moment(t) + " (" + age(t, now) + ")"
}

// inTime writes how long there is until then, in whole minutes, hours or days, and never less than there is.
func inTime(d time.Duration) string {
	up := func(unit time.Duration) int { return int((d + unit - 1) / unit) }
	switch {
	case d <= 90*time.Minute:
		return plural(max(1, up(time.Minute)), "minute")
	case d <= 24*time.Hour:
		return plural(up(time.Hour), "hour")
	}
	return plural(up(24*time.Hour), "day")
}

// until writes the time or the date that something waits for: "10:30" on the same day, else "6 Dec".
func until(t, now time.Time) string {
	if a, b := t.Local(), now.Local(); a.Year() == b.Year() && a.YearDay() == b.YearDay() {
		return a.Format("15:04")
	}
	return day(t, now)
}

// plural writes a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return guide.Figures(n) + " " + noun + "s"
}

// wrong returns the words of an error about what a person typed or has yet to do.
func wrong(err error) string {
	var e *app.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + " " + e.Hint
}

// sentence adds a full stop to s unless it ends like a sentence.
func sentence(s string) string {
	if s == "" || strings.ContainsRune(".?!…", []rune(s)[len([]rune(s))-1]) {
		return s
	}
	return s + "."
}

// stepOf describes the position of a visit: "Step 7 of 8: Enforce the policy".
func stepOf(it guide.Item) string {
	return "Step " + itoa(it.Number) + " of " + itoa(it.Of) + ": " + it.StepTitle
}

// lowerFirst fits a title into a sentence; a word of capitals stays as it is.
func lowerFirst(s string) string {
	if len(s) > 1 && strings.ToLower(s[1:2]) == s[1:2] {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}
