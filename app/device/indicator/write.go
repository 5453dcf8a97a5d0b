package indicator

import (
	"bytes"
	"encoding/csv"
	"slices"
	"time"

	"handrail/app/csvtable"
)

// FormatExpiry returns at as Microsoft's table of parameters writes it.
func FormatExpiry(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.0Z") }

// Files returns rows as files to import: the columns of the template, in UTF-8, and not more rows
// in one than Microsoft takes. Titles and texts cannot run as formulas. No rows are no files.
func Files(rows []Indicator) (files [][]byte) {
	for part := range slices.Chunk(rows, RowsPerFile()) {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.UseCRLF = true
		_ = w.Write(Columns()) // a buffer takes everything
		for _, one := range part {
			one.Title, one.Description = csvtable.Safe(one.Title), csvtable.Safe(one.Description)
			one.Recommended = csvtable.Safe(one.Recommended)
			cells := make([]string, 0, len(Columns()))
			for _, cell := range one.cells() {
				cells = append(cells, *cell)
			}
			_ = w.Write(cells)
		}
		w.Flush()
		files = append(files, b.Bytes())
	}
	return files
}
