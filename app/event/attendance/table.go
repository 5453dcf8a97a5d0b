package attendance

import (
	"regexp"
	"strings"
)

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
