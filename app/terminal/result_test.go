package terminal

import (
	"encoding/json"
	"testing"

	"handrail/app/report"
)

// TestChecksAreReadFromTheFindings: what a person reads as findings named checks,
// a program reads under "checks", and nothing else of them.
func TestChecksAreReadFromTheFindings(t *testing.T) {
	var r result
	r.named(&report.Document{Blocks: []report.Block{
		report.Findings{Items: []report.Finding{{Code: "check-other", Title: "Of another list"}}},
		report.Findings{Name: "checks", Items: []report.Finding{
			{Code: "check-licence", Severity: report.OK, Title: "Your licence includes it", Text: "A licence.", Do: ""}, {Code: "note", Title: "No check"}}},
	}})
	out, err := json.Marshal(r.Checks)
	if want := `[{"do":"","id":"licence","severity":"ok","text":"A licence.","title":"Your licence includes it"}]`; err != nil || string(out) != want {
		t.Errorf("%s %v, want %s", out, err, want)
	}
}
