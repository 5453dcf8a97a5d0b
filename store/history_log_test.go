package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"handrail/app/tenant"
)

// TestWhatIsNotInTheHistory: what happened in the last days, such as who sent email, is not kept in the history, and
// what changes by itself is not a change.
func TestWhatIsNotInTheHistory(t *testing.T) {
	f, _, err := openKind(t.TempDir(), clock, historyKind(parish))
	must(t, err)
	h, ctx := &History{f}, context.Background()
	defer func() { must(t, h.Close()) }()
	note := func(section, body string, n int) int64 {
		at := noon.Add(time.Duration(n) * time.Hour)
		moment, err := h.note(ctx, read{section: section, at: at, old: fmt.Sprint(n - 1), new: fmt.Sprint(n),
			each: func(_ bool, row func(string, []byte) error) error { return row("1", []byte(body)) }})
		must(t, err)
		must(t, h.settle(ctx, section, moment, at))
		return moment
	}
	for _, section := range []string{tenant.SectionSignIns, tenant.BackgroundSection("p"),
		tenant.TraceSection([]string{"northgate.example"}), tenant.DiscoveredSection("r")} {
		if note(section, `{"id":"1"}`, 1) != 0 {
			t.Errorf("%s is in the history", section)
		}
	}
	for section, property := range map[string]string{tenant.SectionOrganisation: `"directorySizeQuota":{"used":%d}`,
		tenant.SectionUsers:        `"signInActivity":{"lastSignInDateTime":"2026-11-0%dT00:00:00Z"}`,
		tenant.SectionStreams:      `"lastDataReceivedDateTime":"2026-11-0%dT00:00:00Z"`,
		tenant.SectionRegistration: `"lastUpdatedDateTime":"2026-11-0%dT00:00:00Z"`,
		tenant.SectionAutopilot:    `"lastContactedDateTime":"2026-11-0%dT00:00:00Z"`} {
		row := func(name string, n int) string {
			return fmt.Sprintf(`{"id":"1","displayName":%q,`+property+`}`, name, n)
		}
		if note(section, row("A", 1), 1) == 0 || note(section, row("A", 2), 2) != 0 || note(section, row("B", 2), 3) == 0 {
			t.Errorf("%s: only a new name is a change", section)
		}
	}
}
