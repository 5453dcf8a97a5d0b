package runsheet

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"handrail/app"
)

// Field is what a column of a table can hold.
type Field string

// The fields.
const (
	FieldOffset Field = "from start"
	FieldClock  Field = "clock"
	FieldEnd    Field = "end"
	FieldLength Field = "length"
	FieldFixed  Field = "fixed"
	FieldLink   Field = "link start" // Ontime: follows the item above
	FieldTitle  Field = "title"
	FieldCue    Field = "cue"
	FieldWho    Field = "who"
	FieldScreen Field = "screen"
	FieldSound  Field = "sound"
	FieldNote   Field = "note"
	FieldSkip   Field = "skip"
	FieldType   Field = "timer type" // Ontime: marks groups and milestones
)

// Columns maps a field to its column, from 0.
type Columns map[Field]int

// MatchColumns returns the row with the given headings and their columns. The error is app.Invalid
// and names a heading that is missing.
func MatchColumns(rows [][]string, headings map[Field]string) (header int, c Columns, err error) {
	best, missing := -1, ""
	for i, row := range rows[:min(len(rows), 40)] {
		found := Columns{}
		lacks := ""
		for f, heading := range headings {
			k := slices.IndexFunc(row, func(cell string) bool { return strings.EqualFold(clean(cell), clean(heading)) })
			if k < 0 {
				lacks = heading
				continue
			}
			found[f] = k
		}
		if len(found) == len(headings) {
			return i, found, nil
		}
		if len(found) > best {
			best, missing = len(found), lacks
		}
	}
	return 0, nil, app.Errorf(app.Invalid, "Enter the heading exactly as in the file.", "The file has no column “%s”.",
		missing)
}

// Note is a row that did not become an item, or became one without its length, and why.
type Note struct {
	Row  int // from 1, as a spreadsheet counts
	Why  string
	Kept bool // it became an item without its length
}

// headings are the headings of Table. FromTable reads them back.
var headings = []string{"From start", "Clock", "Length", "Fixed", "Cue", "Who", "Screen", "Sound", "Note"}

// Table returns a sheet as rows for a spreadsheet. FromTable reads them back.
func Table(items []Item, start time.Time) [][]string {
	rows := [][]string{headings}
	for i, s := range Plan(items, start) {
		length, fixed := "", "no"
		if s.Length > 0 {
			length = FormatDuration(s.Length)
		}
		if s.Fixed {
			fixed = "yes"
		}
		at := strings.TrimSuffix(strings.ReplaceAll(FormatOffset(Offset(items, i)), "−", "-"), " min")
		rows = append(rows, []string{at, s.Start.Format("15:04:05"), length, fixed, s.Cue, s.Who, s.Screen, s.Sound,
			s.Note})
	}
	return rows
}

// OutcomeTable returns planned and actual times with Ontime's headings, and the difference
// in minutes. Times are clock times in loc.
func OutcomeTable(outcomes []Outcome, loc *time.Location) [][]string {
	rows := [][]string{{"Index", "Title", "Cue", "Scheduled Start", "Actual Start", "Scheduled End", "Actual End",
		"Late", "Took", "Planned"}}
	face := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(loc).Format("15:04:05")
	}
	for _, o := range outcomes {
		row := []string{fmt.Sprint(o.Index), o.Item.Cue, o.Item.Who, face(o.PlannedStart), face(o.Began),
			face(o.PlannedEnd), face(o.Ended), "", "", FormatDuration(o.Item.Length)}
		if !o.Ended.IsZero() {
			row[7], row[8] = signed(o.Late()), FormatDuration(o.Took())
		}
		rows = append(rows, row)
	}
	return rows
}

func signed(d time.Duration) string {
	if d < 0 {
		return "-" + FormatDuration(-d)
	}
	return FormatDuration(d)
}
