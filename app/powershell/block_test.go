package powershell

import (
	"strings"
	"testing"

	"handrail/app"
)

func TestLine(t *testing.T) {
	got, err := Line("Set-MigrationUser -Identity %s -ApproveSkippedItems -WhatIf", "o’brien'; calc #")
	const want = "Set-MigrationUser -Identity 'o’’brien''; calc #' -ApproveSkippedItems -WhatIf"
	if err != nil || got.Text != want {
		t.Errorf("%q, %v", got.Text, err)
	}
	for name, c := range map[string]struct {
		form   string
		values []string
		code   app.Code
	}{
		"an empty name": {"Get-MigrationUser -Identity %s", []string{" \u200b"}, app.Invalid},
		"a line end":    {"Get-MigrationUser -Identity %s", []string{"a\nb"}, app.Invalid},
		"too few":       {"Get-MigrationUser -Identity %s", nil, app.Internal},
		"another form":  {"Get-MigrationUser -Identity %d", []string{"a"}, app.Internal},
	} {
		if got, err := Line(c.form, c.values...); app.CodeOf(err) != c.code {
			t.Errorf("%s: %q, %v", name, got.Text, err)
		}
	}
}

// A block is the script without what only a file may have, and without an empty line,
// at which a window would run the first half.
func TestBlock(t *testing.T) {
	s := Script{Modules: []string{"ExchangeOnlineManagement"}, Synopsis: []string{"Reads only."},
		Params: []Param{{Name: "OutFile", Values: []string{"a.json"}}}, Body: "Get-It\n\n\nGet-More -To $OutFile"}
	got, err := s.Block()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(got.Text, "\n\n") || strings.Contains(got.Text, "#Requires") ||
		!strings.HasPrefix(got.Text, "& {\n") || !strings.HasSuffix(got.Text, "\n}\n") ||
		!strings.Contains(got.Text, "Get-More -To $OutFile\n") || len(got.Values) != 1 {
		t.Errorf("%s, %q", got.Text, got.Values)
	}
	s.Params[0].Values = []string{""}
	if _, err := s.Block(); app.CodeOf(err) != app.Invalid {
		t.Errorf("an empty name: %v", err)
	}
}
