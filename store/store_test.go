package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 123456789, time.UTC)

func clock() time.Time { return noon }

// mustOpen opens a store that is expected to have nothing to tell.
func mustOpen(t *testing.T, folder string) *Store {
	t.Helper()
	s, notices, err := Open(folder, clock)
	if err != nil {
		t.Fatal(err)
	}
	if notices = besides(notices); len(notices) > 0 {
		t.Fatalf("a sound folder gives notices: %v", notices)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// besides returns the notices other than that a file was converted.
func besides(notices []Notice) (all []Notice) {
	for _, n := range notices {
		if n.Code != "converted" {
			all = append(all, n)
		}
	}
	return all
}

// sound fails the test when the file is not whole.
func sound(t *testing.T, db *sql.DB) {
	t.Helper()
	var health string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&health); err != nil || health != "ok" {
		t.Fatalf("integrity_check says %q, %v", health, err)
	}
}

func aVisit(id, subject string) guide.Visit {
	return guide.Visit{
		ID: id, Guide: "mta-sts", Subject: subject, Step: "policy", Page: guide.ShowPage,
		Answers: map[string]string{"domain": subject, "empty": "", "odd": "a\x00b’ “ü”\n%_"},
		Drafts:  map[string]string{"domain": "half typ"},
		Outcomes: map[string]guide.Outcome{
			"domain": {State: guide.Completed, At: noon, Report: "r1", Note: "seen", Headline: "Not protected",
				Facts: map[string]string{"policy": "absent"}},
			"watch": {State: guide.Waiting, At: noon, Until: noon.Add(48 * time.Hour)},
		},
		Started: noon, Changed: noon.Add(time.Minute),
	}
}

func aReport(title string) report.SavedReport {
	d := &report.Document{Title: title, Subject: "parish.example", At: noon, Sources: []string{"a name server"},
		Blocks: []report.Block{
			report.Text{Text: "What was found."},
			report.Findings{Items: []report.Finding{{Code: "no-record", Severity: report.Warning,
				Subject: "parish.example",
				Title:   "No record"}}},
		}}
	return report.SavedReport{Guide: "mta-sts", Step: "today", Visit: "v1", Title: title, Subject: d.Subject, At: d.At,
		Worst: d.MaxSeverity(), Document: d}
}

func TestWhatIsKeptComesBackAfterAReopen(t *testing.T) {
	name := "50 % of #1? [x] ü 😀"
	if runtime.GOOS == "windows" {
		name = strings.ReplaceAll(name, "?", "") // no name may have it there
	}
	ctx, folder := context.Background(), filepath.Join(t.TempDir(), name)
	s := mustOpen(t, folder)
	first, second := aVisit("v1", "parish.example"), aVisit("v2", "school.example")
	second.Changed, second.Ended = noon.Add(time.Hour), noon.Add(time.Hour)
	for _, v := range []guide.Visit{first, second} {
		if err := s.SaveVisit(ctx, v); err != nil {
			t.Fatal(err)
		}
	}
	delete(first.Drafts, "domain")
	delete(first.Outcomes, "watch")
	first.Answers["domain"] = "other.example"
	if err := s.SaveVisit(ctx, first); err != nil {
		t.Fatal(err)
	}
	k := aReport("Today")
	id, err := s.SaveReport(ctx, k)
	if err != nil {
		t.Fatal(err)
	}
	k.ID = id
	entry := guide.JournalEntry{At: noon, Visit: "v1", Guide: "mta-sts", Step: "announce", What: "You added the record",
		Old: "", New: "v=STSv1; id=1;", State: "confirmed", Report: id}
	if err := s.Record(ctx, entry); err != nil {
		t.Fatal(err)
	}
	if err := s.SetSetting(ctx, "theme", "dark"); err != nil {
		t.Fatal(err)
	}
	if err := s.SetSetting(ctx, "theme", "light"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	s = mustOpen(t, folder)
	all, err := s.Visits(ctx)
	if want := []guide.Visit{second, first}; err != nil || !reflect.DeepEqual(all, want) {
		t.Errorf("visits are\n%v, %v\nnot\n%v", all, err, want)
	}
	if v, err := s.Visit(ctx, "v1"); err != nil || !reflect.DeepEqual(v, first) {
		t.Errorf("visit is %v, %v", v, err)
	}
	got, err := s.Report(ctx, id)
	if err != nil || got.Number != 1 || got.Seal == nil {
		t.Errorf("the report has no place: %+v, %v", got, err)
	}
	if got.Number, got.Seal = 0, nil; !reflect.DeepEqual(got, k) {
		t.Errorf("report is\n%v, %v\nnot\n%v", got, err, k)
	}
	entry.ID = 1
	if got, err := s.Entries(ctx, "v1"); err != nil || !reflect.DeepEqual(got, []guide.JournalEntry{entry}) {
		t.Errorf("journal is %v, %v", got, err)
	}
	settings, err := s.Settings(ctx)
	delete(settings, settingLast) // which report was the last
	if err != nil || !reflect.DeepEqual(settings, map[string]string{"theme": "light"}) {
		t.Errorf("settings are %v, %v", settings, err)
	}
}

func TestListsOfReportsAreNewestFirstWithoutDocuments(t *testing.T) {
	ctx, s := context.Background(), mustOpen(t, t.TempDir())
	for i, title := range []string{"middle", "newest", "oldest"} {
		k := aReport(title)
		k.At = noon.Add([]time.Duration{0, time.Nanosecond, -time.Hour}[i])
		if _, err := s.SaveReport(ctx, k); err != nil {
			t.Fatal(err)
		}
	}
	all, err := s.Reports(ctx)
	if err != nil || len(all) != 3 {
		t.Fatalf("%v %v", all, err)
	}
	for i, title := range []string{"newest", "middle", "oldest"} {
		if all[i].Title != title || all[i].Document != nil || all[i].Worst != report.Warning {
			t.Errorf("row %d is %+v", i, all[i])
		}
	}
}

func TestWhatIsNotThereIsSaidInWords(t *testing.T) {
	ctx, s := context.Background(), mustOpen(t, t.TempDir())
	for name, err := range map[string]error{
		"visit":    func() error { _, err := s.Visit(ctx, "nobody"); return err }(),
		"no visit": func() error { _, err := s.Visit(ctx, ""); return err }(),
		"report":   func() error { _, err := s.Report(ctx, "nothing"); return err }(),
	} {
		if app.CodeOf(err) != app.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.DeleteVisit(ctx, "nobody"); err != nil {
		t.Error(err)
	}
	if err := s.DeleteReport(ctx, "nothing"); err != nil {
		t.Error(err)
	}
	if _, err := s.SaveReport(ctx, report.SavedReport{Title: "empty"}); app.CodeOf(err) != app.Internal {
		t.Errorf("a report without a document: %v", err)
	}
}

func TestMemoryKeepsFirstAndNeverMovesLastBack(t *testing.T) {
	ctx, s := context.Background(), mustOpen(t, t.TempDir())
	memo := func(value string, first, last time.Duration) guide.Observation {
		return guide.Observation{Kind: "mta-sts-policy", Subject: "parish.example", Key: "k", Value: value,
			First: noon.Add(first), Last: noon.Add(last)}
	}
	for _, m := range []guide.Observation{memo("86400", 0, 0), memo("604800", 5*time.Hour, 5*time.Hour),
		memo("1", 2*time.Hour, 2*time.Hour)} {
		if err := s.Remember(ctx, m); err != nil {
			t.Fatal(err)
		}
	}
	early := memo("x", -time.Hour, -time.Hour)
	early.Key = "earlier"
	if err := s.Remember(ctx, early); err != nil {
		t.Fatal(err)
	}
	got, err := s.Recall(ctx, "mta-sts-policy", "parish.example")
	if want := []guide.Observation{early, memo("604800", 0, 5*time.Hour)}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("memos are %v, %v", got, err)
	}
	if got, err := s.Recall(ctx, "mta-sts-policy", "school.example"); err != nil || len(got) != 0 {
		t.Errorf("another subject's memos are %v, %v", got, err)
	}
}

func TestTheJournalOutlivesItsVisitAndIsNeverChanged(t *testing.T) {
	ctx, s := context.Background(), mustOpen(t, t.TempDir())
	if err := s.SaveVisit(ctx, aVisit("v1", "parish.example")); err != nil {
		t.Fatal(err)
	}
	if err := s.Record(ctx, guide.JournalEntry{At: noon, Visit: "v1", What: "first"}); err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteVisit(ctx, "v1"); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"UPDATE journal SET what = 'x'", "DELETE FROM journal"} {
		if _, err := s.write.Exec(q); err == nil {
			t.Errorf("%s was allowed", q)
		}
	}
	got, err := s.Entries(ctx, "")
	if err != nil || len(got) != 1 || got[0].What != "first" {
		t.Errorf("journal is %v, %v", got, err)
	}
	var left int
	if err := s.read.QueryRow("SELECT (SELECT count(*) FROM answer) + (SELECT count(*) FROM outcome)").
		Scan(&left); err != nil || left != 0 {
		t.Errorf("%d rows of a deleted visit are left, %v", left, err)
	}
}

func TestDeletedTextIsGoneFromTheDisk(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	s := mustOpen(t, folder)
	const marker = "Marker-4711-of-a-person"
	v := aVisit("v1", marker)
	k := aReport(marker)
	if err := s.SaveVisit(ctx, v); err != nil {
		t.Fatal(err)
	}
	id, err := s.SaveReport(ctx, k)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteVisit(ctx, "v1"); err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteReport(ctx, id); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if where := filesWith(t, folder, marker); len(where) > 0 {
		t.Errorf("deleted text is still in %v", where)
	}
}

func TestAStoppedContextIsNotAFault(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if err := s.SaveVisit(ctx, aVisit("v1", "x")); app.CodeOf(err) != app.Cancelled {
		t.Errorf("save says %v", err)
	}
	if _, err := s.Visits(ctx); app.CodeOf(err) != app.Cancelled {
		t.Errorf("list says %v", err)
	}
}

func TestMigrationsCountFromOne(t *testing.T) {
	for i, m := range shipped() {
		if m.version != i+1 || m.name == "" || m.sql == "" {
			t.Errorf("migration %d is %d %q", i+1, m.version, m.name)
		}
	}
}

func TestDefaultFolderFollowsTheSystem(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", "relative") // to be passed over
	t.Setenv("HOME", "/home/someone")
	if got, err := DefaultFolder(); err == nil && got == "relative/handrail" {
		t.Errorf("a relative XDG_DATA_HOME is used: %s", got)
	}
	if os.PathSeparator == '/' {
		t.Setenv("XDG_DATA_HOME", "/data")
		if got, err := DefaultFolder(); err != nil || filepath.Base(filepath.Dir(got)) == "" {
			t.Errorf("%s %v", got, err)
		}
	}
}
