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
