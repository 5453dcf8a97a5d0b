package graphsim

import (
	"strings"
	"testing"
)

// TestWhyAPolicyAppliedOrNot: the reasons of the beta agree with the result, and v1.0 has none.
func TestWhyAPolicyAppliedOrNot(t *testing.T) {
	c := small()
	at := "/auditLogs/signIns?$top=1000"
	rows, _ := pages(t, c, "/beta"+at, "Prefer", "include-unknown-enum-members")
	seen := map[string]int{}
	for _, row := range rows {
		for _, p := range row["appliedConditionalAccessPolicies"].([]any) {
			one := p.(map[string]any)
			result, not := one["result"].(string), one["conditionsNotSatisfied"]
			if result == "notEnabled" {
				continue
			}
			applied := !strings.HasSuffix(strings.ToLower(result), "notapplied")
			if applied != (not == "none") {
				t.Fatalf("%s is %s, and not met: %v", one["displayName"], result, not)
			}
			for _, rule := range one["excludeRulesSatisfied"].([]any) {
				seen[rule.(map[string]any)["ruleSatisfied"].(string)]++
				if applied {
					t.Fatalf("%s applies and excludes: %v", one["displayName"], one)
				}
			}
			seen[result]++
		}
	}
	for _, want := range []string{"userId", "guest", "notApplied", "reportOnlyInterrupted", "success"} {
		if seen[want] == 0 {
			t.Errorf("no sign-in shows %s: %v", want, seen)
		}
	}
	if text := get(t, c, "/v1.0"+at).text; strings.Contains(text, "conditionsNotSatisfied") {
		t.Error("v1.0 gives reasons")
	}
}
