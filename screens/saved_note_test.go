package screens

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/task"
)

// door is a SavedFiles that writes down what it was asked.
type door struct {
	wrote, opened, shown []string
	fail                 error
}

func (d *door) Wrote(path string)      { d.wrote = append(d.wrote, path) }
func (d *door) Open(path string) error { d.opened = append(d.opened, path); return d.fail }
func (d *door) Show(path string) error { d.shown = append(d.shown, path); return d.fail }

// TestAfterASaveTheFileIsOneKeyAway: the note of a saved file opens it, shows it in its folder and
// copies its path, by keyboard, and says what went wrong.
func TestAfterASaveTheFileIsOneKeyAway(t *testing.T) {
	s, d := newStage(t, task.Inline{}), &door{}
	s.ports.Saved = d
	s.open("home")
	path := filepath.Join(s.ports.SaveFolder, "report.pdf")
	show := func(path string) {
		note := s.w.savedNote(path)
		s.w.body.Objects[0] = note
		s.w.body.Refresh()
		s.w.focusSaved(note)
	}
	show(path)
	s.shows("Saved.", path)
	if !slices.Equal(d.wrote, []string{path}) {
		t.Errorf("the door knows %q", d.wrote)
	}
	if got := nameOf(s.w.Win.Canvas().Focused()); got != "Open" {
		t.Errorf("the focus is on %q, want Open", got)
	}
	s.enter().tab("Show in folder").enter().tab("Copy path").enter()
	if !slices.Equal(d.opened, []string{path}) || !slices.Equal(d.shown, []string{path}) ||
		s.w.app.Clipboard().Content() != path {
		t.Errorf("opened %q, shown %q, copied %q", d.opened, d.shown, s.w.app.Clipboard().Content())
	}
	d.fail = app.Errorf(app.NotFound, "Show it in its folder.", "No program opens the file.")
	s.tab("Open").enter().shows("No program opens the file.", "Show it in its folder.")

	show(filepath.Join(s.ports.SaveFolder, "checks.ps1"))
	s.hides("Open")
	if got := nameOf(s.w.Win.Canvas().Focused()); got != "Show in folder" {
		t.Errorf("of a script the focus is on %q", got)
	}
	s.w.p.Saved = nil
	show(path)
	s.hides("Show in folder")
	s.shows("Copy path")
}

// TestEverySaveHasTheNote: no page shows a saved file in a way of its own, so that each can be opened and shown.
func TestEverySaveHasTheNote(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 50 {
		t.Fatal(len(files), err)
	}
	for _, f := range files {
		if text, err := os.ReadFile(f); err != nil || f != "saved_note.go" && !strings.HasSuffix(f, "_test.go") &&
			strings.Contains(string(text), `"Copy path"`) {
			t.Errorf("%s: %v; use savedNote", f, err)
		}
	}
}
