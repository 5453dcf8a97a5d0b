package diary

import (
	"strings"
	"testing"
	"time"

	"handrail/app/report"
)

// TestReportsRemovedByAge: a diary counts them and lists only what a person removed, and a verified file names why.
func TestReportsRemovedByAge(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 11, d, 12, 0, 0, 0, time.Local) }
	places := []report.Place{{Number: 1, State: report.Removed, Saved: day(1), Removed: day(19), Aged: true,
		Hash: strings.Repeat("cd34", 16)}, {Number: 2, State: report.Removed, Saved: day(3), Removed: day(19),
		Hash: strings.Repeat("ab12", 16)}, {Number: 3, State: report.Removed, Saved: day(3), Removed: day(2), Aged: true}}
	w := newWorld()
	page := plain(t, w.Book(Days(day(18), day(20)), places, w.now))
	has(t, page, "Reports that were removed", "ab12 ab12", "Handrail removed 1 report because of age, as chosen in Settings.")
	if strings.Contains(page, "cd34") {
		t.Errorf("what was removed by its age is listed:\n%s", page)
	}
	if got := Judge(places[0]); got != "Report 1 was removed because of its age on 19 November 2026, as chosen in Settings." {
		t.Error(got)
	}
}
