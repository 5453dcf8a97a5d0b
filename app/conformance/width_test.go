package conformance

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"unicode/utf8"
)

// columns returns the width of a line with tabs of four columns.
func columns(line []byte) int {
	n := 0
	for len(line) > 0 {
		r, size := utf8.DecodeRune(line)
		line = line[size:]
		if r == '\t' {
			n += 4 - n%4
		} else {
			n++
		}
	}
	return n
}

// TestLineWidth holds Go code to a width at which two files fit side by side: no
// line over 160 columns, and less than one in a hundred over 120.
func TestLineWidth(t *testing.T) {
	all, wide := 0, 0
	var tooWide []string
	for name, content := range moduleFiles(t, ".go") {
		for i, line := range bytes.Split(bytes.TrimSuffix(content, []byte("\n")), []byte("\n")) {
			n := columns(line)
			all++
			if n > 120 {
				wide++
			}
			if n > 160 {
				tooWide = append(tooWide, fmt.Sprintf("%s:%d: %d columns", name, i+1, n))
			}
		}
	}
	slices.Sort(tooWide)
	for _, line := range tooWide {
		t.Errorf("%s, at most 160", line)
	}
	if wide*100 >= all {
		t.Errorf("%d of %d lines are wider than 120 columns; fewer than 1 in 100 may be", wide, all)
	}
}

// TestColumns checks the width of lines with tabs and letters of several bytes.
func TestColumns(t *testing.T) {
	for line, want := range map[string]int{"": 0, "a": 1, "\ta": 5, "abc\td": 5, "abcd\te": 9, "“é”": 3} {
		if got := columns([]byte(line)); got != want {
			t.Errorf("%q has %d columns instead of %d", line, got, want)
		}
	}
}
