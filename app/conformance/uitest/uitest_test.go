//go:build window

package uitest

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"handrail/app/guide"
)

// program returns the real program, built before.
func program(t *testing.T) string {
	t.Helper()
	path := os.Getenv("HANDRAIL_PROGRAM")
	if path == "" {
		path = "../../../build/handrail"
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("the program is not built: %v. “make program” builds it.", err)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestWalkByKeyboard protects the domain of a parish with keys alone: the guide to MTA-STS, from Home to its last page.
func TestWalkByKeyboard(t *testing.T) {
	for _, l := range theLooks() {
		t.Run(l.String(), func(t *testing.T) {
			w := walkOf(t, l, "domain")
			if err := w.Run(l.width, l.height); err != nil {
				t.Fatal(err)
			}
			took(t, w, w.count)
		})
	}
}

// TestKilledAfterEveryPage kills the program after each page of the guide, as a
// power cut would, and starts it again: it continues where it was.
func TestKilledAfterEveryPage(t *testing.T) {
	w := &Walk{Program: program(t), Folder: t.TempDir(), Pictures: os.Getenv("HANDRAIL_KILLED_PICTURES"), Say: t.Logf}
	kills := 0
	w.After = func(p *Program, before guide.Visit) (*Program, error) {
		p.Kill()
		kills++
		p, err := w.Start()
		if err != nil {
			return p, err
		}
		after, err := w.Visit()
		if err != nil {
			return p, err
		}
		if after.Step != before.Step || after.Page != before.Page || !reflect.DeepEqual(after.Answers, before.Answers) {
			t.Errorf("before the kill: %s %s %v, after it: %s %s %v", before.Step, before.Page, before.Answers,
				after.Step, after.Page, after.Answers)
		}
		return p, w.reopen(p)
	}
	if err := w.Run(1024, 640); err != nil {
		t.Fatal(err)
	}
	if kills < 10 {
		t.Errorf("only %d pages were left", kills)
	}
}
