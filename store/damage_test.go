package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app"
)

// TestAFileThatLacksATableIsPutAside: SQLite finds such a file sound, and no start would ever repair it.
func TestAFileThatLacksATableIsPutAside(t *testing.T) {
	var tables []string
	for _, f := range []struct {
		path string
		open func(folder string) ([]Notice, error)
	}{
		{filled(t, t.TempDir()), func(folder string) ([]Notice, error) {
			s, notices, err := Open(folder, clock)
			must(t, err)
			works(t, s)
			return notices, s.Close()
		}},
		{newCache(t), func(folder string) ([]Notice, error) {
			c, notices, err := OpenCache(folder, parish, clock)
			must(t, err)
			refresh(t, c, "users", aPage("new", 0, 3, ""))
			return notices, c.Close()
		}},
	} {
		db, err := sql.Open("sqlite", "file:"+f.path)
		must(t, err)
		names, err := namesIn(context.Background(), db)
		must(t, err)
		must(t, db.Close())
		whole, err := os.ReadFile(f.path)
		must(t, err)
		for name := range names {
			if strings.Contains(name, "sqlite_") {
				continue
			}
			tables = append(tables, name)
			folder := t.TempDir()
			path := filepath.Join(folder, filepath.Base(f.path))
			must(t, os.WriteFile(path, whole, 0o600))
			sqlFile(t, path, "PRAGMA foreign_keys = off; DROP "+name)
			notices, err := f.open(folder)
			must(t, err)
			if len(notices) != 1 || notices[0].Code != "damaged" || !strings.Contains(notices[0].Hint, "kept as") {
				t.Errorf("without %s the notices are %+v", name, notices)
			}
			if notices, err = f.open(folder); err != nil || len(notices) != 0 {
				t.Errorf("without %s the next start says %+v, %v", name, notices, err)
			}
		}
	}
	if len(tables) < 20 {
		t.Errorf("only %q were tried", tables)
	}
}

// newCache makes a cache with nothing in it.
func newCache(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	c, _, err := OpenCache(folder, parish, clock)
	must(t, err)
	must(t, c.Close())
	return filepath.Join(folder, cacheName(parish))
}

// TestAValueInACacheThatCannotBeRead: the data is read again after the next start.
func TestAValueInACacheThatCannotBeRead(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	path := filledCache(t, folder)
	sqlFile(t, path, "UPDATE section SET completed = 'yesterday'")
	c := mustCache(t, folder, clock)
	_, err := c.Statuses(ctx)
	if message, _ := app.UserMessage(err); app.CodeOf(err) != app.Damaged ||
		!strings.Contains(message, "about your organisation") {
		t.Errorf("a damaged value in a cache gives %v", err)
	}
	must(t, c.Close())
	c, notices, err := OpenCache(folder, parish, clock)
	must(t, err)
	if len(notices) != 1 || notices[0].Code != "damaged" {
		t.Errorf("notices are %+v", notices)
	}
	refresh(t, c, "users", aPage("new", 0, 3, ""))
	must(t, c.Close())
	mustCache(t, folder, clock)
}

// TestAValueThatCannotBeRead: the next start leaves its row out and nothing else, and keeps the file as it was.
func TestAValueThatCannotBeRead(t *testing.T) {
	ctx := context.Background()
	for _, ruin := range []string{"UPDATE report SET at = 'yesterday' WHERE rowid = 7",
		"UPDATE report SET at = '2026-13-01'", "UPDATE visit SET started = 'then'"} {
		folder := t.TempDir()
		path := filled(t, folder)
		s := mustOpen(t, folder)
		must(t, s.SaveVisit(ctx, aVisit("v", "parish.example")))
		must(t, s.Close())
		sqlFile(t, path, "PRAGMA foreign_keys = off; "+ruin)
		s = mustOpen(t, folder)
		_, errReports := s.Reports(ctx)
		_, errVisits := s.Visits(ctx)
		err := errors.Join(errReports, errVisits)
		if _, hint := app.UserMessage(err); app.CodeOf(err) != app.Damaged || !strings.Contains(hint, "leaves out") {
			t.Errorf("%s: it is told as %v", ruin, err)
		}
		must(t, s.Close())
		s, notices, err := Open(folder, clock)
		must(t, err)
		if len(notices) != 1 || notices[0].Code != "damaged" || !strings.Contains(notices[0].Hint, "kept as") {
			t.Errorf("%s: notices are %+v", ruin, notices)
		}
		reports, err := s.Reports(ctx)
		must(t, err)
		visits, err := s.Visits(ctx)
		must(t, err)
		if want := map[bool]int{true: 59, false: 60}[strings.Contains(ruin, "= 7")]; !strings.Contains(ruin, "13-01") &&
			len(reports) != want || len(visits) != map[bool]int{true: 0, false: 1}[strings.Contains(ruin, "visit")] {
			t.Errorf("%s: %d reports and %d visits are left", ruin, len(reports), len(visits))
		}
		works(t, s)
		must(t, s.Close())
		aside, _ := filepath.Glob(path + ".damaged-*Z")
		if len(aside) != 1 {
			t.Fatalf("%s: kept are %q", ruin, aside)
		}
		db, err := sql.Open("sqlite", "file:"+aside[0])
		must(t, err)
		n := 0
		if err := db.QueryRow("SELECT count(*) FROM report").Scan(&n); err != nil || n != 60 {
			t.Errorf("%s: the copy has %d reports", ruin, n)
		}
		must(t, db.Close())
		mustOpen(t, folder) // and the next start has nothing to tell
	}
}

