package screens

import (
	"regexp"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/event/runsheet"
	"handrail/screens/parts"
)

// dayField makes a field one for a day: typed in words or as the system writes days, or chosen in a calendar. The
// answer is the day as 2026-11-29; what is no day stays as it was typed, and the guide tells why.
func (z *wizard) dayField(f *field, e *parts.Field, value string) {
	show := func(text string) { e.SetText(dayWords(text)) }
	show(value)
	f.set = show
	f.text = func() string {
		if at, err := z.w.parseDay(e.Text(), true); err == nil {
			return at.Format(time.DateOnly)
		}
		return e.Text()
	}
	z.w.addCalendar(e, z.typing)
}

// isoDay is a day as answers keep it.
var isoDay = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)

// dayWords returns text with each 2026-11-29 in it as 29 November 2026: what a person reads is what they may type.
func dayWords(text string) string {
	return isoDay.ReplaceAllStringFunc(text, func(day string) string {
		if at, err := time.Parse(time.DateOnly, day); err == nil {
			return at.Format("2 January 2006")
		}
		return day
	})
}

// addCalendar lets a day to come be chosen as well as typed. chosen, which may be nil, is called after that.
func (w *Window) addCalendar(e *parts.Field, chosen func()) {
	e.AddPick("Choose a day", "calendar", func(take func(string), shut func()) fyne.Focusable {
		at, err := w.parseDay(e.Text(), true)
		if err != nil {
			at = midnight(w.now())
		}
		return parts.NewCalendar(at, w.now().Local(), w.forms().First, func(day time.Time) {
			take(day.Format("2 January 2006"))
			if chosen != nil {
				chosen()
			}
		}, shut)
	})
}

// clockField makes a field one for a time, typed or chosen.
func (z *wizard) clockField(e *parts.Field) {
	e.AddPick("Choose a time", "clock", func(take func(string), shut func()) fyne.Focusable {
		return parts.NewClockPicker(runsheet.CleanClock(e.Text()), func(clock string) {
			take(clock)
			z.typing()
		}, shut)
	})
}
