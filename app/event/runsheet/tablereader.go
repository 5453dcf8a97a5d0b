package runsheet

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"handrail/app"
)

// FromTable returns the items in the rows below the headings. clock is the start of the
// event as HH:MM; clock times in the table are relative to it. A row that is not an item
// becomes a note: a heading never becomes an item at midnight.
func FromTable(rows [][]string, header int, c Columns, clock string) ([]Item, []Note, error) {
	zero, err := time.Parse("15:04", CleanClock(clock))
	if err != nil {
		return nil, nil, app.Errorf(app.Invalid, "Enter it like this: 10:30.", "“%s” is not a time.", clock)
	}
	r := tableReader{c: c, zero: time.Duration(zero.Hour())*time.Hour + time.Duration(zero.Minute())*time.Minute}
	below := rows[min(len(rows), header+1):]
	r.units(rows[header], below)
	r.clocks(below)
	for i, row := range below {
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
	c      Columns
	zero   time.Duration // clock time of the start
	end    time.Duration // of the last item, from the start
	last   time.Duration // start of the last placed item
	day    time.Time     // of the last time with a date
	any    bool          // an item has been placed
	face   *twelve       // set if the times are those of a clock of 12 hours
	zeroed bool          // the times are counted from the start: 0:00, 0:05

	lengths, offsets unit // what their figures count
	items            []Item
	notes            []Note
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
	case "true", "yes", "x", "1", "y", "ja", "j", "wahr", "oui", "o", "vrai":
		return true
	}
	return false
}

func (r *tableReader) row(n int, row []string) {
	leave := func(why string, args ...any) { r.notes = append(r.notes, Note{Row: n, Why: fmt.Sprintf(why, args...)}) }
	item := Item{Cue: r.cell(row, FieldTitle), Who: r.cell(row, FieldWho), Screen: r.cell(row, FieldScreen),
		Sound: r.cell(row, FieldSound), Note: r.cell(row, FieldNote)}
	if item.Cue == "" {
		item.Cue = r.cell(row, FieldCue)
	}
	kind, kept := strings.ToLower(r.cell(row, FieldType)), false
	switch {
	case strings.Join(row, "") == "":
		return
	case yes(r.cell(row, FieldSkip)):
		leave("“%s” is marked to be skipped.", item.Cue)
		return
	case strings.HasPrefix(kind, "group") || kind == "block":
		leave("“%s” is a heading.", item.Cue)
		return
	case item.Cue == "":
		leave("The row does not name an item.")
		return
	}
	at, placed, until, err := r.place(row)
	if err == nil {
		item.Length, err = r.length(row, at, placed, until)
		if err != nil && strings.ContainsAny(r.cell(row, FieldLength)+r.cell(row, FieldEnd), "0123456789") {
			message, _ := app.UserMessage(err)
			r.notes = append(r.notes, Note{Row: n, Why: message, Kept: true})
			kept, err = true, nil
		}
	}
	switch {
	case err != nil:
		message, _ := app.UserMessage(err)
		leave("%s", message)
		return
	case r.total(item, placed):
		leave("“%s” is a total.", item.Cue)
		return
	case !placed && item.Length == 0 && kind != "milestone" && !kept && !r.follows(row):
		leave("“%s” has no time and no length, so it is a heading.", item.Cue)
		return
	}
	if placed {
		r.last, r.any = at, true
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
	return slices.Contains([]string{"no", "false", "nein", "falsch", "non", "faux"}, text)
}
