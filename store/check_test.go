package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
)

// aLargeStore has more than a start checks.
func aLargeStore(t *testing.T, folder string) string {
	t.Helper()
	path := filled(t, folder)
	s := mustOpen(t, folder)
	for range 40 {
		_, err := s.write.Exec("INSERT INTO tls_raw (body) VALUES (randomblob(40000))")
		must(t, err)
	}
	_, err := s.SaveReport(t.Context(), dailyReport(1))
	must(t, err)
	must(t, s.Close())
	return path
}

func always() error { return nil }

// TestDamageOfALargeFileIsFoundAfterTheStart: the check finds it and says so, and the next start sets the file aside and
// tells it. A file without damage is called sound.
func TestDamageOfALargeFileIsFoundAfterTheStart(t *testing.T) {
	for name, ruin := range map[string]func(t *testing.T, path string){
		"nothing":         func(*testing.T, string) {},
		"the end":         func(t *testing.T, path string) { garble(t, path, 1_500_000, 20_000) },
		"most of it":      func(t *testing.T, path string) { garble(t, path, 600_000, 4096) },
		"a single page":   func(t *testing.T, path string) { garble(t, path, 1_000_000, 920_000) },
		"another's pages": func(t *testing.T, path string) { garble(t, path, 300_000, 1_500_000) },
	} {
		folder := t.TempDir()
		path := aLargeStore(t, folder)
		ruin(t, path)
		s, notices, err := Open(folder, clock)
		if err != nil || len(notices) != 0 {
			t.Errorf("%s: the start tells %+v, %v", name, notices, err)
		}
		err = s.Check(t.Context(), always)
		sound := s.soundInOne()
		if (err == nil) != (sound == nil) || name == "nothing" && err != nil {
			t.Errorf("%s: the check says %v, SQLite %v", name, err, sound)
		}
		_ = s.Close()
		if err == nil {
			continue
		}
		if _, hint := app.UserMessage(err); app.CodeOf(err) != app.Damaged || !strings.Contains(hint, "open it again") {
			t.Errorf("%s: %v", name, err)
		}
		s, notices, err = Open(folder, clock)
		if err != nil || len(notices) != 1 || notices[0].Code != "damaged" {
			t.Errorf("%s: the next start tells %+v, %v", name, notices, err)
		}
		works(t, s)
		must(t, s.Close())
		mustOpen(t, folder)
	}
}

// soundInOne is what SQLite says of the whole file.
func (f *file) soundInOne() error {
	health := ""
	err := f.read.QueryRow("PRAGMA quick_check(1)").Scan(&health)
	if err == nil && health != "ok" {
		err = errors.New(health)
	}
	return err
}

// TestALargeFileThatLacksATable is set aside at the start, whatever its size.
func TestALargeFileThatLacksATable(t *testing.T) {
	folder := t.TempDir()
	path := aLargeStore(t, folder)
	sqlFile(t, path, "DROP TRIGGER place_kept")
	s, notices, err := Open(folder, clock)
	must(t, err)
	if len(notices) != 1 || notices[0].Code != "damaged" {
		t.Errorf("%+v", notices)
	}
	must(t, s.Close())
}

// TestTheCheckIsDue: of a small file after each start of the window, else a week after the last one; and it ends where
// it is told to.
func TestTheCheckIsDue(t *testing.T) {
	folder := t.TempDir()
	aLargeStore(t, folder)
	now := noon
	s, _, err := Open(folder, func() time.Time { return now })
	must(t, err)
	defer func() { must(t, s.Close()) }()
	due := func(window, want bool, when string) {
		t.Helper()
		if is, err := s.CheckDue(t.Context(), window); err != nil || is != want {
			t.Errorf("%s: due is %v, %v", when, is, err)
		}
	}
	due(false, true, "never checked")
	pieces := 0
	stop := errors.New("stop")
	if err := s.Check(t.Context(), func() error {
		if pieces++; pieces == 5 {
			return stop
		}
		return nil
	}); !errors.Is(err, stop) {
		t.Error(err)
	}
	due(false, true, "checked in part")
	must(t, s.Check(t.Context(), always))
	due(false, false, "just checked")
	due(true, true, "in a small file")
	now = noon.Add(checkEvery)
	due(false, true, "a week later")
	now = noon.AddDate(0, 0, -1)
	due(false, true, "a clock that was put back")
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Check(gone, always); err == nil || app.CodeOf(err) == app.Damaged {
		t.Errorf("cancelled: %v", err)
	}
}

// TestNamesOfMigrations: what is found in the text of the migrations is what they make.
func TestNamesOfMigrations(t *testing.T) {
	for _, k := range []kind{storeKind(shipped()), cacheKind("x"), historyKind("x")} {
		db, err := sql.Open("sqlite", "file::memory:")
		must(t, err)
		db.SetMaxOpenConns(1)
		for _, m := range k.steps {
			_, err := db.Exec(m.sql)
			must(t, err)
			want, err := namesIn(t.Context(), db)
			must(t, err)
			for name := range want {
				if strings.Contains(name, "sqlite_") {
					delete(want, name)
				}
			}
			o := fileOpener{kind: k}
			if got := o.names(m.version); !maps.Equal(got, want) {
				t.Errorf("%s %d: %v, not %v", k.name, m.version, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
			}
		}
		must(t, db.Close())
	}
}
