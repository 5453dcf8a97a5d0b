package graph

import (
	"encoding/json"
	"strings"
	"testing"

	"handrail/app/tenant"
)

const (
	betaSignIns = "/beta/auditLogs/signIns"
	mainSignIns = "/v1.0/auditLogs/signIns"
)

// TestTheStepsOfASignIn: the log comes from the beta, and no telephone number of it is saved.
func TestTheStepsOfASignIn(t *testing.T) {
	s := serve(t, map[string][]reply{
		betaSignIns: {ok(`{"value":[{"id":"a","userId":"u","createdDateTime":"2026-11-20T09:00:00Z","newInBeta":1,
			"mfaDetail":{"authMethod":"Text message","authDetail":"+44 XXXXXXXX12"},"status":{"errorCode":0},
			"authenticationDetails":[{"authenticationMethod":"Text message","authenticationMethodDetail":"+44 XXXXXXXX12",
			"authenticationStepDateTime":"2026-11-20T09:00:03Z","succeeded":true,
			"authenticationStepResultDetail":"MFA completed in Azure AD"}]}],
			"@odata.nextLink":"BASE/beta/auditLogs/signIns?$skiptoken=2"}`)},
		betaSignIns + "#2": {ok(`{"value":[{"id":"b","userId":"u","authenticationDetails":null}]}`)}})
	g, _ := client(t, s)
	rows, pages, err := fetched(g, tenant.SectionSignIns, "")
	if err != nil || len(rows) != 2 || s.calls(mainSignIns) != 0 || len(pages[0].Notes) != 0 {
		t.Fatalf("%d rows, %v, %v", len(rows), err, s.seen)
	}
	var first struct {
		Status  map[string]int
		Details []map[string]any `json:"authenticationDetails"`
	}
	if err := json.Unmarshal(rows[0].Body, &first); err != nil {
		t.Fatal(err)
	}
	if d := first.Details; len(d) != 1 || d[0]["authenticationMethod"] != "Text message" || d[0]["succeeded"] != true ||
		d[0]["authenticationStepDateTime"] != "2026-11-20T09:00:03Z" || first.Status == nil {
		t.Errorf("%s", rows[0].Body)
	}
	for _, r := range rows {
		if text := string(r.Body); strings.Contains(text, "XXXX") || strings.Contains(text, "newInBeta") {
			t.Errorf("saved: %s", text)
		}
	}
	if strings.Contains(string(rows[1].Body), "authenticationDetails") {
		t.Errorf("null is no list of steps: %s", rows[1].Body)
	}
	if _, _, err = fetched(g, tenant.SectionSignIns, pages[0].Next); err != nil || s.calls("skiptoken=2") != 2 {
		t.Errorf("%v, %v", err, s.seen)
	}
}

// TestALogWithoutSteps: where the beta is closed or answers something else, the log is read without the steps.
func TestALogWithoutSteps(t *testing.T) {
	for name, closed := range map[string]reply{
		"refused": {status: 403, body: `{"error":{"code":"Authorization_RequestDenied","message":"No."}}`},
		"gone":    {status: 404, body: `{"error":{"code":"ResourceNotFound","message":"No."}}`},
		"bare":    ok(`{}`), "null": ok(`{"value":null}`), "faulty": ok(`{"error":{"code":"x","message":"y"}}`),
	} {
		s := serve(t, map[string][]reply{betaSignIns: {closed},
			mainSignIns: {ok(`{"value":[{"id":"a","userId":"u"}],"@odata.nextLink":"BASE` + mainSignIns +
				`?$skiptoken=2"}`)}, mainSignIns + "#2": {ok(`{"value":[{"id":"b","userId":"u"}]}`)}})
		g, _ := client(t, s)
		rows, pages, err := fetched(g, tenant.SectionSignIns, "")
		if err != nil || len(rows) != 2 || len(pages[0].Notes) != 1 {
			t.Errorf("%s: %d rows, %v, %v", name, len(rows), err, s.seen)
			continue
		}
		before := s.calls(betaSignIns)
		if _, _, err = fetched(g, tenant.SectionSignIns, pages[0].Next); err != nil || s.calls(betaSignIns) != before {
			t.Errorf("%s, resumed: %v, %v", name, err, s.seen)
		}
	}
}
