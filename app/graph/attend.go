package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"handrail/app"
	"handrail/app/graph/shape"
	"handrail/app/tenant"
)

// Permissions to find a meeting by its link, and to read who attended. They are asked for only where a person wants
// that (Microsoft Learn, Microsoft Graph permissions reference).
const (
	meetingScope    = "OnlineMeetings.Read"
	attendanceScope = "OnlineMeetingArtifact.Read.All"
)

// mostReports is how many reports of one meeting are read. A weekly meeting has one a week.
const mostReports = 400

// Attendance returns the attendance reports of the person's own meeting with a link, of those that began within a day
// of at, as Microsoft sends them (Microsoft Learn, Get meetingAttendanceReport). It may open a browser to ask for
// permission. The error is app.NotFound where the account has no such meeting or there is no report yet.
func (o *Connections) Attendance(ctx context.Context, link string, at time.Time) ([][]byte, error) {
	g, _, err := o.allowed(ctx, "download the report from Teams", []string{meetingScope, attendanceScope})
	if err != nil {
		return nil, err
	}
	all, err := g.attendance(ctx, link, at)
	return all, notAttended(err)
}

func (g *Client) attendance(ctx context.Context, link string, at time.Time) ([][]byte, error) {
	meetings := g.from(func(s start) ask { return get(s.me().OnlineMeetings().ToGetRequestInformation) })
	body, err := meetings.read(ctx, query{}.where("JoinWebUrl eq "+quoted(link)))
	if err != nil {
		return nil, err
	}
	found, err := shape.Page(body)
	if err != nil {
		return nil, err
	}
	if len(found.Value) == 0 {
		return nil, app.Errorf(app.NotFound, "Sign in as the organiser, or download the report from Teams.",
			"Your account has no meeting with this link.")
	}
	meeting := shape.IDOf(found.Value[0])
	reports := g.from(func(s start) ask {
		return get(s.me().OnlineMeetings().ByOnlineMeetingId(meeting).AttendanceReports().ToGetRequestInformation)
	})
	ids, err := g.reportsOfDay(ctx, reports, at)
	if err != nil {
		return nil, err
	}
	var all [][]byte
	for _, id := range ids {
		report := g.from(func(s start) ask {
			return get(s.me().OnlineMeetings().ByOnlineMeetingId(meeting).AttendanceReports().
				ByMeetingAttendanceReportId(id).ToGetRequestInformation)
		})
		one, err := report.read(ctx, query{parameters: parameters{Expand: []string{"attendanceRecords"}}})
		if err == nil {
			one, err = g.withAllRecords(ctx, report, one)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		return nil, app.Errorf(app.NotFound, "Check when the meeting ended. Microsoft creates the report some minutes "+
			"later and keeps it for a year. It lists only the latest reports of a meeting. Check again later, or download "+
			"the report from Teams.",
			"Microsoft’s list has no attendance report for that day.")
	}
	return all, nil
}

// recordsNext is where the records of a report go on if they have several pages (OData 4.01 JSON, section 4.6.5).
const recordsNext = "attendanceRecords@odata.nextLink"

// withAllRecords returns a report with the records of all its pages.
func (g *Client) withAllRecords(ctx context.Context, src source, report []byte) ([]byte, error) {
	members, err := shape.Members(report)
	if err != nil {
		return nil, err
	}
	var next string
	if json.Unmarshal(members[recordsNext], &next) != nil || next == "" {
		return report, nil
	}
	var all []json.RawMessage
	if err := json.Unmarshal(members["attendanceRecords"], &all); err != nil {
		return nil, shape.Unreadable("it has no list where its documentation describes one")
	}
	if !within(next, g.cloud.Root) {
		return nil, &refusal{hostOf(next)}
	}
	err = (&pager{source: src}).walk(ctx, g.relative(next), func(p tenant.Page) error {
		for _, row := range p.Rows {
			all = append(all, row.Body)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	delete(members, recordsNext)
	if members["attendanceRecords"], err = json.Marshal(all); err != nil {
		return nil, err
	}
	return json.Marshal(members)
}

// reportsOfDay returns the IDs of the reports that began within a day of at.
func (g *Client) reportsOfDay(ctx context.Context, src source, at time.Time) (ids []string, err error) {
	r, err := src.request(ctx, query{})
	if err != nil {
		return nil, err
	}
	for next, seen, bare := "", 0, 0; ; {
		page, _, err := g.page(ctx, r)
		if err != nil {
			return nil, err
		}
		for _, row := range page.Value {
			var head struct {
				Start tenant.When `json:"meetingStartDateTime"`
			}
			if json.Unmarshal(row, &head) == nil && head.Start.Sub(at).Abs() <= 24*time.Hour {
				ids = append(ids, shape.IDOf(row))
			}
		}
		if bare++; len(page.Value) > 0 {
			bare = 0
		}
		seen += len(page.Value)
		if page.Next == "" || string(page.Next) == next || seen >= mostReports {
			return ids, nil
		}
		if bare >= mostBare {
			return nil, shape.Unreadable("its list does not come to an end")
		}
		next = string(page.Next)
		if !within(next, g.cloud.Root) {
			return nil, &refusal{hostOf(next)}
		}
		if r, err = src.onward(ctx, g.relative(next), query{}); err != nil {
			return nil, err
		}
	}
}

// notAttended returns an error about attendance for people.
func notAttended(err error) error {
	var a *answer
	if !errors.As(err, &a) {
		return err
	}
	e := app.Errorf(app.Unreachable, "Try again later, or download the report from Teams.",
		"Microsoft did not return the attendance report (status %d).", a.Status)
	switch a.Status {
	case http.StatusForbidden, http.StatusUnauthorized:
		e = app.Errorf(app.Denied, "Sign in as the organiser, or download the report from Teams.",
			"Your account may not read who attended this event.")
	case http.StatusNotFound:
		e = app.Errorf(app.NotFound, "Check again some minutes after the end, or download the report from Teams.",
			"This report does not exist.")
	}
	e.Err = a
	return e
}
