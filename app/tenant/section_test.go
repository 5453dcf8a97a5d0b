package tenant

import "testing"

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
