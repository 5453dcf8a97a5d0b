package report

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// WriteCSV writes each block that has rows into a file of its own in folder
// (made 0700 where it is missing), named by its place and title, and returns
// the paths. The files are UTF-8 with a byte order mark, so that spreadsheet
// programs read names right, and no cell can be taken for a formula.
func WriteCSV(folder string, d *Document) (files []string, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("report: make the folder: %w", err)
	}
	for i, b := range d.Blocks {
		ok, g := asGrid(b)
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
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("report: write %s: %w", filepath.Base(name), err)
	}
	if _, err := f.WriteString("\ufeff"); err != nil {
		f.Close()
		return err
	}
	w := csv.NewWriter(f)
	w.UseCRLF = true
	for _, row := range append([][]string{g.columns}, g.rows...) {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = safeCell(c, i < len(g.right) && g.right[i])
		}
		if err := w.Write(cells); err != nil {
			f.Close()
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// safeCell keeps a spreadsheet from running a cell: an apostrophe goes before
// text that begins, after blanks, with a sign that starts a formula (ASVS 1.2.10,
// and the full-width forms). Figures of our own stay numbers.
func safeCell(s string, figure bool) string {
	if figure {
		return s
	}
	trimmed := strings.TrimLeft(s, " \ufeff\u00a0")
	if trimmed != "" && strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠", []rune(trimmed)[0]) {
		return "'" + s
	}
	return s
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
