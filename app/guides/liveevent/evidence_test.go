package liveevent

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/event/runsheet"
	"handrail/app/guides/services"
	"handrail/app/report"
)

// TestNoEventTypeIsCalledLargeEnough where none is, and a live event that has ended is not advised.
func TestNoEventTypeIsCalledLargeEnough(t *testing.T) {
	for _, group := range []string{"enterprise", "business", "none", "unknown"} {
		for _, people := range []int{3001, 10_001, 100_000} {
			if _, why := advise(owned{group: group}, people, false, false); !strings.HasPrefix(why, "None of the event types") {
				t.Errorf("%d people with %s: %s", people, group, why)
			}
		}
		if _, why := advise(owned{group: group}, 10_001, true, false); !strings.Contains(why, "only 10,000") {
			t.Errorf("booked with %s: %s", group, why)
		}
	}
	w := &world{}
	d := deps{Services: services.Services{Now: func() time.Time { return time.Date(2027, 3, 2, 9, 0, 0, 0, time.UTC) }}}
	doc, err := d.doc("", "", d.kinds)(context.Background(), w.visit(map[string]string{askBooked: "yes", askPeople: "50",
		askTalk: "no"}), nil)
	if err != nil || doc.Facts()["recommended"] == "live-event" || found(doc)["live-event-over"] != report.Problem {
		t.Errorf("%v %v (%v)", doc.Facts(), found(doc), err)
	}
}

// TestAStrangeValueIsNotKnown: a value of a policy that is neither good nor known to be bad.
func TestAStrangeValueIsNotKnown(t *testing.T) {
	w := &world{}
	for value, want := range map[string]report.Severity{"Enabled": report.OK, "Disabled": report.Problem,
		"EnabledWithApproval": report.Unknown} {
		got := found(w.look(t, stepCan, map[string]string{askKind: "broadcast", askPolicy: "AllowTownhalls : " + value}))
		if got["check-allowed"] != want {
			t.Errorf("%s: %v", value, got)
		}
	}
}

// TestTheReportIsOfThisEvent: one of another day is named, and its times are those of the place.
func TestTheReportIsOfThisEvent(t *testing.T) {
	live := func(day string) string {
		return "SessionId,ParticipantId,FullName,UserAgent,UtcEventTimestamp,Action,Role\n" + fmt.Sprintf(
			"1,a@x.example,Ama,M,%[1]s 10:20:00 AM,Joined,Attendee\n1,a@x.example,Ama,M,%[1]s 11:31:00 AM,Left,Attendee\n", day)
	}
	w := &world{files: map[string]string{"now.csv": live("7/5/2026"), "then.csv": live("6/28/2026")}}
	for file, want := range map[string]report.Severity{"now.csv": "", "then.csv": report.Warning} {
		doc := w.look(t, stepAfter, map[string]string{askSheet: "0|60|Talk", askReports: file, askDate: "2026-07-05",
			askClock: "12:30", askZone: "Europe/Berlin"})
		if got := found(doc); got["report-other-day"] != want {
			t.Errorf("%s: %v", file, got)
		}
		for _, b := range doc.Blocks {
			facts, _ := b.(report.Facts)
			for _, f := range facts.Rows {
				early := map[bool]string{true: "1", false: "unknown"}[want == ""]
				if f.Name == "peak" && f.Text != "1 at 12:20" || f.Name == "reconnected" && f.Text != "0" ||
					f.Name == "early" && f.Value != early {
					t.Errorf("%s: %+v", file, f)
				}
			}
		}
	}
}

// TestAMeetingHasNoDelay: what is true of events for a large audience is not said about a meeting.
func TestAMeetingHasNoDelay(t *testing.T) {
	w := &world{}
	for kind, delayed := range map[string]bool{"meeting": false, "broadcast": true} {
		v := w.visit(map[string]string{askKind: kind, askTemplate: "talk"})
		said := question(t, w.guide(), askSheet).Default(v)
		items, err := runsheet.Parse(said)
		if err != nil || len(items) < 10 {
			t.Fatalf("%s: %v", kind, err)
		}
		d := deps{Services: services.Services{Now: func() time.Time { return noon }}}
		h, err := d.rehearse(context.Background(), v)
		if err != nil {
			t.Fatal(err)
		}
		doc := w.look(t, stepWhen, v.Answers)
		said += strings.Join(h.Todo, " ") + fmt.Sprint(doc.Blocks)
		for _, words := range []string{"Go live", "go live", "up to a minute"} {
			if strings.Contains(said, words) != delayed {
				t.Errorf("%s: %q", kind, words)
			}
		}
	}
	if got := seenAndHeard(runsheet.Item{Screen: "Words", Sound: "Music", Note: "softly"}); got !=
		"Seen: Words. Heard: Music. softly" {
		t.Error(got)
	}
}

// TestAnItemBesideALongOne: a moment during a long item is not the end of the event.
func TestAnItemBesideALongOne(t *testing.T) {
	doc := (&world{}).look(t, stepSheet, map[string]string{askSheet: "0 | 90 | Concert\n+30 | | Open the bar",
		askDate: "2026-12-06", askClock: "18:00", askZone: "UTC"})
	if got := doc.Facts()["ends"]; got != "2026-12-06T19:30:00Z" {
		t.Error(got)
	}
}

// TestAFileThatIsNoTable leaves the run sheet as it is, and the reason for each row is given.
func TestAFileThatIsNoTable(t *testing.T) {
	w := &world{files: map[string]string{"x.png": "\x89PNG\r\n\x1a\n\x00\x00\x00\x00",
		"y.csv": "Time,Item\nsoon,Talk\nlater,Song\n"}}
	for file, want := range map[string]string{"x.png": "file-unread", "y.csv": "no-items"} {
		doc := w.look(t, stepSheet, map[string]string{askSheet: "0|4|Welcome", askFile: file})
		if got := found(doc); got[want] == "" || doc.Facts()["items"] != "1" {
			t.Errorf("%s: %v %v", file, got, doc.Facts())
		}
	}
}

func TestAddressesAsPeoplePasteThem(t *testing.T) {
	got := addresses("Ama Mensah <Ama@x.example>; ben@x.example cy@x.example,\nDora Ek\n(mailto:eve@x.example)")
	want := "ama@x.example ben@x.example cy@x.example dora ek eve@x.example"
	if strings.Join(got, " ") != want {
		t.Errorf("%q", got)
	}
}
