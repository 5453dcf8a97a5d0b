package csvtable

import (
	"encoding/csv"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestAQuoteThatIsNotClosedIsALetter(t *testing.T) {
	for text, want := range map[string][][]string{
		"A\tB\n\"Dora\t1\nEve\t2\n":          {{"A", "B"}, {`"Dora`, "1"}, {"Eve", "2"}},
		"A\tB\n\"Dora\t1\n\"Eve, Fox\"\t2\n": {{"A", "B"}, {`"Dora`, "1"}, {"Eve, Fox", "2"}},
		"A\tB\n\"Dora\t1\nEve\t\"\"\n":       {{"A", "B"}, {`"Dora`, "1"}, {"Eve", ""}},
		"\"one\ntwo, \"\"three\"\"\",4\n":    {{"one\ntwo, \"three\"", "4"}},
		"\"a \"b\" c\",d\n":                  {{`a "b" c`, "d"}},
		"a,\n\n,b":                           {{"a", ""}, {"", "b"}},
		"\"":                                 {{`"`}},
		"\"\"":                               {{""}},
		"a,\"b\nc\"\n":                       {{"a", "b\nc"}},
	} {
		if got, err := Read(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// TestReadAgainstTheStandardLibrary: a table that was written well is read as encoding/csv
// reads it.
func TestReadAgainstTheStandardLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	parts := []string{"a", "B c", `"`, ",", "\n", "é", "", "5", ";", `""`}
	for range 3000 {
		var b strings.Builder
		w := csv.NewWriter(&b)
		var want [][]string
		for range 1 + r.IntN(4) {
			row := []string{"x"}
			for range 1 + r.IntN(3) {
				cell := ""
				for range r.IntN(4) {
					cell += parts[r.IntN(len(parts))]
				}
				row = append(row, cell)
			}
			want = append(want, row)
			_ = w.Write(row)
		}
		w.Flush()
		if got, err := ReadWith(b.String(), ','); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %q, %v", b.String(), got, err)
		}
	}
}

// TestFileThatIsNoTableIsRefusedAtOnce: many cells, many lines, and quotes that nobody closes.
func TestFileThatIsNoTableIsRefusedAtOnce(t *testing.T) {
	begun := time.Now()
	for name, text := range map[string]string{
		"cells": strings.Repeat("a,", 8<<20), "lines": strings.Repeat("a\n", 8<<20),
	} {
		if rows, err := Read(text); err == nil {
			t.Errorf("%s: %d rows", name, len(rows))
		}
	}
	if _, err := Read(strings.Repeat(`""y,`, 1<<20)); err != nil {
		t.Error(err)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}
