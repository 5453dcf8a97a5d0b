package screens

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"handrail/app/report"
)

// TestPDFHasTheChosenPaper: each form is a .pdf of its own, and the second one gets a number.
func TestPDFHasTheChosenPaper(t *testing.T) {
	d := &report.Document{Title: "T", Subject: "Northgate", At: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	folder := t.TempDir()
	for i, c := range []struct{ form, name, paper string }{
		{"pdf", "handrail-northgate-2026-11-22.pdf", "595.28 841.89"},
		{"letter.pdf", "handrail-northgate-2026-11-22-2.pdf", "612.00 792.00"},
	} {
		path, err := saveReport(folder, c.form, d)
		data, err2 := os.ReadFile(path)
		if err != nil || err2 != nil || filepath.Base(path) != c.name || !bytes.Contains(data, []byte(c.paper)) {
			t.Errorf("%d: %s, %v, %v", i, path, err, err2)
		}
	}
}
