package runsheet

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/pattern"
)

// unit is what the figures of a column count.
type unit int

const (
	plainUnit  unit = iota // 5 is minutes, 0:05 is minutes and seconds, 0:05:00 has hours
	hourUnit               // 0:05 is hours and minutes
	lessUnit               // 0:05:00 is minutes and seconds: a spreadsheet took 0:05 for hours and minutes
	secondUnit             // 5 is seconds
)

var (
	// short has two parts: hours and minutes, or minutes and seconds; long has three, the last of them zero.
	short = pattern.Lazy(`^\d{1,3}:\d\d$`)
	long  = pattern.Lazy(`^\d{1,3}:\d\d:00$`)
	// figures is a number alone.
	figures = pattern.Lazy(`^\d+(?:[.,]\d+)?$`)
	// tiny is a part of a day, as a spreadsheet keeps a length.
	tiny = pattern.Lazy(`^0?[.,]\d{5,}$|^\d(?:[.,]\d+)?[eE]-\d+$`)
)

// span reads a length.
func (u unit) span(text string) (time.Duration, error) {
	if tiny().MatchString(text) {
		if days, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64); err == nil && days < 1 {
			return time.Duration(days * float64(day)).Round(time.Second), nil
		}
	}
	switch {
	case u == hourUnit && short().MatchString(text):
		text += ":00"
	case u == lessUnit && long().MatchString(text):
		text = strings.TrimSuffix(text, ":00")
	case u == secondUnit && figures().MatchString(text):
		text += " s"
	}
	return ParseSpan(text)
}

// offset reads an offset from the start: “-30”, “T-30”, “+0:05”.
func (r *tableReader) offset(text string) (time.Duration, error) {
	clean := strings.ReplaceAll(text, "−", "-")
	if rest := strings.TrimLeft(clean, "tT "); rest != clean && rest != "" && strings.Contains("+-0123456789", rest[:1]) {
		clean = rest
	}
	sign := strings.Trim(clean[:1], "0123456789")
	if r.offsets != plainUnit && (sign == "" || sign == "-" || sign == "+") {
		d, err := r.offsets.span(strings.TrimSpace(clean[len(sign):]))
		if err == nil && sign == "-" {
			d = -d
		}
		if err == nil {
			return d, nil
		}
	}
	return ParseOffset(clean)
}

// units finds out what the figures of the lengths and the offsets count: as the heading says, or as the other columns
// show.
func (r *tableReader) units(header []string, rows [][]string) {
	r.lengths, r.offsets = unitOf(r.cell(header, FieldLength)), unitOf(r.cell(header, FieldOffset))
	if r.lengths == plainUnit {
		r.lengths = r.lengthUnit(rows)
	}
	if r.offsets == plainUnit && r.offsetsInHours(rows) {
		r.offsets = hourUnit
	}
}

// quarter is how long an event lasts at least: columns by which it would be shorter have hours and minutes.
const quarter = 15 * time.Minute

// unitOf returns the unit that a heading names.
func unitOf(text string) unit {
	switch _, in := heading(text); in {
	case "h", "h:mm", "hh:mm", "h:m", "hours", "hh:mm:ss", "h:mm:ss", "std", "stunden", "heures":
		return hourUnit
	case "s", "sec", "secs", "seconds", "sek", "sekunden", "secondes":
		return secondUnit
	}
	return plainUnit
}

// length returns how long an item takes: as written, or else until its end.
func (r *tableReader) length(row []string, at time.Duration, placed bool, until time.Duration) (time.Duration, error) {
	if text := r.cell(row, FieldLength); text != "" {
		return r.lengths.span(text)
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
	return r.after(at, end) - at, nil
}

// lengthUnit returns what the lengths count. The clock times of the rows show it, or else that no length would take a
// minute, that the event would be over in a few minutes, or that it would take days.
func (r *tableReader) lengthUnit(rows [][]string) unit {
	var hours, minutes, large, small, parts, zeros, others int
	var all, brief time.Duration
	for i, row := range rows {
		text := r.cell(row, FieldLength)
		gap, ok := r.gap(row, rows[i+1:])
		switch as := ParseSpan; {
		case short().MatchString(text):
			if parts++; strings.Trim(text[:strings.Index(text, ":")], "0") == "" {
				zeros++
			}
			if d, err := as(text + ":00"); ok && err == nil && d == gap {
				hours++
			}
			d, err := as(text)
			if brief += d; ok && err == nil && d == gap {
				minutes++
			}
		case long().MatchString(text):
			d, err := as(text)
			if all += d; ok && err == nil && d == gap {
				large++
			}
			if ok && d/60 == gap || err != nil {
				small++
			}
		case text != "" && r.cell(row, FieldTitle)+r.cell(row, FieldCue) != "":
			others++
		}
	}
	switch {
	case small > large, large == 0 && all > day && others == 0:
		return lessUnit
	case hours > minutes:
		return hourUnit
	case hours == 0 && minutes == 0 && parts > 0 && others == 0 && (zeros == parts || parts > 2 && brief < quarter):
		return hourUnit
	}
	return plainUnit
}

// offsetsInHours reports whether offsets of two parts have hours and minutes: the lengths or the clock times show it,
// or that the whole event would take less than a quarter of an hour.
func (r *tableReader) offsetsInHours(rows [][]string) bool {
	var hours, minutes, parts, others int
	var last time.Duration
	before := -1
	for i, row := range rows {
		text := strings.TrimLeft(strings.ReplaceAll(r.cell(row, FieldOffset), "−", "-"), "tT+-")
		if !short().MatchString(text) {
			if figures().MatchString(text) && strings.Trim(text, "0") != "" {
				others++
			}
			continue
		}
		parts++
		at, err := ParseSpan(text)
		if before >= 0 && err == nil && at > last {
			length, _ := r.lengths.span(r.cell(rows[before], FieldLength))
			gap, ok := r.gap(rows[before], rows[i:])
			for _, d := range []time.Duration{length, gap} {
				if d > 0 && (d == length || ok) && d == (at-last)*60 {
					hours++
				}
				if d > 0 && (d == length || ok) && d == at-last {
					minutes++
				}
			}
		}
		last, before = at, i
	}
	if hours != minutes {
		return hours > minutes
	}
	return hours == 0 && parts > 2 && others == 0 && last < quarter
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
	d := onOrAfter(from.at, to.at) - from.at
	if from.open && to.open && d > leap { // 12:30 and 1:00
		d -= day / 2
	}
	return d, err == nil
}

// totals are the words of a row that sums up the lengths.
var totals = []string{"total", "totals", "total time", "total length", "total duration", "sum", "overall", "summe",
	"gesamt", "gesamtdauer", "gesamtzeit", "insgesamt", "totale", "totaal", "totalt", "suma", "somme", "durée totale",
	"duración total", "duração total", "total minutes", "minutes total", "running time", "total running time"}

// summing are parts of words that such a row may have, where its length is the sum as well.
var summing = []string{"total", "sum", "gesamt", "overall", "runtime", "running time", "durée", "dauer", "duration"}

// total reports whether a row sums up the ones above.
func (r *tableReader) total(item Item, placed bool) bool {
	cue := strings.TrimRight(strings.ToLower(item.Cue), " :.=")
	if !placed && slices.Contains(totals, cue) {
		return true
	}
	var sum time.Duration
	for _, i := range r.items {
		sum += i.Length
	}
	return len(r.items) > 1 && item.Length > 0 && (item.Length-sum).Abs() < time.Minute &&
		slices.ContainsFunc(summing, func(w string) bool { return strings.Contains(cue, w) })
}
