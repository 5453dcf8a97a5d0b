package attendance

import (
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

// halves are the words for a.m. and p.m. in the languages of Teams, without dots and spaces.
var halves = map[string]byte{
	"am": 'a', "pm": 'p', "a": 'a', "p": 'p', "πμ": 'a', "μμ": 'p',
	"上午": 'a', "下午": 'p', "午前": 'a', "午後": 'p', "오전": 'a', "오후": 'p',
}

// readStamp reads "2/7/26, 10:00:00 AM", "07.02.2026 10:00", "2026-02-07T10:00:05.5Z"
// and "11:02:00 AM".
func readStamp(text string) (stamp, bool) {
	var s stamp
	var n [7]int
	var seps [7]rune // before each figure
	count, digits := 0, 0
	var sep rune
	var mark strings.Builder
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			if digits == 0 {
				if count == len(n) {
					return s, false
				}
				seps[count] = sep
				count++
			}
			if digits++; digits > 9 {
				return s, false
			}
			n[count-1] = n[count-1]*10 + int(r-'0')
			sep = 0
			continue
		case unicode.IsLetter(r):
			mark.WriteRune(unicode.ToLower(r))
		case r == '.' || r == '/' || r == '-' || r == ':':
			if sep == 0 || unicode.IsSpace(sep) {
				sep = r
			}
		case unicode.IsSpace(r) || r == ',' || unicode.Is(unicode.Cf, r):
			if sep == 0 || sep == '.' { // "7. 2. 2026"
				if sep == 0 {
					sep = ' '
				}
			}
		default:
			return s, false
		}
		digits = 0
	}
	word := mark.String()
	s.half = halves[word]
	if s.half == 0 && word != "" && word != "t" && word != "z" && word != "tz" && word != "utc" {
		return s, false
	}
	at := 0
	if count >= 5 {
		s.date, at = true, 3
		s.sep = seps[1]
		if n[0] > 31 {
			s.year = 0
		} else {
			s.year = 2
		}
		copy(s.n[:3], n[:3])
		if s.sep != seps[2] || s.sep != '/' && s.sep != '.' && s.sep != '-' && s.sep != ' ' {
			return s, false
		}
	}
	left := count - at
	if left < 2 || left > 4 || seps[at+1] != ':' && seps[at+1] != '.' {
		return s, false
	}
	for k := range min(left, 3) {
		s.n[3+k] = n[at+k]
	}
	return s, s.n[3] < 25 && s.n[4] < 60 && s.n[5] < 61
}

// order is the order of day and month.
type order int

const (
	unknown order = iota
	dayFirst
	monthFirst
)

// judge returns the order of day and month in all dates of a file; a number above 12 shows
// it. ok is false if the dates contradict each other, sure is false if none shows it.
func judge(all []stamp) (o order, sure, ok bool) {
	sure = true
	for _, s := range all {
		if !s.date || s.year == 0 {
			continue
		}
		this := unknown
		if s.n[0] > 12 {
			this = dayFirst
		}
		if s.n[1] > 12 {
			if this == dayFirst {
				return unknown, false, false
			}
			this = monthFirst
		}
		if this != unknown && o != unknown && this != o {
			return unknown, false, false
		}
		if this != unknown {
			o = this
		}
	}
	if o != unknown {
		return o, true, true
	}
	for _, s := range all {
		if s.date && s.year == 2 {
			if s.n[0] != s.n[1] {
				sure = false
			}
			// A slash with AM and PM is usually American.
			if s.sep == '/' && s.half != 0 {
				return monthFirst, sure, true
			}
			return dayFirst, sure, true
		}
	}
	return monthFirst, true, true // all dates begin with the year
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
		switch {
		case s.year == 0:
			y, m, d = s.n[0], s.n[1], s.n[2]
		case o == dayFirst:
			d, m, y = s.n[0], s.n[1], s.n[2]
		default:
			m, d, y = s.n[0], s.n[1], s.n[2]
		}
		if y < 100 {
			y += 2000
		}
	} else if day.IsZero() {
		return time.Time{}, false
	}
	t := time.Date(y, time.Month(m), d, hour, s.n[4], s.n[5], 0, time.UTC)
	return t, t.Day() == d && int(t.Month()) == m && y > 2000 && y < 2100
}

// isSpan reports whether text is a length as Teams writes it in any language: "1h 2m 10s",
// "55m", "1 h 7 s", "32 Min.". Lengths follow from the times, so only the form matters.
func isSpan(text string) bool {
	figures, letters := 0, 0
	was := ' '
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			if was < '0' || was > '9' {
				figures++
			}
		case unicode.IsLetter(r):
			if was >= '0' && was <= '9' || unicode.IsSpace(was) {
				letters++
			}
		case unicode.IsSpace(r) || r == '.':
		default:
			return false
		}
		was = r
	}
	return figures > 0 && figures <= 3 && letters >= figures && len(text) < 40
}
