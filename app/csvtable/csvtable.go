// Package csvtable reads and writes tables as text in the forms of spreadsheets and Teams: a
// comma, a semicolon or a tab between cells, optional quotes, UTF-8 or UTF-16. It detects
// the form from the contents of a file, never from its name.
package csvtable

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"handrail/app"
	"handrail/app/clean"
)

// Most is the maximum size of a file in bytes.
const Most = 64 << 20

// Decode returns the text of a file: UTF-16 in both byte orders, with or without a byte
// order mark, UTF-8, or else Windows-1252. Line ends become \n. app.Invalid if the file is
// too large or not text.
func Decode(data []byte) (string, error) {
	if len(data) > Most {
		return "", app.Errorf(app.Invalid, "Split the file, or choose another one.",
			"The file is larger than 64 megabytes.")
	}
	var text string
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		text = wide(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		text = wide(data[2:], binary.BigEndian)
	case len(data) > 3 && data[1] == 0 && data[3] == 0 && data[0] != 0:
		text = wide(data, binary.LittleEndian)
	case len(data) > 3 && data[0] == 0 && data[2] == 0 && data[1] != 0:
		text = wide(data, binary.BigEndian)
	case bytes.IndexByte(data, 0) >= 0:
		return "", notText()
	case utf8.Valid(data):
		text = string(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	default:
		text = western(data)
	}
	if strings.ContainsRune(text, 0) {
		return "", notText()
	}
	if strings.ContainsRune(text, '\r') {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	return text, nil
}

func notText() error {
	return app.Errorf(app.Invalid, "Choose a text file, for example CSV.", "The file is not a text file.")
}

func wide(data []byte, order binary.ByteOrder) string {
	var b strings.Builder
	b.Grow(len(data)/2 + len(data)/8)
	for i := 0; i+1 < len(data); i += 2 {
		r := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(r) {
			low := rune(0)
			if i+3 < len(data) {
				low = rune(order.Uint16(data[i+2:]))
			}
			if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
				i += 2
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// cp1252 has the characters 0x80 to 0x9f of Windows-1252, which differ from ISO 8859-1.
const cp1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

func western(data []byte) string {
	high := []rune(cp1252)
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		r := rune(c)
		if c >= 0x80 && c < 0xa0 {
			r = high[c-0x80]
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Comma returns the separator of a table: the one of tab, semicolon and comma that most
// lines have outside quotes. If two are equal, a tab wins, then a semicolon.
func Comma(text string) rune {
	counts := map[rune]int{}
	for i, line := range strings.SplitN(text, "\n", 60) {
		if i == 59 {
			break
		}
		quoted, here := false, map[rune]bool{}
		for _, r := range line {
			if r == '"' {
				quoted = !quoted
			}
			if !quoted && (r == '\t' || r == ';' || r == ',') && !here[r] {
				here[r] = true
				counts[r]++
			}
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if counts[r] > 0 && counts[r] >= counts[best] {
			best = r
		}
	}
	return best
}

// Write returns rows as CSV for spreadsheets, see clean.Table. Safe is applied to
// every cell.
func Write(rows [][]string) []byte { return WriteSeq(slices.Values(rows)) }

// WriteSeq is Write for rows that are made one by one.
func WriteSeq(rows iter.Seq[[]string]) []byte {
	return clean.TableSeq(rows, func(_ int, cell string) bool { return number(cell) })
}

// Safe is clean.Cell, but plain numbers stay as they are.
func Safe(s string) string {
	if number(s) {
		return s
	}
	return clean.Cell(s)
}

// Unsafe removes the apostrophes of Safe.
func Unsafe(s string) string { return clean.Uncell(s) }

func number(s string) bool { return clean.IsNumber(strings.TrimLeft(s, " \ufeff\u00a0")) }
