package store

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/tenant"
)

// TestAJournalKnowsItsOrganisation: what was changed in one organisation is not taken for a change of another.
func TestAJournalKnowsItsOrganisation(t *testing.T) {
	ctx, s := context.Background(), mustOpen(t, t.TempDir())
	record := func(visit string, at time.Time) {
		t.Helper()
		must(t, s.Record(ctx, guide.JournalEntry{Visit: visit, At: at, What: visit}))
	}
	visit := func(id string) {
		t.Helper()
		must(t, s.SaveVisit(ctx, aVisit(id, "x")))
		record(id, noon)
	}
	connect := func(id string, at time.Time) {
		t.Helper()
		must(t, s.SaveOrganisation(ctx, tenant.Organisation{ID: id, Added: at}))
		must(t, s.ShowOrganisation(ctx, id))
	}
	check := func(what, organisation, want string) {
		t.Helper()
		all, err := s.EntriesOf(ctx, organisation)
		must(t, err)
		var got []string
		for _, e := range all {
			got = append(got, e.What)
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%s: %q, not %q", what, text, want)
		}
	}
	visit("before")
	check("no organisation", "ORG-A", "")
	connect("ORG-A", noon.Add(-time.Hour))
	visit("a")
	record("gone", noon)
	record("long-gone", noon.Add(-2*time.Hour))
	check("the only one", "org-a", "before a gone")
	check("one that is not there", "org-b", "")
	connect("org-b", noon.Add(-time.Hour))
	visit("b")
	check("one of two", "org-a", "a")
	check("the other", "org-b", "b")
	connect("ORG-A", noon.Add(time.Hour)) // signed in again
	check("signed in again", "org-a", "a")
}
