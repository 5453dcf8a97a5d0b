package liveevent

import (
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
	rows, err := xlsx.Table(raw)
	if err != nil {
		return err
	}
	header, columns, ok := runsheet.DetectColumns(rows)
	wanted, err := columnsOf(mapped)
	if err != nil {
		return err
	}
	if len(wanted) > 0 {
		if header, columns, err = runsheet.MatchColumns(rows, wanted); err != nil {
			return err
		}
	} else if !ok {
		out.find("columns-unknown", report.Warning, "Handrail could not identify the columns",
			"The first rows of the file: "+firstRows(rows), "Go back and enter them under “Which column is which?”.")
		return nil
	}
	items, notes, err := runsheet.FromTable(rows, header, columns, clock)
	if err != nil {
		return err
	}
	for _, n := range notes {
		out.find("row-left-out", report.Note, fmt.Sprintf("Row %d is not included", n.Row), n.Why, "")
	}
	var which [][]string
	for f, k := range columns {
		which = append(which, []string{rows[header][k], string(f)})
	}
	slices.SortFunc(which, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	out.Add(report.Heading{Text: "Preview of the file"}, report.Table{Title: "Columns",
		Columns: []string{"Column", "Read as"}, Rows: which},
		report.Code{Label: "Paste this text into your run sheet", Text: runsheet.String(items)})
	return nil
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