// TestNothingSoundIsLeftOut: of a file with every kind of row, and a mark of damage beside it.
func TestNothingSoundIsLeftOut(t *testing.T) {
	for _, e := range mendable {
		db := mustOpen(t, t.TempDir())
		for _, column := range strings.Fields(strings.NewReplacer(",", " ").Replace(
			e.key + " " + e.times + " " + e.days + " " + e.counts)) {
			if _, err := db.read.Exec("SELECT " + column + " FROM " + e.table); err != nil {
				t.Errorf("%s.%s: %v", e.table, column, err)
			}
		}
	}
	folder := t.TempDir()
	path := filled(t, folder)
	must(t, os.WriteFile(path+suspect, []byte(rowMark), 0o600))
	s, notices, err := Open(folder, clock)
	must(t, err)
	defer func() { _ = s.Close() }()
	aside, _ := filepath.Glob(path + ".damaged-*")
	if all, err := s.Reports(context.Background()); err != nil || len(all) != 60 || len(notices)+len(aside) != 0 {
		t.Errorf("%d reports, notices %+v, kept %q, %v", len(all), notices, aside, err)
	}
}

// TestAStrayJournalLosesNothing: it is no reason to call the folder read-only, and takes nothing back.
func TestAStrayJournalLosesNothing(t *testing.T) {
	for name, journal := range map[string][]byte{
		"garbage": bytes.Repeat([]byte{7, 200, 31}, 300),
		"a header": append([]byte{0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7, 0, 0, 0, 1, 1, 2, 3, 4, 0, 0, 0, 1},
			make([]byte, 600)...),
	} {
		folder := t.TempDir()
		path := filled(t, folder)
		must(t, os.WriteFile(path+"-journal", journal, 0o600))
		s, notices, err := Open(folder, clock)
		must(t, err)
		if len(notices) != 1 || notices[0].Code != "foreign" || !strings.Contains(notices[0].Hint, "Nothing is lost") {
			t.Errorf("%s: notices are %+v", name, notices)
		}
		if all, err := s.Reports(context.Background()); err != nil || len(all) == 0 || s.ReadOnly() {
			t.Errorf("%s: %d reports, read-only %v, %v", name, len(all), s.ReadOnly(), err)
		}
		works(t, s)
		must(t, s.Close())
		mustOpen(t, folder)
	}
}

// TestAChangeOfAnotherProgramIsTakenBack: it turned the log off and was killed while it wrote.
func TestAChangeOfAnotherProgramIsTakenBack(t *testing.T) {
	folder, half := t.TempDir(), t.TempDir()
	path := filled(t, folder)
	db, err := sql.Open("sqlite", "file:"+path)
	must(t, err)
	db.SetMaxOpenConns(1)
	for _, q := range []string{"PRAGMA journal_mode = DELETE", "PRAGMA cache_size = 1", "PRAGMA cache_spill = 1",
		"BEGIN",
		"UPDATE report SET title = 'half'", "CREATE TABLE big (x)",
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 3000) " +
			"INSERT INTO big SELECT randomblob(500) FROM n"} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(q, err)
		}
	}
	for _, end := range []string{"", "-journal"} { // as a kill would leave them
		copyFile(t, path+end, filepath.Join(half, FileName+end))
	}
	must(t, db.Close())
	if st, err := os.Stat(filepath.Join(half, FileName+"-journal")); err != nil || st.Size() == 0 {
		t.Fatal("there is no journal", err)
	}
	s, notices, err := Open(half, clock)
	must(t, err)
	defer func() { _ = s.Close() }()
	if all, err := s.Reports(context.Background()); err != nil || len(all) == 0 || len(notices) != 0 || s.ReadOnly() {
		t.Errorf("%d reports, notices %+v, read-only %v, %v", len(all), notices, s.ReadOnly(), err)
	}
	works(t, s)
}

// TestADamagedLockLocksNothing: it holds nothing, so reading an organisation goes on, and still only one reads.
func TestADamagedLockLocksNothing(t *testing.T) {
	for name, ruin := range map[string]func(path string) error{
		"garbage": func(path string) error { return os.WriteFile(path, bytes.Repeat([]byte("lock"), 500), 0o600) },
		"a folder": func(path string) error {
			_ = os.Remove(path)
			return os.MkdirAll(filepath.Join(path, "in it"), 0o700)
		},
	} {
		folder := t.TempDir()
		path := filledCache(t, folder) + ".lock"
		must(t, ruin(path))
		c := mustCache(t, folder, clock)
		refresh(t, c, "groups", aPage("a", 0, 2, ""))
		l, err := takeLock(context.Background(), strings.TrimSuffix(path, ".lock"))
		if err != nil {
			t.Fatal(name, err)
		}
		if _, err := takeLock(context.Background(), strings.TrimSuffix(path, ".lock")); app.CodeOf(err) != app.Denied {
			t.Errorf("%s: a second one gets %v", name, err)
		}
		must(t, l.release())
	}
}
