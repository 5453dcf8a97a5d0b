package terminal

import (
	"strings"
	"testing"
	"time"

	"handrail/app/tenant"
)

// TestASectionThatWasNeverReadHasNoCount: its number of rows is not known.
func TestASectionThatWasNeverReadHasNoCount(t *testing.T) {
	var out strings.Builder
	at := time.Date(2026, 11, 22, 9, 14, 0, 0, time.UTC)
	r := synced{Sections: []section{
		sectionOf(tenant.Status{Section: tenant.SectionUsers, State: tenant.Updated, Completed: at}),
		sectionOf(tenant.Status{Section: tenant.SectionAccess, State: tenant.NeedsConsent}),
	}}
	if err := writeSections(&out, r); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(out.String(), "\n") {
		if never := strings.HasPrefix(line, tenant.TitleOf(tenant.SectionAccess)); never &&
			(!strings.Contains(line, "  not known  ") || strings.Contains(line, "  0  ")) ||
			strings.HasPrefix(line, tenant.TitleOf(tenant.SectionUsers)) && !strings.Contains(line, "  0  ") {
			t.Errorf("%q", line)
		}
	}
}
