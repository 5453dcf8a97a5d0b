package report

import (
	"testing"
	"time"
)

// TestRetention: what no one chose is two years for checks and TLS reports and for good for records, and so is a value
// that makes no sense.
func TestRetention(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	for _, text := range []string{"", "x", "-12", "7", "0x18"} {
		for _, r := range RetentionsOf(map[string]string{"retain-checks-months": text, "retain-records-months": text,
			"retain-tls-months": text}) {
			want := time.Date(2024, 11, 26, 12, 0, 0, 0, time.UTC)
			if r.Kind == RetainedRecords {
				want = time.Time{}
			}
			if got := r.Limit(now); !got.Equal(want) || r.Chosen {
				t.Errorf("%q: %s until %s, %v", text, r.Kind, got, r.Chosen)
			}
		}
	}
	r := RetentionOf(map[string]string{"retain-records-months": "60"}, RetainedRecords)
	if got := r.Limit(now); !r.Chosen || got.Year() != 2021 {
		t.Errorf("%+v until %s", r, got)
	}
	if r := RetentionOf(map[string]string{"retain-checks-months": "0"}, RetainedChecks); !r.Limit(now).IsZero() || !r.Chosen {
		t.Errorf("%+v", r)
	}
	if n := CountOf([]YearCount{{2023, 4}, {2024, 5}}); n != 9 {
		t.Error(n)
	}
}
