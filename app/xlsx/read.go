package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"handrail/app"
	"handrail/app/csvtable"
)

// Limits for reading, far above any run sheet. They protect against malicious files.
const (
	mostRows     = 20000
	mostUnpacked = 24 << 20
)

// Is reports whether data looks like a workbook, by its first bytes.
func Is(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// Read returns the rows of a sheet as Excel shows them, and the names of all sheets. It
// reads the first sheet if name is "". Dates and times are in one form, whatever the
// format of the cell: 2026-11-29 10:30:00, 10:30:00 and, for lengths, 0:05:00.
// app.Damaged, app.NotFound or app.Invalid.
func Read(data []byte, name string) (rows [][]string, names []string, err error) {
	err = open(data, func(f *excelize.File) error {
		if names = f.GetSheetList(); name == "" && len(names) > 0 {
			name = names[0]
		}
		rows, err = sheet(f, name)
		return err
	})
	return rows, names, err
}

// Sheets returns the rows of every sheet that has any, in their order.
func Sheets(data []byte) (all [][][]string, err error) {
	err = open(data, func(f *excelize.File) error {
		for _, name := range f.GetSheetList() {
			rows, err := sheet(f, name)
			if err != nil {
				return err
			}
			if len(rows) > 0 {
				all = append(all, rows)
			}
		}
		return nil
	})
	return all, err
}

// open calls do with the workbook in data, if its unpacked size is within the limit.
func open(data []byte, do func(*excelize.File) error) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return damaged(err)
	}
	size := uint64(0)
	for _, part := range z.File {
		if size += part.UncompressedSize64; size > mostUnpacked || part.UncompressedSize64 > mostUnpacked {
			return app.Errorf(app.Invalid, "Save the sheet as CSV, or choose another file.",
				"The workbook is larger than 24 megabytes.")
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(data),
		excelize.Options{UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked})
	if err != nil {
		return damaged(err)
	}
	defer func() { _ = f.Close() }()
	return do(f)
}

// sheet returns the rows of a sheet.
func sheet(f *excelize.File, name string) (rows [][]string, err error) {
	shown, err := f.Rows(name)
	if err != nil {
		return nil, app.Errorf(app.NotFound, "Choose one of these: "+strings.Join(f.GetSheetList(), ", ")+".",
			"The workbook has no sheet named “%s”.", name)
	}
	defer func() { _ = shown.Close() }()
	raw, err := f.Rows(name)
	if err != nil {
		return nil, damaged(err)
	}
	defer func() { _ = raw.Close() }()
	props, err := f.GetWorkbookProps()
	old := err == nil && props.Date1904 != nil && *props.Date1904
	for shown.Next() && raw.Next() {
		row, err := shown.Columns()
		if err != nil {
			return nil, damaged(err)
		}
		values, err := raw.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, damaged(err)
		}
		for k := range min(len(row), len(values)) {
			row[k] = plain(row[k], values[k], old)
		}
		if rows = append(rows, row); len(rows) > mostRows {
			return nil, app.Errorf(app.Invalid, "Choose another file.", "The sheet has more than 20,000 rows.")
		}
	}
	return rows, nil
}

// earliest is 1 January 1954 as Excel counts days. A larger number is a date, a smaller
// one a length.
const earliest = 19725

// plain returns a cell in one form if it is shown as a time and is a number; else as it is
// shown. old is true if the workbook counts days from 1904.
func plain(shown, raw string, old bool) string {
	if shown == raw || !strings.Contains(shown, ":") {
		return shown
	}
	days, err := strconv.ParseFloat(raw, 64)
	if err != nil || days < 0 || days > 1e6 {
		return shown
	}
	seconds := int64(math.Round(days * 86400))
	if days < earliest {
		return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	}
	at, err := excelize.ExcelDateToTime(days, old)
	if err != nil {
		return shown
	}
	return at.Round(time.Second).Format(time.DateTime)
}

func damaged(err error) error {
	return &app.Error{Code: app.Damaged, Message: "Handrail cannot read the workbook.",
		Hint: "Open it in Excel and save it again, or save it as CSV.", Err: err}
}

// Table reads the table in a workbook or a text file, detected by content. Of a workbook,
// it reads the first sheet.
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

// Tables is Table for all sheets of a workbook. A text file is one table.
func Tables(data []byte) ([][][]string, error) {
	if Is(data) {
		return Sheets(data)
	}
	rows, err := Table(data)
	return [][][]string{rows}, err
}
