// Package xlsx reads and writes tables as Excel workbooks (ECMA-376).
package xlsx

import (
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"

	"handrail/app"
	"handrail/app/csvtable"
)

// Limits for reading, far above any run sheet. They protect against malicious files.
const (
	mostRows     = 20000
	mostUnpacked = 64 << 20
)

// Is reports whether data looks like a workbook, by its first bytes.
func Is(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// Read returns the rows of a sheet as Excel shows them, and the names of all sheets. It
// reads the first sheet if name is "". app.Damaged, app.NotFound or app.Invalid.
func Read(data []byte, name string) (rows [][]string, names []string, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data),
		excelize.Options{UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked})
	if err != nil {
		return nil, nil, damaged(err)
	}
	defer func() { _ = f.Close() }()
	names = f.GetSheetList()
	if name == "" && len(names) > 0 {
		name = names[0]
	}
	each, err := f.Rows(name)
	if err != nil {
		return nil, names, app.Errorf(app.NotFound, "Choose one of these: "+strings.Join(names, ", ")+".",
			"The workbook has no sheet named “%s”.", name)
	}
	defer func() { _ = each.Close() }()
	for each.Next() {
		row, err := each.Columns()
		if err != nil {
			return nil, names, damaged(err)
		}
		if rows = append(rows, row); len(rows) > mostRows {
			return nil, names, app.Errorf(app.Invalid, "Choose another file.", "The sheet has more than 20,000 rows.")
		}
	}
	return rows, names, nil
}

func damaged(err error) error {
	return &app.Error{Code: app.Damaged, Message: "Handrail cannot read the workbook.",
		Hint: "Open it in Excel and save it again, or save it as CSV.", Err: err}
}

// Write returns a workbook with one sheet. Every cell is text, so Excel runs no formulas.
// The first row is bold and frozen.
func Write(name string, rows [][]string) ([]byte, error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	name = sheetName(name)
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	for i, row := range rows {
		for k, c := range row {
			at, err := excelize.CoordinatesToCellName(k+1, i+1)
			if err != nil {
				return nil, err
			}
			if err := f.SetCellStr(name, at, c); err != nil {
				return nil, err
			}
		}
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	if err := f.SetRowStyle(name, 1, 1, bold); err != nil {
		return nil, err
	}
	if err := f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2",
		ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// sheetName returns title as a valid name of an Excel sheet.
func sheetName(title string) string {
	title = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r < ' ' {
			return ' '
		}
		return r
	}, title)
	runes := []rune(strings.TrimSpace(title))
	if len(runes) == 0 {
		return "Run sheet"
	}
	return string(runes[:min(len(runes), 31)])
}

// Table reads the table in a workbook or a text file, detected by content.
func Table(data []byte) ([][]string, error) {
	if Is(data) {
		rows, _, err := Read(data, "")
		return rows, err
	}
	text, err := csvtable.Decode(data)
	if err != nil {
		return nil, err
	}
	return csvtable.Read(text)
}
