package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
)

// states returns how each saved report is, by its title, or by its number where it is gone.
func states(t *testing.T, s *Store) (text string) {
	t.Helper()
	all, err := s.Places(t.Context(), nil)
	must(t, err)
	var words []string
	for _, p := range all {
		words = append(words, fmt.Sprintf("%d %s %s", p.Number, p.Title, p.State))
	}
	return strings.Join(words, ", ")
}

// saved opens a store with the reports one, two and three, and returns their IDs.
func threeReports(t *testing.T, folder string) (s *Store, ids []string) {
	t.Helper()
	s = mustOpen(t, folder)
	for _, title := range []string{"one", "two", "three"} {
		id, err := s.SaveReport(t.Context(), aReport(title))
		must(t, err)
		ids = append(ids, id)
	}
	return s, ids
}

// TestWhatHappenedToAReportIsSeen: each way in which a report can be changed has a word of its own, and names it.
func TestWhatHappenedToAReportIsSeen(t *testing.T) {
	for name, c := range map[string]struct{ query, want string }{
		"nothing": {"SELECT 1", "1 one unchanged, 2 two unchanged, 3 three unchanged"},
		"one letter": {"UPDATE report SET document = replace(document, 'found', 'fouud') WHERE title = 'two'",
			"2 two altered"},
		"a title":           {"UPDATE report SET title = 'twO' WHERE title = 'two'", "2 twO altered"},
		"a time":            {"UPDATE report SET at = '2020-01-01T00:00:00.000000000Z' WHERE title = 'two'", "2 two altered"},
		"a time of no kind": {"UPDATE report SET at = 'never' WHERE title = 'two'", "2 two altered"},
		"a visit":           {"UPDATE report SET visit = 'other' WHERE title = 'two'", "2 two altered"},
		"gone":              {"DELETE FROM report WHERE title = 'two'", "2  missing"},
		"added": {"INSERT INTO report SELECT 'x', guide, step, visit, 'four', subject, at, worst, document, " +
			"organisation, packed, form, marks FROM report WHERE title = 'two'", "0 four added"},
		"a place": {"DROP TRIGGER place_kept; UPDATE place SET content = 'x' || substr(content, 2) " +
			"WHERE number = 2", "2 two altered"},
		"a place is gone": {"DROP TRIGGER place_whole; DELETE FROM place WHERE number = 2", "1 one unchanged, 2  missing, 3 three unproven, 0 two added"},
		"the last place is gone": {"DROP TRIGGER place_whole; DELETE FROM place WHERE number = 3; DELETE FROM report " +
			"WHERE title = 'three'", "1 one unchanged, 2 two unchanged, 3  missing"},
		"the first is gone": {"DROP TRIGGER place_whole; DELETE FROM place WHERE number = 1; DELETE FROM report " +
			"WHERE title = 'one'", "1  missing, 2 two unproven, 3 three unchanged"},
		"a hash": {"DROP TRIGGER place_kept; UPDATE place SET hash = replace(hash, substr(hash, 1, 3), 'xyz') WHERE " +
			"number = 2", "2 two altered, 3 three unchanged"},
		"a number": {"DROP TRIGGER place_kept; UPDATE place SET number = 900000000 WHERE number = 3",
			"1 one unchanged, 2 two unchanged, 900000000 three altered"},
		"the last hash and content": {"DROP TRIGGER place_kept; UPDATE place SET hash = replace(hash, substr(hash, 1, 3), " +
			"'xyz') WHERE number = 3", "2 two unchanged, 3 three altered"},
		"two places swapped": {"DROP TRIGGER place_kept; CREATE TEMP TABLE p AS SELECT * FROM place; UPDATE place SET " +
			"report = (SELECT p.report FROM p WHERE p.number = 5 - place.number) WHERE number > 1",
			"2 three altered, 3 two altered"},
	} {
		s, _ := threeReports(t, t.TempDir())
		_, err := s.write.Exec(c.query)
		must(t, err)
		if got := states(t, s); !strings.Contains(got, c.want) || strings.Contains(got, "1 one altered") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestANumberIsNotGivenTwice: also after the last place was taken away outside Handrail, and each way of asking agrees.
func TestANumberIsNotGivenTwice(t *testing.T) {
	s, ids := threeReports(t, t.TempDir())
	_, err := s.write.Exec("DROP TRIGGER place_whole; DELETE FROM place WHERE number = 3; DELETE FROM report WHERE title = " +
		"'three'")
	must(t, err)
	for _, title := range []string{"four", "five"} {
		id, err := s.SaveReport(t.Context(), aReport(title))
		must(t, err)
		ids = append(ids, id)
	}
	const want = "1 one unchanged, 2 two unchanged, 3  missing, 4 four unproven, 5 five unchanged"
	if got := states(t, s); got != want {
		t.Error(got)
	}
	for i, state := range []report.PlaceState{report.Unchanged, report.Unchanged, report.Added, report.Unproven,
		report.Unchanged} {
		if p, err := s.PlaceOf(t.Context(), ids[i]); err != nil || p.State != state {
			t.Errorf("report %d alone is %s, %v, want %s", i+1, p.State, err, state)
		}
	}
}

// TestARemovedReportIsToldAsRemoved: its number, times and hash stay, and it is not called altered.
func TestARemovedReportIsToldAsRemoved(t *testing.T) {
	s, ids := threeReports(t, t.TempDir())
	before, err := s.Places(t.Context(), nil)
	must(t, err)
	must(t, s.DeleteReport(t.Context(), ids[1]))
	after, err := s.Places(t.Context(), nil)
	must(t, err)
	if got := states(t, s); got != "1 one unchanged, 2  removed, 3 three unchanged" {
		t.Error(got)
	}
	gone := after[1]
	if gone.Hash != before[1].Hash || !gone.Saved.Equal(before[1].Saved) || !gone.Removed.Equal(noon) || gone.Title != "" {
		t.Errorf("%+v was %+v", gone, before[1])
	}
	for _, q := range []string{"DELETE FROM place", "UPDATE place SET hash = ''", "UPDATE place SET number = number + 9"} {
		if _, err := s.write.Exec(q); err == nil {
			t.Errorf("%s was done", q)
		}
	}
	if id, err := s.SaveReport(t.Context(), aReport("four")); err != nil {
		t.Error(err)
	} else if p, err := s.PlaceOf(t.Context(), id); err != nil || p.Number != 4 || p.State != report.Unchanged {
		t.Errorf("a number is given twice: %+v, %v", p, err)
	}
	if p, err := s.PlaceOf(t.Context(), ids[0]); err != nil || p.State != report.Unchanged || p.Title != "one" {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestASealIsNoPartOfTheReport: what is written to files has the seal, what is stored has not.
func TestASealIsNoPartOfTheReport(t *testing.T) {
	ctx, s := t.Context(), mustOpen(t, t.TempDir())
	must(t, s.SaveOrganisation(ctx, anOrganisation(parish, "Northgate", noon)))
	must(t, s.ShowOrganisation(ctx, parish))
	k := aReport("one")
	_, err := s.SaveReport(ctx, k)
	must(t, err)
	id, err := s.SaveReport(ctx, k)
	must(t, err)
	two, err := s.Report(ctx, id)
	must(t, err)
	if two.Document.Seal != nil || !reflect.DeepEqual(two.Document, k.Document) {
		t.Errorf("%+v", two.Document)
	}
	d := two.Sealed()
	if d.Seal == nil || d.Seal.Number != 2 || d.Seal.Before != 1 || d.Seal.Organisation != "Northgate" ||
		len(d.Seal.Hash) != 64 || !d.Seal.Saved.Equal(noon) {
		t.Fatalf("%+v", d.Seal)
	}
	again := two
	again.ID, again.Document = "", d // as it was exported
	if id, err = s.SaveReport(ctx, again); err != nil {
		t.Fatal(err)
	}
	if three, err := s.Report(ctx, id); err != nil || three.Seal.Number != 3 || three.Document.Seal != nil {
		t.Errorf("%+v, %v", three.Seal, err)
	}
	if all, err := s.Reports(ctx); err != nil || all[0].Number+all[1].Number+all[2].Number != 6 {
		t.Errorf("%+v, %v", all, err)
	}
}

// TestOldReportsGetTheirPlace: a file of the version before is converted, and no byte of its reports is changed.
func TestOldReportsGetTheirPlace(t *testing.T) {
	folder := t.TempDir()
	ofVersion(t, folder, 7)
	path := filepath.Join(folder, FileName)
	stored := func() (all []string) {
		db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
		must(t, err)
		defer db.Close()
		r, err := db.Query("SELECT id || guide || step || visit || title || subject || at || worst || document || " +
			"organisation " +
			"FROM report ORDER BY rowid")
		must(t, err)
		defer r.Close()
		for r.Next() {
			var text string
			must(t, r.Scan(&text))
			all = append(all, text)
		}
		return all
	}
	before := stored()
	s := mustOpen(t, folder)
	all, err := s.Places(t.Context(), nil)
	must(t, err)
	for i, p := range all {
		if p.Number != i+1 || p.State != report.Unchanged {
			t.Fatalf("%+v", p)
		}
	}
	must(t, s.Close())
	if after := stored(); len(all) != rowsOf || !reflect.DeepEqual(before, after) {
		t.Errorf("%d places; the reports changed: %v", len(all), !reflect.DeepEqual(before, after))
	}
}

// placesChild saves and removes reports and confirms plans until it is killed. It says what is done.
func placesChild(folder string) {
	ctx := context.Background()
	s, notices, err := Open(folder, clock)
	if err != nil || len(besides(notices)) > 0 {
		say("error", err, notices)
		return
	}
	var ids []string
	for i := 0; ; i++ {
		id, err := s.SaveReport(ctx, aReport(fmt.Sprint(os.Getpid(), i)))
		say("saved", id, err)
		if ids = append(ids, id); i%3 == 2 {
			gone := ids[rand.IntN(len(ids))]
			say("removed", gone, s.DeleteReport(ctx, gone))
		}
		e := guide.Confirmation{At: noon, Visit: id, Guide: "g", Step: "s"}
		say("confirmed", id, s.SaveConfirmation(ctx, e))
	}
}

// killedPlaces runs a child that saves reports, kills it within some milliseconds, and returns what it said, the store,
// which is sound, and the places of all reports.
func killedPlaces(t *testing.T, folder, what string, most int) (said string, s *Store, all []report.Place) {
	t.Helper()
	cmd := child(t, folder, what)
	var out strings.Builder
	cmd.Stdout = &out
	must(t, cmd.Start())
	time.Sleep(time.Duration(100+rand.IntN(most)) * time.Millisecond)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	s = mustOpen(t, folder)
	sound(t, s.read)
	all, err := s.Places(t.Context(), nil)
	must(t, err)
	return out.String(), s, all
}

// TestAKillLeavesTheRowOfReportsWhole kills the program while it saves and removes: every report that it said is saved
// has its place, in one row without a gap, and nothing looks altered.
func TestAKillLeavesTheRowOfReportsWhole(t *testing.T) {
	folder, said := t.TempDir(), map[string]string{}
	confirmed := 0
	for round := range 12 {
		out, s, all := killedPlaces(t, folder, "places", 250)
		now := map[string]report.PlaceState{}
		for i, p := range all {
			if p.Number != i+1 || !p.State.Good() {
				t.Fatalf("round %d: place %d is %+v", round, i+1, p)
			}
			now[p.Report] = p.State
		}
		for line := range strings.Lines(out) {
			var word, id, fault string
			if n, _ := fmt.Sscan(line, &word, &id, &fault); n < 3 || !strings.HasSuffix(line, "\n") {
				continue // the word was cut off
			}
			if fault != "<nil>" {
				t.Fatalf("the child says %s", line)
			}
			if word == "confirmed" {
				confirmed++
				if kept, err := s.Confirmations(t.Context(), id); err != nil || len(kept) != 1 {
					t.Fatalf("round %d: %v, %v", round, kept, err)
				}
				continue
			}
			said[id] = word
		}
		for id, word := range said {
			if state := now[id]; state == "" || word == "removed" && state != report.Removed {
				t.Fatalf("round %d: %s was %s and is %q", round, id, word, state)
			}
		}
		must(t, s.Close())
	}
	if len(said) == 0 || confirmed == 0 {
		t.Fatal("the children did nothing, so nothing was tested")
	}
	t.Logf("12 kills, %d reports and %d confirmations said to be saved", len(said), confirmed)
}

// TestHalfAChangeLeavesNoPlace: a transaction that fails leaves neither the report nor its place.
func TestHalfAChangeLeavesNoPlace(t *testing.T) {
	s, _ := threeReports(t, t.TempDir())
	_, err := s.write.Exec("CREATE TRIGGER full BEFORE INSERT ON place BEGIN SELECT RAISE(ABORT, 'no room'); END")
	must(t, err)
	if _, err := s.SaveReport(t.Context(), aReport("four")); err == nil {
		t.Error("saved without a place")
	}
	_, err = s.write.Exec("DROP TRIGGER full")
	must(t, err)
	_, err = s.SaveReport(t.Context(), aReport("five"))
	must(t, err)
	if got := states(t, s); !strings.HasSuffix(got, "3 three unchanged, 4 five unchanged") {
		t.Error(got)
	}
}

// TestForgettingMarksReportsAsRemoved: forgetting an organisation leaves the places of its reports, and no name.
func TestForgettingMarksReportsAsRemoved(t *testing.T) {
	ctx, s := t.Context(), mustOpen(t, t.TempDir())
	must(t, s.SaveOrganisation(ctx, anOrganisation(parish, "Northgate", noon)))
	must(t, s.ShowOrganisation(ctx, parish))
	must(t, s.SaveVisit(ctx, aVisit("v1", "northgate.example")))
	_, err := s.SaveReport(ctx, aReport("one"))
	must(t, err)
	c := guide.Confirmation{At: noon, Visit: "v1", Guide: "g", Step: "s", Plan: guide.ConfirmedPlan{
		Changes:  []guide.ConfirmedChange{{Setting: "MFA", Now: "Off", After: "On"}},
		Affected: []guide.ConfirmedAffected{{Severity: report.Note, Text: "1 person", Names: []string{"Ama"}, Count: 1}}}}
	must(t, s.SaveConfirmation(ctx, c))
	kept, err := s.Confirmations(ctx, "")
	c.Organisation, c.Account = "Northgate", anOrganisation(parish, "", noon).Account
	if err != nil || len(kept) != 1 || !reflect.DeepEqual(kept[0], c) {
		t.Fatalf("%+v\n%+v, %v", kept, c, err)
	}
	must(t, s.ForgetOrganisation(ctx, parish, true))
	if got := states(t, s); got != "1  removed" {
		t.Error(got)
	}
	if kept, err := s.Confirmations(ctx, ""); err != nil || len(kept) != 0 {
		t.Errorf("%+v, %v", kept, err)
	}
}
