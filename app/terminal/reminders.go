package terminal

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"time"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/reminder"
)

// reminderRow is one reminder as “reminders -json” prints it. Its names are stable.
type reminderRow struct {
	ID    string        `json:"id"`
	Kind  reminder.Kind `json:"kind"`
	Title string        `json:"title"`
	About string        `json:"about"`
	Why   string        `json:"why"`
	Known bool          `json:"known"`         // the date is known
	Day   string        `json:"day,omitempty"` // of one without a time, such as 2027-02-01
	At    *time.Time    `json:"at,omitempty"`  // of one with a time
	Due   bool          `json:"due"`           // the date has come
	Guide string        `json:"guide,omitempty"`
	Visit string        `json:"visit,omitempty"`
	Step  string        `json:"step,omitempty"`
	Link  string        `json:"link,omitempty"` // a page of Microsoft
	UID   string        `json:"uid"`            // in a calendar file
}

// reminders is the one object that “reminders -json” prints. Its names are stable.
type reminders struct {
	At      time.Time     `json:"at"`
	All     []reminderRow `json:"reminders"`
	Unknown int           `json:"unknown"` // how many have no date
}

func bindReminders(set *flag.FlagSet, o *options) {
	bindJSON(set, o)
	set.StringVar(&o.ics, "ics", "", "")
}

// showReminders prints what waits or ends, or writes it as a calendar file. It reads saved data only.
func showReminders(ctx context.Context, w Environment, f Flags, o options, words []string) (int, error) {
	h, err := w.openToShow(ctx, f)
	if err != nil {
		return 0, err
	}
	defer h.close()
	if h.Reminders == nil {
		return 0, app.Errorf(app.NotFound, "Use another build of Handrail.", "This Handrail has no reminders.")
	}
	l, err := h.Reminders(ctx)
	if err != nil {
		return 0, err
	}
	chosen, err := choose(l, words)
	if err != nil {
		return 0, err
	}
	if o.ics != "" {
		if err := w.writeCalendar(o, l, chosen); err != nil {
			return 0, err
		}
	}
	found := reminders{At: l.At.UTC(), All: []reminderRow{}}
	status := Fine
	for _, r := range chosen {
		found.All = append(found.All, rowOfReminder(r, l))
		if !r.Known() {
			found.Unknown++
		}
		if r.Due(l.At) {
			status = Act
		}
	}
	switch {
	case o.json:
		err = writeJSON(w.Out, found)
	case o.ics == "":
		err = found.write(w.Out)
	}
	return status, err
}

// choose returns the reminders with these IDs, or all of them.
func choose(l reminder.List, ids []string) ([]reminder.Reminder, error) {
	if len(ids) == 0 {
		return l.All, nil
	}
	var all []reminder.Reminder
	for _, id := range ids {
		r, ok := l.Find(id)
		if !ok {
			return nil, app.Errorf(app.NotFound, "Run “handrail reminders” to list them.", "There is no reminder “%s”.", id)
		}
		all = append(all, r)
	}
	return all, nil
}

// writeCalendar writes a calendar file, whole or not at all, and says what is not in it.
func (w Environment) writeCalendar(o options, l reminder.List, all []reminder.Reminder) error {
	if st, err := os.Stat(o.ics); err == nil && !st.Mode().IsRegular() {
		return app.Errorf(app.Invalid, "Enter the name of a file.", "Handrail does not write to %s: it is not a file.", o.ics)
	}
	var b bytes.Buffer
	n, err := reminder.WriteCalendar(&b, l, all)
	if err != nil {
		return err
	}
	if n == 0 {
		return app.Errorf(app.NotFound, "Run “handrail reminders” to see why.", "No date to come is known, so there is no calendar.")
	}
	if err := app.WriteFileAtomic(o.ics, func(to io.Writer) error {
		_, err := to.Write(b.Bytes())
		return err
	}); err != nil {
		return cannotWrite(o.ics, err)
	}
	if o.json {
		return nil
	}
	_, _ = clean.Fprintf(w.Out, "Saved %s in %s.\n", counted(n, "date", "dates"), o.ics)
	if left := len(all) - n; left > 0 {
		_, _ = clean.Fprintf(w.Out, "%s not in it: not known, or over. “handrail reminders” shows why.\n",
			counted(left, "reminder is", "reminders are"))
	}
	return nil
}

func rowOfReminder(r reminder.Reminder, l reminder.List) reminderRow {
	row := reminderRow{ID: r.ID, Kind: r.Kind, Title: r.Title, About: r.About, Why: r.Why, Known: r.Known(),
		Due: r.Due(l.At), Guide: r.Guide, Visit: r.Visit, Step: r.Step, Link: r.Link, UID: r.UID(l.Organisation)}
	switch {
	case !r.Known():
	case r.AllDay:
		row.Day = r.At.Format(time.DateOnly)
	default:
		at := r.At.UTC()
		row.At = &at
	}
	return row
}

// write prints one reminder a line, the nearest date first, then those without a date.
func (l reminders) write(out io.Writer) error {
	if len(l.All) == 0 {
		_, err := clean.Fprintf(out, "%s\n", "Nothing waits or ends, as far as Handrail knows.")
		return err
	}
	var b bytes.Buffer
	for _, r := range l.All {
		when := "not known       "
		switch {
		case r.Day != "":
			when = r.Day + "      "
		case r.At != nil:
			when = r.At.Local().Format("2006-01-02 15:04")
		}
		title := r.Title
		if r.About != "" {
			title += ": " + r.About
		}
		if r.Due {
			title = "Due. " + title
		}
		_, _ = clean.Fprintf(&b, "%s  %s  %s\n                            %s\n", r.ID[:8], when, title, r.Why)
	}
	_, err := out.Write(b.Bytes())
	return err
}
