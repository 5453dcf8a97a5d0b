package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/history"
)

// TestTheHistoryOfANewerHandrailIsNotTouched: it is refused in a sentence, and everything else works.
func TestTheHistoryOfANewerHandrailIsNotTouched(t *testing.T) {
	d := newDiary(t)
	d.read("users", named("a", "A"))
	path := filepath.Join(d.folder, historyName(parish))
	must(t, d.c.Close())
	sqlFile(t, path, "PRAGMA user_version = 99")
	before, err := os.ReadFile(path)
	must(t, err)
	c, notices, err := OpenCache(d.folder, parish, d.clock.now)
	must(t, err)
	defer func() { _ = c.Close() }()
	if len(notices) != 1 || !strings.Contains(notices[0].Message, "newer version") ||
		!strings.Contains(notices[0].Message, "cannot remember") {
		t.Errorf("notices are %+v", notices)
	}
	if c.Past() != nil {
		t.Error("a history that is thrown away in the end remembers nothing")
	}
	d.c = c
	d.read("users", named("a", "B"))
	if got := contents(t, c, "users"); len(got) != 1 {
		t.Error(got)
	}
	must(t, c.Close())
	after, err := os.ReadFile(path)
	must(t, err)
	if string(before) != string(after) {
		t.Error("the file was changed")
	}
}

// TestADamagedHistoryIsPutAside: it is kept, a new one begins, and everything else works.
func TestADamagedHistoryIsPutAside(t *testing.T) {
	d := newDiary(t)
	d.read("users", named("a", "A"))
	must(t, d.c.Close())
	path := filepath.Join(d.folder, historyName(parish))
	must(t, os.WriteFile(path, []byte(strings.Repeat("no history ", 999)), 0o600))
	c, notices, err := OpenCache(d.folder, parish, d.clock.now)
	must(t, err)
	t.Cleanup(func() { _ = c.Close() })
	if len(notices) != 1 || !strings.Contains(notices[0].Message, "history of your organisation") {
		t.Errorf("notices are %+v", notices)
	}
	d.c = c
	d.read("users", named("a", "B"))
	d.tells("the first reading", "begin")
	d.read("users", named("a", "C"))
	d.tells("the next", "a: displayName")
}

// TestAHistoryWithoutRoomLosesNoReading: the cache goes on, and with room again the next reading is compared with the
// last one that is remembered.
func TestAHistoryWithoutRoomLosesNoReading(t *testing.T) {
	d := newDiary(t)
	d.read("users", named("a", "A"), named("b", "B"), named("c", "C"))
	_, err := d.c.past.write.Exec("PRAGMA max_page_count = 1")
	must(t, err)
	d.read("users", jsonRow("a", `{"displayName":"`+strings.Repeat("much to say ", 9000)+`"}`), named("b", "B"))
	d.tells("without room")
	if got := contents(t, d.c, "users"); len(got) != 2 {
		t.Errorf("the cache has %d rows", len(got))
	}
	_, err = d.c.past.write.Exec("PRAGMA max_page_count = 100000")
	must(t, err)
	d.read("users", jsonRow("a", `{"displayName":"`+strings.Repeat("much to say ", 9000)+`"}`), named("b", "other"))
	d.tells("with room again", "-c", "a: displayName", "a: id", "b: displayName")
}

// TestForgettingRemovesTheHistory with its log and its copies, also where a program was killed, and no other one.
func TestForgettingRemovesTheHistory(t *testing.T) {
	ctx, d := context.Background(), newDiary(t)
	d.read("users", named("a", "A"))
	other, _, err := OpenCache(d.folder, "other", d.clock.now)
	must(t, err)
	must(t, other.Close())
	s := mustOpen(t, d.folder)
	defer func() { _ = s.Close() }()
	must(t, s.SaveOrganisation(ctx, anOrganisation(parish, "Parish", noon)))
	if runtime.GOOS == "windows" { // the files are open
		if err := s.ForgetOrganisation(ctx, parish, false); app.CodeOf(err) != app.Denied {
			t.Errorf("while its files are open: %v", err)
		}
		if all, _, err := s.Organisations(ctx); len(all) != 1 {
			t.Error(all, err)
		}
	}
	must(t, d.c.Close())
	name := filepath.Join(d.folder, historyName(parish))
	for _, rest := range []string{"-wal", "-shm", ".v0001-20261101T000000Z", ".damaged-20261101T000000Z"} {
		must(t, os.WriteFile(name+rest, []byte("rows"), 0o600))
	}
	must(t, s.ForgetOrganisation(ctx, parish, false))
	if left, _ := filepath.Glob(name + "*"); len(left) > 0 {
		t.Errorf("left are %v", left)
	}
	if _, err := os.Stat(filepath.Join(d.folder, historyName("other"))); err != nil {
		t.Error(err)
	}
}

// TestAHistoryThatWasLargeBecomesSmall: what a shorter time removes is given back to the disk.
func TestAHistoryThatWasLargeBecomesSmall(t *testing.T) {
	d := newDiary(t)
	for n := range 40 {
		d.read("users", named("a", strings.Repeat(string(rune('a'+n%26)), 500_000)))
	}
	size := func() (bytes int64) {
		d.c.past.forget(context.Background())
		must(t, d.c.past.read.QueryRow("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").Scan(&bytes))
		return bytes
	}
	before := size()
	must(t, d.c.past.Trim(context.Background(), d.clock.at.AddDate(1, 0, 0), history.Keep{Months: 3}))
	if after := size(); before < 15<<20 || after > before/4 {
		t.Errorf("%d bytes, and then %d", before, after)
	}
}

// TestNoQueryReadsAllTheHistory looks at the plans of the queries that every look, reading and folding make.
func TestNoQueryReadsAllTheHistory(t *testing.T) {
	d := newDiary(t)
	all := append([]string{asOf, asOfEarly, changed, newestVersion, newestIDs, changedTwice, versionBefore, ended,
		"SELECT since, what, body FROM version WHERE section = ? AND id = ? ORDER BY since",
		"SELECT number FROM moment WHERE settled = 0 ORDER BY number",
		"SELECT at FROM moment WHERE section = ? AND settled = 1 ORDER BY number DESC LIMIT 1",
		"SELECT at FROM moment WHERE settled = 1 AND at > ? AND at <= ? ORDER BY number DESC"},
		append(slices.Clone(dropMoment), forgetBefore...)...)
	for _, query := range all {
		for step := range strings.Lines(planOf(t, d.c.past.write, query)) {
			// moment_open has what does not count yet, which is next to nothing; json_each has what is asked for.
			few := strings.Contains(step, "moment_open") || strings.Contains(step, "json_each")
			if strings.HasPrefix(step, "SCAN") && !few {
				t.Errorf("%s\n%s", query, step)
			}
		}
	}
	plan := planOf(t, d.c.past.write, "SELECT 1 FROM version WHERE body = x''")
	if !strings.Contains(plan, "SCAN version") {
		t.Errorf("the test sees nothing: %s", plan)
	}
}

func planOf(t *testing.T, db *sql.DB, query string) (plan string) {
	t.Helper()
	args := []any{"users", 1, 2, 3}
	for n := len(args); ; n-- { // as many as the query has
		r, err := db.Query("EXPLAIN QUERY PLAN "+query, args[:n]...)
		if err != nil && n > 0 {
			continue
		}
		must(t, err)
		defer func() { _ = r.Close() }()
		for r.Next() {
			var step string
			must(t, r.Scan(new(any), new(any), new(any), &step))
			plan += step + "\n"
		}
		must(t, r.Err())
		return plan
	}
}
