package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"handrail/app/affected"
	"handrail/app/tenant"
)

// TestMarksOfPeople: each mark is saved on its own, an undo removes one mark alone, and someone
// who has to act again is no longer done.
func TestMarksOfPeople(t *testing.T) {
	s, _, err := Open(t.TempDir(), clock)
	must(t, err)
	defer func() { must(t, s.Close()) }()
	ctx := context.Background()
	must(t, s.SaveOrganisation(ctx, tenant.Organisation{ID: "org"}))
	monday := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	friday := monday.AddDate(0, 0, 4)
	read := func() affected.Known {
		t.Helper()
		all, err := s.AffectedMarks(ctx, "ORG", "mfa-end")
		must(t, err)
		return affected.KnownOf(all)
	}
	must(t, s.NoteAffected(ctx, "org", "mfa-end", monday, []string{"ada", "dora"}, nil))
	must(t, s.MarkWritten(ctx, "org", "mfa-end", friday, []string{"ada", "ewan"}))
	must(t, s.NoteAffected(ctx, "org", "mfa-end", friday, []string{"ada"}, []string{"dora", "nobody"}))
	k := read()
	if len(k) != 3 || !k["ada"].First.Equal(monday) || !k["ada"].Written.Equal(friday) || !k["dora"].Done.Equal(friday) ||
		!k["ewan"].First.IsZero() {
		t.Errorf("marks are %+v", k)
	}
	must(t, s.MarkWritten(ctx, "org", "mfa-end", time.Time{}, []string{"ada", "ewan"}))
	must(t, s.NoteAffected(ctx, "org", "mfa-end", friday.AddDate(0, 0, 1), []string{"dora"}, nil))
	k = read()
	if !k["ada"].Written.IsZero() || !k["ada"].First.Equal(monday) || !k["dora"].Done.IsZero() ||
		!k["dora"].First.Equal(monday) {
		t.Errorf("after the undo, marks are %+v", k)
	}
	if other, err := s.AffectedMarks(ctx, "org", "another"); err != nil || len(other) > 0 {
		t.Errorf("another list has %v, %v", other, err)
	}
	must(t, s.ForgetOrganisation(ctx, "org", false))
	if len(read()) > 0 {
		t.Error("marks stay after the organisation is removed")
	}
}

// TestManyMarksAreQuick: marks of 100,000 people are saved within seconds and read in one.
func TestManyMarksAreQuick(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	s, _, err := Open(t.TempDir(), clock)
	must(t, err)
	defer func() { must(t, s.Close()) }()
	ctx := context.Background()
	must(t, s.SaveOrganisation(ctx, tenant.Organisation{ID: "org"}))
	var all []string
	for i := range 100_000 {
		all = append(all, fmt.Sprintf("%08d-0000-0000-0000-000000000000", i))
	}
	begun := time.Now()
	must(t, s.MarkWritten(ctx, "org", "mfa-end", clock(), all))
	wrote := time.Since(begun)
	marks, err := s.AffectedMarks(ctx, "org", "mfa-end")
	must(t, err)
	if len(marks) != len(all) || wrote > 30*time.Second {
		t.Errorf("%d marks, written in %v", len(marks), wrote)
	}
	t.Logf("written in %v, read in %v", wrote, time.Since(begun)-wrote)
}
