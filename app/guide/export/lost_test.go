package export

import (
	"strings"
	"testing"

	"handrail/app/powershell"
	"handrail/app/report"
)

// Whatever was lost is said, with how it was lost and the command that brings it.
func TestLost(t *testing.T) {
	items := powershell.Field{Name: "SkippedItems", Label: "Skipped items", Command: "Get-It -IncludeSkippedItems",
		Hollow: func(r powershell.Row) bool { return r.Text("SkippedItemCount") != "0" }}
	for text, want := range map[string]struct{ code, says string }{
		`{"SkippedItemCount":3,"SkippedItems":{}}`:                {"export-lost", "without a parameter"},
		`{"SkippedItemCount":3,"SkippedItems":"System.Object[]"}`: {"export-lost", "name of its type"},
		"SkippedItemCount : 3\nSkippedItems : {a, b, c, d…}":      {"export-lost", "shortens"},
		`{"SkippedItemCount":3}`:                                  {"export-absent", "No row"},
		`{"SkippedItemCount":0,"SkippedItems":{}}`:                {},
	} {
		got, err := Read(text, nil)
		if err != nil {
			t.Fatal(err)
		}
		found := Lost(powershell.Losses(got.Rows, items))
		if want.code == "" {
			if len(found) != 0 {
				t.Errorf("%s: %v", text, found)
			}
			continue
		}
		if len(found) != 1 || found[0].Code != want.code || !strings.Contains(found[0].Text, want.says) ||
			found[0].Do != "Run: Get-It -IncludeSkippedItems" || found[0].Severity != report.Unknown {
			t.Errorf("%s: %+v", text, found)
		}
	}
	nameless := powershell.Loss{Field: powershell.Field{Label: "X"}, Cut: powershell.CutType, Rows: 1}
	if f := Lost([]powershell.Loss{nameless}); f[0].Do == "Run: " {
		t.Errorf("%+v", f)
	}
}

// TestManyAbsentValuesAreOneFinding: values that one command brings are said once.
func TestManyAbsentValuesAreOneFinding(t *testing.T) {
	field := func(name, command string) powershell.Loss {
		return powershell.Loss{Field: powershell.Field{Name: name, Label: name, Command: command}}
	}
	found := Lost([]powershell.Loss{field("A", "Get-X"), field("B", "Get-X"), field("C", "Get-X"), field("D", "Get-Y")})
	if len(found) != 2 || !strings.Contains(found[0].Text, "A, B, C") || found[0].Do != "Run: Get-X" ||
		found[1].Subject != "D" {
		t.Errorf("%+v", found)
	}
}
