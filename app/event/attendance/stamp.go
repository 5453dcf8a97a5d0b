package attendance

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// stamp is a date and time as written, before the order of day and month is known.
type stamp struct {
	n     [6]int // three figures of the date, then hours, minutes, seconds
	date  bool   // there is a date; else only a time
	year  int    // which of the figures of the date is the year, as far as they show it: 0 or 2
	named int    // which figure of the date is a month in letters, from 1; 0 if none
	half  byte   // 'a', 'p', or 0 for a clock of 24 hours
	sep   rune   // between the figures of the date
}

// readStamp reads "2/7/26, 10:00:00 AM", "07.02.2026 10:00", "2026-02-07T10:00:05.5Z",
// "7.2.2026 klo 10.00.05", "7 Feb 2026, 10:00", "10:00:05 07/02/2026" and "11:02:00 AM".
func readStamp(text string) (stamp, bool) {
	var s stamp
	if len(text) > 120 {
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
		s.sep, s.named = f.seps[1], f.named
		if s.year = 2; f.n[0] > 31 || f.korea {
			s.year = 0
		}
		copy(s.n[:3], f.n[:3])
		if s.named == 0 && s.sep != f.seps[2] || !strings.ContainsRune("/.- ", s.sep) {
			return s, false
		}
	}
	left := f.count - at
	if left < 2 || left > 4 || f.seps[at+1] != ':' && f.seps[at+1] != '.' ||
		!s.date && (f.hours || f.named > 0) {
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

// parts returns year, month and day of a date as written.
func (s stamp) parts(o order) (y, m, d int) {
	switch {
	case s.named > 0:
		rest := slices.Delete([]int{s.n[0], s.n[1], s.n[2]}, s.named-1, s.named)
		y, d = max(rest[0], rest[1]), min(rest[0], rest[1])
		if y < 100 { // a year of two figures could be the day
			y = 0
		}
		return y, s.n[s.named-1], d
	case s.year == 0 || o == yearFirst:
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
		if hour > 12 {
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
