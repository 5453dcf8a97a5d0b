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

// names are the known headings of columns, in lower case. They include those of Ontime's
// export and import (cpvalente/ontime, versions 3 and 4).
var names = map[string]Field{
	"from start": FieldOffset, "offset": FieldOffset, "relative": FieldOffset, "t": FieldOffset,
	"minutes from start": FieldOffset,
	"clock":              FieldClock, "time": FieldClock, "time start": FieldClock, "start": FieldClock,
	"start time":      FieldClock,
	"scheduled start": FieldClock, "begin": FieldClock,
	"time end": FieldEnd, "end": FieldEnd, "end time": FieldEnd, "scheduled end": FieldEnd,
	"length": FieldLength, "duration": FieldLength, "minutes": FieldLength, "min": FieldLength,
	"fixed": FieldFixed, "hard start": FieldFixed,
	"link start": FieldLink,
	"title":      FieldTitle, "item": FieldTitle, "what": FieldTitle, "event": FieldTitle,
	"cue": FieldCue, "who": FieldWho, "person": FieldWho, "responsible": FieldWho, "presenter": FieldWho,
	"speaker": FieldWho, "leader": FieldWho,
	"screen": FieldScreen, "on screen": FieldScreen, "video": FieldScreen, "slide": FieldScreen,
	"sound": FieldSound, "audio": FieldSound, "heard": FieldSound,
	"note": FieldNote, "notes": FieldNote, "comment": FieldNote, "comments": FieldNote,
	"skip": FieldSkip, "timer type": FieldType,
}

// Columns maps a field to its column, from 0.
type Columns map[Field]int

// DetectColumns returns the row with the headings, among the first 40, and its columns. ok is false
// if no row has a heading for the items and one other.
func DetectColumns(rows [][]string) (header int, c Columns, ok bool) {
	for i, row := range rows[:min(len(rows), 40)] {
		c := Columns{}
		for k, text := range row {
			if f, known := names[strings.ToLower(clean(text))]; known {
				if _, twice := c[f]; !twice {
					c[f] = k
				}
			}
		}
		_, title := c[FieldTitle]
		_, cue := c[FieldCue]
		if (title || cue) && len(c) > 1 {
			return i, c, true
		}
	}
	return 0, nil, false
}

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

// Note is a row that did not become an item, and why.
type Note struct {
	Row int // from 1, as a spreadsheet counts
	Why string
}

// FromTable returns the items in the rows below the headings. clock is the start of the
// event as HH:MM; clock times in the table are relative to it. A row that is not an item
// becomes a note: a heading never becomes an item at midnight.
func FromTable(rows [][]string, header int, c Columns, clock string) ([]Item, []Note, error) {
	zero, err := time.Parse("15:04", CleanClock(clock))
	if err != nil {
		return nil, nil, app.Errorf(app.Invalid, "Enter it like this: 10:30.", "“%s” is not a time.", clock)
	}
	r := tableReader{c: c, zero: time.Duration(zero.Hour())*time.Hour + time.Duration(zero.Minute())*time.Minute}
	for i, row := range rows[min(len(rows), header+1):] {
		r.row(header+2+i, row)
	}
	if len(r.items) == 0 {
		return nil, r.notes, app.Errorf(app.Invalid,
			"Add headings to the table, for example Clock, Length, Cue and Who.",
			"Handrail found no items in the table.")
	}
	if len(r.items) > mostItems {
		return nil, r.notes, app.Errorf(app.Invalid, "Split it into two events.",
			"A run sheet can have up to 2,000 items.")
	}
	return r.items, r.notes, nil
}

type tableReader struct {
	c     Columns
	zero  time.Duration // clock time of the start
	end   time.Duration // of the last item, from the start
	items []Item
	notes []Note
}

func (r *tableReader) cell(row []string, f Field) string {
	if k, ok := r.c[f]; ok && k < len(row) {
		text := strings.TrimPrefix(clean(row[k]), "'")
		return text
	}
	return ""
}

