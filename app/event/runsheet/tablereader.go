package runsheet

import (
	"fmt"
	"regexp"
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
	r.hours = r.lengthsInHours(rows[min(len(rows), header+1):])
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
	last  time.Duration // start of the last placed item
	day   time.Time     // of the last time with a date
	any   bool          // an item has been placed
	hours bool          // lengths such as 0:05 have hours and minutes
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
	kind := strings.ToLower(r.cell(row, FieldType))
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
		leave("The row has no text.")
		return
	}
	at, placed, until, err := r.place(row)
	if err == nil {
		item.Length, err = r.length(row, at, placed, until)
	}
	switch {
	case err != nil:
		message, _ := app.UserMessage(err)
		leave("%s", message)
		return
	case !placed && total(item.Cue):
		leave("“%s” is a total.", item.Cue)
		return
	case !placed && item.Length == 0 && kind != "milestone" && !r.follows(row):
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
	return text == "no" || text == "false"
}

// totals are the words of a row that sums up the lengths.
var totals = []string{"total", "totals", "total time", "total length", "total duration", "sum", "overall", "summe",
	"gesamt", "gesamtdauer", "gesamtzeit", "insgesamt", "totale", "totaal", "totalt", "suma", "somme", "durée totale",
	"duración total", "duração total", "total minutes", "minutes total", "running time", "total running time"}

// total reports whether a row sums up the ones above.
func total(cue string) bool {
	return slices.Contains(totals, strings.TrimRight(strings.ToLower(cue), " :.="))
}

// place returns the offset of an item from the start; placed is false if the row has none.
// until is the offset of its end; at if it has none.
func (r *tableReader) place(row []string) (at time.Duration, placed bool, until time.Duration, err error) {
	if text := r.cell(row, FieldOffset); text != "" {
		at, err := ParseOffset(text)
		return at, true, at, err
	}
	text := r.cell(row, FieldClock)
	if text == "" {
		return 0, false, 0, nil
	}
	c, err := readClock(text)
	if err != nil {
		return 0, false, 0, err
	}
	at = r.inOrder(c)
	if until = at; c.until != nil {
		until = onOrAfter(at, c.until.at-r.zero)
	}
	return at, true, until, nil
}

const day = 24 * time.Hour

// inOrder returns the offset of a clock time from the start. The first time is the nearest
// to the start. A later one comes after the one above: the next day, if the clock shows
// less. A step back of up to six hours stays a step back.
func (r *tableReader) inOrder(c written) time.Duration {
	at := nearest(c.at - r.zero)
	if r.any {
		for at < r.last-6*time.Hour {
			at += day
		}
		for at > r.last+18*time.Hour {
			at -= day
		}
	}
	if !c.day.IsZero() {
		if !r.day.IsZero() { // dates say which day it is
			days := c.day.Sub(r.day)
			last := (r.last + r.zero).Truncate(day)
			if r.last+r.zero < last {
				last -= day
			}
			if days >= 0 && days <= 14*day {
				at = last + days + c.at - r.zero
			}
		}
		r.day = c.day
	}
	return at
}

// onOrAfter returns the offset d at the same time of day, on or after at.
func onOrAfter(at, d time.Duration) time.Duration { return at + ((d-at)%day+day)%day }

// length returns how long an item takes: as written, or else until its end.
func (r *tableReader) length(row []string, at time.Duration, placed bool, until time.Duration) (time.Duration, error) {
	if text := r.cell(row, FieldLength); text != "" {
		if r.hours && short.MatchString(text) {
			text += ":00"
		}
		return ParseSpan(text)
	}
	text := r.cell(row, FieldEnd)
	switch {
	case text == "" && until > at:
		return until - at, nil
	case text == "" || !placed:
		return 0, nil
	}
	end, err := readClock(text)
	if err != nil {
		return 0, err
	}
	return onOrAfter(at, end.at-r.zero) - at, nil
}

// short is a length of two parts: hours and minutes, or minutes and seconds.
var short = regexp.MustCompile(`^\d{1,3}:\d\d$`)

// lengthsInHours reports whether lengths of two parts have hours and minutes. The clock
// times of the rows show it, or else that no length would take a minute.
func (r *tableReader) lengthsInHours(rows [][]string) bool {
	var hours, minutes, parts, zeros, others int
	for i, row := range rows {
		text := r.cell(row, FieldLength)
		if !short.MatchString(text) {
			if text != "" && r.cell(row, FieldTitle)+r.cell(row, FieldCue) != "" {
				others++
			}
			continue
		}
		if parts++; strings.Trim(text[:strings.Index(text, ":")], "0") == "" {
			zeros++
		}
		gap, ok := r.gap(row, rows[i+1:])
		if d, err := ParseSpan(text + ":00"); ok && err == nil && d == gap {
			hours++
		}
		if d, err := ParseSpan(text); ok && err == nil && d == gap {
			minutes++
		}
	}
	if hours != minutes {
		return hours > minutes
	}
	return parts > 0 && zeros == parts && others == 0
}

// gap returns the time from a row to its end or to the next row; false if the table does
// not show it.
func (r *tableReader) gap(row []string, below [][]string) (time.Duration, bool) {
	times := []string{r.cell(row, FieldClock), r.cell(row, FieldEnd)}
	for _, next := range below {
		if times[1] == "" && r.cell(next, FieldTitle)+r.cell(next, FieldCue) != "" {
			times[1] = r.cell(next, FieldClock)
			break
		}
	}
	if times[0] == "" || times[1] == "" {
		return 0, false
	}
	from, err := readClock(times[0])
	if err != nil {
		return 0, false
	}
	to, err := readClock(times[1])
	return onOrAfter(from.at, to.at) - from.at, err == nil
}

// nearest returns d within half a day around the start.
func nearest(d time.Duration) time.Duration {
	d = (d%day + day) % day
	if d > day/2 {
		d -= day
	}
	return d
}
