// Package cells reads and writes tables as text, as spreadsheets and Teams write
// them: a comma, a semicolon or a tab between cells, quotes around some, and the
// text in UTF-8 or in UTF-16 with a mark at its beginning. Which of these a file
// uses is seen from the file, never from its name.
package cells

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"handrail/app"
)

// Most is the size beyond which no table is read.
const Most = 64 << 20

// Decode gives the text of a file: UTF-16 in both orders, with its mark or seen
// from its zero bytes, UTF-8, and else Windows-1252. Line ends become \n.
func Decode(data []byte) (string, error) {
	if len(data) > Most {
		return "", app.Errorf(app.Invalid, "Split it, or choose another file.", "The file is larger than 64 MB.")
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
	case utf8.Valid(data):
		text = string(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	default:
		text = western(data)
	}
	if strings.ContainsRune(text, 0) {
		return "", app.Errorf(app.Invalid, "Choose a file saved as text, such as CSV.", "The file is no text.")
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), nil
}

func wide(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// cp1252 is what Windows-1252 has from 0x80 to 0x9f where ISO 8859-1 has nothing.
const cp1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

func western(data []byte) string {
	high := []rune(cp1252)
	var b strings.Builder
	for _, c := range data {
		r := rune(c)
		if c >= 0x80 && c < 0xa0 {
			r = high[c-0x80]
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Comma guesses what stands between cells: of tab, semicolon and comma the one
// that most lines have outside quotes; a tab wins a draw, then a semicolon.
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

// Read gives the rows of a text. Rows may differ in length; a quote where none
// belongs is a letter. Empty lines stay out.
func Read(text string) ([][]string, error) { return ReadWith(text, Comma(text)) }

// ReadWith is Read with what stands between cells given.
func ReadWith(text string, comma rune) ([][]string, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = comma, true, -1, false
	rows, err := r.ReadAll()
	if err != nil {
		return nil, &app.Error{Code: app.Damaged, Message: "The table in the file cannot be read.", Hint: "Save it once more as CSV.", Err: err}
	}
	return rows, nil
}

// Write gives rows as CSV (RFC 4180) with CRLF and a mark for UTF-8, as
// spreadsheets want it. A cell that a spreadsheet would run as a formula gets an
// apostrophe before it.
func Write(rows [][]string) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, c := range row {
			safe[i] = Safe(c)
		}
		_ = w.Write(safe) // a buffer takes everything
	}
	w.Flush()
	return b.Bytes()
}

// Safe keeps a spreadsheet from running a cell (ASVS 1.2.10). Plain numbers stay.
func Safe(s string) string {
	trimmed := strings.TrimLeft(s, " \ufeff\u00a0")
	if trimmed == "" || number(trimmed) {
		return s
	}
	if first, _ := utf8.DecodeRuneInString(trimmed); strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠'", first) {
		return "'" + s
	}
	return s
}

// Unsafe takes the apostrophe of Safe away again.
func Unsafe(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && rest != "" && Safe(rest) == s {
		return rest
	}
	return s
}

// number tells whether s is nothing but a sign, figures, colons and a dot.
func number(s string) bool {
	s = strings.TrimLeft(s, "+-")
	return s != "" && strings.Trim(s, "0123456789:.") == "" && s[0] >= '0' && s[0] <= '9'
}
