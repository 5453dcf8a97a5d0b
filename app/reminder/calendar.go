package reminder

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"handrail/app/clean"

	ics "github.com/arran4/golang-ical"
)

// WriteCalendar writes the reminders as a calendar file (RFC 5545) and returns how many are in it. What has no date,
// and what is over, is not. The same reminder always has the same UID, so that a calendar updates it when the file is
// imported again.
func WriteCalendar(w io.Writer, l List, all []Reminder) (written int, err error) {
	cal := ics.NewCalendarFor("Handrail")
	cal.SetProductId("-//Handrail//Reminders//EN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName("Handrail")
	for _, r := range all {
		if r.Known() && !r.Past(l.At) {
			cal.AddVEvent(r.event(l))
			written++
		}
	}
	return written, cal.SerializeTo(w, ics.WithNewLineWindows)
}

// counted is the moment from which SEQUENCE counts minutes: calendars take a later number for a newer text.
var counted = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// event is a reminder as an event that blocks no time.
func (r Reminder) event(l List) *ics.VEvent {
	e := ics.NewEvent(r.UID(l.Organisation))
	e.SetDtStampTime(l.At)
	e.SetLastModifiedAt(l.At)
	e.SetSequence(int(max(0, l.At.Sub(counted)/time.Minute)))
	summary := clean.Line(r.Title)
	if r.About != "" && !r.Names {
		summary += ": " + clean.Line(r.About)
	}
	e.SetSummary(summary)
	e.SetDescription(clean.Line(r.Why + " Open Handrail to see what to do."))
	e.AddCategory("Handrail")
	e.SetTimeTransparency(ics.TransparencyTransparent)
	if r.AllDay {
		e.SetAllDayStartAt(r.At)
		e.SetAllDayEndAt(r.At.AddDate(0, 0, 1))
	} else {
		e.SetStartAt(r.At)
		e.SetEndAt(r.At.Add(15 * time.Minute))
	}
	for _, before := range r.alarms() {
		a := e.AddAlarm()
		a.SetAction(ics.ActionDisplay)
		a.SetProperty(ics.ComponentPropertyDescription, summary)
		a.SetTrigger(before)
	}
	return e
}

// UID returns the name of the reminder among all events of all calendars. It tells nothing about the organisation. What
// does not come from an organisation has the same one before and after one is connected.
func (r Reminder) UID(organisation string) string {
	if r.Visit != "" || r.Kind == Waiting || r.Kind == Microsoft || r.Kind == Certificates {
		organisation = ""
	}
	sum := sha256.Sum256([]byte(organisation + "\n" + r.ID))
	return hex.EncodeToString(sum[:16]) + "@handrail"
}

// alarms returns when a calendar should speak, counted from the beginning: at nine o’clock in the morning for days. What
// ends is announced two weeks and a day before; what waits on the day itself.
func (r Reminder) alarms() []string {
	switch {
	case r.Quiet:
		return nil
	case r.Kind == Waiting && r.AllDay:
		return []string{"PT9H"}
	case r.Kind == Waiting:
		return []string{"PT0S"}
	case r.AllDay:
		return []string{"-P13DT15H", "-PT15H"}
	}
	return []string{"-P14D", "-P1D"}
}
