package reminder

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
)

// calendarOf returns the calendar file of a list, with folded lines joined.
func calendarOf(t *testing.T, l List) (text string, written int) {
	t.Helper()
	var b bytes.Buffer
	written, err := WriteCalendar(&b, l, l.All)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(b.String(), "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	return strings.ReplaceAll(b.String(), "\r\n ", ""), written
}

// sample is a list with each kind of date.
func sample(t *testing.T) List {
	t.Helper()
	l := list(t, Sources{Overview: guide.Overview{Waiting: []guide.Item{
		{Visit: "v1", Guide: "g", Title: "Übung; a, b", Step: "s", StepTitle: "Wait for DNS\x1b[31m, “now”",
			At: time.Date(2026, 11, 25, 17, 40, 0, 0, time.UTC), Why: "Line one\nBEGIN:VALARM\\ and a long reason that must be " +
				"folded because it is wider than a line of a calendar may be."},
		{Visit: "v2", Guide: "g", Step: "s", Notice: "exclusion-ends", Title: "Protect", Headline: "Ben Adeyemi ends",
			At: time.Date(2027, 1, 31, 0, 0, 0, 0, berlin)}}},
		Guides: []guide.Guide{{ID: "m", Ends: []guide.End{{Code: "a", Title: "Phones end",
			On: time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)}, {Code: "b", Title: "Some day"}}}}})
	l.Organisation = "tenant-id"
	return l
}

func TestTheCalendarHasDaysAndMoments(t *testing.T) {
	text, written := calendarOf(t, sample(t))
	if written != 3 || strings.Count(text, "BEGIN:VEVENT") != 3 {
		t.Fatalf("%d events in\n%s", written, text)
	}
	for _, want := range []string{"METHOD:PUBLISH", "DTSTAMP:20261125T151800Z", "DTSTART:20261125T174000Z",
		"DTSTART;VALUE=DATE:20270131", "DTEND;VALUE=DATE:20270201", "DTSTART;VALUE=DATE:20270201", "TRANSP:TRANSPARENT",
		"ACTION:DISPLAY", "TRIGGER:-P13DT15H", "TRIGGER:PT0S", "SUMMARY:Phones end\r\n", `Übung\; a\, b`} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q:\n%s", want, text)
		}
	}
	for _, never := range []string{"Ben", "Some day", "tenant-id", "\x1b", "\r\nBEGIN:VALARM\\"} {
		if strings.Contains(text, never) {
			t.Errorf("it has %q:\n%s", never, text)
		}
	}
}

// TestTheCalendarUpdates: a second file has the same UIDs with later numbers, so that nothing is there twice.
func TestTheCalendarUpdates(t *testing.T) {
	l := sample(t)
	before, _ := calendarOf(t, l)
	l.At = l.At.Add(48 * time.Hour)
	after, _ := calendarOf(t, l)
	uids := func(text string) (all string) {
		for line := range strings.SplitSeq(text, "\r\n") {
			if strings.HasPrefix(line, "UID:") {
				all += line + "\n"
			}
		}
		return all
	}
	if b, a := uids(before), uids(after); strings.Count(a, "UID:") != 2 || !strings.HasSuffix(b, a) {
		t.Errorf("the UIDs were\n%s and are\n%s", b, a) // the moment of the first is over
	}
	if r := (Reminder{ID: "a", Kind: SignIn}); r.UID("one") == r.UID("two") {
		t.Error("two organisations share a UID")
	}
	for _, r := range l.All { // none of them comes from the organisation
		if r.UID("") != r.UID(l.Organisation) {
			t.Errorf("once an organisation is connected, a calendar has it twice: %+v", r)
		}
	}
	if !strings.Contains(before, "SEQUENCE:473238") || !strings.Contains(after, "SEQUENCE:476118") {
		t.Errorf("the numbers do not grow:\n%s", after)
	}
}
