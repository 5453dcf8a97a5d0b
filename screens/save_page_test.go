package screens

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"handrail/app/region"
	"handrail/app/task"
)

// saved returns the one file that was saved, or "".
func (s *stage) saved(t *testing.T) (name, text string) {
	t.Helper()
	files, err := os.ReadDir(s.ports.SaveFolder)
	if err != nil || len(files) != 1 {
		t.Fatalf("%d files are saved: %v", len(files), err)
	}
	data, err := os.ReadFile(filepath.Join(s.ports.SaveFolder, files[0].Name()))
	if err != nil {
		t.Fatal(err)
	}
	return files[0].Name(), string(data)
}

// TestAPageOfAGuideIsSavedByKey: what a step found, and a plan with all that stands on its page. Questions cannot be
// saved, and the key says so.
func TestAPageOfAGuideIsSavedByKey(t *testing.T) {
	for step, want := range map[string][]string{"today": {"The mast stands"},
		"light": {"Beacon", "Ama and Colin", "A lit beacon was seen."}} {
		s := newStage(t, task.Inline{})
		s.begin().upTo(step)
		before := s.w.Win.Canvas().Focused()
		s.shortcut(fyne.KeyS, 0).shows("Handrail saves what this page shows.")
		s.tab("Save page").enter().shows("Saved.", "It is here:")
		s.key(fyne.KeyEscape)
		if s.w.Win.Canvas().Focused() != before {
			t.Errorf("%s: the focus is on %q", step, nameOf(s.w.Win.Canvas().Focused()))
		}
		name, text := s.saved(t)
		for _, w := range want {
			if filepath.Ext(name) != ".html" || !strings.Contains(text, w) {
				t.Errorf("%s: %s lacks %q", step, name, w)
			}
		}
	}
	s := newStage(t, task.Inline{})
	s.begin().upTo("plan").shortcut(fyne.KeyP, 0).shows("This page cannot be printed.")
}

// TestPrintingUsesThePaperOfTheSystem: the pages are PDF, on A4 or on Letter.
func TestPrintingUsesThePaperOfTheSystem(t *testing.T) {
	for letter, want := range map[bool]string{false: "595.28 841.89", true: "612.00 792.00"} {
		s, _ := tenantStage(t, task.Inline{})
		s.ports.Forms = region.Forms{Day: "1/2/2006", Letter: letter}
		s.open("organisation").shortcut(fyne.KeyP, 0).shows("Saved.")
		name, text := s.saved(t)
		if filepath.Ext(name) != ".pdf" || !strings.Contains(text, want) {
			t.Errorf("Letter %v: %s does not have pages of %s", letter, name, want)
		}
	}
}
