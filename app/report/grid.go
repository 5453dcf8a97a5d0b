package report

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// grid is a block as rows under headings: what a table, a CSV file and the text
// beside a chart have in common.
type grid struct {
	title   string
	columns []string
	right   []bool
	rows    [][]string
}

// wholeGrid returns the rows of a block with its details, for spreadsheet programs.
func wholeGrid(b Block) (bool, grid) {
	if t, ok := b.(Table); ok {
		return true, grid{t.Title, t.Columns, t.Right, t.Rows}
	}
	return asGrid(b)
}

// asGrid returns the rows of a block that has any, as a page shows them. The first result is false for
// blocks that are prose.
func asGrid(b Block) (bool, grid) {
	switch b := b.(type) {
	case Facts:
		g := grid{title: b.Title, columns: []string{"Name", "Value"}}
		for _, f := range b.Page().Rows {
			g.rows = append(g.rows, []string{f.Label, f.Display()})
		}
		return true, g
	case Findings:
		g := grid{title: or(b.Title, "Findings"), columns: []string{"State", "Finding", "What it means", "What to do",
			"Subject", "Code"}}
		for _, f := range SortBySeverity(b.Items) {
			g.rows = append(g.rows, []string{f.Severity.Label(), f.Title, f.Text, f.Do, f.Subject, f.Code})
		}
		return true, g
	case Table:
		b = b.Page()
		return true, grid{b.Title, b.Columns, b.Right, b.Rows}
	case Levels:
		t := b.Table()
		return true, grid{t.Title, t.Columns, t.Right, t.Rows}
	case Entries:
		return true, entriesGrid(b)
	case Path:
		g := grid{title: b.Caption, columns: []string{"Stop", "State", "Details"}}
		for _, s := range b.Stops {
			g.rows = append(g.rows, []string{s.Title, s.Severity.Label(), s.Text})
		}
		return len(b.Stops) > 0, g // a verdict alone is not a table
	case Chart:
		return true, chartGrid(b)
	case Timeline:
		g := grid{title: b.Title, columns: []string{"When", "What", "State"}}
		for _, e := range b.Items {
			g.rows = append(g.rows, []string{FormatTime(e.At), e.Text, doneWord(e.Done)})
		}
		return true, g
	}
	return false, grid{}
}

// TableOf returns a block that has rows as a table; false for blocks that are prose.
func TableOf(b Block) (Table, bool) {
	ok, g := asGrid(b)
	return Table{Title: g.title, Columns: g.columns, Right: g.right, Rows: g.rows}, ok
}

// entriesGrid has a column for what distinguishes entries, if they have it.
func entriesGrid(b Entries) grid {
	g := grid{title: b.Title, columns: []string{"Name", "State", "Outcome"}}
	about := slices.ContainsFunc(b.Items, func(e Entry) bool { return e.About != "" })
	if about {
		title := "Details"
		if slices.ContainsFunc(b.Items, func(e Entry) bool { return account(e.About) }) {
			title = "Account"
		}
		g.columns = append(g.columns, title)
	}
	for _, e := range b.Items {
		row := []string{e.Title, e.Severity.Label(), e.State}
		if about {
			row = append(row, e.About)
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// account reports whether what distinguishes an entry is the sign-in name or address of an account.
func account(about string) bool { return strings.Contains(about, "@") && !strings.Contains(about, " ") }

// Numbers returns the numbers of a chart as a table: a column a series, a row a label.
func (c Chart) Numbers() Table {
	g := chartGrid(c)
	return Table{Title: g.title, Columns: g.columns, Right: g.right, Rows: g.rows}
}

func chartGrid(c Chart) grid {
	g := grid{title: c.Title, columns: []string{""}, right: []bool{false}}
	for _, s := range c.Series {
		g.columns = append(g.columns, s.Name)
		g.right = append(g.right, true)
	}
	for i, label := range c.Labels {
		row := []string{label}
		for _, s := range c.Series {
			switch {
			case i < len(s.Unknown) && s.Unknown[i], i >= len(s.Values):
				row = append(row, "unknown")
			default:
				row = append(row, strconv.FormatFloat(s.Values[i], 'f', -1, 64))
			}
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// SortBySeverity returns a copy of items ordered by severity, otherwise as they stood.
func SortBySeverity(items []Finding) []Finding {
	sorted := slices.Clone(items)
	slices.SortStableFunc(sorted, func(a, b Finding) int { return a.Severity.Rank() - b.Severity.Rank() })
	return sorted
}

// FormatTime returns a time as a person reads it in a record, in UTC; "" for the zero time.
func FormatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2 Jan 2006 15:04 UTC")
}

func doneWord(done bool) string {
	if done {
		return "Done"
	}
	return "Upcoming"
}

func or(text, other string) string {
	if text != "" {
		return text
	}
	return other
}
