package terminal

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
)

func handed(bundles ...guide.Bundle) []handover {
	return []handover{{"papers", "Papers", &guide.Handover{Bundles: bundles}}}
}

// TestTheFilesOfAStepAreSaved: as they are handed over, for their owner only, and never over others.
func TestTheFilesOfAStepAreSaved(t *testing.T) {
	var errs bytes.Buffer
	w := Environment{Err: &errs}
	folder := filepath.Join(t.TempDir(), "new")
	one := guide.Bundle{ID: "papers", Files: []guide.File{{Path: "a.pdf", Data: []byte("%PDF\xff")},
		{Path: "in/phone.html", Data: []byte("<p>")}}}
	if err := w.writeFiles(folder, handed(one)); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a.pdf": "%PDF\xff", "in/phone.html": "<p>"} {
		path := filepath.Join(folder, "papers", name)
		if raw, err := os.ReadFile(path); err != nil || string(raw) != want {
			t.Errorf("%s: %q, %v", name, raw, err)
		}
		// On Windows the mode says nothing; the tests of ownerfile read the access list.
		if st, err := os.Stat(path); err != nil || st.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
			t.Errorf("%s can be read by others: %v", name, err)
		}
		if !strings.Contains(errs.String(), "Saved: "+path+"\n") {
			t.Errorf("it is not said where %s is: %s", name, errs.String())
		}
	}
	if err := w.writeFiles(folder, handed(one)); app.CodeOf(err) != app.Invalid {
		t.Errorf("a second time: %v", err)
	}
	two := t.TempDir()
	if err := w.writeFiles(two, handed(guide.Bundle{ID: "x", Files: one.Files[:1]},
		guide.Bundle{ID: "y", Files: one.Files[:1]})); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(two, "papers", "y", "a.pdf")); err != nil {
		t.Error(err)
	}
	for _, path := range []string{"../x", "/x", `a\b`, "c:x"} {
		if err := w.writeFiles(t.TempDir(), handed(guide.Bundle{Files: []guide.File{{Path: path}}})); err == nil {
			t.Errorf("%q is saved", path)
		}
	}
	if err := w.writeFiles(folder, nil); app.CodeOf(err) != app.NotFound {
		t.Errorf("nothing was saved, and that is fine: %v", err)
	}
	if err := w.writeFiles("", handed(one)); err != nil {
		t.Error(err)
	}
}

// TestWhatWasFoundIsToldWithoutItsFiles: a guide without files to save, or with files that are there, still shows and
// saves what it found.
func TestWhatWasFoundIsToldWithoutItsFiles(t *testing.T) {
	s := &stage{severity: report.OK}
	status, out, errs := s.run("run", "walk", "-set", "domain=a.b", "-files", t.TempDir())
	if status != NotDone || !strings.Contains(out, "A finding") || !strings.Contains(errs, "no files to save") ||
		len(s.shelf.kept) == 0 {
		t.Errorf("%d %q %q, saved %d", status, out, errs, len(s.shelf.kept))
	}
}
