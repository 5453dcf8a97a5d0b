package parts

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func strike(f fyne.Focusable, keys ...fyne.KeyName) {
	for _, k := range keys {
		f.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

// TestCalendarByKey: by day, week, month and to the ends of the week, which begins as the system has it.
func TestCalendarByKey(t *testing.T) {
	test.NewTempApp(t)
	at := time.Date(2026, 3, 31, 15, 0, 0, 0, time.UTC) // a Tuesday
	for _, c := range []struct {
		first time.Weekday
		keys  []fyne.KeyName
		want  string
	}{
		{time.Monday, nil, "2026-03-31"}, {time.Monday, []fyne.KeyName{fyne.KeyRight}, "2026-04-01"},
		{time.Monday, []fyne.KeyName{fyne.KeyUp, fyne.KeyLeft}, "2026-03-23"},
		{time.Monday, []fyne.KeyName{fyne.KeyDown}, "2026-04-07"},
		{time.Monday, []fyne.KeyName{fyne.KeyPageUp}, "2026-02-28"},
		{time.Monday, []fyne.KeyName{fyne.KeyPageDown}, "2026-04-30"},
		{time.Monday, []fyne.KeyName{fyne.KeyHome}, "2026-03-30"},
		{time.Sunday, []fyne.KeyName{fyne.KeyHome}, "2026-03-29"},
		{time.Saturday, []fyne.KeyName{fyne.KeyHome}, "2026-03-28"},
		{time.Sunday, []fyne.KeyName{fyne.KeyEnd}, "2026-04-04"},
	} {
		picked, closed := "", false
		cal := NewCalendar(at, at, c.first, func(day time.Time) { picked = day.Format(time.DateOnly) },
			func() { closed = true })
		strike(cal, c.keys...)
		strike(cal, fyne.KeyReturn)
		if picked != c.want {
			t.Errorf("%s, %q: %s, want %s", c.first, c.keys, picked, c.want)
		}
		if strike(cal, fyne.KeyEscape); !closed {
			t.Error("Esc does not close it")
		}
	}
}

// TestCalendarByMouse: a click takes the day that is drawn there.
func TestCalendarByMouse(t *testing.T) {
	test.NewTempApp(t)
	at, picked := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), ""
	cal := NewCalendar(at, at, time.Monday, func(day time.Time) { picked = day.Format(time.DateOnly) }, func() {})
	click := func(column, row float32) {
		cal.Tapped(&fyne.PointEvent{Position: fyne.NewPos(unit(dayWidth)*column+5, unit(dayHeight)*row+5)})
	}
	if click(0, 3); picked != "2026-11-02" { // the first Monday
		t.Errorf("%q", picked)
	}
	if click(6, 0); cal.Day().Month() != time.December {
		t.Errorf("the arrow leads to %s", cal.Day())
	}
	if click(2, 1); picked != "2026-11-02" {
		t.Error("the name of a day is chosen")
	}
}

func TestClockPicker(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		from, typed string
		keys        []fyne.KeyName
		want        string
	}{
		{"10:30", "", nil, "10:30"}, {"", "", nil, "10:00"}, {"9.5", "", nil, "10:00"},
		{"23:58", "", []fyne.KeyName{fyne.KeyUp}, "00:58"},
		{"10:32", "", []fyne.KeyName{fyne.KeyRight, fyne.KeyUp}, "10:35"},
		{"10:00", "", []fyne.KeyName{fyne.KeyRight, fyne.KeyDown}, "10:55"},
		{"10:30", "18:45", nil, "18:45"}, {"10:30", "9", nil, "09:30"}, {"10:30", "99:7", nil, "09:07"},
	} {
		picked := ""
		p := NewClockPicker(c.from, func(s string) { picked = s }, func() {})
		for _, r := range c.typed {
			p.TypedRune(r)
		}
		strike(p, c.keys...)
		if strike(p, fyne.KeyReturn); picked != c.want {
			t.Errorf("%+v: %s", c, picked)
		}
	}
}
