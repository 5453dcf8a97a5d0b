package report

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/ownerfile"
)

// WriteCSV writes each block that has rows into a file of its own in folder
// (made 0700 where it is missing), named by its place and title, and returns
// the paths. The files are UTF-8 with a byte order mark, so that spreadsheet
// programs read names right, no cell can be taken for a formula, and each is
// whole or as it was.
func WriteCSV(folder string, d *Document) (files []string, err error) {
	if err := ownerfile.MkdirAll(folder); err != nil {
		return nil, fmt.Errorf("report: make the folder: %w", err)
	}
	for i, b := range d.Blocks {
		ok, g := wholeGrid(b)
		if !ok {
			continue
		}
		name := filepath.Join(folder, fmt.Sprintf("%02d-%s.csv", i+1, fileWord(or(g.title, b.kind()))))
		if err := writeGrid(name, g); err != nil {
			return files, err
		}
		files = append(files, name)
	}
	return files, nil
}

func writeGrid(name string, g grid) error {
	rows := append([][]string{g.columns}, g.rows...)
	table := clean.Table(rows, func(column int, _ string) bool { return column < len(g.right) && g.right[column] })
	err := app.WriteFileAtomic(name, func(w io.Writer) error {
		_, err := w.Write(table)
		return err
	})
	if err != nil {
		return fmt.Errorf("report: write %s: %w", filepath.Base(name), err)
	}
	return nil
}

// fileWord makes a short file name part of a title.
func fileWord(title string) string {
	word := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r == ' ' || r == '-':
			return '-'
		}
		return -1
	}, strings.ToLower(title))
	word = strings.Trim(word, "-")
	return or(word[:min(len(word), 40)], "table")
}
