package liveevent

import (
	_ "embed"
	"encoding/csv"
	"regexp"
	"strconv"
	"strings"
)

//go:embed limits.csv
var limitsFile string

// limit returns the value of the first row of limits.csv for a licence or an event type; 0
// if there is none.
func limit(what, name string) int {
	r := csv.NewReader(strings.NewReader(limitsFile))
	r.Comment = '#'
	rows, _ := r.ReadAll()
	for _, row := range rows {
		if row[0] != what {
			continue
		}
		if yes, err := regexp.MatchString("(?i)^(?:"+row[1]+")$", name); err == nil && yes {
			n, _ := strconv.Atoi(row[2])
			return n
		}
	}
	return 0
}

// meetingPeople returns how many people a meeting holds with a licence.
func meetingPeople(part string) int { return limit("meeting-people", part) }

// recordingDays returns how many days after the event a recording is deleted, unless someone
// set another number; 0 if that is not known.
func recordingDays(kind string) int { return limit("recording-days", kind) }

// owned is what the licences of the organisation allow.
type owned struct {
	group  string // "enterprise", "business", "none" or "unknown"
	people int    // in a meeting
}

// most returns how many people an event type holds.
func (o owned) most(k kind) int {
	if k.ID == "meeting" {
		return max(o.people, k.People)
	}
	return k.People
}

// largestMeeting returns how many people a meeting holds with the largest licence.
func largestMeeting() (most int) {
	r := csv.NewReader(strings.NewReader(limitsFile))
	r.Comment = '#'
	rows, _ := r.ReadAll()
	for _, row := range rows {
		if n, err := strconv.Atoi(row[2]); err == nil && row[0] == "meeting-people" {
			most = max(most, n)
		}
	}
	return most
}

// mayHold reports whether an event type may hold people although the known licences do not show that: the licences
// are not known.
func (o owned) mayHold(k kind, people int) bool {
	return k.ID == "meeting" && (o.group == "unknown" || o.group == "none") && people <= largestMeeting()
}
