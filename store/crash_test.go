package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
)

// killRounds is how often the child is killed at a random moment.
const killRounds = 100

func TestAKillLosesNothingConfirmed(t *testing.T) {
	folder := t.TempDir()
	ctx, kept, recorded, shown := context.Background(), 0, 0, 0
	started := time.Now()
	for round := range killRounds {
		got := listen(t, child(t, folder, "session"), 1+rand.IntN(120))
		s := mustOpen(t, folder) // fails on a notice: nothing may look damaged
		sound(t, s.read)
		for id, v := range got.kept {
			stored, err := s.Visit(ctx, id)
			if err != nil || !reflect.DeepEqual(stored, v) && !reflect.DeepEqual(stored, got.next) {
				t.Fatalf("round %d: kept\n%v\nnow\n%v %v", round, v, stored, err)
			}
		}
		for _, id := range got.reports {
			if _, err := s.Report(ctx, id); err != nil {
				t.Fatalf("round %d: report %s: %v", round, id, err)
			}
		}
		recorded += got.recorded
		entries, err := s.Entries(ctx, "")
		// A line may be written whose word did not come through any more.
		if err != nil || len(entries) < recorded || len(entries) > recorded+round+1 {
			t.Fatalf("round %d: %d lines in the journal, %d were confirmed: %v", round, len(entries), recorded, err)
		}
		kept, shown = kept+len(got.kept), shown+got.lines
		must(t, s.Close())
	}
	if kept == 0 || recorded == 0 {
		t.Fatal("the children confirmed nothing, so nothing was tested")
	}
	t.Logf("%d kills, %d lines heard, %d visits and %d journal lines confirmed, none lost, %.1f s", killRounds, shown,
		kept, recorded, time.Since(started).Seconds())
}

// later returns the shipped migrations and one more for each query.
func later(queries ...string) []migration {
	steps := shipped()
	for _, q := range queries {
		steps = append(steps, migration{version: latest(steps) + 1, name: "later", sql: q})
	}
	return steps
}

// slow takes long enough to be killed inside.
const slow = `CREATE TABLE pile (n INTEGER, text TEXT) STRICT;
	WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 300000)
	INSERT INTO pile SELECT n, hex(randomblob(40)) FROM c;
	DROP TABLE memo; ALTER TABLE setting ADD COLUMN more TEXT;`

func migrateChild(folder string) {
	say("begin")
	s, notices, err := openWith(folder, clock, later(slow))
	say("end", err, notices)
	if err == nil {
		_ = s.Close()
	}
}

func TestAKillInsideAMigrationLeavesTheOldOrTheNew(t *testing.T) {
	old, unfinished := 0, 0
	for round := range 12 {
		folder := t.TempDir()
		filled(t, folder)
		cmd := child(t, folder, "migrate")
		must(t, cmd.Start())
		time.Sleep(time.Duration(rand.IntN(900)) * time.Millisecond)
		_ = cmd.Process.Kill()
		if cmd.Wait() != nil {
			unfinished++
		}
		s, notices, err := Open(folder, clock) // as the old program would
		must(t, err)
		if len(notices) == 0 {
			old++
			sound(t, s.read)
			count(t, s, 60)
		} else if notices[0].Code != "newer" {
			t.Fatalf("round %d: %+v", round, notices)
		}
		must(t, s.Close())
		s, notices, err = openWith(folder, clock, later(slow))
		if err != nil || len(besides(notices)) > 0 {
			t.Fatalf("round %d: the migration cannot be done again: %v %v", round, err, notices)
		}
		sound(t, s.read)
		count(t, s, 60)
		copies, _ := filepath.Glob(filepath.Join(folder, fmt.Sprintf("%s.v%04d-*Z", FileName, latest(shipped()))))
		if len(copies) == 0 {
			t.Errorf("round %d: no copy was made", round)
		}
		for _, c := range copies {
			copied, notices, err := Open(asData(t, c), clock)
			if err != nil || len(besides(notices)) > 0 {
				t.Fatalf("round %d: the copy cannot be used: %v %v", round, err, notices)
			}
			count(t, copied, 60)
			must(t, copied.Close())
		}
		must(t, s.Close())
	}
	t.Logf("12 starts, %d killed before the end, %d left the old version", unfinished, old)
}

// asData copies a backup to where the store of another folder would be.
func asData(t *testing.T, backup string) string {
	t.Helper()
	folder := t.TempDir()
	copyFile(t, backup, filepath.Join(folder, FileName))
	return folder
}

