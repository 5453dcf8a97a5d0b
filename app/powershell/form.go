package powershell

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"handrail/app"
	"handrail/app/pattern"
)

const again = "Run the command that Handrail shows again, and enter its whole output."

// rowsOf returns values as rows; nothing stands for no object.
func rowsOf(list []any) (rows []Row, err error) {
	if len(list) > maxRows {
		return nil, app.Errorf(app.Invalid, again, "The export has more than %d rows.", maxRows)
	}
	for _, one := range list {
		row, ok := one.(Row)
		switch {
		case one == nil && len(list) == 1:
			return nil, nil
		case !ok || len(row.names) == 0:
			return nil, app.Errorf(app.Damaged, again, "The export has values without names.")
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// plainHeading is a heading without quotes, as PowerShell 7 writes it with -UseQuotes AsNeeded
// and as the admin centers export tables: names with the same mark between them.
var plainHeading = pattern.Lazy(`^[A-Za-z_]\w*(?:(?:,\w+)+|(?:;\w+)+|(?:\t\w+)+)$`)

// looksLikeCSV reports whether the first line is a heading of Export-Csv.
func looksLikeCSV(text string) bool {
	line, rest, _ := strings.Cut(text, "\n")
	line = strings.TrimSpace(line)
	if plainHeading().MatchString(line) && strings.TrimSpace(rest) != "" {
		return true
	}
	return strings.HasPrefix(line, `"`) && strings.HasSuffix(line, `"`) && !strings.Contains(line, " : ")
}

// readCSV reads the output of Export-Csv, with a comma, a semicolon or a tab.
func readCSV(text string) ([]Row, error) {
	if strings.HasPrefix(text, "#TYPE ") {
		_, text, _ = strings.Cut(text, "\n")
	}
	heading, _, _ := strings.Cut(text, "\n")
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	for _, comma := range ";\t" {
		if strings.Contains(heading, `"`+string(comma)+`"`) ||
			!strings.ContainsAny(heading, `",`) && strings.ContainsRune(heading, comma) {
			r.Comma = comma
		}
	}
	var names []string
	var rows []Row
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, &app.Error{Code: app.Damaged, Message: "The export is not a complete table.", Hint: again,
				Err: err}
		}
		if names == nil {
			names = fields
			continue
		}
		if len(fields) != len(names) || len(rows) == maxRows {
			return nil, app.Errorf(app.Damaged, again, "A line of the export has %d fields, but its heading has %d.",
				len(fields), len(names))
		}
		row := Row{}
		for i, f := range fields {
			row.set(names[i], f)
		}
		rows = append(rows, row)
	}
}
