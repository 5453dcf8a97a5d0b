package graphsim

import (
	"fmt"
	"strings"
	"testing"
)

const whatIfPath = "/v1.0/identity/conditionalAccess/evaluate"

func whatIf(user, client string) string {
	return fmt.Sprintf(`{"signInIdentity":{"@odata.type":"#microsoft.graph.userSignIn","userId":%q},
		"signInContext":{"@odata.type":"#microsoft.graph.applicationContext",
		"includeApplications":["00000002-0000-0ff1-ce00-000000000000"]},
		"signInConditions":{"clientAppType":%q}}`, user, client)
}

// TestWhatIf: each policy is in the answer, with the reason why it does not apply.
func TestWhatIf(t *testing.T) {
	c := small()
	words := func(key, client string) map[string]string {
		r := ask(t, c, "POST", whatIfPath, whatIf(c.handPerson(t, key).id, client))
		if r.status != 200 {
			t.Fatalf("%s: %d %s", key, r.status, r.text)
		}
		all := map[string]string{}
		for _, row := range r.rows(t) {
			all[row["id"].(string)] = fmt.Sprint(row["policyApplies"], " ", row["analysisReasons"])
		}
		if len(all) != len(c.access) {
			t.Errorf("%s: %d of %d policies", key, len(all), len(c.access))
		}
		return all
	}
	for _, k := range []struct{ key, client, policy, want string }{
		{"miriam.hale", "browser", "ca-admins", "true notSet"},
		{"miriam.hale", "browser", "ca-legacy", "false clientApps"},
		{"miriam.hale", "other", "ca-legacy", "true notSet"},
		{"miriam.hale", "exchangeActiveSync", "ca-admin-legacy", "true notSet"},
		{"breakglass1", "browser", "ca-admins", "false users"},
		{"nia.morgan", "browser", "ca-admins", "false users"}, // her role is for a part
		{"jill.ward", "browser", "ca-abroad", "false policyNotEnabled,notEnoughInformation"},
		{"jill.ward", "browser", "ca-register", "false userActions,notEnoughInformation"},
		{"miriam.hale", "browser", "ca-managed", "false application"},
		{"miriam.hale", "browser", "ca-everyone", "true notSet"}, // report-only policies are evaluated too
	} {
		if got := words(k.key, k.client)[c.guid(k.policy)]; got != k.want {
			t.Errorf("%s with %s: %s is %q, want %q", k.key, k.client, k.policy, got, k.want)
		}
	}
	some := strings.Replace(whatIf(c.hand[0].id, "browser"), `{"signInIdentity"`,
		`{"appliedPoliciesOnly":true,"signInIdentity"`, 1)
	for _, row := range ask(t, c, "POST", whatIfPath, some).rows(t) {
		if row["policyApplies"] != true {
			t.Errorf("only those that apply: %v", row["displayName"])
		}
	}
}

// TestWhatIfRefuses: a question that lacks something, or that asks for what is not there.
func TestWhatIfRefuses(t *testing.T) {
	c := small()
	good := whatIf(c.hand[0].id, "browser")
	for name, body := range map[string]string{
		"no identity":          strings.Replace(good, `"signInIdentity"`, `"signInIdentity":null,"signInContext":{},"x"`, 1),
		"no type":              strings.Replace(good, `"@odata.type":"#microsoft.graph.userSignIn",`, "", 1),
		"no context":           `{"signInIdentity":{"@odata.type":"#microsoft.graph.userSignIn"},"signInConditions":{}}`,
		"a client of tomorrow": strings.Replace(good, `"browser"`, `"hologram"`, 1),
		"the old body":         `{"conditionalAccessWhatIfSubject":{"userId":"x"}}`,
		"no JSON":              "{",
	} {
		if r := ask(t, c, "POST", whatIfPath, body); r.status != 400 {
			t.Errorf("%s: %d %s", name, r.status, r.text)
		}
	}
	if r := ask(t, c, "POST", whatIfPath, whatIf(c.guid("nobody"), "browser")); r.status != 404 {
		t.Errorf("nobody: %d %s", r.status, r.text)
	}
	if r := get(t, c, whatIfPath); r.status != 405 {
		t.Errorf("a GET: %d %s", r.status, r.text)
	}
	if r := ask(t, New(Options{Now: noon, NoPremium: true}), "POST", whatIfPath, good); r.status != 403 {
		t.Errorf("without Entra ID P1: %d %s", r.status, r.text)
	}
	c.Play(Fault{Method: "POST", Path: "/identity/conditionalAccess/evaluate", Effect: Refuse, Status: 403})
	if r := ask(t, c, "POST", whatIfPath, good); r.status != 403 {
		t.Errorf("without the permission: %d %s", r.status, r.text)
	}
	if writes := c.Writes(); len(writes) != 0 {
		t.Errorf("a question is no write: %v", writes)
	}
}

// TestWhatIfIsAsMicrosoftDescribesIt holds the question and the answer against the metadata.
func TestWhatIfIsAsMicrosoftDescribesIt(t *testing.T) {
	needMetadata(t)
	c := small()
	r := ask(t, c, "POST", whatIfPath, whatIf(c.hand[0].id, "browser"))
	checkBody(t, whatIfPath, "[]whatIfAnalysisResult", false, r)
	if len(r.rows(t)) == 0 {
		t.Error("nothing was checked")
	}
	for typ, body := range map[string]string{
		"userSignIn":         `{"userId":"15dc174b-f34c-4588-ac45-61d6e05dce93"}`,
		"applicationContext": `{"includeApplications":["00000002-0000-0ff1-ce00-000000000000"]}`,
		"signInConditions":   `{"clientAppType":"other"}`,
	} {
		checkBody(t, typ, typ, false, reply{text: body})
	}
}
