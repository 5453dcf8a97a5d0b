package terminal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/report"
)

var errHeld = app.Errorf(app.Denied, "Close that program.", "Another program is using the file.")

func TestNothingIsImportedWhereNothingCanBeSaved(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.json")
	if err := os.WriteFile(file, []byte(`{}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"tlsrpt", "attendance"} {
		for _, flag := range []string{"-json", "-now=2026-11-22T12:00:00Z"} {
			s := &stage{unsaved: errHeld}
			status, out, errs := s.run("import", kind, file, flag)
			if status != NotDone || out != "" || !strings.Contains(errs, "cannot save") ||
				!strings.Contains(errs, "Close that program.") {
				t.Errorf("%s %s: %d %q %q", kind, flag, status, out, errs)
			}
		}
	}
}

func TestARunThatCannotBeSavedIsStatus2AndShown(t *testing.T) {
	for _, flag := range []string{"-json", "-set=mode=none"} {
		s := &stage{severity: report.OK, unsaved: errHeld}
		status, out, errs := s.run("run", "walk", "-set", "domain=a.b", flag)
		if status != NotDone || !strings.Contains(out, "A finding") ||
			!strings.Contains(errs, "are not saved: Another program is using the file. Close that program.") {
			t.Errorf("%s: %d %q %q", flag, status, out, errs)
		}
	}
}

func TestWhatCannotBeReadIsNotAnEmptyList(t *testing.T) {
	commands := [][]string{{"reports"}, {"reports", "-json"}, {"guides"}, {"guides", "-json"},
		{"export", "0000", "-json", filepath.Join(t.TempDir(), "x.json")}}
	for _, args := range commands {
		s := &stage{unsaved: errHeld, unread: true}
		status, out, errs := s.run(args...)
		if status != NotDone || out != "" || !strings.Contains(errs, "does not know what is saved") {
			t.Errorf("%v: %d %q %q", args, status, out, errs)
		}
	}
	// What can only be read is shown.
	s := &stage{unsaved: errHeld, shelf: shelf{kept: []report.SavedReport{{ID: "0000", Title: "Kept"}}}}
	if status, out, _ := s.run("reports"); status != Fine || !strings.Contains(out, "  Kept\n") {
		t.Errorf("read-only: %d %q", status, out)
	}
}
