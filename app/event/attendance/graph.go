package attendance

import (
	"encoding/json"
	"strings"
	"time"

	"handrail/app"
)

// graphReport is Microsoft Graph's meetingAttendanceReport with its records
// (v1.0, $expand=attendanceRecords), alone or as a list.
type graphReport struct {
	Value   []graphReport `json:"value"`
	Start   time.Time     `json:"meetingStartDateTime"`
	End     time.Time     `json:"meetingEndDateTime"`
	Total   int           `json:"totalParticipantCount"`
	Records []struct {
		ID       string `json:"id"`
		Address  string `json:"emailAddress"`
		Role     string `json:"role"`
		Identity struct {
			ID   string `json:"id"`
			Name string `json:"displayName"`
		} `json:"identity"`
		Spells []struct {
			From time.Time `json:"joinDateTime"`
			To   time.Time `json:"leaveDateTime"`
		} `json:"attendanceIntervals"`
	} `json:"attendanceRecords"`
}

func readGraph(data []byte) (*Report, error) {
	var g graphReport
	if err := json.Unmarshal(data, &g); err != nil {
		return nil, none()
	}
	if len(g.Value) == 1 {
		g = g.Value[0]
	}
	if g.Start.IsZero() {
		return nil, none()
	}
	if len(g.Records) == 0 {
		return nil, app.Errorf(app.Invalid, "Request it with $expand=attendanceRecords.",
			"The report has no people in it.")
	}
	r := &Report{Kind: Graph, Zoned: true, Start: g.Start.UTC().Truncate(time.Second),
		End: g.End.UTC().Truncate(time.Second), ReportedTotal: g.Total}
	p := people{r, map[string]int{}}
	for _, rec := range g.Records {
		person := &r.People[p.place(rec.Identity.Name, rec.Address, rec.Identity.ID, rec.ID)]
		person.Role = strings.TrimSpace(rec.Role)
		for _, s := range rec.Spells {
			if s.To.Before(s.From) || s.From.IsZero() {
				r.odd(OddShort)
				continue
			}
			person.Spells = append(person.Spells,
				Interval{s.From.UTC().Truncate(time.Second), s.To.UTC().Truncate(time.Second)})
			person.Joins++
		}
	}
	r.finish()
	return r, nil
}
