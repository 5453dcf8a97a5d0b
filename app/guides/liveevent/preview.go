package liveevent

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/event/runsheet"
	"handrail/app/guide/ask"
	"handrail/app/report"
	"handrail/app/xlsx"
)

// mappable are the fields that a person may name a column for.
var mappable = []runsheet.Field{runsheet.FieldClock, runsheet.FieldOffset, runsheet.FieldLength,
	runsheet.FieldEnd, runsheet.FieldCue, runsheet.FieldWho, runsheet.FieldScreen, runsheet.FieldSound,
	runsheet.FieldNote}

func fieldNames() string {
	return strings.Join(strings.Fields(strings.Trim(fmt.Sprint(mappable), "[]")), ", ")
}

// columnsOf returns the heading of each field that text names.
func columnsOf(text string) (map[runsheet.Field]string, error) {
	all := map[runsheet.Field]string{}
	for name, heading := range pairs(text) {
		if !slices.Contains(mappable, runsheet.Field(name)) {
			return nil, app.Errorf(app.Invalid, "Use one of: "+fieldNames()+".",
				"“%s” is not a part of a run sheet.", name)
		}
		all[runsheet.Field(name)] = heading
	}
	if len(all) < len(ask.Rows(text)) {
		return nil, app.Errorf(app.Invalid, "Enter one on each line. For example: cue: Item",
			"A line has no colon, or a part appears twice.")
	}
	return all, nil
}

// preview adds the run sheet that a file holds.
func (d deps) preview(out draft, path, clock, mapped string) error {
	raw, err := d.Files.Read(path)
	if err != nil {
		out.unknown("file-unread", "Handrail could not read the file", err)
		return nil
	}
	sheets, err := xlsx.Tables(raw)
	if err != nil {
		out.unknown("file-unread", "Handrail could not read the file", err)
		return nil
	}
	wanted, err := columnsOf(mapped)
	if err != nil {
		return err
	}
	rows, header, columns, err := sheetWith(sheets, wanted)
	if err != nil {
		return err
	}
	if columns == nil {
		out.find("columns-unknown", report.Warning, "Handrail could not identify the columns",
			"The first rows of the file: "+firstRows(rows), "Go back and enter them under “Which column is which?”.")
		return nil
	}
	items, notes, err := runsheet.FromTable(rows, header, columns, clock)
	if err != nil {
		message, hint := app.UserMessage(err)
		out.find("no-items", report.Warning, "Handrail did not take the table", message, hint)
	}
	for _, n := range notes {
		if n.Kept {
			out.find("row-without-length", report.Warning, fmt.Sprintf("Row %d has no length", n.Row), n.Why,
				"Enter its length in the run sheet.")
			continue
		}
		out.find("row-left-out", report.Note, fmt.Sprintf("Row %d is not included", n.Row), n.Why, "")
	}
	out.Add(report.Heading{Text: "Preview of the file"}, report.Table{Title: "Columns",
		Columns: []string{"Column", "Read as"}, Rows: whichColumns(rows[header], columns)})
	if err != nil {
		return nil
	}
	out.Add(report.Code{Label: "To take it over, paste this text into the run sheet", Text: runsheet.String(items)})
	return nil
}

// whichColumns returns what each column of a table was read as; one that was not read is named too.
func whichColumns(header []string, columns runsheet.Columns) (which [][]string) {
	for k, name := range header {
		as := "Not read"
		for f, at := range columns {
			if at == k {
				as = string(f)
			}
		}
		if strings.TrimSpace(name) != "" {
			which = append(which, []string{name, as})
		}
	}
	return which
}

// sheetWith returns the first of the sheets that has the columns of a run sheet, or those
// that are wanted. columns is nil if none has; then rows are those of the first sheet.
func sheetWith(sheets [][][]string, wanted map[runsheet.Field]string) (rows [][]string, header int,
	columns runsheet.Columns, err error) {
	var first error
	for _, rows := range sheets {
		if len(wanted) > 0 {
			header, columns, err := runsheet.MatchColumns(rows, wanted)
			if err == nil {
				return rows, header, columns, nil
			}
			first = cmp.Or(first, err)
			continue
		}
		if header, columns, ok := runsheet.DetectColumns(rows); ok {
			return rows, header, columns, nil
		}
	}
	if len(sheets) > 0 {
		rows = sheets[0]
	}
	return rows, 0, nil, first
}

// firstRows returns the words at the top of a table.
func firstRows(rows [][]string) string {
	var all []string
	for _, row := range rows[:min(len(rows), 3)] {
		for _, cell := range row {
			if cell = strings.TrimSpace(cell); cell != "" && len(all) < 24 {
				all = append(all, "“"+cell+"”")
			}
		}
	}
	return strings.Join(all, ", ") + "."
}
