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
	if len(tables) == 0 {
		return nil, none()
	}
	if len(tables[0].times) < 2 {
		return nil, app.Errorf(app.Invalid, "Check the setting AllowEngagementReport in your events policy. It "+
			"controls the times.", "The report shows who attended, but not when.")
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
	for _, row := range summary {
		if s, ok := readStamp(cell(row, 1)); ok {
			all = append(all, s)
		}
	}
	for _, t := range tables {
		for _, row := range t.rows {
			for _, k := range t.times {
				if s, ok := readStamp(cell(row, k)); ok {
					all = append(all, s)
				}
			}
		}
	}
	o, sure, ok := judge(all)
	if !ok {
		return o, app.Errorf(app.Invalid, "Download it again, and do not save it from a spreadsheet.",
			"The dates in the report contradict each other.")
	}
	if !sure {
		r.odd(OddOrder)
	}
	return o, nil
}

// summarise reads the summary by the form of its values: the first date is the start, the
// second the end, a number the people, the first text the title.
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
		case number && r.ReportedTotal == 0:
			r.ReportedTotal = n
		case !number && r.Title == "" && !isSpan(value):
			r.Title = strings.Join(strings.Fields(value), " ")
		}
	}
}

// gather reads people from the first table and their single joins from the others.
func (r *Report) gather(tables []table, o order, sections bool) {
	p := people{r, map[string]int{}}
	first := map[int][]Interval{}
	for _, row := range tables[0].rows {
		if filled(row) < 2 || cell(row, 0) == "" && tables[0].address(row) == "" {
			continue
		}
		s, ok := r.spell(tables[0], row, o)
		if !ok {
			r.odd(OddShort)
			continue
		}
		k := p.place(cell(row, 0), tables[0].address(row))
		if person := &r.People[k]; person.Role == "" {
			person.Role = cell(row, tables[0].role)
		}
		if !slices.Contains(first[k], s) {
			first[k] = append(first[k], s)
		}
	}
	joins := map[int][]Interval{}
	if sections {
		for _, t := range tables[1:] {
			if len(t.times) < 2 {
				continue
			}
			for _, row := range t.rows {
				s, ok := r.spell(t, row, o)
				if !ok || cell(row, 0) == "" && t.address(row) == "" {
					if filled(row) > 1 {
						r.odd(OddShort)
					}
					continue
				}
				k := p.place(cell(row, 0), t.address(row))
				if !slices.Contains(joins[k], s) {
					joins[k] = append(joins[k], s)
				}
			}
		}
	}
	for k := range r.People {
		person := &r.People[k]
		person.Spells = first[k]
		if own, ok := joins[k]; ok {
			person.Spells = own
		} else if sections {
			r.odd(OddWhole)
		}
		person.Joins = len(person.Spells)
	}
}

// spell reads the two times of a row. A leave time without a date is the first such time
// after the join; without a leave time, the spell lasts until the end of the event.
func (r *Report) spell(t table, row []string, o order) (Interval, bool) {
	if len(t.times) < 2 {
		return Interval{}, false
	}
	begun, ok := readStamp(cell(row, t.times[0]))
	if !ok {
		return Interval{}, false
	}
	from, ok := begun.at(o, r.Start)
	if !ok {
		return Interval{}, false
	}
	left, ok := readStamp(cell(row, t.times[1]))
	if !ok {
		if r.End.After(from) {
			r.odd(OddNoLeave)
			return Interval{from, r.End}, true
		}
		return Interval{}, false
	}
	to, ok := left.at(o, from)
	if !ok {
		return Interval{}, false
	}
	if to.Before(from) && !left.date {
		to = to.AddDate(0, 0, 1)
	}
	return Interval{from, to}, !to.Before(from)
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
		return nil, app.Errorf(app.Invalid, "Download it again, and do not save it from a spreadsheet.",
			"The dates in the report contradict each other.")
	}
	if !sure {
		r.odd(OddOrder)
	}
	return r.pair(events, o)
}
