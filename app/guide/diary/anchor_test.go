package diary

import (
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/report"
)

// chainOf returns places in these states, from 1.
func chainOf(states ...report.PlaceState) (all []report.Place) {
	for i, s := range states {
		all = append(all, report.Place{Number: i + 1, Hash: strings.Repeat(string("abcdef"[i]), 64), State: s,
			Saved: time.Date(2026, 11, 1+i, 9, 0, 0, 0, time.UTC)})
	}
	return all
}

// TestAnAnchorShowsWhetherReportsWereReplaced: the hash that was noted stands for its report and all before it; what
// happened later does not matter to it.
func TestAnAnchorShowsWhetherReportsWereReplaced(t *testing.T) {
	hash := strings.Repeat("c", 64)
	for name, c := range map[string]struct {
		places []report.Place
		good   bool
		says   string
	}{
		"as it was": {chainOf(report.Unchanged, report.Unchanged, report.Unchanged), true, "Report 3, saved"},
		"removed": {chainOf(report.Unchanged, report.Removed, report.Removed, report.Unchanged), true,
			"2 reports were removed in Handrail. 1 report was saved later."},
		"altered before": {chainOf(report.Altered, report.Unchanged, report.Unchanged), false,
			"not all is as it was saved: report 1"},
		"altered later": {chainOf(report.Unchanged, report.Unchanged, report.Unchanged, report.Altered), true,
			"1 report was saved later."},
		"cut off": {chainOf(report.Unchanged, report.Unchanged), false, "The last report here is report 2."},
		"nothing": {nil, false, "No saved report has this check hash."},
		"replaced": {append(chainOf(report.Unchanged, report.Unchanged), report.Place{Number: 3,
			Hash: strings.Repeat("9", 64), State: report.Unchanged}), false, "The reports here were replaced"},
	} {
		words, good := CheckAnchor(hash, c.places)
		if good != c.good || !strings.Contains(words, c.says) {
			t.Errorf("%s: %v, %q", name, good, words)
		}
	}
}

// TestTheDiaryHasItsAnchor: the page names the last report and its hash, and that hash, as it is printed, is found again.
func TestTheDiaryHasItsAnchor(t *testing.T) {
	w := newWorld()
	places := chainOf(report.Unchanged, report.Unchanged, report.Altered)
	doc := w.Book(Days(w.now, w.now), places, w.now)
	if facts := doc.Facts(); facts["last-report"] != "2" || facts["last-hash"] != places[1].Hash {
		t.Errorf("%v", facts)
	}
	page := plain(t, doc)
	const printed = "bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb"
	if !strings.Contains(page, printed) {
		t.Errorf("%s", page)
	}
	hash, err := CleanHash("  " + strings.ToUpper(printed) + "\n")
	if err != nil {
		t.Fatal(err)
	}
	if _, good := CheckAnchor(hash, places); !good {
		t.Error("the hash of the page is not found again")
	}
	for _, text := range []string{"", "abc", printed + "b", strings.Replace(printed, "b", "g", 1)} {
		if _, err := CleanHash(text); app.CodeOf(err) != app.Invalid {
			t.Errorf("%q is taken: %v", text, err)
		}
	}
	if none := w.Book(Days(w.now, w.now), nil, w.now).Facts(); none["last-hash"] != "" {
		t.Errorf("without reports: %v", none)
	}
}
