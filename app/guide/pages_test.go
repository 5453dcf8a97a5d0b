package guide_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
)

// TestPagesHaveAllThatTheStepHas: who gets the pages of a step needs nothing else.
func TestPagesHaveAllThatTheStepHas(t *testing.T) {
	h := guide.Handover{Blocks: []report.Block{report.Banner{Tone: report.Note, Lead: "Once.", Text: "It is enough."}},
		Todo: []string{"Open the door.", "Close it."},
		Records: []guide.Record{{Name: "_a.example.org", Type: "TXT", Value: "v=1; id=2", TTL: time.Hour, Host: "_a",
			Zone: `_a.example.org. 3600 IN TXT "v=1; id=2"`}},
		Bundles: []guide.Bundle{{ID: "x", Title: "nginx", Summary: "For nginx.", Steps: []string{"Copy it."},
			Files: []guide.File{{Path: "a/b.txt", Data: []byte("content of b")}, {Path: "c.bin", Data: []byte{0xff}}}},
			{ID: "y", Title: "IIS"}},
		Links:    []guide.Link{{Title: "The office", URL: "https://admin.microsoft.com/"}},
		Messages: []guide.Message{{To: "The crew", Subject: "Wood", Text: "Carry it."}}}
	text := textOf(t, h.Pages("x"))
	for _, want := range []string{"Once.", "Open the door.", "Close it.", "_a.example.org", "v=1; id=2", "3,600 seconds",
		`_a.example.org. 3600 IN TXT "v=1; id=2"`, "nginx", "For nginx.", "Copy it.", "content of b", "c.bin",
		"https://admin.microsoft.com/", "The crew", "Wood", "Carry it."} {
		if !strings.Contains(text, want) {
			t.Errorf("the pages lack %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "IIS") {
		t.Error("the pages have a bundle that was not chosen")
	}
	p := guide.Plan{Changes: []guide.Change{{Setting: "Beacon", Now: "off", After: "on"}, {Setting: "Horn", Now: "a",
		After: "a"}}, Affected: []guide.Affected{{Severity: report.Warning, Text: "Two see it:", Names: []string{"Ama", "Col"}}},
		NoUndo: "It was seen.", Undo: "Turn it off."}
	text = textOf(t, p.Pages())
	for _, want := range []string{"Nothing has been changed yet.", "Beacon", "on", "Stays as it is", "Ama and Col", "Warning",
		"It was seen.", "Turn it off."} {
		if !strings.Contains(text, want) {
			t.Errorf("the plan lacks %q:\n%s", want, text)
		}
	}
}

func textOf(t *testing.T, blocks []report.Block) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.WriteText(&b, &report.Document{Title: "x", Blocks: blocks}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