func yes(text string) bool {
	switch strings.ToLower(text) {
	case "true", "yes", "x", "1", "y":
		return true
	}
	return false
}

func (r *tableReader) row(n int, row []string) {
	leave := func(why string, args ...any) { r.notes = append(r.notes, Note{n, fmt.Sprintf(why, args...)}) }
	item := Item{Cue: r.cell(row, FieldTitle), Who: r.cell(row, FieldWho), Screen: r.cell(row, FieldScreen),
		Sound: r.cell(row, FieldSound), Note: r.cell(row, FieldNote)}
	if item.Cue == "" {
		item.Cue = r.cell(row, FieldCue)
	}
	switch kind := strings.ToLower(r.cell(row, FieldType)); {
	case strings.Join(row, "") == "":
		return
	case yes(r.cell(row, FieldSkip)):
		leave("“%s” is marked to be skipped.", item.Cue)
		return
	case kind == "group" || kind == "group-end" || kind == "block":
		leave("“%s” is a heading.", item.Cue)
		return
	case item.Cue == "":
		leave("The row has no text.")
		return
	}
	at, placed, err := r.place(row)
	if err == nil {
		item.Length, err = r.length(row, at, placed)
	}
	switch {
	case err != nil:
		message, _ := app.UserMessage(err)
		leave("%s", message)
		return
	case !placed && item.Length == 0 && !r.follows(row):
		leave("“%s” has no time and no length, so it is a heading.", item.Cue)
		return
	}
	item.Fixed = placed && !r.follows(row) && (at != r.end || len(r.items) == 0 || yes(r.cell(row, FieldFixed)))
	if item.Fixed {
		item.At = at
		r.end = at
	}
	r.end += item.Length
	r.items = append(r.items, item)
}

// follows reports whether the row says that it follows the one above.
func (r *tableReader) follows(row []string) bool {
	if yes(r.cell(row, FieldLink)) {
		return true
	}
	text := strings.ToLower(r.cell(row, FieldFixed))
	return text == "no" || text == "false"
}

// place returns the offset of an item from the start; false if the row has none.
func (r *tableReader) place(row []string) (time.Duration, bool, error) {
	if text := r.cell(row, FieldOffset); text != "" {
		at, err := ParseOffset(strings.TrimSuffix(text, " min"))
		return at, true, err
	}
	text := r.cell(row, FieldClock)
	if text == "" {
		return 0, false, nil
	}
	at, err := clockSpan(text)
	return nearest(at - r.zero), true, err
}

// length returns how long an item takes: as written, or else until its end.
func (r *tableReader) length(row []string, at time.Duration, placed bool) (time.Duration, error) {
	if text := r.cell(row, FieldLength); text != "" {
		return ParseSpan(strings.TrimSuffix(text, " min"))
	}
	text := r.cell(row, FieldEnd)
	if text == "" || !placed {
		return 0, nil
	}
	end, err := clockSpan(text)
	if err != nil {
		return 0, err
	}
	return (nearest(end-r.zero) - at + 24*time.Hour) % (24 * time.Hour), nil
}

// nearest returns d within half a day around the start.
func nearest(d time.Duration) time.Duration {
	const day = 24 * time.Hour
	d = (d%day + day) % day
	if d > day/2 {
		d -= day
	}
	return d
}

// clockSpan reads a clock time with or without seconds as time since midnight.
func clockSpan(text string) (time.Duration, error) {
	for _, layout := range []string{"15:04:05", "15:04", "3:04:05 PM", "3:04 PM", "3:04PM", "15.04"} {
		if t, err := time.Parse(layout, strings.ToUpper(text)); err == nil {
			return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second, nil
		}
	}
	return 0, app.Errorf(app.Invalid, "Enter it like this: 10:30.", "“%s” is not a time.", text)
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
