package runsheet

import (
	"strings"
	"time"

	"handrail/app"
)

// Dial writes and reads the clock times of one event as people at its place do. A time on another day than the start
// has its weekday, and in an event during which the clocks change, each has the name of its time: 01:30 BST.
type Dial struct {
	start Start
	zero  time.Time
	loc   *time.Location
	named bool
}

// NewDial returns the dial of an event between two times.
func NewDial(start Start, first, last time.Time) (Dial, error) {
	zero, _, err := start.At()
	if err != nil {
		return Dial{}, err
	}
	loc, err := start.Location()
	if err != nil {
		return Dial{}, err
	}
	d := Dial{start: start, zero: zero, loc: loc}
	if zero.Before(first) {
		first = zero
	}
	_, before := first.In(loc).Zone()
	_, after := last.In(loc).Zone()
	d.named = before != after
	return d, nil
}

// DialOf returns the dial of items that begin at start.
func DialOf(start Start, items []Item) (Dial, error) {
	at, _, err := start.At()
	if err != nil {
		return Dial{}, err
	}
	first, last := at, at
	for _, s := range Plan(items, at) {
		if s.Start.Before(first) {
			first = s.Start
		}
		if s.End.After(last) {
			last = s.End
		}
	}
	return NewDial(start, first, last)
}

// Zero returns the start of the event.
func (d Dial) Zero() time.Time { return d.zero.In(d.loc) }

// Changes reports whether the clocks change during the event.
func (d Dial) Changes() bool { return d.named }

// Text returns a time: "10:30", "10:30:15", "00:15 Mon", "01:30 GMT".
func (d Dial) Text(t time.Time) string {
	t = t.In(d.loc)
	text := t.Format("15:04")
	if t.Second() != 0 {
		text = t.Format("15:04:05")
	}
	if t.Format(time.DateOnly) != d.Zero().Format(time.DateOnly) {
		text += t.Format(" Mon")
	}
	if d.named {
		text += t.Format(" MST")
	}
	return text
}

// Offset reads a time as Text writes it, or an offset from the start with its sign ("+17", "start"). Of the times that
// a text can mean, it takes the one nearest to near. The error is app.Invalid.
func (d Dial) Offset(text string, near time.Time) (time.Duration, error) {
	text = strings.TrimSpace(text)
	if text != "" && (strings.Contains("+-−", string([]rune(text)[:1])) || strings.EqualFold(text, "start")) {
		return ParseOffset(text)
	}
	wrong := app.Errorf(app.Invalid, "Enter it like this: 10:45. Or enter +15 for 15 minutes after the start.",
		"“%s” is not a time.", text)
	words := strings.Fields(text)
	if len(words) == 0 {
		return 0, wrong
	}
	face, marks := words[0], words[1:]
	if len(marks) > 0 && (strings.EqualFold(marks[0], "am") || strings.EqualFold(marks[0], "pm")) {
		face, marks = face+" "+marks[0], marks[1:]
	}
	seconds := time.Duration(0)
	if t, err := time.Parse("15:04:05", face); err == nil {
		face, seconds = t.Format("15:04"), time.Duration(t.Second())*time.Second
	}
	face = CleanClock(face)
	if _, err := time.Parse("15:04", face); err != nil {
		return 0, wrong
	}
	best, found, skipped := time.Duration(0), false, false
	for days := -1; days <= 1; days++ {
		all, anomaly := d.on(near, days, face)
		skipped = skipped || anomaly == Nonexistent && days == 0
		for _, t := range all {
			if t = t.Add(seconds); marked(t.In(d.loc), marks) && (!found || t.Sub(near).Abs() < best.Abs()) {
				best, found = t.Sub(near), true
			}
		}
	}
	switch {
	case skipped && (!found || len(marks) == 0): // with a weekday, it can be another night
		return 0, app.Errorf(app.Invalid, "Enter another time.",
			"%s does not exist that night: the clocks go forward.", face)
	case !found:
		return 0, wrong
	}
	return near.Add(best).Sub(d.zero), nil
}

// on returns the times at which the clock shows face, some days after the day of near: none, one or two.
func (d Dial) on(near time.Time, days int, face string) ([]time.Time, ClockAnomaly) {
	date := near.In(d.loc).AddDate(0, 0, days).Format(time.DateOnly)
	first, anomaly, err := Start{Date: date, Clock: face, Zone: d.start.Zone}.At()
	switch {
	case err != nil || anomaly == Nonexistent:
		return nil, anomaly
	case anomaly == Ambiguous:
		for by := 15 * time.Minute; by <= 3*time.Hour; by += 15 * time.Minute { // most clocks go back by an hour
			if again := first.Add(by); shows(again.In(d.loc), wallOf(first.In(d.loc))) {
				return []time.Time{first, again}, anomaly
			}
		}
	}
	return []time.Time{first}, anomaly
}

// wallOf returns what the clock shows at t, as a time of UTC.
func wallOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// marked reports whether a time has each of the marks: its weekday, or the name of its time.
func marked(t time.Time, marks []string) bool {
	for _, m := range marks {
		if !strings.EqualFold(m, t.Format("Mon")) && !strings.EqualFold(m, t.Format("Monday")) &&
			!strings.EqualFold(m, t.Format("MST")) {
			return false
		}
	}
	return true
}
