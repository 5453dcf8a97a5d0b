package tenant

import (
	"slices"
	"testing"
)

// TestOfOne: only what is about one group or person is gone once Microsoft does not have it any more.
func TestOfOne(t *testing.T) {
	for id, want := range map[string]bool{MembersSection("g"): true, DirectMembersSection("g"): true,
		MemberOfSection("p"): true, ParentsSection("g"): true, ManagerSection("p"): true, BackgroundSection("p"): true,
		GroupLicencesSection: false, IntuneSection(IntuneApps): false, IntuneSection(EnrolmentApple): false,
		DiscoveredSection("r"): false, TraceSection([]string{"northgate.example"}): false, SectionUsers: false} {
		if s, known := SectionByID(id); !known || s.OfOne != want {
			t.Errorf("%s: %v, known %v", id, s.OfOne, known)
		}
	}
}

// TestShape: rows that were read or compared in another way have another shape.
func TestShape(t *testing.T) {
	s := Section{Path: "/users", Select: []string{"id"}}
	for _, other := range []Section{{Path: "/groups", Select: s.Select}, {Path: s.Path},
		{Path: s.Path, Select: s.Select, Volatile: []string{"signInActivity"}},
		{Path: s.Path, Select: s.Select, Never: []string{"hint"}}} {
		if other.Shape() == s.Shape() {
			t.Errorf("%+v has the shape of %+v", other, s)
		}
	}
	if s.Title = "People"; s.Shape() != (Section{Path: s.Path, Select: s.Select}).Shape() {
		t.Error("a title changes the shape")
	}
}

// TestNotesOnRows: what says which rows can be seen begins a line of the history, and nothing else does.
func TestNotesOnRows(t *testing.T) {
	rows := []string{NoteNoEligible, NoteNoRoleMembers, NoteNotCompared, NoteOneByOne, NoteNotEveryone}
	for _, n := range rows {
		if got := NotesOnRows([]string{"Other.", n, NoteAuditCut}); !slices.Equal(got, []string{n}) {
			t.Errorf("of %q is left %q", n, got)
		}
	}
}
