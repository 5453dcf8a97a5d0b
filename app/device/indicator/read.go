package indicator

import (
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/csvtable"
)

// List is a file with indicators, as it was read.
type List struct {
	Rows      []Indicator
	Missing   []string // required columns that the file does not have
	Unknown   []string // columns that Microsoft's template does not have
	Separator rune     // Microsoft reads commas only
}

// Importable reports whether Microsoft reads the columns of the file.
func (l List) Importable() bool {
	return len(l.Missing) == 0 && len(l.Unknown) == 0 && l.Separator == ','
}

// Read reads a file with indicators, in each encoding of csvtable. Columns are found by name, with
// capitals or without. app.Invalid if it is not a table, or has neither types nor values.
func Read(data []byte) (List, error) {
	var l List
	text, err := csvtable.Decode(data)
	if err != nil {
		return l, err
	}
	text = strings.TrimPrefix(text, "\ufeff")
	l.Separator = csvtable.Comma(text)
	rows, err := csvtable.ReadWith(text, l.Separator)
	if err != nil {
		return l, err
	}
	if len(rows) == 0 {
		return l, notAList()
	}
	at := l.columns(rows[0])
	if at[0] < 0 || at[1] < 0 {
		return l, notAList()
	}
	for n, cells := range rows[1:] {
		one := Indicator{Row: n + 1}
		for i, cell := range one.cells() {
			if c := at[i]; c >= 0 && c < len(cells) {
				*cell = strings.TrimSpace(cells[c])
			}
		}
		l.Rows = append(l.Rows, one)
	}
	return l, nil
}

// columns returns at which place each of Columns is, or -1.
func (l *List) columns(header []string) (at []int) {
	names := Columns()
	places := map[string]int{}
	for i, h := range header {
		h = plainHeader(h)
		known := slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, h) })
		if _, twice := places[strings.ToLower(h)]; !known || twice {
			if h != "" {
				l.Unknown = append(l.Unknown, header[i])
			}
			continue
		}
		places[strings.ToLower(h)] = i
	}
	for _, n := range names {
		place, ok := places[strings.ToLower(n)]
		if !ok {
			place = -1
			if slices.Contains(required(), n) {
				l.Missing = append(l.Missing, n)
			}
		}
		at = append(at, place)
	}
	return at
}

// plainHeader returns a heading without spaces, because lists that the portal shows have some.
func plainHeader(s string) string {
	return strings.Join(strings.Fields(strings.Trim(s, "\ufeff")), "")
}

func notAList() error {
	return app.Errorf(app.Invalid, "Select a file with the columns IndicatorType and IndicatorValue.",
		"This is not a list of Defender indicators.")
}
