package attendance

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"handrail/app"
)

func sortStable[T any](all []T, by func(a, b T) int) { slices.SortStableFunc(all, by) }

// numbered is the heading of a section: "2. Participants", "2. Teilnehmer".
var numbered = regexp.MustCompile(`^\s*([1-9])\s*[.．]\s*\S`)

// block is a group of rows: a summary or a table.
type block struct {
	number int // of its section; 0 if none
	rows   [][]string
}

// blocks splits a file at its numbered headings. sections is false if it has none.
func blocks(rows [][]string) (all []block, sections bool) {
	here := block{}
	for _, row := range rows {
		if len(row) == 0 {
			continue
		}
		if m := numbered.FindStringSubmatch(row[0]); m != nil && filled(row) == 1 {
			all = append(all, here)
			here = block{number: int(m[1][0] - '0')}
			sections = true
			continue
		}
		here.rows = append(here.rows, row)
	}
	return append(all, here), sections
}

func filled(row []string) int {
	n := 0
	for _, c := range row {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

// table is a table with the roles of its columns, found from their contents.
type table struct {
	rows             [][]string
	times, addresses []int // columns
	role, span       int   // -1 if none
}

// tableOf returns the table below a heading row; false if it has no times.
func tableOf(rows [][]string) (table, bool) {
	t := table{role: -1, span: -1}
	if len(rows) < 2 {
		return t, false
	}
	t.rows = rows[1:]
	sample := t.rows[:min(len(t.rows), 200)]
	width := 0
	for _, row := range rows[:min(len(rows), 201)] {
		width = max(width, len(row))
	}
	for k := range width {
		var n, times, spans, addresses, words int
		for _, row := range sample {
			if k >= len(row) || strings.TrimSpace(row[k]) == "" {
				continue
			}
			n++
			_, isTime := readStamp(row[k])
			switch {
			case isTime:
				times++
			case strings.Contains(row[k], "@"):
				addresses++
			case isSpan(row[k]):
				spans++
			default:
				words++
			}
		}
		switch {
		case k == 0 || n == 0: // the name, in any form
		case 2*times > n:
			t.times = append(t.times, k)
		case 2*spans > n:
			if t.span < 0 {
				t.span = k
			}
		case 2*addresses > n:
			t.addresses = append(t.addresses, k)
		case words > 0 && t.role < 0 && len(t.times) > 0:
			t.role = k
		}
	}
	return t, len(t.times) > 0
}

func cell(row []string, k int) string {
	if k < 0 || k >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[k])
}

// address returns the first email address of a row, or "".
func (t table) address(row []string) string {
	for _, k := range t.addresses {
		if a := cell(row, k); strings.Contains(a, "@") {
			return a
		}
	}
	return ""
}

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
		return app.Errorf(app.Invalid, "The setting InfoShownInReportMode of your policy keeps the times out. Set it "+
			"to FullInformation before the next event.",
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
	var all []stamp
	seen := map[stamp]bool{} // by their dates, which are few
	add := func(text string) {
		s, ok := readStamp(text)
		day := stamp{n: [6]int{s.n[0], s.n[1], s.n[2]}, date: s.date, year: s.year, half: s.half, sep: s.sep}
		if ok && s.date && !seen[day] {
			seen[day] = true
			all = append(all, day)
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
	o, sure, ok := judge(all)
	if !ok {
		return o, unknownDates()
	}
	if !sure {
		r.odd(OddOrder)
	}
	return o, nil
}

func unknownDates() error {
	return app.Errorf(app.Invalid, "Set Teams to English and download the report again. Do not save it from a "+
		"spreadsheet.", "The dates in the report contradict each other, or Handrail does not know their calendar.")
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
	var stamps []stamp
	for _, row := range t.rows {
		s, ok := readStamp(cell(row, t.times[0]))
		if !ok || cell(row, 0) == "" {
			if filled(row) > 0 {
				r.odd(OddShort)
			}
			continue
		}
		events = append(events, liveEvent{name: cell(row, 0), action: cell(row, 1), stamp: s})
		stamps = append(stamps, s)
	}
	o, sure, ok := judge(stamps)
	if !ok {
		return nil, unknownDates()
	}
	if !sure {
		r.odd(OddOrder)
	}
	return r.pair(events, o)
}
