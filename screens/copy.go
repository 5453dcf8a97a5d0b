package screens

import (
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/screens/parts"
)

// copyLine is the button under a list that copies it, with what it copied. text returns the lines when it is pressed,
// in the form in which a spreadsheet takes them: tabs between columns.
func copyLine(label string, text func() [][]string, copy func(string)) fyne.CanvasObject {
	line := parts.Column(0)
	done := parts.Caption("")
	done.Hide()
	line.Add(parts.Flush(parts.NewButton(label, parts.Quiet, "copy", func() {
		rows := text()
		copy(tabbed(rows))
		done.SetText("Copied " + guide.Count(len(rows), "line", "lines") + ".")
		done.Show()
		line.Refresh()
	})))
	line.Add(done)
	return line
}

// tabbed joins rows as text: one a line, with tabs between the cells. A line break within a cell becomes a space.
func tabbed(rows [][]string) string {
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(strings.Join(strings.FieldsFunc(cell, func(r rune) bool {
				return r == '\t' || r == '\n' || r == '\r'
			}), " "))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// drawTable draws a table with a button that copies it.
func drawTable(b report.Table, on BlockEvents) fyne.CanvasObject {
	b = b.Page()
	table := parts.NewTable(b.Columns, b.Right, b.Rows)
	if on.Copy == nil || len(b.Rows) == 0 {
		return table
	}
	return parts.Column(4, table, copyLine("Copy table", func() [][]string {
		return append([][]string{b.Columns}, b.Rows...)
	}, on.Copy))
}

// namesOf returns names as lines to copy.
func namesOf(names []string) [][]string {
	var rows [][]string
	for _, n := range names {
		rows = append(rows, []string{n})
	}
	return rows
}
