package store

import (
	"context"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
)

// TestReportsAreSavedTogether: several reports are saved in their order, each with its place; if one cannot be saved,
// none of those with it is.
func TestReportsAreSavedTogether(t *testing.T) {
	s, ctx := mustOpen(t, t.TempDir()), context.Background()
	one, two := aReport("v"), aReport("w")
	one.ID, two.ID = "", ""
	one.Title, two.Title = "First", "Second"
	must(t, s.SaveReports(ctx, []report.SavedReport{one, two}))
	all, err := s.Reports(ctx)
	must(t, err)
	if len(all) != 2 || all[0].ID == all[1].ID || all[0].ID == "" {
		t.Fatalf("%+v", all)
	}
	places, err := s.Places(ctx, nil)
	must(t, err)
	for i, title := range []string{"First", "Second"} {
		if len(places) != 2 || places[i].Title != title {
			t.Errorf("places %+v", places)
		}
	}
	empty := one
	empty.Document = nil
	if err := s.SaveReports(ctx, []report.SavedReport{two, empty}); err == nil {
		t.Error("a report without content is saved")
	}
	if all, err = s.Reports(ctx); err != nil || len(all) != 2 {
		t.Errorf("%d reports, %v", len(all), err)
	}
	long := longReport("x", 5000)
	long.ID = ""
	must(t, report.SaveAll(ctx, s, []report.SavedReport{long, one, long, two}))
	if all, err = s.Reports(ctx); err != nil || len(all) != 6 {
		t.Errorf("%d reports, %v", len(all), err)
	}
}

// TestWhatIsRememberedIsNotWrittenAgain: the same memo twice changes nothing in the file; a newer one does.
func TestWhatIsRememberedIsNotWrittenAgain(t *testing.T) {
	s, ctx := mustOpen(t, t.TempDir()), context.Background()
	a := guide.Observation{Kind: "k", Subject: "a.example", Key: "1", Value: "x", First: noon, Last: noon}
	b := a
	b.Subject = "b.example"
	writes := func() (n int64) {
		t.Helper()
		must(t, s.write.QueryRow("SELECT total_changes()").Scan(&n))
		return n
	}
	must(t, s.RememberAll(ctx, []guide.Observation{a, b}))
	before := writes()
	must(t, s.RememberAll(ctx, []guide.Observation{a, b}))
	must(t, s.Remember(ctx, a))
	if now := writes(); now != before {
		t.Errorf("%d rows were written again", now-before)
	}
	a.Last, a.Value = noon.AddDate(0, 0, 1), "y"
	must(t, s.RememberAll(ctx, []guide.Observation{a, b}))
	if now := writes(); now != before+1 {
		t.Errorf("%d rows were written, not 1", now-before)
	}
	got, err := s.Recall(ctx, "k", "a.example")
	must(t, err)
	if len(got) != 1 || got[0].Value != "y" || !got[0].First.Equal(noon) || !got[0].Last.Equal(a.Last) {
		t.Errorf("%+v", got)
	}
}
