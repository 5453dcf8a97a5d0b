package program

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/terminal"
)

// TestTheRunSheetInTheTerminal: the pages to print and the page for phones are files without a window too.
func TestTheRunSheetInTheTerminal(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "papers")
	var out, errs bytes.Buffer
	status := terminal.Run(context.Background(), []string{"run", "live-event", "-sample", "-data", t.TempDir(), "-set",
		"title=Night vigil", "-set", "date=2026-10-24", "-set", "time=23:30", "-set", "zone=Europe/London", "-set",
		"team=Leader: Farida", "-set", `sheet=0|120|Vigil|Leader\n|60|Silence|Ama||Bell`, "-files", folder},
		terminal.Environment{Out: &out, Err: &errs, Open: ForTerminal})
	if status == terminal.NotDone && !strings.Contains(errs.String(), "Saved: ") {
		t.Fatalf("%s", errs.String())
	}
	page, err := os.ReadFile(filepath.Join(folder, "papers", "phone.html"))
	for _, want := range []string{"23:30 BST", "01:30 Sun BST", "Farida (Leader)", "Sound: Bell", "Night vigil"} {
		if err != nil || !strings.Contains(string(page), want) {
			t.Errorf("the page for phones lacks %q (%v)", want, err)
		}
	}
	for _, name := range []string{"programme.pdf", "sound-desk.pdf", "presenters.pdf"} {
		raw, err := os.ReadFile(filepath.Join(folder, "papers", name))
		if err != nil || !bytes.HasPrefix(raw, []byte("%PDF-")) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if text := out.String(); !strings.Contains(text, "01:30 Sun BST  Silence") ||
		!strings.Contains(text, "programme.pdf is not shown here. Use -files FOLDER") || strings.Contains(text, "<html") {
		t.Errorf("the text is\n%s", text)
	}
}
