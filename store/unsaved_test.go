package store

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app"
)

// onlyToRead opens the folder and fails the test unless it shows what is saved, says why
// nothing new is, and refuses it.
func onlyToRead(t *testing.T, folder, says string) {
	t.Helper()
	s, notices, err := Open(folder, clock)
	must(t, err)
	defer func() { must(t, s.Close()) }()
	if len(notices) != 1 || notices[0].Code != "read-only" || !strings.Contains(notices[0].Message, says) {
		t.Errorf("notices are %+v", notices)
	}
	count(t, s, 60)
	if !s.ReadOnly() || s.Scratch() || s.Unsaved() == nil {
		t.Errorf("read-only %v, scratch %v, %v", s.ReadOnly(), s.Scratch(), s.Unsaved())
	}
	if err := s.SetSetting(context.Background(), "a", "b"); err == nil {
		t.Error("a setting was called saved")
	} else if message, _ := app.UserMessage(err); !strings.Contains(message, says) {
		t.Errorf("refused with %q", message)
	}
}

func TestAFileThatAnotherProgramHoldsIsRead(t *testing.T) {
	folder := t.TempDir()
	filled(t, folder)
	holder := mustOpen(t, folder)
	tx, err := holder.write.Begin() // immediate: the others may only read
	must(t, err)
	onlyToRead(t, folder, "Another program")
	must(t, tx.Rollback())
	must(t, holder.Close())
	count(t, mustOpen(t, folder), 60)
}

func TestASealedScratchFileSavesNothing(t *testing.T) {
	folder := t.TempDir()
	path := filled(t, folder)
	sqlFile(t, path, "PRAGMA user_version = 99")
	s, _, err := Open(folder, clock)
	must(t, err)
	if !s.Scratch() || app.CodeOf(s.Unsaved()) != app.Newer {
		t.Errorf("scratch %v, %v", s.Scratch(), s.Unsaved())
	}
	must(t, s.Seal())
	if _, err := s.SaveReport(context.Background(), aReport("lost")); app.CodeOf(err) != app.Newer {
		t.Errorf("a report was called saved: %v", err)
	}
	if !s.ReadOnly() {
		t.Error("a sealed file is not read-only")
	}
	must(t, s.Close())
	whole := mustOpen(t, t.TempDir())
	must(t, whole.Seal()) // is nothing for a file that keeps
	works(t, whole)
	if whole.Unsaved() != nil || whole.Scratch() {
		t.Errorf("a sound file: %v", whole.Unsaved())
	}
}

func TestScratchFoldersOfKilledProgramsAreSwept(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	if os.TempDir() != tmp {
		t.Skip("this system's folder for temporary files cannot be moved")
	}
	old := time.Now().Add(-2 * time.Hour)
	makeFolder := func(name string, files ...string) string {
		folder := filepath.Join(tmp, name)
		must(t, os.Mkdir(folder, 0o700))
		for _, f := range files {
			must(t, os.WriteFile(filepath.Join(folder, f), nil, 0o600))
		}
		must(t, os.Chtimes(folder, old, old))
		return folder
	}
	gone := makeFolder("handrail-1", "handrail.db", "handrail.db-wal", "handrail.db-shm")
	cache := makeFolder("handrail-2", "cache-parish.db")
	foreign := makeFolder("handrail-3", "handrail.db", "letter.txt")
	empty := makeFolder("handrail-4")
	young := makeFolder("handrail-5", "handrail.db")
	must(t, os.Chtimes(young, time.Now(), time.Now()))

	file := filepath.Join(tmp, "a file")
	must(t, os.WriteFile(file, nil, 0o600))
	used, _, err := Open(filepath.Join(file, "handrail"), clock)
	must(t, err)
	must(t, os.Chtimes(used.scratch, old, old))

	mustOpen(t, filepath.Join(tmp, "data"))
	for _, folder := range []string{gone, cache} {
		if _, err := os.Stat(folder); err == nil {
			t.Errorf("%s is left", folder)
		}
	}
	for _, folder := range []string{foreign, empty, young, used.scratch} {
		if _, err := os.Stat(folder); err != nil {
			t.Errorf("%s was removed", folder)
		}
	}
	works(t, used)
	must(t, used.Close())
}

func TestAMigrationThatFailsKeepsOneCopy(t *testing.T) {
	folder := t.TempDir()
	filled(t, folder)
	at := clock()
	open := func(want int) {
		t.Helper()
		at = at.Add(time.Minute)
		now := func() time.Time { return at }
		s, notices, err := openWith(folder, now, later(
			"CREATE TABLE half (x TEXT CHECK (x = '')) STRICT; INSERT INTO half SELECT title FROM report"))
		must(t, err)
		if len(notices) != 1 || !strings.Contains(notices[0].Message, "convert its data file") {
			t.Errorf("notices are %+v", notices)
		}
		must(t, s.Close())
		copies, _ := filepath.Glob(filepath.Join(folder, FileName+".v*"))
		if len(copies) != want {
			t.Errorf("the copies are %v; want %d", copies, want)
		}
	}
	for range 3 {
		open(1)
	}
	// Other content is worth another copy.
	s := mustOpen(t, folder)
	must(t, s.SetSetting(context.Background(), "a", "b"))
	must(t, s.Close())
	open(2)
	open(2)
}
