package clean

import (
	"encoding/csv"
	"strings"
	"testing"
	"unicode"
)

// begins is every character with which a spreadsheet begins a formula, see OWASP, CSV Injection.
const begins = "=+-@＝＋－＠﹦﹢﹣﹫"

var cells = []string{
	"Bell;=2+2;Tower", "Bell\t=2+2", "Bell; \u00a0@sum", "Bell;\"=2+2\"", "two\n=2+2",
	"\u3000=2+2", "\u200b+2+2", "\"=2",
	"\t=2+2", "\n-2-2", "\x00=2", "﹦2+2", "＝2+2", "Bell;＠x", "plain", "a;b", "", ";;\t\n", "'=2+2", "''", "Bell;'x",
	"\"quoted\"", "half past 5", "+44 20 7946 0000", "\ufeff=2",
}

// TestNoCellRuns: whatever the separator of the country, no cell begins like a formula,
// as read by encoding/csv and by a plain split.
func TestNoCellRuns(t *testing.T) {
	var rows [][]string
	for _, c := range cells {
		rows = append(rows, []string{c, "between", c})
	}
	text := strings.TrimPrefix(string(Table(rows, func(int, string) bool { return false })), "\ufeff")
	runs := func(cell string) bool {
		bare := strings.TrimLeftFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
		return bare != "" && strings.ContainsRune(begins+"\x00", []rune(bare)[0])
	}
	for _, separator := range []rune{',', ';', '\t'} {
		r := csv.NewReader(strings.NewReader(text))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator, true, -1
		all, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range all {
			for _, cell := range row {
				if runs(cell) {
					t.Errorf("split at %q, the cell %q runs", separator, cell)
				}
			}
		}
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(splits, r) }) {
		if runs(strings.TrimLeft(part, "\"")) {
			t.Errorf("%q runs", part)
		}
	}
}

func TestTableReadsBack(t *testing.T) {
	rows := [][]string{{"a;b", "c\td", "e,f", "g\"h", "i\nj", " k", "l|m", "-3"}, {""}, {"last"}}
	text := string(Table(rows, func(column int, _ string) bool { return column == 7 }))
	if !strings.HasPrefix(text, "\ufeff\"a;b\",\"c\td\",") || strings.Count(text, "\r\n") != 4 {
		t.Errorf("%q", text)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord = -1
	back, err := r.ReadAll()
	if err != nil || len(back) != 3 || strings.Join(back[0], "·") != strings.Join(rows[0], "·") {
		t.Errorf("%q, %v", back, err)
	}
}

func FuzzCell(f *testing.F) {
	for _, c := range cells {
		f.Add(c)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := Uncell(Cell(s)); got != s {
			t.Fatalf("%q came back as %q", s, got)
		}
	})
}
