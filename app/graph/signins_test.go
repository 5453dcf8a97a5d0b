package graph

import (
	"encoding/json"
	"net/url"
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

// TestSignInsInTheBackground: of one person, from the beta, the newest page only, and without telephone numbers.
func TestSignInsInTheBackground(t *testing.T) {
	row := `{"id":"a","userId":"u'1","createdDateTime":"2026-11-20T09:00:00Z","mfaDetail":{"authDetail":"+44 XXXX"},
		"appliedConditionalAccessPolicies":[{"id":"p","result":"reportOnlyFailure","conditionsSatisfied":"users"}]}`
	for name, k := range map[string]struct {
		body  string
		rows  int
		notes int
	}{
		"all":    {`{"value":[` + row + `]}`, 1, 0},
		"none":   {`{"value":[]}`, 0, 0},
		"newest": {`{"value":[` + row + `],"@odata.nextLink":"BASE` + betaSignIns + `?$skiptoken=2"}`, 1, 1},
	} {
		s := serve(t, map[string][]reply{betaSignIns: {ok(k.body)}})
		g, _ := client(t, s)
		rows, pages, err := fetched(g, tenant.BackgroundSection("u'1"), "")
		if err != nil || len(rows) != k.rows || len(pages) != 1 || len(pages[0].Notes) != k.notes || len(s.seen) != 1 {
			t.Errorf("%s: %d rows, %+v, %v, %q", name, len(rows), pages, err, s.seen)
			continue
		}
		asked, err := url.QueryUnescape(s.seen[0])
		if err != nil || !strings.Contains(asked, "createdDateTime ge 2026-11-15T09:00:00Z and userId eq 'u''1' and "+
			"signInEventTypes/any(t: t eq 'nonInteractiveUser')") {
			t.Errorf("%s asks %s", name, asked)
		}
		for _, r := range rows {
			if text := string(r.Body); strings.Contains(text, "XXXX") || !strings.Contains(text, "conditionsSatisfied") {
				t.Errorf("%s saves %s", name, text)
			}
		}
	}
	s := serve(t, map[string][]reply{betaSignIns: {{status: 403, body: `{"error":{"code":"c","message":"m"}}`}}})
	g, _ := client(t, s)
	if _, _, err := fetched(g, tenant.BackgroundSection("u"), ""); err == nil || s.calls(mainSignIns) != 0 {
		t.Errorf("refused: %v, %q", err, s.seen) // v1.0 has only those in which someone took part
	}
}
