package powershell

import (
	"strings"

	"handrail/app"
	"handrail/app/pattern"
)

// looksLikeTable reports whether text begins as Format-Table prints: a line of names above
// a line of dashes.
func looksLikeTable(text string) bool {
	_, rest, ok := strings.Cut(text, "\n")
	line, _, _ := strings.Cut(rest, "\n")
	return ok && dashes(line)
}

var heading = pattern.Lazy(`^([A-Z][A-Za-z0-9]*  +)+[A-Z][A-Za-z0-9]* *$`)

// underlined returns a table that was copied without its line of dashes with that line, as
// its heading shows it; false if text does not begin with a heading.
func underlined(text string) (string, bool) {
	line, rest, ok := strings.Cut(text, "\n")
	line = strings.TrimRight(line, "\r")
	if !ok || !heading().MatchString(line) {
		return "", false
	}
	marks := strings.Map(func(r rune) rune {
		if r == ' ' {
			return r
		}
		return '-'
	}, line)
	return line + "\n" + marks + "\n" + rest, true
}

// dashes reports whether a line has only dashes with blanks between them.
func dashes(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && strings.Trim(line, "- ") == ""
}

// column is where the dashes of a column are, by rune.
type column struct {
	name       string
	start, end int
}

// readTable reads the tables of Format-Table. A value may be wider than its name: on the
// right where the column is aligned left, else on the left.
func readTable(text string) ([]Row, error) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	var columns []column
	var rows []Row
	for i := 0; i < len(lines); i++ {
		line := []rune(strings.TrimRight(lines[i], " \t"))
		switch {
		case len(line) == 0:
			continue
		case i+1 < len(lines) && dashes(lines[i+1]):
			columns = columnsOf([]rune(lines[i+1]))
			names := strings.Fields(string(line)) // blanks before the first name may be gone
			if len(names) != len(columns) {
				return nil, app.Errorf(app.Damaged, again, "The heading of the table does not fit its columns.")
			}
			for c := range columns {
				columns[c].name = names[c]
			}
			i++
			continue
		}
		values, ok := cells(line, columns)
		if !ok {
			return nil, app.Errorf(app.Damaged, again, "A line of the table does not fit its columns.")
		}
		row := Row{}
		row.table = true
		for c, v := range values {
			row.set(columns[c].name, v)
		}
		if rows = append(rows, row); len(rows) > maxRows {
			return nil, app.Errorf(app.Invalid, again, "The export has more than %d rows.", maxRows)
		}
	}
	return rows, nil
}

func columnsOf(line []rune) (all []column) {
	for i := 0; i < len(line); i++ {
		if line[i] != '-' {
			continue
		}
		start := i
		for i < len(line) && line[i] == '-' {
			i++
		}
		all = append(all, column{start: start, end: i})
	}
	return all
}

// cells returns the values of a line. Between two columns it is cut where the most blanks
// are; false if there are none.
func cells(line []rune, columns []column) (all []string, ok bool) {
	from := 0
	for i := range columns {
		to := len(line)
		if i+1 < len(columns) && columns[i].end < len(line) {
			if to = gap(line, columns[i].end, columns[i+1].start); to < 0 {
				return nil, false
			}
		}
		all = append(all, strings.TrimSpace(string(line[min(from, len(line)):max(from, min(to, len(line)))])))
		from = to
	}
	return all, len(columns) > 0
}

// gap returns the middle of the longest run of blanks from the end of one column to the
// start of the next, the last of several; -1 if there are none.
func gap(line []rune, from, to int) int {
	best, longest := -1, 0
	for i := from; i < to; i++ {
		if i >= len(line) {
			return i
		}
		n := i
		for n < to && n < len(line) && line[n] == ' ' {
			n++
		}
		if n-i >= max(longest, 1) {
			best, longest = (i+n)/2, n-i
		}
		i = max(i, n-1)
	}
	return best
}
