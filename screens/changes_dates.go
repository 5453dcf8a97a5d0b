package screens

import (
	"context"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/region"
)

// dayForms are the ways in which a day can be typed in words; those without a year are of the year in which that day
// was last, or will be next. A day in figures is as the system writes it.
var dayForms = []struct {
	layout string
	year   bool
}{{"2 January 2006", true}, {"2 Jan 2006", true}, {"January 2 2006", true}, {"Jan 2 2006", true}, {"2 January", false},
	{"2 Jan", false}, {"January 2", false}, {"Jan 2", false}}

// forms returns how the system writes days.
func (w *Window) forms() region.Forms {
	if w.p.Forms.Day == "" {
		return region.Standard()
	}
	return w.p.Forms
}

// parseDay returns the day that was typed, as the system of this computer writes days.
func (w *Window) parseDay(text string, ahead bool) (time.Time, error) {
	return parseDay(w.p.Forms, text, w.now(), ahead)
}

// parseDay returns the day that was typed, at midnight where this computer is. ahead reports whether days to come are
// meant. The error is an app.Error in words.
func parseDay(forms region.Forms, text string, now time.Time, ahead bool) (time.Time, error) {
	now = now.Local()
	text = strings.Join(strings.Fields(strings.NewReplacer(",", " ", ";", " ").Replace(strings.ToLower(text))), " ")
	first, _, _ := strings.Cut(text, " ")
	switch first {
	case "today", "now":
		return midnight(now), nil
	case "yesterday":
		return midnight(now).AddDate(0, 0, -1), nil
	case "tomorrow":
		return midnight(now).AddDate(0, 0, 1), nil
	}
	for _, layout := range forms.Layouts() {
		if at, err := time.ParseInLocation(layout, text, time.Local); err == nil {
			return at, nil
		}
	}
	for _, f := range dayForms {
		at, err := time.ParseInLocation(f.layout, text, time.Local)
		if err != nil {
			continue
		}
		if !f.year {
			at = time.Date(now.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.Local)
			switch {
			case ahead && at.Before(midnight(now)):
				at = at.AddDate(1, 0, 0)
			case !ahead && at.After(now):
				at = at.AddDate(-1, 0, 0)
			}
		}
		return at, nil
	}
	return time.Time{}, app.Errorf(app.Invalid, "Write it as in 1 November 2026.", "This is not a date.")
}

// midnight returns the midnight at which a day begins, where this computer is.
func midnight(at time.Time) time.Time {
	y, m, d := at.Local().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.Local)
}

// showDay writes a day as a field shows it.
func showDay(at, now time.Time) string {
	if midnight(at).Equal(midnight(now)) {
		return "today, " + now.Local().Format("2 January")
	}
	return at.Local().Format("2 January 2006")
}

// longDay writes a day as a sentence has it: with its weekday in the last week, and with the year where it is another.
func longDay(at, now time.Time) string {
	at, now = at.Local(), now.Local()
	switch {
	case at.Year() != now.Year():
		return at.Format("2 January 2006")
	case now.Sub(at) < 6*24*time.Hour && !at.After(now):
		return at.Format("Monday 2 January")
	}
	return at.Format("2 January")
}

// looks are when the person looked at the changes of an organisation: last, and before on another day. Both are zero
// where they never did.
type looks struct{ last, before time.Time }

const settingLooks = "changes.looks." // followed by the ID of the organisation

func (w *Window) fetchLooks(ctx context.Context, organisation string) (l looks, err error) {
	all, err := w.p.Settings.Settings(ctx)
	if err != nil {
		return l, err
	}
	last, before, _ := strings.Cut(all[settingLooks+organisation], " ")
	l.last, _ = time.Parse(time.RFC3339, last) // zero: there was none
	l.before, _ = time.Parse(time.RFC3339, before)
	return l, nil
}

// looked remembers a look. Several on one day are one look, so that the same is shown again.
func (w *Window) looked(ctx context.Context, organisation string, l looks) error {
	now := w.now()
	if !midnight(l.last).Equal(midnight(now)) {
		l.before = l.last
	}
	value := now.UTC().Format(time.RFC3339)
	if !l.before.IsZero() {
		value += " " + l.before.UTC().Format(time.RFC3339)
	}
	return w.p.Settings.SetSetting(ctx, settingLooks+organisation, value)
}

// since returns the day with which the page begins: that of the last look on another day, or a month ago.
func (l looks) since(now time.Time) time.Time {
	at := l.last
	if midnight(at).Equal(midnight(now)) {
		at = l.before
	}
	if at.IsZero() || at.After(now) {
		return midnight(now).AddDate(0, 0, -31)
	}
	return midnight(at)
}
