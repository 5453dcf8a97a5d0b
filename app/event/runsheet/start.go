package runsheet

import (
	"strings"
	"time"
	_ "time/tzdata" // Windows has no time zone database in this form

	"handrail/app"
)

// Start is the start of an event as people say it: a date, a clock time and a time zone.
// So the same time next week is the same clock time, even if the clocks change.
type Start struct {
	Date  string // 2026-11-29
	Clock string // 10:30
	Zone  string // Europe/London (IANA)
}

// ClockAnomaly is what is unusual about a clock time.
type ClockAnomaly string

// When the clocks change, one hour of clock time does not exist and another occurs twice.
const (
	Plain       ClockAnomaly = ""
	Nonexistent ClockAnomaly = "skipped" // the clock skips it; an hour later is used
	Ambiguous   ClockAnomaly = "twice"   // the clock shows it twice; the first is used
)

// Location returns the time zone; app.Invalid if there is none of this name.
func (s Start) Location() (*time.Location, error) {
	if s.Zone == "" || s.Zone == "Local" {
		return nil, app.Errorf(app.Invalid, "Enter it like this: Europe/London.", "The time zone is missing.")
	}
	loc, err := time.LoadLocation(s.Zone)
	if err != nil {
		return nil, app.Errorf(app.Invalid, "Enter it like this: Europe/London or America/New_York.",
			"“%s” is not the name of a time zone.", s.Zone)
	}
	return loc, nil
}

// At returns the instant and what is unusual about it.
func (s Start) At() (time.Time, ClockAnomaly, error) {
	loc, err := s.Location()
	if err != nil {
		return time.Time{}, Plain, err
	}
	wall, err := time.Parse("2006-01-02 15:04", s.Date+" "+CleanClock(s.Clock))
	if err != nil {
		return time.Time{}, Plain, app.Errorf(app.Invalid, "Enter the date like 2026-11-29 and the time like 10:30.",
			"“%s %s” is not a date and a time.", s.Date, s.Clock)
	}
	_, before := wall.Add(-30 * time.Hour).In(loc).Zone()
	_, after := wall.Add(30 * time.Hour).In(loc).Zone()
	first := wall.Add(-time.Duration(before) * time.Second).In(loc)
	second := wall.Add(-time.Duration(after) * time.Second).In(loc)
	switch {
	case shows(first, wall) && shows(second, wall) && !first.Equal(second):
		if second.Before(first) {
			first = second
		}
		return first, Ambiguous, nil
	case shows(first, wall):
		return first, Plain, nil
	case shows(second, wall):
		return second, Plain, nil
	}
	return first, Nonexistent, nil // the offset from before moves the time past the gap
}

// shows reports whether the clock at t shows the same as wall.
func shows(t, wall time.Time) bool {
	const face = "2006-01-02 15:04"
	return t.Format(face) == wall.Format(face)
}

// Later returns the same clock time that many days later.
func (s Start) Later(days int) Start {
	if d, err := time.Parse(time.DateOnly, s.Date); err == nil {
		s.Date = d.AddDate(0, 0, days).Format(time.DateOnly)
	}
	return s
}

// CleanClock returns a clock time as HH:MM: "9.5", "9:05" and "0905" are 09:05. Other
// texts stay as they are.
func CleanClock(text string) string {
	text = strings.ReplaceAll(strings.TrimSpace(text), ".", ":")
	if len(text) == 4 && !strings.Contains(text, ":") {
		text = text[:2] + ":" + text[2:]
	}
	for _, layout := range []string{"15:04", "15:4", "3:04 PM", "3:04PM", "15:04:05"} {
		if t, err := time.Parse(layout, strings.ToUpper(text)); err == nil {
			return t.Format("15:04")
		}
	}
	return text
}
