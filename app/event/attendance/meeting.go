package attendance

import (
	"slices"
	"strings"
	"time"

	"handrail/app"
)

func sortStable[T any](all []T, by func(a, b T) int) { slices.SortStableFunc(all, by) }

// readMeeting reads the reports of meetings, webinars and town halls.
func readMeeting(rows [][]string) (*Report, error) {
	all, sections := blocks(rows)
	r := &Report{Kind: Meeting}
	var summary [][]string
	var tables []table
	if sections {
		for _, b := range all {
			if b.number <= 1 {
				summary = append(summary, b.rows...)
			} else if t, ok := tableOf(b.rows); ok {
				tables = append(tables, t)
			}
		}
	} else {
		at := heading(rows)
		if at < 0 {
			return nil, none()
		}
		t, ok := tableOf(rows[at:])
		if !ok {
			return nil, none()
		}
		summary, tables, r.Kind = rows[:at], []table{t}, Meeting2021
		if len(t.times) == 1 {
			return read2020(r, t)
		}
	}
	if len(tables) == 0 || len(tables[0].times) < 2 {
		return nil, withoutTimes(all, sections)
	}
	o, err := r.order(summary, tables)
	if err != nil {
		return nil, err
	}
	r.summarise(summary, o)
	r.gather(tables, o, sections)
	if len(r.People) == 0 {
		return nil, app.Errorf(app.Invalid, "Download it again.", "The report has no people in it.")
	}
	r.finish()
	return r, nil
}

// withoutTimes returns the error for a report that has people and no times, or for a file
// that is no report.
func withoutTimes(all []block, sections bool) error {
	for _, b := range all {
		if b.number != 2 || len(b.rows) < 2 || !sections {
			continue
		}
		n := 0
		for _, row := range b.rows[1:] {
			if filled(row) > 0 {
				n++
			}
		}
		return app.Errorf(app.Invalid, "Set InfoShownInReportMode of your policy to FullInformation before the next event. "+
			"Other values keep the times out.",
			"The report shows who attended (%d people), but not when.", n)
	}
	return none()
}

// heading returns the row above the first row with a name and times, or -1. Rows of a
// summary have two cells.
func heading(rows [][]string) int {
	for i, row := range rows {
		if i == 0 || len(row) < 3 {
			continue
		}
		for _, c := range row[1:] {
			if _, ok := readStamp(c); ok {
				return i - 1
			}
		}
	}
	return -1
}

// order judges all dates of the file together.
func (r *Report) order(summary [][]string, tables []table) (order, error) {
	var d dates
	add := func(text string) {
		if s, ok := readStamp(text); ok {
			d.add(s, text)
		}
	}
	for _, row := range summary {
		add(cell(row, 1))
	}
	for _, t := range tables {
		for _, row := range t.rows {
			for _, k := range t.times {
				add(cell(row, k))
			}
		}
	}
	o, sure, err := d.order()
	if err == nil && !sure {
		r.odd(OddOrder)
	}
	return o, err
}

// summarise reads the summary by the form of its values: the first date is the start, the
// second the end, numbers the people, the first text the title.
func (r *Report) summarise(rows [][]string, o order) {
	for _, row := range rows {
		value := cell(row, 1)
		if value == "" {
			continue
		}
		if s, ok := readStamp(value); ok && s.date {
			at, _ := s.at(o, time.Time{})
			if r.Start.IsZero() {
				r.Start = at
			} else if r.End.IsZero() {
				r.End = at
			}
			continue
		}
		n, number := whole(value)
		switch {
		case number && !slices.Contains(r.totals, n):
			r.totals = append(r.totals, n)
		case !number && r.Title == "" && !isSpan(value):
			r.Title = strings.Join(strings.Fields(value), " ")
		}
	}
}

// read2020 reads the list of joins and leaves. Its columns are name, action, time.
func read2020(r *Report, t table) (*Report, error) {
	r.Kind = Meeting2020
	var events []liveEvent
	var days dates
	for _, row := range t.rows {
		text := cell(row, t.times[0])
		s, ok := readStamp(text)
		if !ok || cell(row, 0) == "" {
			if filled(row) > 0 {
				r.odd(OddShort)
			}
			continue
		}
		events = append(events, liveEvent{name: cell(row, 0), action: cell(row, 1), stamp: s})
		days.add(s, text)
	}
	o, sure, err := days.order()
	if err != nil {
		return nil, err
	}
	if !sure {
		r.odd(OddOrder)
	}
	return r.pair(events, o)
}
