package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/tenant"
)

// Permissions to find an own meeting by its link, and to read who was there. They
// are asked for only where a person wants that (permissions-reference.md).
const (
	meetingScope    = "OnlineMeetings.Read"
	attendanceScope = "OnlineMeetingArtifact.Read.All"
)

// mostReports is how many reports of one meeting are looked through: one that is
// held every week has one a week.
const mostReports = 400

// Attendance gives the attendance reports of the person's own meeting with a link,
// of those that began within a day of at, as Microsoft writes them
// (meetingattendancereport-get.md). It may open a browser to ask for permission.
// app.NotFound where the account has no such meeting or no report is there yet.
func (o *Office) Attendance(ctx context.Context, link string, at time.Time) ([][]byte, error) {
	g, _, err := o.allowed(ctx, "download the report from Teams", []string{meetingScope, attendanceScope})
	if err != nil {
		return nil, err
	}
	all, err := g.attendance(ctx, link, at)
	return all, notAttended(err)
}

func (g *Client) attendance(ctx context.Context, link string, at time.Time) ([][]byte, error) {
	q := url.Values{"$filter": {"JoinWebUrl eq '" + strings.ReplaceAll(link, "'", "''") + "'"}}
	body, err := g.get(ctx, g.absolute("v1.0/me/onlineMeetings?"+q.Encode()))
	if err != nil {
		return nil, err
	}
	found, err := readPage(body)
	if err != nil {
		return nil, err
	}
	if len(found.Value) == 0 {
		return nil, app.Errorf(app.NotFound, "Sign in as the organiser, or download the report from Teams.", "Your account has no meeting with this link.")
	}
	base := "v1.0/me/onlineMeetings/" + escape(idOf(found.Value[0])) + "/attendanceReports"
	next, seen := g.absolute(base), 0
	var all [][]byte
	for next != "" && seen < mostReports {
		if body, err = g.get(ctx, next); err != nil {
			return nil, err
		}
		page, err := readPage(body)
		if err != nil {
			return nil, err
		}
		for _, row := range page.Value {
			seen++
			var head struct {
				Start tenant.When `json:"meetingStartDateTime"`
			}
			if json.Unmarshal(row, &head) != nil || head.Start.Sub(at).Abs() > 24*time.Hour {
				continue
			}
			one, err := g.get(ctx, g.absolute(base+"/"+escape(idOf(row))+"?$expand=attendanceRecords"))
			if err != nil {
				return nil, err
			}
			all = append(all, one)
		}
		if string(page.Next) == next {
			break
		}
		next = string(page.Next)
	}
	if len(all) == 0 {
		return nil, app.Errorf(app.NotFound, "Microsoft makes it some minutes after the end. Look again then.", "There is no attendance report of that day yet.")
	}
	return all, nil
}

// notAttended puts trouble with attendance into words.
func notAttended(err error) error {
	var a *answer
	if !errors.As(err, &a) {
		return err
	}
	e := app.Errorf(app.Unreachable, "Try again later, or download the report from Teams.", "Microsoft did not give the attendance report (status %d).", a.Status)
	switch a.Status {
	case http.StatusForbidden, http.StatusUnauthorized:
		e = app.Errorf(app.Denied, "Sign in as the organiser, or download the report from Teams.", "Your account may not read who was at this event.")
	case http.StatusNotFound:
		e = app.Errorf(app.NotFound, "Look again some minutes after the end, or download the report from Teams.", "There is no such report.")
	}
	e.Err = a
	return e
}
