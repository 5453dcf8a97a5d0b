package attendance

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"handrail/app"
)

// graphReport is Microsoft Graph's meetingAttendanceReport with its records
// (v1.0, $expand=attendanceRecords), alone, in an envelope or in a plain list.
type graphReport struct {
	Value   list[graphReport] `json:"value"`
	Start   graphTime         `json:"meetingStartDateTime"`
	End     graphTime         `json:"meetingEndDateTime"`
	Total   int               `json:"totalParticipantCount"`
	Records list[graphRecord] `json:"attendanceRecords"`
	graphRecord
}

// graphRecord is an attendanceRecord.
type graphRecord struct {
	ID       string `json:"id"`
	Address  string `json:"emailAddress"`
	Role     string `json:"role"`
	Identity struct {
		ID   string `json:"id"`
		Name string `json:"displayName"`
	} `json:"identity"`
	Spells []struct {
		From graphTime `json:"joinDateTime"`
		To   graphTime `json:"leaveDateTime"`
	} `json:"attendanceIntervals"`
}

// graphTime is a time as Graph writes it, or as Windows PowerShell 5.1 does:
// "\/Date(1771063507000)\/". A time that is missing is zero.
type graphTime struct{ time.Time }

// UnmarshalJSON implements json.Unmarshaler.
func (t *graphTime) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) != nil {
		return nil
	}
	if ms, ok := strings.CutPrefix(text, "/Date("); ok {
		if n, err := strconv.ParseInt(strings.TrimSuffix(ms, ")/"), 10, 64); err == nil {
			t.Time = time.UnixMilli(n).UTC()
		}
		return nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil && at.Year() > 1 {
		t.Time = at.UTC().Truncate(time.Second)
	}
	return nil
}

// The limits of a file of JSON: a list in it has at most so many entries, and on average
// its objects have at least so many bytes. A file that is smaller need not be judged.
const (
	mostEntries   = 200_000
	fewestObjects = 100_000
	bytesAnObject = 40
)

// list is a list that is not read to the end if it has too many entries.
type list[T any] []T

// UnmarshalJSON implements json.Unmarshaler.
func (l *list[T]) UnmarshalJSON(data []byte) error {
	*l = nil
	d := json.NewDecoder(bytes.NewReader(data))
	if first, err := d.Token(); err != nil || first != json.Delim('[') {
		return err // null is an empty list, and so is anything else
	}
	for d.More() {
		var one T
		if err := d.Decode(&one); err != nil {
			return err
		}
		if *l = append(*l, one); len(*l) > mostEntries {
			return errors.New("attendance: too many entries")
		}
	}
	return nil
}

// graphOf returns the one report in JSON.
func graphOf(data []byte) (g graphReport, err error) {
	if n := bytes.Count(data, []byte("{")); n > fewestObjects && n*bytesAnObject > len(data) {
		return g, none()
	}
	if data[0] == '[' {
		err = json.Unmarshal(data, &g.Value)
	} else {
		err = json.Unmarshal(data, &g)
	}
	switch {
	case err != nil:
		return g, none()
	case len(g.Value) > 0 && len(g.Value[0].Spells) > 0: // a list of records
		for _, rec := range g.Value {
			g.Records = append(g.Records, rec.graphRecord)
		}
		return g, nil
	case len(g.Value) == 1:
		g = g.Value[0]
	case len(g.Value) > 1 && !g.Value[0].Start.IsZero():
		return g, app.Errorf(app.Invalid, "Save each report in a file of its own.",
			"The file has %d attendance reports.", len(g.Value))
	}
	if g.Start.IsZero() {
		return g, none()
	}
	if len(g.Records) == 0 {
		return g, app.Errorf(app.Invalid, "Request it with $expand=attendanceRecords.",
			"The report has no people in it.")
	}
	return g, nil
}

func readGraph(data []byte) (*Report, error) {
	g, err := graphOf(data)
	if err != nil {
		return nil, err
	}
	r := &Report{Kind: Graph, Zoned: true, Start: g.Start.Time, End: g.End.Time, ReportedTotal: g.Total}
	p := people{report: r, index: map[string]int{}}
	for _, rec := range g.Records {
		person := &r.People[p.place(rec.Identity.Name, rec.Address, rec.Identity.ID, rec.ID)]
		person.Role = strings.TrimSpace(rec.Role)
		for _, s := range rec.Spells {
			if s.From.IsZero() || s.To.Before(s.From.Time) {
				r.odd(OddShort)
				continue
			}
			person.Spells = append(person.Spells, Interval{s.From.Time, s.To.Time})
			person.Joins++
		}
		if len(person.Spells) == 0 {
			r.odd(OddNoTimes)
		}
	}
	r.finish()
	return r, nil
}
