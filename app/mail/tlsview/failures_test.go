package tlsview

import (
	"strings"
	"testing"

	"handrail/app/mail/tlsreport"
)

// TestNoFailureNeedsAReport: that nothing failed is said only of sessions.
func TestNoFailureNeedsAReport(t *testing.T) {
	told := []tlsreport.FailureRow{{Result: "dane-required", Type: tlsreport.STS, Organisation: "Larkspur", Count: 1},
		{Result: "dane-required", Type: tlsreport.STS, Organisation: "LARKSPUR", Count: 1}}
	for name, c := range map[string]struct {
		rows     []tlsreport.FailureRow
		policies []tlsreport.PolicyRow
		want     string
	}{
		"no report":  {nil, nil, "no-failure-told unknown"},
		"no session": {nil, []tlsreport.PolicyRow{{Reports: 4}}, "no-failure-told unknown"},
		"sessions":   {nil, []tlsreport.PolicyRow{{Succeeded: 4}}, "no-failure-told ok"},
		"odd": {nil, []tlsreport.PolicyRow{{Succeeded: 4, Reports: 2, Anomalies: []string{tlsreport.OddCount}}},
			"no-failure-told unknown"},
		"none": {nil, []tlsreport.PolicyRow{{Succeeded: 4}, {Reports: 1, Anomalies: []string{tlsreport.NoCount}}},
			"no-failure-told unknown"},
		"untold": {nil, []tlsreport.PolicyRow{{Succeeded: 4, Failed: 3, Untold: 3}}, "failure-untold unknown"},
		"partly": {told, []tlsreport.PolicyRow{{Failed: 9, Untold: 7}},
			"failed-dane-required warning failure-untold unknown"},
		"all told": {told, []tlsreport.PolicyRow{{Failed: 2}}, "failed-dane-required warning"},
	} {
		var got []string
		sessions := Assessment{Policies: c.policies}.Sessions()
		for _, f := range Failures("choir.example", c.rows, tlsreport.Doubts{Rows: c.policies}, sessions).Items {
			got = append(got, f.Code, string(f.Severity))
			if f.Code == "failed-dane-required" && !strings.Contains(f.Text, "reported by 1 organisation,") {
				t.Errorf("%s: %s", name, f.Text)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
