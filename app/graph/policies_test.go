package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"handrail/app/tenant"
)

const (
	mainPolicies = "/v1.0/identity/conditionalAccess/policies"
	betaPolicies = "/beta/identity/conditionalAccess/policies"
)

// TestPoliciesThatOnlyTheBetaShows: both lists are compared as sets of IDs. A beta that does not answer with a whole
// list leaves it open whether policies are missing, and those of v1.0 stay.
func TestPoliciesThatOnlyTheBetaShows(t *testing.T) {
	main := ok(`{"value":[{"id":"A1","displayName":"One"},{"id":"b2","displayName":"Two"}]}`)
	for name, k := range map[string]struct {
		main, beta reply
		only       []string
		compared   bool
		rows       int
	}{
		"the same, in another order and case": {main, ok(`{"value":[{"id":"B2"},{"id":"a1"}]}`), nil, true, 2},
		"one more": {main, ok(`{"value":[{"id":"a1"},{"id":"b2"},{"id":"c3","displayName":"Three"}]}`),
			[]string{"Three"}, true, 3},
		"only in the beta": {ok(`{"value":[]}`), ok(`{"value":[{"id":"c3","displayName":"Three"}]}`), []string{"Three"},
			true, 1},
		"fewer":   {main, ok(`{"value":[{"id":"a1"}]}`), nil, true, 2},
		"none":    {ok(`{"value":[]}`), ok(`{"value":[]}`), nil, true, 0},
		"refused": {main, reply{status: 403, body: `{"error":{"code":"c","message":"m"}}`}, nil, false, 2},
		"gone":    {main, reply{status: 404, body: `{"error":{"code":"c","message":"m"}}`}, nil, false, 2},
		"no list": {main, ok(`{"id":"x"}`), nil, false, 2},
		"cut off": {main, ok(`{"value":[{"id":"c3"}],"@odata.nextLink":"BASE` + betaPolicies + `?$skiptoken=2"}`), nil, false,
			2},
	} {
		replies := map[string][]reply{mainPolicies: {k.main}, betaPolicies: {k.beta},
			betaPolicies + "#2": {{status: 400, body: `{"error":{"code":"c","message":"m"}}`}}}
		g, _ := client(t, serve(t, replies))
		rows, pages, err := fetched(g, tenant.SectionAccess, "")
		if err != nil || len(rows) != k.rows {
			t.Errorf("%s: %d rows, %v", name, len(rows), err)
			continue
		}
		st := tenant.Status{Completed: noon(), Notes: pages[len(pages)-1].Notes}
		if got := tenant.PoliciesCompared(st); got != k.compared {
			t.Errorf("%s: compared %v", name, got)
		}
		var all []tenant.AccessPolicy
		for _, r := range rows {
			var p tenant.AccessPolicy
			if err := json.Unmarshal(r.Body, &p); err != nil {
				t.Fatal(err)
			}
			all = append(all, p)
		}
		if got := tenant.BetaOnly(all); !slices.Equal(got, k.only) {
			t.Errorf("%s: only in the beta %q", name, got)
		}
		body, err := office(t, t.TempDir(), serve(t, replies).URL).Read(context.Background(),
			"/identity/conditionalAccess/policies")
		var list tenant.PolicyList
		if err != nil || json.Unmarshal(body, &list) != nil || len(list.Rows) != k.rows ||
			list.NotCompared == k.compared || !slices.Equal(tenant.BetaOnly(list.Rows), k.only) {
			t.Errorf("%s, as it is now: %s, %v", name, body, err)
		}
	}
}

// TestPoliciesThatCannotBeRead: where v1.0 refuses, the beta is not asked.
func TestPoliciesThatCannotBeRead(t *testing.T) {
	s := serve(t, map[string][]reply{mainPolicies: {{status: 403, body: `{"error":{"code":"c","message":"m"}}`}},
		betaPolicies: {ok(`{"value":[{"id":"a"}]}`)}})
	g, _ := client(t, s)
	if rows, _, err := fetched(g, tenant.SectionAccess, ""); err == nil || len(rows) != 0 || s.calls(betaPolicies) != 0 {
		t.Errorf("%d rows, %v, %q", len(rows), err, s.seen)
	}
}

// TestTheSampleHasPoliciesThatV1LeavesOut makes one in the sample's beta, and reads it.
func TestTheSampleHasPoliciesThatV1LeavesOut(t *testing.T) {
	_, base := sample(t, 60)
	body := `{"displayName":"Agents","state":"enabled","conditions":{"clientAppTypes":["all"],"agentIdRiskLevels":"high",
		"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"]}},
		"grantControls":{"operator":"OR","builtInControls":["block"]}}`
	r, err := http.NewRequest(http.MethodPost, strings.TrimSuffix(base, "/v1.0")+betaPolicies, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer x")
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil || resp.StatusCode != http.StatusCreated {
		t.Fatal(resp, err)
	}
	_ = resp.Body.Close()
	o := office(t, t.TempDir(), base)
	text, err := o.Read(context.Background(), "/identity/conditionalAccess/policies")
	var list tenant.PolicyList
	if err != nil || json.Unmarshal(text, &list) != nil || list.NotCompared ||
		!slices.Equal(tenant.BetaOnly(list.Rows), []string{"Agents"}) {
		t.Errorf("%q, %v", tenant.BetaOnly(list.Rows), err)
	}
}
