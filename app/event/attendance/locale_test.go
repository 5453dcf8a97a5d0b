package attendance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// write writes a time in a form of the language, as Unicode Technical Standard #35 says.
func (l locale) write(parts []part, at time.Time) string {
	var out strings.Builder
	for _, p := range parts {
		n := -1
		switch p.field {
		case 0:
			out.WriteString(p.text)
		case 'd':
			n = at.Day()
		case 'y':
			if n = at.Year(); l.calendar == "buddhist" {
				n += 543
			}
			if p.size == 2 {
				n %= 100
			}
		case 'M':
			if n = int(at.Month()); p.size > 2 {
				out.WriteString(l.months[4-p.size][n-1])
				n = -1
			}
		case 'H':
			n = at.Hour()
		case 'h':
			n = (at.Hour()+11)%12 + 1
		case 'K':
			n = at.Hour() % 12
		case 'm':
			n = at.Minute()
		case 's':
			n = at.Second()
		case 'a', 'B':
			out.WriteString([]string{l.am[0], l.pm[0]}[at.Hour()/12])
		case 'G':
			out.WriteString("พ.ศ.")
		default:
			panic("no such field: " + string(p.field))
		}
		if n >= 0 {
			fmt.Fprintf(&out, "%0*d", p.size, n)
		}
	}
	zero := map[string]rune{"arab": '٠', "arabext": '۰', "beng": '০', "deva": '०', "mymr": '၀'}[l.digits]
	if zero == 0 {
		return out.String()
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, out.String())
}

// tally counts the texts that were read right and those that were refused. A guess that is
// marked as one may be wrong where a language has a clock that is unusual for it.
type tally struct{ read, guessed, wrong, refused int }

// check reads a text that alone has to show what it means.
func (c *tally) check(t *testing.T, who, text string, want time.Time, usual bool) {
	t.Helper()
	s, ok := readStamp(text)
	if !ok || !s.date {
		c.refused++
		return
	}
	var d dates
	d.add(s, text)
	o, sure, err := d.order()
	if err != nil {
		c.refused++
		return
	}
	got, ok := s.at(o, time.Time{})
	switch {
	case !ok:
		c.refused++
	case !sure && !usual && !got.Equal(want.Truncate(time.Second)) && got.Day() == int(want.Month()):
		c.wrong++
	case !got.Truncate(time.Minute).Equal(want.Truncate(time.Minute)):
		t.Errorf("%s: %q is read as %s, and it is %s (sure: %v)", who, text, got, want, sure)
	case !sure:
		c.guessed++
	default:
		c.read++
	}
}

// moments are times with every kind of day and hour.
func moments() (all []time.Time) {
	for _, day := range []string{"2026-02-07", "2026-02-26", "2026-11-10", "2026-12-12", "2027-01-02", "2028-02-29"} {
		for _, hour := range []string{"00:05:09", "09:25:03", "11:59:59", "12:00:00", "12:30:41", "15:04:05",
			"23:59:00"} {
			at, _ := time.Parse("2006-01-02 15:04:05", day+" "+hour)
			all = append(all, at)
		}
	}
	return all
}

// TestLanguagesOfTeams writes dates by CLDR and reads them: each is right to the minute or
// refused. Of the usual short dates nearly none is refused.
func TestLanguagesOfTeams(t *testing.T) {
	var all, short tally
	teams := 0
	for _, l := range locales() {
		if !l.teams {
			continue
		}
		teams++
		var own tally
		for _, date := range l.dates {
			for k, clock := range slices.Concat(l.times, l.other) {
				for _, joined := range l.joined {
					if strings.Contains(joined, "'") && !strings.Contains(date, "MMM") {
						continue
					}
					parts := parse(strings.NewReplacer("{1}", date, "{0}", clock).Replace(joined))
					for _, at := range moments() {
						usual := k < len(l.times)
						count := &all
						if usual && date == l.dates[0] {
							count = &own
						}
						count.check(t, l.name, l.write(parts, at), at, usual)
					}
				}
			}
		}
		if own.read == 0 && l.calendar != "persian" {
			t.Errorf("%s: no short date is read for certain: %+v", l.name, own)
		}
		if own.guessed+own.refused > 0 {
			t.Logf("%s: %+v", l.name, own)
		}
		short.read += own.read
		short.guessed += own.guessed
		short.refused += own.refused
	}
	t.Logf("%d languages of Teams: short dates %+v, all others %+v", teams, short, all)
	if teams != 64 {
		t.Errorf("%d languages, want 64", teams)
	}
	if short.refused > short.read/20 {
		t.Error("too many short dates are refused")
	}
}

// TestOtherLanguages reads dates of languages that Teams does not have, where the day
// cannot be a month.
func TestOtherLanguages(t *testing.T) {
	var all tally
	for _, l := range locales() {
		if l.teams || l.name == spreadsheet {
			continue
		}
		for _, date := range l.dates {
			for _, clock := range l.times {
				parts := parse(strings.NewReplacer("{1}", date, "{0}", clock).Replace(l.joined[0]))
				for _, at := range moments() {
					if at.Day() > 12 && !strings.HasPrefix(date, "yy/") {
						all.check(t, l.name, l.write(parts, at), at, true)
					}
				}
			}
		}
	}
	t.Logf("other languages: %+v", all)
}

// TestSpreadsheetsDates are refused where they could be of another order: the form that
// Excel gives American dates is that of other languages.
func TestSpreadsheetsDates(t *testing.T) {
	var d dates
	for _, text := range []string{"2/7/2026 10:00", "2/7/2026 11:00"} {
		s, ok := readStamp(text)
		if !ok {
			t.Fatal(text)
		}
		d.add(s, text)
	}
	if o, _, err := d.order(); err == nil {
		t.Errorf("read with order %d", o)
	}
}

// TestDatesOfOneEventAreNear uses that a report is of one event.
func TestDatesOfOneEventAreNear(t *testing.T) {
	var d dates
	for _, text := range []string{"6/12/2026 23:00", "7/12/2026 01:00"} {
		s, _ := readStamp(text)
		d.add(s, text)
	}
	if o, sure, err := d.order(); o != dayFirst || !sure || err != nil {
		t.Errorf("%d, %v, %v", o, sure, err)
	}
}
