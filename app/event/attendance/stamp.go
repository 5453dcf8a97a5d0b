package attendance

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// stamp is a date and time as written, before the order of day and month is known.
type stamp struct {
	n    [6]int // three figures of the date, then hours, minutes, seconds
	date bool   // there is a date; else only a time
	year int    // which of the figures of the date is the year: 0 or 2
	half byte   // 'a', 'p', or 0 for a clock of 24 hours
	sep  rune   // between the figures of the date
}

// figures are the numbers in a text and what is between them.
type figures struct {
	n     [7]int
	seps  [7]rune // before each figure
	count int
	half  byte
	korea bool // has a Korean word for a.m. or p.m.: the year is first
	hours bool // has the letters of “09 h 55 min”
}

// readStamp reads "2/7/26, 10:00:00 AM", "07.02.2026 10:00", "2026-02-07T10:00:05.5Z",
// "7.2.2026 klo 10.00.05", "10:00:05 07/02/2026" and "11:02:00 AM".
func readStamp(text string) (stamp, bool) {
	var s stamp
	if len(text) > 80 {
		return s, false
	}
	f, ok := readFigures(text)
	if !ok {
		return s, false
	}
	s.half = f.half
	if f.count >= 5 && f.seps[1] == ':' { // Vietnamese: the time is first
		f.timeLast()
	}
	at := 0
	if f.count >= 5 {
		s.date, at = true, 3
		s.sep = f.seps[1]
		if s.year = 2; f.n[0] > 31 || f.korea {
			s.year = 0
		}
		copy(s.n[:3], f.n[:3])
		if s.sep != f.seps[2] || s.sep != '/' && s.sep != '.' && s.sep != '-' && s.sep != ' ' {
			return s, false
		}
	}
	left := f.count - at
	if left < 2 || left > 4 || f.seps[at+1] != ':' && f.seps[at+1] != '.' || f.hours && !s.date {
		return s, false
	}
	for k := range min(left, 3) {
		s.n[3+k] = f.n[at+k]
	}
	if s.date && s.n[0] == 1 && s.n[1] == 1 && s.n[2] == 1 { // .NET writes a missing time so
		return s, false
	}
	return s, s.n[3] < 25 && s.n[4] < 60 && s.n[5] < 61
}

// readFigures reads the numbers of a text; false if it has a sign or a word that no date
// has.
func readFigures(text string) (f figures, ok bool) {
	digits := 0
	var sep rune
	var mark strings.Builder
	for _, r := range text {
		if d := digit(r); d >= 0 {
			if digits == 0 {
				if !f.word(mark.String(), &sep) || f.count == len(f.n) {
					return f, false
				}
				mark.Reset()
				f.seps[f.count] = sep
				f.count++
			}
			if digits++; digits > 9 {
				return f, false
			}
			f.n[f.count-1] = f.n[f.count-1]*10 + d
			sep = 0
			continue
		}
		digits = 0
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r):
			mark.WriteRune(unicode.ToLower(r))
		case r == '.' || r == '/' || r == '-' || r == ':':
			if sep == 0 || unicode.IsSpace(sep) {
				sep = r
			}
		case unicode.IsSpace(r) || r == ',' || r == '،' || unicode.Is(unicode.Cf, r):
			if sep == 0 {
				sep = ' '
			}
		default:
			return f, false
		}
	}
	return f, f.word(mark.String(), &sep)
}

// word reads the letters between two numbers; false if no date has them.
func (f *figures) word(word string, sep *rune) bool {
	switch half, known := halves[word]; {
	case known && f.half == 0:
		f.half = half
		f.korea = word == "오전" || word == "오후"
	case word == "h" || word == "min":
		f.hours = true
		*sep = ':'
	default:
		return word == "" || slices.Contains(fillers, word)
	}
	return true
}

// timeLast moves the figures of the time behind those of the date.
func (f *figures) timeLast() {
	size := f.count - 3
	var n [7]int
	var seps [7]rune
	copy(n[:], f.n[size:f.count])
	copy(seps[:], f.seps[size:f.count])
	copy(n[3:], f.n[:size])
	copy(seps[3:], f.seps[:size])
	f.n, f.seps = n, seps
}

// order is the order of day and month.
type order int

const (
	unknown order = iota
	dayFirst
	monthFirst
)

