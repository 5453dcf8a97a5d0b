package attendance

import (
	"slices"
	"time"

	"handrail/app"
)

// order is the order of day, month and year in figures.
type order int

const (
	unknown order = iota
	dayFirst
	monthFirst
	yearFirst // with a year of two figures; one of four figures shows itself
)

// dates are the different dates of a file, and how they are written.
type dates struct {
	all   []stamp
	texts []string
	seen  map[stamp]bool
}

// add adds the date of a stamp.
func (d *dates) add(s stamp, text string) {
	day := stamp{n: [6]int{s.n[0], s.n[1], s.n[2]}, date: s.date, year: s.year, named: s.named,
		half: s.half, sep: s.sep}
	if !s.date || d.seen[day] {
		return
	}
	if d.seen == nil {
		d.seen = map[stamp]bool{}
	}
	d.seen[day] = true
	d.all = append(d.all, day)
	d.texts = append(d.texts, text)
}

// can reports whether all dates exist in an order.
func (d dates) can(o order) bool {
	return !slices.ContainsFunc(d.all, func(s stamp) bool { return !plausible(s.parts(o)) })
}

// order returns the order of day and month: the only one in which all dates exist, or else
// the one of every language that writes dates so. sure is false where another language
// writes so with a clock that is unusual for it, or only the dots between the figures speak
// for the order.
func (d dates) order() (o order, sure bool, err error) {
	var open []stamp // those that can be read in several orders
	var texts []string
	for i, s := range d.all {
		if s.year == 0 || s.named > 0 {
			if !plausible(s.parts(dayFirst)) {
				return unknown, false, unknownDates()
			}
			continue
		}
		open = append(open, s)
		texts = append(texts, d.texts[i])
	}
	if len(open) == 0 {
		return monthFirst, true, nil
	}
	var can []order
	for _, o := range []order{dayFirst, monthFirst, yearFirst} {
		if !slices.ContainsFunc(open, func(s stamp) bool { return !plausible(s.parts(o)) }) {
			can = append(can, o)
		}
	}
	can = oneEvent(open, can)
	known := ordersOf(texts)
	written := slices.DeleteFunc(slices.Clone(can), func(o order) bool { _, ok := known[o]; return !ok })
	usual := slices.DeleteFunc(slices.Clone(written), func(o order) bool { return !known[o] })
	switch {
	case alike(open, written):
		return written[0], true, nil
	case alike(open, usual):
		return usual[0], false, nil
	case len(written) == 0 && alike(open, can) && can[0] != yearFirst:
		return can[0], true, nil
	case len(written) == 0 && slices.Contains(can, dayFirst) && !slices.Contains(can, yearFirst) &&
		(open[0].sep == '.' || open[0].sep == '-'):
		return dayFirst, false, nil
	case len(can) == 0 || len(can) == 1 && can[0] == yearFirst:
		return unknown, false, unknownDates()
	}
	return unknown, false, errOrder()
}

// longestEvent is the most that the dates of one report are apart. Teams ends a meeting
// after 30 hours (Microsoft Learn, Limits and specifications for Microsoft Teams).
const longestEvent = 3 * 24 * time.Hour

// oneEvent returns the orders in which all dates are of one event, or all if none is so.
func oneEvent(all []stamp, can []order) []order {
	near := slices.DeleteFunc(slices.Clone(can), func(o order) bool {
		var first, last time.Time
		for _, s := range all {
			at, _ := s.at(o, time.Time{})
			if first.IsZero() || at.Before(first) {
				first = at
			}
			if at.After(last) {
				last = at
			}
		}
		return last.Sub(first) > longestEvent
	})
	if len(near) > 0 {
		return near
	}
	return can
}

// alike reports whether all orders, at least one, give the same dates.
func alike(all []stamp, orders []order) bool {
	if len(orders) == 0 {
		return false
	}
	for _, s := range all {
		y, m, d := s.parts(orders[0])
		for _, o := range orders[1:] {
			if y2, m2, d2 := s.parts(o); y != y2 || m != m2 || d != d2 {
				return false
			}
		}
	}
	return true
}

func unknownDates() error {
	return app.Errorf(app.Invalid, "Set Teams to English and download the report again. Do not save it from a "+
		"spreadsheet.", "The dates in the report contradict each other, or Handrail does not know their calendar.")
}

func errOrder() error {
	return app.Errorf(app.Invalid, "Set the language of Teams to English (United States) and download the report "+
		"again.", "The dates in the report do not show which number is the day and which is the month.")
}
