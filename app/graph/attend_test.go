package graph

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/event/attendance"
	"handrail/app/sample/graphsim"
)

// TestAttendanceComesThroughGraph reads the reports of the meeting with the link, of that day only, in the form that
// the attendance package reads.
func TestAttendanceComesThroughGraph(t *testing.T) {
	c := graphsim.New(graphsim.Options{Now: noon})
	base, err := c.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	o, ctx := office(t, t.TempDir(), base), context.Background()
	all, err := o.Attendance(ctx, c.HeldLink(), c.HeldAt())
	if err != nil || len(all) != 1 {
		t.Fatalf("%d reports, %v", len(all), err)
	}
	r, err := attendance.Read(all[0])
	if err != nil || len(r.People) != 37 || !r.Zoned || r.Kind != attendance.Graph || len(r.Reconnected(2)) == 0 {
		t.Fatalf("%v: %+v", err, r)
	}
	_, err = o.Attendance(ctx, c.HeldLink(), c.HeldAt().AddDate(0, 0, 7))
	if app.CodeOf(err) != app.NotFound || !strings.Contains(err.Error(), "for that day") {
		t.Errorf("another week: %v", err)
	}
	_, err = o.Attendance(ctx, "https://teams.microsoft.com/l/meetup-join/o'neill", c.HeldAt())
	if app.CodeOf(err) != app.NotFound || !strings.Contains(err.Error(), "no meeting with this link") {
		t.Errorf("another link: %v", err)
	}
	c.Play(graphsim.Fault{Path: "/me/onlineMeetings/", Effect: graphsim.Refuse, Status: 403})
	if _, err := o.Attendance(ctx, c.HeldLink(), c.HeldAt().Add(2*time.Hour)); app.CodeOf(err) != app.Denied {
		t.Errorf("refused: %v", err)
	}
	for _, r := range c.Requests() {
		if r.Method != "GET" {
			t.Errorf("%s %s", r.Method, r.URI)
		}
	}
}

// TestARecordOnALaterPageIsNotLost: the records of a large report have several pages; one that is refused is an error.
func TestARecordOnALaterPageIsNotLost(t *testing.T) {
	const meetings = "/v1.0/me/onlineMeetings"
	reports, report := meetings+"/m/attendanceReports", meetings+"/m/attendanceReports/r"
	record := func(id string) string {
		return `{"id":"` + id + `","identity":{"displayName":"` + id + `"},"attendanceIntervals":[{"joinDateTime":` +
			`"2026-11-22T10:30:00Z","leaveDateTime":"2026-11-22T11:00:00Z"}]}`
	}
	head := `{"id":"r","meetingStartDateTime":"2026-11-22T10:30:00Z","meetingEndDateTime":"2026-11-22T11:30:00Z"`
	replies := map[string][]reply{
		meetings: {ok(`{"value":[{"id":"m"}]}`)},
		reports:  {ok(`{"value":[` + head + `}]}`)},
		report: {ok(head + `,"attendanceRecords":[` + record("a") + `],"attendanceRecords@odata.nextLink":"BASE` + report +
			`/attendanceRecords?$skiptoken=2"}`)},
		report + "/attendanceRecords#2": {ok(`{"value":[` + record("b") + `],"@odata.nextLink":"BASE` + report +
			`/attendanceRecords?$skiptoken=3"}`)},
		report + "/attendanceRecords#3": {ok(`{"value":[` + record("c") + `]}`)},
	}
	o := office(t, t.TempDir(), serve(t, replies).URL)
	at := time.Date(2026, 11, 22, 10, 30, 0, 0, time.UTC)
	all, err := o.Attendance(context.Background(), "https://teams.microsoft.com/l/meetup-join/x", at)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d reports, %v", len(all), err)
	}
	if r, err := attendance.Read(all[0]); err != nil || len(r.People) != 3 {
		t.Errorf("%+v, %v", r, err)
	}
	replies[report+"/attendanceRecords#3"] = []reply{{status: 403, body: `{}`}}
	o = office(t, t.TempDir(), serve(t, replies).URL)
	if all, err := o.Attendance(context.Background(), "https://teams.microsoft.com/l/meetup-join/x", at); err == nil {
		t.Errorf("a part passes for the whole: %s", all)
	}
}
