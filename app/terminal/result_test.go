package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"handrail/app/guide"
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

// TestWhatIsDoneByHandIsPrinted: a person reads in a terminal, and on the page that
// -html writes, all that the window hands over.
func TestWhatIsDoneByHandIsPrinted(t *testing.T) {
	k := &walk{guide: guide.Guide{Title: "A guide"}, visit: guide.Visit{}}
	step := guide.Step{ID: "do", Title: "Do it", Hand: func(context.Context, *guide.Visit) (*guide.Handover, error) {
		return &guide.Handover{Todo: []string{"Open the first page.", "Press Save."},
			Records: []guide.Record{{Name: "_a.example", Type: "TXT", Value: "v=1", Zone: `_a.example. TXT "v=1"`}},
			Bundles: []guide.Bundle{{ID: "s", Title: "A script", Steps: []string{"Run it."}, Files: []guide.File{{Path: "change.ps1", Data: []byte("Write-Host 1")}, {Path: "b.zip", Data: []byte{0xff}}}}},
			Links:   []guide.Link{{Title: "The page", URL: "https://admin.microsoft.com/"}},
			Words:   []guide.Words{{To: "Everybody", Subject: "News", Text: "Good morning"}}}, nil
	}}
	if err := k.hand(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	var text, page bytes.Buffer
	if report.WriteText(&text, k.document()) != nil || report.WriteHTML(&page, k.document()) != nil {
		t.Fatal("it cannot be written")
	}
	for _, want := range []string{"By hand: Do it", "Open the first page.", "Press Save.", "v=1", "_a.example.", "A script", "Run it.", "change.ps1", "Write-Host 1", "The file b.zip is not shown here.", "https://admin.microsoft.com/", "News", "Good morning"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, text.String())
		}
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
