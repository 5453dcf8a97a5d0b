package guide

import (
	"testing"

	"handrail/app/report"
)

// TestAged: each count has its year, and one of something has the word for one.
func TestAged(t *testing.T) {
	for _, c := range []struct {
		kind  report.Retained
		years []report.YearCount
		want  string
	}{
		{report.RetainedTLS, []report.YearCount{{Year: 2023, Count: 1}}, "1 TLS report from 2023"},
		{report.RetainedChecks, []report.YearCount{{Year: 2022, Count: 3}, {Year: 2023, Count: 1200}, {Year: 2024, Count: 1}},
			"1,204 reports of checks, 3 from 2022, 1,200 from 2023 and 1 from 2024"},
		{report.RetainedRecords, nil, "No records"},
	} {
		if got := Aged(c.kind, c.years); got != c.want {
			t.Errorf("%s, not %s", got, c.want)
		}
	}
	for months, want := range map[int]string{0: "Always", 12: "1 year", 24: "2 years", 7: "7 months"} {
		if got := RetentionLabel(months); got != want {
			t.Errorf("%d months: %s", months, got)
		}
	}
}
