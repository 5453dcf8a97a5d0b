package clean

import (
	"bytes"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Table returns rows as CSV (RFC 4180) with CRLF and a UTF-8 byte order mark, as
// spreadsheets expect it. figure reports whether a cell is a number,
// which stays as it is; all others go through Cell.
//
// Spreadsheets of many countries split at a semicolon or a tab whatever the file
// was written with, so Cell looks behind those too, and cells with one stand in quotes.
func Table(rows [][]string, figure func(column int, cell string) bool) []byte {
	return TableSeq(slices.Values(rows), figure)
}

// TableSeq is Table for rows that are made one by one.
func TableSeq(rows iter.Seq[[]string], figure func(column int, cell string) bool) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	for row := range rows {
		for c, cell := range row {
			if c > 0 {
				b.WriteByte(',')
			}
			if !figure(c, cell) {
				cell = Cell(cell)
			}
			quote(&b, cell, len(row) == 1)
		}
		b.WriteString("\r\n")
	}
	return b.Bytes()
}

// splits are the characters at which a spreadsheet may begin a new cell.
const splits = ";\t\r\n"

// quote writes one cell, in quotes if it needs them; one that is alone in its row
// and empty needs them too.
func quote(b *bytes.Buffer, cell string, alone bool) {
	if !strings.ContainsAny(cell, splits+",\"|") && strings.TrimSpace(cell) == cell && (cell != "" || !alone) {
		b.WriteString(cell)
		return
	}
	b.WriteByte('"')
	for _, r := range cell {
		switch r {
		case '"':
			b.WriteString(`""`)
		case '\r':
		case '\n':
			b.WriteString("\r\n")
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
}

// Cell puts an apostrophe before what a spreadsheet would run as a formula (OWASP
// ASVS 5.0, 1.2.10), at the beginning of a cell and after each character at which
// it may be split.
func Cell(s string) string {
	return eachPart(s, func(part string, first bool) string {
		if formula(part, first) {
			return "'" + part
		}
		return part
	})
}

// Uncell removes the apostrophes of Cell.
func Uncell(s string) string {
	back := eachPart(s, func(part string, first bool) string {
		if rest, ok := strings.CutPrefix(part, "'"); ok && formula(rest, first) {
			return rest
		}
		return part
	})
	if Cell(back) == s {
		return back
	}
	return s // not from Cell
}

// eachPart changes the parts of s, each with the character that ends it.
func eachPart(s string, change func(part string, first bool) string) string {
	var b strings.Builder
	for first := true; s != ""; first = false {
		end := strings.IndexAny(s, splits) + 1
		if end == 0 {
			end = len(s)
		}
		b.WriteString(change(s[:end], first))
		s = s[end:]
	}
	return b.String()
}

// formulas are the characters that begin a formula, in every width, and the
// apostrophe, so that Uncell finds what was there.
const formulas = "=+-@\x00'＝＋－＠﹦﹢﹣﹫"

// formula reports whether a part begins, after blanks and quotes, like a formula.
// A whole cell may not begin with a tab or a line end either.
func formula(part string, first bool) bool {
	bare := strings.TrimLeftFunc(part, func(r rune) bool {
		return r == '"' || !strings.ContainsRune(splits, r) && (unicode.IsSpace(r) || unicode.Is(unicode.Cf, r))
	})
	if bare == "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(bare)
	return strings.ContainsRune(formulas, r) || first && strings.ContainsRune("\t\r\n", r)
}

// IsNumber reports whether s consists of a sign, digits, colons and dots only, such
// as a figure or a clock time.
func IsNumber(s string) bool {
	s = strings.TrimLeft(s, "+-")
	return s != "" && strings.Trim(s, "0123456789:.") == "" && s[0] >= '0' && s[0] <= '9'
}
