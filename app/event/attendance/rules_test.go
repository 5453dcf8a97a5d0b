package attendance

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

const (
	top = "1. Summary\nMeeting title\tHarvest supper\nRegistered participants\t9\nAttended participants\t%\n" +
		"Start time\t3/14/26, 6:00:00 PM\nEnd time\t3/14/26, 7:30:00 PM\n\n2. Participants\nName\tFirst Join\t" +
		"Last Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
	singles = "\n3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
)

func mustRead(t *testing.T, text string) *Report {
	t.Helper()
	r, err := Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEachRowOfParticipantsIsAPerson(t *testing.T) {
	const one, two = "Visitor\t3/14/26, 6:00:00 PM\t3/14/26, 7:00:00 PM\t50m\t\t\tAttendee\n",
		"Visitor\t3/14/26, 6:05:00 PM\t3/14/26, 7:10:00 PM\t1h 5m\t\t\tAttendee\n"
	r := mustRead(t, strings.ReplaceAll(top, "%", "2")+one+two+singles+
		"Visitor\t3/14/26, 6:00:00 PM\t3/14/26, 6:20:00 PM\t20m\t\tAttendee\n"+
		"Visitor\t3/14/26, 6:05:00 PM\t3/14/26, 7:10:00 PM\t1h 5m\t\tAttendee\n"+
		"Visitor\t3/14/26, 6:30:00 PM\t3/14/26, 7:00:00 PM\t30m\t\tAttendee\n")
	if peak, _ := r.Peak(); len(r.People) != 2 || peak != 2 || r.People[0].Joins != 2 || r.People[1].Joins != 1 ||
		slices.Contains(r.Odd, OddSummary) {
		t.Errorf("%d at once, %v: %+v", peak, r.Odd, r.People)
	}
}

func TestPeopleWithoutTimesWereThere(t *testing.T) {
	r := mustRead(t, strings.ReplaceAll(top, "%", "2")+
		"Ama\t3/14/26, 6:00:00 PM\t3/14/26, 7:00:00 PM\t1h\tama@x.example\t\tAttendee\nBen\t\t\t\tben@x.example\t\tA\n")
	peak, _ := r.Peak()
	if len(r.People) != 2 || peak != 1 || r.MedianStay() != time.Hour || !slices.Contains(r.Odd, OddNoTimes) {
		t.Errorf("%d at once, %v, %v: %+v", peak, r.MedianStay(), r.Odd, r.People)
	}
	if r.Early(r.Start) != 0 || len(r.Curve(4)) != 4 {
		t.Error("figures without times")
	}
}

func TestClocksThatGoBack(t *testing.T) {
	text := strings.ReplaceAll(strings.ReplaceAll(top, "%", "2"), "3/14/26, 7:30:00 PM", "3/14/26, 5:40:00 PM") +
		"Ama\t3/14/26, 6:00:00 PM\t3/14/26, 5:40:00 PM\t40m\tama@x.example\t\tAttendee\n" +
		"Ben\t3/14/26, 6:00:00 PM\t3/14/26, 2:40:00 PM\t?\tben@x.example\t\tAttendee\n"
	r := mustRead(t, text)
	if len(r.People) != 2 || r.MedianStay() != 40*time.Minute || !slices.Contains(r.Odd, OddClocks) ||
		r.End.Before(r.Start) {
		t.Errorf("%v to %v, %v: %+v", r.Start, r.End, r.Odd, r.People)
	}
}

func TestNoEventEndsBeforeItStarts(t *testing.T) {
	text := strings.ReplaceAll(strings.ReplaceAll(top, "%", "1"), "3/14/26, 7:30:00 PM", "3/13/26, 7:30:00 PM") +
		"Ama\t3/14/26, 5:00:00 PM\t3/14/26, 5:10:00 PM\t10m\tama@x.example\t\tAttendee\n"
	if r := mustRead(t, text); r.End.Before(r.Start) {
		t.Errorf("%v to %v", r.Start, r.End)
	}
}

func TestLiveEventCountsByParticipant(t *testing.T) {
	r := mustRead(t, "Participant Id,Session_Id,Full Name,UTC Event Timestamp,Action,Role\n"+
		"p1,a,Ama,3/14/2026 6:00:00 PM,Joined,Attendee\np1,a,Ama,3/14/2026 6:10:00 PM,Left,Attendee\n"+
		"p1,b,Ama,3/14/2026 6:20:00 PM,Joined,Attendee\np1,b,Ama,3/14/2026 6:30:00 PM,Left,Attendee\n"+
		"p2,c,Ama,3/14/2026 6:00:00 PM,Joined,Attendee\np2,c,Ama,3/14/2026 6:30:00 PM,Left,Attendee\n")
	if r.Kind != Live || !r.Zoned || len(r.People) != 2 || r.People[0].Joins != 2 ||
		r.MedianStay() != 25*time.Minute {
		t.Errorf("%+v", r)
	}
}

func TestReportWithoutTimesNamesTheSetting(t *testing.T) {
	_, err := Read([]byte("1. Summary\nMeeting title\tX\n\n2. Participants\nName\tEmail\nAma\ta@x.example\nBen\t\n"))
	if err == nil || !strings.Contains(err.Error(), "2 people") {
		t.Error(err)
	}
}

func TestGraphInEveryWrapping(t *testing.T) {
	const record = `{"id":"1","emailAddress":"ama@x.example","identity":{"displayName":"Ama"},"attendanceIntervals":` +
		`[{"joinDateTime":"2026-03-14T18:00:00Z","leaveDateTime":"2026-03-14T18:30:00Z"}]}`
	const whole = `{"meetingStartDateTime":"2026-03-14T18:00:00.5Z","meetingEndDateTime":"2026-03-14T19:00:00Z",` +
		`"totalParticipantCount":1,"attendanceRecords":[` + record + `]}`
	var wide []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + whole)) {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	for name, text := range map[string]string{
		"alone": whole, "a list": "[" + whole + "]", "an envelope": `{"value":[` + whole + `]}`,
		"UTF-16": string(wide), "only records": "[" + record + "]",
		"PowerShell 5.1": strings.NewReplacer("2026-03-14T18:00:00Z", `\/Date(1773511200000)\/`,
			"2026-03-14T18:30:00Z", `\/Date(1773513000000)\/`, "attendanceRecords", "AttendanceRecords").Replace(whole),
	} {
		r, err := Read([]byte(text))
		if err != nil || len(r.People) != 1 || r.MedianStay() != 30*time.Minute ||
			r.Start.Format(time.RFC3339) != "2026-03-14T18:00:00Z" {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	for name, text := range map[string]string{"two reports": "[" + whole + "," + whole + "]", "nothing": "[]",
		"damaged": whole[:90]} {
		if r, err := Read([]byte(text)); err == nil {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestOtherCalendarsAreRefused(t *testing.T) {
	for _, day := range []string{"1404/12/23", "1447/9/24", "115/3/14", "14/3/55", "14/3/09"} {
		text := strings.NewReplacer("%", "1", "3/14/26,", day, " PM", "").Replace(top) +
			"Ama\t" + day + " 6:00:00\t" + day + " 7:00:00\t1h\tama@x.example\t\tAttendee\n"
		if r, err := Read([]byte(text)); err == nil {
			t.Errorf("%s is read as %v", day, r.Start)
		}
	}
}