func count(t *testing.T, s *Store, want int) {
	t.Helper()
	if all, err := s.Reports(context.Background()); err != nil || len(all) != want {
		t.Fatalf("%d reports, not %d: %v", len(all), want, err)
	}
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	folder := t.TempDir()
	filled(t, folder)
	s, notices, err := openWith(folder, clock,
		later("CREATE TABLE half (x TEXT CHECK (x = '')) STRICT; INSERT INTO half SELECT title FROM report"))
	must(t, err)
	if len(notices) != 1 || notices[0].Code != "nothing-kept" {
		t.Errorf("notices are %+v", notices)
	}
	must(t, s.Close())
	s = mustOpen(t, folder)
	count(t, s, 60)
	var n int
	if err := s.read.QueryRow("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").Scan(&n); err != nil || n != 0 {
		t.Errorf("half a migration is left: %d %v", n, err)
	}
}

func TestAFullDisk(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	s := mustOpen(t, folder)
	works(t, s)
	_, err := s.write.Exec("PRAGMA max_page_count = 60")
	must(t, err)
	saved := 0
	k := aReport(strings.Repeat("much to say ", 1000))
	for ; err == nil && saved < 1000; saved++ {
		_, err = s.SaveReport(ctx, k)
	}
	if app.CodeOf(err) != app.Full {
		t.Fatalf("a full disk gives %v", err)
	}
	message, hint := app.UserMessage(err)
	if !strings.Contains(message, "full") || !strings.Contains(hint, "10 MB") {
		t.Errorf("the words are %q %q", message, hint)
	}
	for range 3 { // trying again does no harm
		if _, err := s.SaveReport(ctx, k); app.CodeOf(err) != app.Full {
			t.Errorf("again: %v", err)
		}
	}
	sound(t, s.read)
	count(t, s, saved-1)
	if v, err := s.Visit(ctx, "works"); err != nil || v.Answers["domain"] != "parish.example" {
		t.Errorf("what was kept before is %v, %v", v, err)
	}
	_, err = s.write.Exec("PRAGMA max_page_count = 100000")
	must(t, err)
	if _, err := s.SaveReport(ctx, k); err != nil {
		t.Errorf("with room again: %v", err)
	}
	works(t, s)
}

func writerChild(folder string) {
	ctx := context.Background()
	s, notices, err := Open(folder, clock)
	if err != nil || len(besides(notices)) > 0 {
		say("error", err, notices)
		return
	}
	defer func() { _ = s.Close() }()
	for i := range 100 {
		id := fmt.Sprintf("%d-%d", os.Getpid(), i)
		if err := s.SaveVisit(ctx, aVisit(id, id)); err != nil {
			say("error", err)
		}
	}
}

func TestTwoProcessesDoNotHurtEachOther(t *testing.T) {
	folder := t.TempDir() // empty: both may be the one that makes the file
	var cmds [2]*exec.Cmd
	var outs [2]strings.Builder
	for i := range cmds {
		cmds[i] = child(t, folder, "writer")
		cmds[i].Stdout = &outs[i]
		must(t, cmds[i].Start())
	}
	for i, cmd := range cmds {
		if err := cmd.Wait(); err != nil || outs[i].String() != "" {
			t.Errorf("process %d: %v %s", i, err, outs[i].String())
		}
	}
	s := mustOpen(t, folder)
	sound(t, s.read)
	if all, err := s.Visits(context.Background()); err != nil || len(all) != 200 {
		t.Errorf("%d visits of 200, %v", len(all), err)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "*.new-*")); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
}

func TestASecondWriterWaitsAndThenSaysWhy(t *testing.T) {
	folder := t.TempDir()
	first, second := mustOpen(t, folder), mustOpen(t, folder)
	tx, err := first.write.Begin()
	must(t, err)
	started := time.Now()
	err = second.SaveVisit(context.Background(), aVisit("v", "x"))
	// SQLite counts its own short sleeps up to five seconds; on a busy computer
	// each of them takes longer.
	if took := time.Since(started); app.CodeOf(err) != app.Denied || took < 4*time.Second || took > time.Minute {
		t.Errorf("after %v: %v", took, err)
	}
	if _, err := second.Visits(context.Background()); err != nil {
		t.Errorf("reading meanwhile: %v", err)
	}
	must(t, tx.Rollback())
	must(t, second.SaveVisit(context.Background(), guide.Visit{ID: "v"}))
}
