package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/mail/domainlook"
	"handrail/app/mail/domainpart"
	"handrail/app/report"
)

// titled saves a report of a number of years before noon, and returns its ID.
func titled(t *testing.T, s *Store, title string, years int, visit string) string {
	t.Helper()
	k := aReport(title)
	k.Visit, k.At = visit, noon.AddDate(-years, 0, 0)
	id, err := s.SaveReport(t.Context(), k)
	must(t, err)
	return id
}

// removeAll removes what is older, part by part.
func removeAll(t *testing.T, s *Store, kind report.Retained, limit time.Time) (n int) {
	t.Helper()
	for {
		k, err := s.RemoveOlder(t.Context(), kind, limit)
		must(t, err)
		if n += k; k == 0 {
			return n
		}
	}
}

// titles returns what is left, the oldest first.
func titles(t *testing.T, s *Store) string {
	t.Helper()
	all, err := s.Reports(t.Context())
	must(t, err)
	var words []string
	for _, k := range all {
		words = append([]string{k.Title}, words...)
	}
	return strings.Join(words, " ")
}

// aMixedStore has checks of four years, with and without a change, of a guide under way, and one that a person saved.
func aMixedStore(t *testing.T) *Store {
	t.Helper()
	ctx, s := t.Context(), mustOpen(t, t.TempDir())
	for years := 4; years >= 0; years-- {
		titled(t, s, fmt.Sprint("check", years), years, "")
	}
	titled(t, s, "ended", 3, "ended")
	titled(t, s, "open", 3, "open")
	titled(t, s, "before", 3, "changed")
	titled(t, s, "after", 2, "changed")
	titled(t, s, "planned", 3, "planned")
	own := aReport("own")
	own.Guide, own.Visit, own.At = "", "", noon.AddDate(-3, 0, 0)
	_, err := s.SaveReport(ctx, own)
	must(t, err)
	named := titled(t, s, "named", 3, "")
	for _, id := range []string{"ended", "open", "changed", "planned"} {
		v := aVisit(id, "parish.example")
		if id != "open" {
			v.Ended = noon
		}
		must(t, s.SaveVisit(ctx, v))
	}
	must(t, s.Record(ctx, guide.JournalEntry{At: noon.AddDate(-2, 0, 0), Visit: "changed", Guide: "g", What: "change x",
		State: "sent"}))
	must(t, s.Record(ctx, guide.JournalEntry{At: noon, Visit: "gone", Guide: "g", What: "change y", Report: named}))
	must(t, s.SaveConfirmation(ctx, guide.Confirmation{At: noon, Visit: "planned", Guide: "g", Step: "s"}))
	return s
}

// TestWhatIsOlderIsRemoved: checks that are older than chosen go. What a change rests on, a guide under way and what a
// person saved stay, until a time is chosen for these. The places of all stay, and none looks altered.
func TestWhatIsOlderIsRemoved(t *testing.T) {
	s := aMixedStore(t)
	limit := noon.AddDate(-2, 0, 0).Add(time.Hour)
	years, err := s.Older(t.Context(), report.RetainedChecks, limit)
	if err != nil || fmt.Sprint(years) != fmt.Sprintf("[{%d 1} {%d 2} {%d 1}]", noon.Year()-4, noon.Year()-3, noon.Year()-2) {
		t.Errorf("%v, %v", years, err)
	}
	if n := removeAll(t, s, report.RetainedChecks, limit); n != report.CountOf(years) {
		t.Errorf("%d are removed, %v were counted", n, years)
	}
	if got := titles(t, s); got != "open before planned own named after check1 check0" {
		t.Error(got)
	}
	all, err := s.Places(t.Context(), nil)
	must(t, err)
	aged := 0
	for i, p := range all {
		if p.Number != i+1 || !p.State.Good() || p.Aged != (p.State == report.Removed) || p.Hash == "" || p.Saved.IsZero() {
			t.Errorf("%+v", p)
		}
		if p.Aged {
			aged++
		}
	}
	if aged != 4 {
		t.Errorf("%d places are of reports that were too old", aged)
	}
	// The change was two years ago, so all that it rests on goes when it is older, and not before.
	for _, c := range []struct {
		limit time.Time
		n     int
		left  string
	}{
		{limit.Add(-2 * time.Hour), 1, "open before planned named after check1 check0"},
		{limit, 2, "open planned named check1 check0"},
		{noon.AddDate(-1, 0, 0), 0, "open planned named check1 check0"},
	} {
		if n := removeAll(t, s, report.RetainedRecords, c.limit); n != c.n || titles(t, s) != c.left {
			t.Errorf("before %s: %d go, left are %s", c.limit, n, titles(t, s))
		}
	}
}