// judge returns the order of day and month in all dates of a file: the only one in which
// all of them exist. ok is false if there is none or another calendar, sure is false if
// there are several.
func judge(all []stamp) (o order, sure, ok bool) {
	can := map[order]bool{dayFirst: true, monthFirst: true}
	differ := false
	var first *stamp
	for i, s := range all {
		if !s.date {
			continue
		}
		if s.year == 0 {
			if y, m, d := s.parts(dayFirst); !plausible(y, m, d) {
				return unknown, false, false
			}
			continue
		}
		if first == nil {
			first = &all[i]
		}
		differ = differ || s.n[0] != s.n[1]
		for o := range can {
			if y, m, d := s.parts(o); !plausible(y, m, d) {
				delete(can, o)
			}
		}
	}
	switch {
	case first == nil:
		return monthFirst, true, true // all dates begin with the year
	case can[dayFirst] && can[monthFirst]:
		// A slash with AM and PM is usually American.
		if first.sep == '/' && first.half != 0 {
			return monthFirst, !differ, true
		}
		return dayFirst, !differ, true
	}
	for _, o := range []order{dayFirst, monthFirst} {
		if can[o] {
			return o, true, true
		}
	}
	return unknown, false, false
}

// parts returns year, month and day of a date as written.
func (s stamp) parts(o order) (y, m, d int) {
	switch {
	case s.year == 0:
		return s.n[0], s.n[1], s.n[2]
	case o == dayFirst:
		return s.n[2], s.n[1], s.n[0]
	}
	return s.n[2], s.n[0], s.n[1]
}

// plausible reports whether there is such a day, in years in which Teams wrote reports.
func plausible(y, m, d int) bool {
	year, ok := gregorian(y)
	return ok && m >= 1 && m <= 12 && d >= 1 && d <= time.Date(year, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// The years that a report can have. Teams began in 2017 and wrote years of two figures
// only later. In Thailand, years count from 543 BC.
const (
	firstYear  = 2017
	firstShort = 2020
	lastYear   = 2049
	thai       = 543
)

// gregorian returns the year of the Gregorian calendar that y is: 2026 for 2026, 26, 2569
// and 69. ok is false for other calendars and other times.
func gregorian(y int) (year int, ok bool) {
	for _, c := range []int{y, y - thai} {
		if c >= firstYear && c <= lastYear {
			return c, true
		}
	}
	if y >= 100 {
		return 0, false
	}
	for _, c := range []int{2000 + y, 2500 + y - thai} {
		if c >= firstShort && c <= lastYear {
			return c, true
		}
	}
	return 0, false
}

// at returns the clock time as a time in UTC. A time without a date is on day. ok is false
// if there is no such time.
func (s stamp) at(o order, day time.Time) (time.Time, bool) {
	hour := s.n[3]
	if s.half != 0 {
		if hour > 12 || hour == 0 && s.half == 'p' {
			return time.Time{}, false
		}
		hour %= 12
		if s.half == 'p' {
			hour += 12
		}
	}
	y, m, d := day.Year(), int(day.Month()), day.Day()
	if s.date {
		y, m, d = s.parts(o)
		if !plausible(y, m, d) {
			return time.Time{}, false
		}
		y, _ = gregorian(y)
	} else if day.IsZero() {
		return time.Time{}, false
	}
	return time.Date(y, time.Month(m), d, hour, s.n[4], s.n[5], 0, time.UTC), true
}

// isSpan reports whether text is a length as Teams writes it in any language: "1h 2m 10s",
// "55m", "1 h 7 s", "32 Min.". Lengths follow from the times, so only the form matters.
func isSpan(text string) bool {
	figures, letters := 0, 0
	was := ' '
	for _, r := range strings.TrimPrefix(text, "-") {
		isDigit := unicode.IsDigit(r)
		switch {
		case isDigit:
			if !unicode.IsDigit(was) {
				figures++
			}
		case unicode.IsLetter(r):
			if unicode.IsDigit(was) || unicode.IsSpace(was) {
				letters++
			}
		case unicode.IsSpace(r) || unicode.IsMark(r) || r == '.':
		default:
			return false
		}
		was = r
	}
	return figures > 0 && figures <= 3 && letters >= figures && len(text) < 60
}
