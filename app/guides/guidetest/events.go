package guidetest

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/event/attendance"
	"handrail/app/event/runsheet"
)

// events is what a World knows of events: one earlier event with its attendance.
type events struct{ runs map[string]runsheet.Run }

// earlier is the attendance report of the event a week before.
func earlier() *attendance.Report {
	start := Noon.AddDate(0, 0, -7)
	r := &attendance.Report{Kind: attendance.Meeting, Title: "Sunday service", Start: start,
		End: start.Add(time.Hour), Zoned: true}
	for _, name := range []string{"Ada Mayhew", "Ben Okafor", "Cai Rees"} {
		r.People = append(r.People, attendance.Person{Name: name, Joins: 1,
			Spells: []attendance.Interval{{From: start, To: start.Add(50 * time.Minute)}}})
	}
	return r
}

// KeepAttendance is that of attendance.Keeper.
func (events) KeepAttendance(ctx context.Context, _ *attendance.Report, _ attendance.Retention, _ string,
	_ time.Time) (attendance.State, error) {
	return attendance.New, ctx.Err()
}

// Attendances is that of attendance.Keeper.
func (events) Attendances(ctx context.Context) ([]attendance.Row, error) {
	r := earlier()
	return []attendance.Row{{ID: 1, Kind: r.Kind, Title: r.Title, Start: r.Start, End: r.End, Zoned: true,
			Attendees: len(r.People), Peak: 3, MedianStay: 50 * time.Minute, Source: "earlier.csv", Taken: r.End}},
		ctx.Err()
}

// Attendance is that of attendance.Keeper.
func (events) Attendance(ctx context.Context, id int64) (*attendance.Report, error) {
	if id != 1 {
		return nil, app.Errorf(app.NotFound, "Import it again.", "This report is no longer on this computer.")
	}
	return earlier(), ctx.Err()
}

// SaveRun is that of runsheet.Runs.
func (e events) SaveRun(ctx context.Context, r runsheet.Run) error {
	e.runs[r.ID] = r
	return ctx.Err()
}

// Runs is that of runsheet.Runs.
func (e events) Runs(ctx context.Context, visit string) (all []runsheet.Run, err error) {
	for _, r := range e.runs {
		if r.Visit == visit {
			all = append(all, r)
		}
	}
	return all, ctx.Err()
}

// Run is that of runsheet.Runs.
func (e events) Run(ctx context.Context, id string) (runsheet.Run, error) {
	r, ok := e.runs[id]
	if !ok {
		return r, app.Errorf(app.NotFound, "Begin it again.", "There is no such event.")
	}
	return r, ctx.Err()
}

// attended is what Microsoft returns about an event.
func attended(ctx context.Context, _ string, at time.Time) ([][]byte, error) {
	begun, ended := at.UTC().Format(time.RFC3339), at.UTC().Add(time.Hour).Format(time.RFC3339)
	return [][]byte{[]byte(`{"id":"a1","totalParticipantCount":1,"meetingStartDateTime":"` + begun +
		`","meetingEndDateTime":"` + ended + `","attendanceRecords":[{"id":"p1","emailAddress":"ben@northgate.example",
		"totalAttendanceInSeconds":3600,"role":"Attendee","identity":{"displayName":"Ben Okafor"},"attendanceIntervals":[
		{"joinDateTime":"` + begun + `","leaveDateTime":"` + ended + `","durationInSeconds":3600}]}]}`)}, ctx.Err()
}

func linkTarget(ctx context.Context, _ string) (string, error) {
	return "https://teams.microsoft.com/l/meetup-join/one", ctx.Err()
}
