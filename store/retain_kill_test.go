package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"handrail/app/report"
)

// TestReportsOfAnOlderVersionAreShared: their texts are stored once, and none of them changes.
func TestReportsOfAnOlderVersionAreShared(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	var texts, ids []string
	for day := range 150 {
		k := dailyReport(day)
		id, err := s.SaveReport(t.Context(), k)
		must(t, err)
		ids, texts = append(ids, id), append(texts, documentOf(t, k.Document))
		must(t, s.change(t.Context(), func(tx *sql.Tx) error { // as it was stored before
			_, err := tx.Exec("UPDATE report SET document = ?, form = NULL, marks = NULL WHERE id = ?", texts[day], id)
			return err
		}))
	}
	long, err := s.SaveReport(t.Context(), longReport("long", 5000))
	must(t, err)
	looked := 0
	for {
		n, err := s.ShareText(t.Context())
		must(t, err)
		if looked += n; n == 0 {
			break
		}
	}
	if n := numberIn(t, s, "SELECT count(*) FROM report WHERE marks IS NULL"); n != 1 || looked != 151 {
		t.Errorf("%d have text of their own; looked at %d", n, looked)
	}
	for i, id := range append(ids, long) {
		k, err := s.Report(t.Context(), id)
		must(t, err)
		if p, err := s.PlaceOf(t.Context(), id); err != nil || p.State != report.Unchanged {
			t.Fatalf("%+v, %v", p, err)
		}
		if i < len(texts) && documentOf(t, k.Document) != texts[i] {
			t.Fatalf("report %d is read otherwise", i)
		}
	}
}

// retainChild saves, removes what is old and shares text until it is killed.
func retainChild(folder string) {
	ctx := context.Background()
	s, _, err := Open(folder, clock)
	if err != nil {
		say("error", err)
		return
	}
	for i := 0; ; i++ {
		k := dailyReport(i)
		k.At = noon.AddDate(-rand.IntN(4), 0, 0)
		id, err := s.SaveReport(ctx, k)
		say("saved", id, k.At.Year(), err)
		if i%5 == 4 {
			_, err := s.RemoveOlder(ctx, report.RetainedChecks, noon.AddDate(-2, 0, 0))
			say("removed", i, err)
			_, err = s.ShareText(ctx)
			say("shared", i, err)
		}
	}
}

// TestAKillWhileOldReportsGo leaves a chain that is true: all that were saved are there or removed by age, and none that
// is young is gone.
func TestAKillWhileOldReportsGo(t *testing.T) {
	folder := t.TempDir()
	removed := 0
	for round := range 8 {
		out, s, all := killedPlaces(t, folder, "retain", 300)
		for i, p := range all {
			if p.Number != i+1 || !p.State.Good() || p.State == report.Removed && !p.Aged {
				t.Fatalf("round %d: place %d is %+v", round, i+1, p)
			}
			if p.Aged {
				removed++
			}
		}
		for line := range strings.Lines(out) {
			var id, fault string
			var year int
			if n, _ := fmt.Sscanf(line, "saved %s %d %s\n", &id, &year, &fault); n == 3 && fault == "<nil>" {
				p, err := s.PlaceOf(t.Context(), id)
				if err != nil || p.State != report.Unchanged && (p.State != report.Removed || year >= noon.Year()-1) {
					t.Fatalf("round %d: a report of %d is %+v, %v", round, year, p, err)
				}
			} else if strings.Contains(line, "error") {
				t.Fatal(line)
			}
		}
		if n := numberIn(t, s, "SELECT count(*) FROM form WHERE id NOT IN (SELECT form FROM report WHERE form NOT NULL)"); n > 0 {
			t.Fatalf("%d forms of no report", n)
		}
		must(t, s.Close())
	}
	if removed == 0 {
		t.Fatal("nothing was removed, so nothing was tested")
	}
}
