package terminal

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/letter"
	"handrail/app/ownerfile"
	"handrail/app/report"
)

// peopleStage runs the walk with a list of two people, of whom one gets a letter.
func peopleStage() (run func(args ...string) (int, string, string)) {
	s := &stage{severity: report.OK}
	people := func(context.Context, *guide.Visit) (*affected.List, error) {
		l := &affected.List{Key: "k", Title: "Who", Fates: []affected.Fate{{Code: "must-register", Title: "Must register"}},
			People: []affected.Person{{ID: "1", Name: "Dora", Must: affected.Yes, Mail: "dora@a.example"},
				{ID: "2", Name: "=cmd", Must: affected.No}}}
		l.Letter = func(i int) (letter.Letter, bool) {
			return letter.Letter{Name: "Dora", Mail: "dora@a.example", Subject: "S", Text: "Hello Dora"}, i == 0
		}
		return l, nil
	}
	return func(args ...string) (int, string, string) {
		var o, e strings.Builder
		status := Run(context.Background(), args, Environment{Out: &o, Err: &e,
			Open: func(context.Context, Flags) (*Program, error) {
				g := s.guide()
				g.Steps[1].People = people
				return &Program{Guides: []guide.Guide{g}, Visits: &s.shelf, Library: &s.shelf,
					Clock: func() time.Time { return noon }}, nil
			}})
		return status, o.String(), e.String()
	}
}

// TestLettersAreWritten: lists and letters are there, for their owner only; no file and no line that is
// printed has a name of a person; a folder that is there is not replaced.
func TestLettersAreWritten(t *testing.T) {
	run, folder := peopleStage(), filepath.Join(t.TempDir(), "new")
	status, out, errs := run("run", "walk", "-set", "domain=a.b", "-letters", folder)
	if status != Fine || !strings.Contains(errs, "1 letter") || strings.Contains(errs, "Dora") {
		t.Fatalf("%d %q %q", status, out, errs)
	}
	for _, name := range []string{"people/everyone.csv", "people-by-effect/01-must-register.csv",
		"people-by-department/01-not-read.csv",
		"people-by-manager/01-not-read.csv", "mail-merge/everyone.csv", "drafts/00001-must-register.eml"} {
		path := filepath.Join(folder, "today", filepath.FromSlash(name))
		private, err := ownerfile.IsPrivate(path)
		if err != nil || !private {
			t.Errorf("%s: %v, %v", name, private, err)
		}
	}
	data, err := os.ReadFile(filepath.Join(folder, "today", "people", "everyone.csv"))
	if err != nil || strings.Contains(string(data), "\n=cmd") {
		t.Errorf("a name runs as a formula: %v\n%s", err, data)
	}
	if status, _, errs := run("run", "walk", "-set", "domain=a.b", "-letters", folder); status != NotDone ||
		!strings.Contains(errs, "already a folder") {
		t.Errorf("again: %d %q", status, errs)
	}
	if status, _, errs := run("run", "walk", "-letters", t.TempDir()); status != NotDone || !strings.Contains(errs,
		"no list") {
		t.Errorf("without answers: %d %q", status, errs)
	}
}
