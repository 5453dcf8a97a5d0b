package hunting

import (
	"strings"
	"time"
)

// clock finds the first and the last attempt. A date such as 3/4/2026 can be read in two ways; both
// are followed until a day above 12 decides.
type clock struct {
	plain, dayFirst, monthFirst span
	noDayFirst, noMonthFirst    bool
	noZone                      bool
	unread                      int
}

type span struct{ from, to time.Time }

func (s *span) add(at time.Time) {
	if s.from.IsZero() || at.Before(s.from) {
		s.from = at
	}
	if at.After(s.to) {
		s.to = at
	}
}

func (c *clock) row(cells []string, at *columns, count int) {
	if at.time < 0 && at.first < 0 && at.last < 0 {
		return // the file says so in Missing
	}
	read := false
	for _, i := range []int{at.time, at.first, at.last} {
		if text := strings.TrimSpace(cell(cells, i)); text != "" {
			read = c.add(text, at.utc) || read
		}
	}
	if !read {
		c.unread += count
	}
}

// withZone and withoutZone are the forms of times that leave no doubt about the day.
var (
	withZone    = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02 15:04:05.999999999Z07:00"}
	withoutZone = []string{"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999",
		"Jan 2, 2006 3:04:05.999 PM", "Jan 2, 2006, 3:04:05.999 PM", "2 Jan 2006 15:04:05.999"}
	clocks = []string{"15:04:05.999", "3:04:05.999 PM", "15:04", "3:04 PM"}
)

func (c *clock) add(text string, utc bool) bool {
	for _, form := range withZone {
		if at, err := time.Parse(form, text); err == nil {
			c.plain.add(at.UTC())
			return true
		}
	}
	text = strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(text)
	for _, form := range withoutZone {
		if at, err := time.Parse(form, text); err == nil {
			c.noZone = c.noZone || !utc
			c.plain.add(at)
			return true
		}
	}
	day, hour, ok := strings.Cut(text, " ")
	if !ok {
		return false
	}
	separator := "/"
	if strings.Contains(day, ".") {
		separator = "."
	}
	read := false
	for _, clock := range clocks {
		hour = strings.TrimSpace(hour)
		dayFirst, err1 := time.Parse("2"+separator+"1"+separator+"2006 "+clock, strings.TrimSuffix(day, ",")+" "+hour)
		monthFirst, err2 := time.Parse("1"+separator+"2"+separator+"2006 "+clock, strings.TrimSuffix(day, ",")+" "+hour)
		if err1 != nil && err2 != nil {
			continue
		}
		read = true
		c.noZone = c.noZone || !utc
		if err1 == nil {
			c.dayFirst.add(dayFirst)
		} else {
			c.noDayFirst = true
		}
		if err2 == nil {
			c.monthFirst.add(monthFirst)
		} else {
			c.noMonthFirst = true
		}
		break
	}
	return read
}

// period returns from when to when attempts are; zero times where the days can be read in two ways.
func (c *clock) period() Period {
	p := Period{NoZone: c.noZone, Unread: c.unread}
	all := c.plain
	switch {
	case c.dayFirst == (span{}) && c.monthFirst == (span{}):
	case c.noMonthFirst && !c.noDayFirst:
		all = join(all, c.dayFirst)
	case c.noDayFirst && !c.noMonthFirst:
		all = join(all, c.monthFirst)
	default:
		return p
	}
	p.From, p.To = all.from, all.to
	return p
}

func join(a, b span) span {
	for _, at := range []time.Time{b.from, b.to} {
		if !at.IsZero() {
			a.add(at)
		}
	}
	return a
}