// TestNothingIsRemovedForGood: without a limit nothing goes, and a removal by a person is told from one by age.
func TestNothingIsRemovedForGood(t *testing.T) {
	s := aMixedStore(t)
	before := titles(t, s)
	for _, kind := range []report.Retained{report.RetainedChecks, report.RetainedRecords, report.RetainedTLS} {
		years, err := s.Older(t.Context(), kind, time.Time{})
		is, err2 := s.AnyOlder(t.Context(), kind, time.Time{})
		if n := removeAll(t, s, kind, time.Time{}); n != 0 || len(years) > 0 || is || err != nil || err2 != nil {
			t.Errorf("%s: %d, %v, %v", kind, n, years, is)
		}
	}
	if after := titles(t, s); after != before {
		t.Error(after)
	}
	id := titled(t, s, "mine", 0, "")
	must(t, s.DeleteReport(t.Context(), id))
	if p, err := s.PlaceOf(t.Context(), id); err != nil || p.State != report.Removed || p.Aged {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestOldTLSReportsAreRemoved: with their policies, failures and texts, and no younger one.
func TestOldTLSReportsAreRemoved(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	for day := range 20 {
		keepTLS(t, s, failing(aTLSReport("Google", fmt.Sprint("r", day), day, "parish.example", "school.example"),
			"validation-failure", "mx.parish.example", 3))
	}
	var day string
	must(t, s.read.QueryRow("SELECT day FROM tls_report ORDER BY day LIMIT 1 OFFSET 20").Scan(&day))
	limit, err := time.Parse(time.DateOnly, day)
	must(t, err)
	is, err := s.AnyOlder(t.Context(), report.RetainedTLS, limit)
	years, err2 := s.Older(t.Context(), report.RetainedTLS, limit)
	if !is || err != nil || err2 != nil || report.CountOf(years) != 20 {
		t.Errorf("%v %v %v %v", is, years, err, err2)
	}
	if n := removeAll(t, s, report.RetainedTLS, limit); n != 20 {
		t.Errorf("%d are removed", n)
	}
	for query, want := range map[string]int{"SELECT count(*) FROM tls_report": 20, "SELECT count(*) FROM tls_raw": 10,
		"SELECT count(*) FROM tls_policy": 20, "SELECT count(*) FROM tls_failure WHERE day < '" + day + "'": 0} {
		if n := numberIn(t, s, query); n != want {
			t.Errorf("%s: %d, not %d", query, n, want)
		}
	}
}

// TestARemovalGivesWay: it ends its part as soon as someone wants to change something, and does not begin one in the
// second after a change.
func TestARemovalGivesWay(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	for i := range 40 {
		titled(t, s, fmt.Sprint(i), 3, "")
	}
	if s.Quiet() {
		t.Error("quiet right after a change")
	}
	s.changed.Store(time.Now().Add(-2 * quietTime).UnixNano())
	if !s.Quiet() {
		t.Error("never quiet")
	}
	s.busy.Add(1)
	if n, err := s.RemoveOlder(t.Context(), report.RetainedChecks, noon); n != 1 || err != nil || s.Quiet() {
		t.Errorf("%d are removed while someone waits, %v", n, err)
	}
	s.busy.Add(-1)
	if n, err := s.RemoveOlder(t.Context(), report.RetainedChecks, noon); n < 2 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if !s.Quiet() {
		t.Error("its own work counts as a change")
	}
}

// TestWhatLaterChecksNeedStays: the report of the latest guide about a subject that its step found last, with which
// checks of it are compared; not one of an earlier guide, nor what the step found before.
func TestWhatLaterChecksNeedStays(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	for i, id := range []string{"earlier", "latest"} {
		titled(t, s, id+"-before", 4, id)
		v := aVisit(id, "parish.example")
		v.Outcomes = map[string]guide.Outcome{"today": {State: guide.Completed, At: noon, Report: titled(t, s, id, 3, id)}}
		v.Changed = noon.AddDate(-3, 0, i)
		v.Ended = v.Changed
		must(t, s.SaveVisit(t.Context(), v))
	}
	if n := removeAll(t, s, report.RetainedChecks, noon); n != 3 || titles(t, s) != "latest" {
		t.Errorf("%d go, left are %s", n, titles(t, s))
	}
}

// TestADomainThatIsCheckedRegularlyIsNotForgotten when its last report goes by age; one that no one looked at since is.
func TestADomainThatIsCheckedRegularlyIsNotForgotten(t *testing.T) {
	folder := t.TempDir()
	s, d := mustOpen(t, folder), domainsIn(t, folder)
	for domain, years := range map[string]int{"watched.example": 0, "left.example": 3} {
		k := aReport("check")
		k.Subject, k.Visit, k.At = domain, "", noon.AddDate(-3, 0, 0)
		_, err := s.SaveReport(t.Context(), k)
		must(t, err)
		must(t, d.KeepLook(t.Context(), domainlook.Look{Domain: domain, At: noon.AddDate(-years, 0, 0), Parts: []domainlook.Part{
			{Section: domainpart.Section(domain, domainpart.SPF, ""), Row: []byte(`{"id":"spf"}`)}}}))
	}
	if n := removeAll(t, s, report.RetainedChecks, noon.AddDate(-2, 0, 0)); n != 2 {
		t.Errorf("%d go", n)
	}
	h, err := d.open(false)
	must(t, err)
	if all, err := h.domains(t.Context()); err != nil || fmt.Sprint(all) != "[watched.example]" {
		t.Errorf("%v, %v", all, err)
	}
}
