package graphsim

import (
	"strings"
	"testing"
)

// TestPoliciesThatV1LeavesOut: one that uses what only the beta has is not in the list of
// v1.0, and v1.0 does not take it.
func TestPoliciesThatV1LeavesOut(t *testing.T) {
	c := small()
	body := strings.Replace(newPolicy, `"conditions":{`, `"conditions":{"agentIdRiskLevels":"high",`, 1)
	if body == newPolicy {
		t.Fatal("the policy has changed")
	}
	if r := ask(t, c, "POST", accessPath, body); r.status != 400 {
		t.Errorf("v1.0 takes it: %d %s", r.status, r.text)
	}
	beta := strings.Replace(accessPath, "v1.0", "beta", 1)
	before := len(get(t, c, accessPath).rows(t))
	r := ask(t, c, "POST", beta, body)
	if r.status != 201 {
		t.Fatalf("the beta: %d %s", r.status, r.text)
	}
	if got := len(get(t, c, accessPath).rows(t)); got != before {
		t.Errorf("v1.0 lists %d, and %d before", got, before)
	}
	if got := len(get(t, c, beta).rows(t)); got != before+1 {
		t.Errorf("the beta lists %d, and %d before", got, before)
	}
	id := r.body["id"].(string)
	if r := get(t, c, accessPath+"/"+id); r.status != 404 {
		t.Errorf("one by one, v1.0: %d", r.status)
	}
	if r := get(t, c, beta+"/"+id); r.status != 200 {
		t.Errorf("one by one, the beta: %d", r.status)
	}
}
