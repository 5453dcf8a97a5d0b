package powershell

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"handrail/app"
)

const again = "Run the command that Handrail shows again, and enter its whole output."

// maxDepth is the maximum depth of nested objects. ConvertTo-Json itself supports 100.
const maxDepth = 100

// readJSON reads one object or a list of them. ConvertTo-Json writes enumeration values
// with two names that differ only in case; the text has priority over the number.
func readJSON(text string) ([]Row, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	v, err := readValue(d, 0)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("powershell: more than one value")
		}
	}
	if err != nil {
		return nil, &app.Error{Code: app.Damaged, Message: "The export is not complete JSON.", Hint: again, Err: err}
	}
	if row, ok := v.(Row); ok {
		inner, list := row.values["value"].([]any)
		if !list || !row.Has("Count") { // Windows PowerShell wraps a list with its count
			return []Row{row}, nil
		}
		v = inner
	}
	list, _ := v.([]any)
	return rowsOf(list)
}

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

func readValue(d *json.Decoder, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errors.New("powershell: too deep")
	}
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		row := newRow()
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			v, err := readValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			_, number := v.(json.Number)
			if old, twice := row.values[strings.ToLower(name.(string))].(string); twice && old != "" && number {
				continue
			}
			row.set(name.(string), v)
		}
		_, err = d.Token()
		return row, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := readValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = d.Token()
		return list, err
	}
	return t, nil
}

// looksLikeCSV reports whether the first line is a heading of Export-Csv.
func looksLikeCSV(text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	line = strings.TrimSpace(line)
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
		if strings.Contains(heading, `"`+string(comma)+`"`) {
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
		row := newRow()
		for i, f := range fields {
			row.set(names[i], f)
		}
		rows = append(rows, row)
	}
}
