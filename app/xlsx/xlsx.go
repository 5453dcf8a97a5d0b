// Package xlsx reads and writes tables as Excel workbooks (ECMA-376).
package xlsx

import (
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"
)

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
