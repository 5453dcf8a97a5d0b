package graphsim

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

var (
	// meetingKind is /me/onlineMeetings, which can be asked for by link only
	// (onlinemeeting-get.md).
	meetingKind = &kind{name: "onlineMeeting", context: "users('me')/onlineMeetings",
		fields: []string{"id", "subject", "startDateTime", "endDateTime", "joinWebUrl", "allowRecording",
			"recordAutomatically"},
		filter: map[string]string{"JoinWebUrl": "eq"}, page: 10, most: 100}
	// attendedKind is a meeting's attendance reports (meetingattendancereport.md).
	attendedKind = &kind{name: "meetingAttendanceReport", context: "users('me')/onlineMeetings/attendanceReports",
		fields: []string{"id", "totalParticipantCount", "meetingStartDateTime", "meetingEndDateTime",
			"attendanceRecords"},
		plain: []string{"id", "totalParticipantCount", "meetingStartDateTime", "meetingEndDateTime"}, page: 20,
		most: 100, expand: []string{"attendanceRecords"},
		expander: func(x *call, r row, name string) (any,
			bool) {
			return x.cloud.attended(), name == "attendanceRecords"
		}}
)

// The meeting that was held in the sample before today.
const heldTitle = "Remembrance service"

func (c *Cloud) heldStart() time.Time {
	return c.base.AddDate(0, 0, -14).Add(10*time.Hour + 30*time.Minute)
}

func meetingRoutes() []route {
	const all = "/me/onlineMeetings"
	return []route{
		{of: "[]onlineMeeting", pattern: all, do: meetingsByLink},
		{of: "[]meetingAttendanceReport", pattern: all + "/{}/attendanceReports",
			do: ofHeld(func(x *call) *answer { return x.list(attendedKind, these([]object{x.cloud.heldReport()})) })},
		{of: "meetingAttendanceReport", pattern: all + "/{}/attendanceReports/{}", do: ofHeld(func(x *call) *answer {
			if r := x.cloud.heldReport(); x.arg(1) == r.str("id") {
				return x.entity(attendedKind, r)
			}
			return notFound(x.arg(1))
		})},
	}
}

func ofHeld(do func(*call) *answer) func(*call) *answer {
	return func(x *call) *answer {
		if x.arg(0) != x.cloud.heldMeeting().str("id") {
			return notFound(x.arg(0))
		}
		return do(x)
	}
}

// HeldLink is the link of the meeting that was held in the sample, and HeldAt when
// it began.
func (c *Cloud) HeldLink() string { return c.heldMeeting().str("joinWebUrl") }

// HeldAt is when the meeting of HeldLink began.
func (c *Cloud) HeldAt() time.Time { return c.heldStart() }

func (c *Cloud) heldMeeting() object {
	id := c.guid("meeting/held")
	return object{{"id", "MSp" + strings.ReplaceAll(id, "-", "")}, {"subject", heldTitle},
		{"startDateTime", c.heldStart()}, {"endDateTime", c.heldStart().Add(time.Hour)},
		{"joinWebUrl", "https://teams.microsoft.com/l/meetup-join/19%3ameeting_" + strings.ReplaceAll(id, "-", "") +
			"%40thread.v2/0?context=%7b%22Tid%22%3a%22" + TenantID + "%22%2c%22Oid%22%3a%22" + c.hand[0].id + "%22%7d"},
		{"allowRecording", true}, {"recordAutomatically", false}}
}

// meetingsByLink refuses to list all, as Graph does.
func meetingsByLink(x *call) *answer {
	if !strings.Contains(strings.ToLower(x.rawQuery), "filter") {
		return refuse(400, "InvalidArgument",
			"Filter expression expected - /onlineMeetings?$filter=JoinWebUrl eq '{joinWebUrl}'.")
	}
	q, refused := x.parseQuery(meetingKind)
	if refused != nil {
		return refused
	}
	rows := []object{}
	m := x.cloud.heldMeeting()
	if text := q.values.Get("$filter"); strings.Contains(text, "'"+m.str("joinWebUrl")+"'") {
		rows = append(rows, m)
	}
	plain := *x
	plain.rawQuery = "" // it is answered
	return plain.list(meetingKind, these(rows))
}

func (c *Cloud) heldReport() object {
	return object{{"id", c.guid("attended/held")}, {"totalParticipantCount", len(c.attended())},
		{"meetingStartDateTime", c.heldStart().Add(-20 * time.Minute)},
		{"meetingEndDateTime", c.heldStart().Add(58 * time.Minute)}}
}

// attended is who was there: people of the sample who came early, on time, late,
// and some who lost their line and came back.
func (c *Cloud) attended() []any {
	start := c.heldStart()
	var all []any
	for i := range 37 {
		p := c.person(i % c.people)
		from := start.Add(time.Duration(i%9-6) * time.Minute)
		to := start.Add(time.Duration(40+i%18) * time.Minute)
		spells := []any{object{{"joinDateTime", from}, {"leaveDateTime", to},
			{"durationInSeconds", int(to.Sub(from) / time.Second)}}}
		if i%7 == 3 {
			cut := from.Add(11 * time.Minute)
			spells = []any{object{{"joinDateTime", from}, {"leaveDateTime", cut},
				{"durationInSeconds", int(cut.Sub(from) / time.Second)}},
				object{{"joinDateTime", cut.Add(90 * time.Second)}, {"leaveDateTime", to},
					{"durationInSeconds", int(to.Sub(cut.Add(90*time.Second)) / time.Second)}}}
		}
		role := "Attendee"
		if i == 0 {
			role = "Organizer"
		}
		all = append(all, object{{"id", c.guid("record/" + strconv.Itoa(i))}, {"emailAddress", p.upn},
			{"totalAttendanceInSeconds", int(to.Sub(from) / time.Second)}, {"role", role},
			{"identity", object{{"@odata.type", "#microsoft.graph.communicationsUserIdentity"}, {"id", p.id},
				{"displayName", fmt.Sprint(p.name)}, {"tenantId", TenantID}}}, {"attendanceIntervals", spells}})
	}
	return all
}
