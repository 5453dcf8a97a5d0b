package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// rowsOf is how many reports an old file of the tests has.
const rowsOf = 400

// ofVersion makes the file as a Handrail would that knew the first steps only, with a
// visit, its answers and reports.
func ofVersion(t *testing.T, folder string, version int) {
	t.Helper()
	s, notices, err := openWith(folder, clock, shipped()[:version])
	if err != nil || len(besides(notices)) > 0 {
		t.Fatal(err, notices)
	}
	for _, q := range []string{
		`INSERT INTO visit (id, guide, subject, step, page, started, changed, ended)
			VALUES ('v1', 'mta-sts', 'parish.example', 'policy', 'show', '', '', '')`,
		`INSERT INTO answer VALUES ('v1', 'domain', 0, 'parish.example'), ('v1', 'domain', 1, 'half typ')`,
		`INSERT INTO outcome (visit, step, state, at, report, note, until, facts)
			VALUES ('v1', 'policy', 'completed', '', 'r1', 'seen', '', '{}')`,
		`INSERT INTO journal (at, visit, guide, step, what, old, new, state, report)
			VALUES ('', 'v1', 'mta-sts', 'policy', 'change x', 'a', 'b', 'confirmed', '')`,
		`INSERT INTO setting (name, value) VALUES ('kept', 'yes')`,
		fmt.Sprintf(`WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %d)
			INSERT INTO report (id, guide, step, visit, title, subject, at, worst, document)
			SELECT 'r' || n, 'mta-sts', 'today', 'v1', 'Title', 'parish.example', '', 'ok', '{}' FROM c`, rowsOf),
	} {
		if _, err := s.write.Exec(q); err != nil {
			t.Fatalf("version %d: %s: %v", version, q, err)
		}
	}
	must(t, s.Close())
}

// allThere fails the test unless the rows of ofVersion are there.
func allThere(t *testing.T, s *Store, when string) {
	t.Helper()
	ctx := context.Background()
	sound(t, s.read)
	v, err := s.Visit(ctx, "v1")
	if err != nil || v.Answers["domain"] != "parish.example" || v.Drafts["domain"] != "half typ" ||
		v.Outcomes["policy"].Note != "seen" {
		t.Errorf("%s: the visit is %+v, %v", when, v, err)
	}
	entries, err := s.Entries(ctx, "v1")
	if err != nil || len(entries) != 1 || entries[0].New != "b" {
		t.Errorf("%s: the change log is %+v, %v", when, entries, err)
	}
	if all, err := s.Settings(ctx); err != nil || all["kept"] != "yes" {
		t.Errorf("%s: settings are %v, %v", when, all, err)
	}
	count(t, s, rowsOf)
}

// versionOn returns the version of the file, read beside Handrail.
func versionOn(t *testing.T, path string) (version int) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	must(t, err)
	must(t, db.QueryRow("PRAGMA user_version").Scan(&version))
	must(t, db.Close())
	return version
}

// copiesOf returns the copies of a version that stand beside a file.
func copiesOf(folder string, version int) []string {
	all, _ := filepath.Glob(filepath.Join(folder, fmt.Sprintf("%s.v%04d-*Z", FileName, version)))
	return all
}

// migrateShippedChild opens the file as this Handrail does.
func migrateShippedChild(folder string) {
	say("begin")
	s, notices, err := Open(folder, clock)
	if err != nil || len(besides(notices)) > 0 {
		say("error", err, notices)
		return
	}
	_ = s.Close()
	say("end")
}

func TestEveryOlderVersionComesAlong(t *testing.T) {
	for version := 1; version < latest(shipped()); version++ {
		folder := t.TempDir()
		ofVersion(t, folder, version)
		when := fmt.Sprintf("from version %d", version)
		s, notices, err := Open(folder, clock)
		must(t, err)
		allThere(t, s, when)
		works(t, s)
		must(t, s.Close())
		copies := copiesOf(folder, version)
		if len(copies) != 1 {
			t.Fatalf("%s: the copies are %v", when, copies)
		}
		if len(notices) != 1 || notices[0].Code != "converted" ||
			!strings.Contains(notices[0].Hint, filepath.Base(copies[0])+" in "+folder) {
			t.Errorf("%s: the copy is not named: %+v", when, notices)
		}
		must(t, mustOpen(t, folder).Close()) // and the next start has nothing to tell
		copied := mustOpen(t, asData(t, copies[0]))
		allThere(t, copied, when+", the copy")
	}
}

// TestAKillInAnyMigrationLosesNothing kills the program while it converts a file of each
// older version: the file is as before, or converted up to some step, and then the copy
// is there; the next start goes on.
func TestAKillInAnyMigrationLosesNothing(t *testing.T) {
	between, killed := 0, 0
	for version := 1; version < latest(shipped()); version++ {
		whole := time.Duration(0)
		for round := range 6 {
			folder := t.TempDir()
			ofVersion(t, folder, version)
			cmd, began := child(t, folder, "migrate-shipped"), time.Now()
			must(t, cmd.Start())
			if round > 0 { // the first shows how long it takes
				time.Sleep(rand.N(whole))
				_ = cmd.Process.Kill()
			}
			if cmd.Wait() != nil {
				killed++
			}
			if round == 0 {
				whole = time.Since(began)
			}
			now := versionOn(t, filepath.Join(folder, FileName))
			when := fmt.Sprintf("killed on the way from %d at %d", version, now)
			if now > version && len(copiesOf(folder, version)) == 0 {
				t.Errorf("%s: no copy", when)
			}
			if now < latest(shipped()) {
				between++
				old, notices, err := openWith(folder, clock, shipped()[:now]) // as the old program would
				if err != nil || len(besides(notices)) > 0 {
					t.Fatalf("%s: %v %v", when, err, notices)
				}
				var n int
				must(t, old.read.QueryRow("SELECT count(*) FROM report").Scan(&n))
				if n != rowsOf {
					t.Fatalf("%s: %d reports", when, n)
				}
				must(t, old.Close())
			}
			s := mustOpen(t, folder) // fails on a notice
			allThere(t, s, when)
			must(t, s.Close())
		}
	}
	if killed == 0 || between == 0 {
		t.Errorf("%d killed, %d before the end: nothing was tested", killed, between)
	}
}
