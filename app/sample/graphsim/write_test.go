package graphsim

import (
	"fmt"
	"strings"
	"testing"

	"handrail/app/sample/graphsim/csdl"
)

const configurationsPath = "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/"

// capable returns what the report has for a person: registered and capable.
func capable(t *testing.T, c *Cloud, key string) string {
	t.Helper()
	r := get(t, c, "/v1.0/reports/authenticationMethods/userRegistrationDetails/"+c.handPerson(t, key).id)
	return fmt.Sprint(r.body["isMfaRegistered"], r.body["isMfaCapable"])
}

// TestSwitchingMethodsOffChangesTheReport is the heart of the sample: who has
// what left when text messages or calls go.
func TestSwitchingMethodsOffChangesTheReport(t *testing.T) {
	c := small()
	patch := func(id, body string) reply { return ask(t, c, "PATCH", "/v1.0"+configurationsPath+id, body) }
	want := func(when string, states map[string]string) {
		t.Helper()
		for key, state := range states {
			if got := capable(t, c, key); got != state {
				t.Errorf("%s, %s: %s, want %s", when, key, got, state)
			}
		}
	}
	want("at first", map[string]string{"samuel.eze": "true true", "harold.pike": "true true",
		"deborah.klein": "true false", "george.tan": "true false", "winifred.shaw": "true true",
		"paul.devries": "true false", "edith.marsh": "true true", "priya.nair": "true true",
		"father.luke": "false false", "ines.duarte": "true true", "ivan.horvat": "true false",
		"sophie.laurent": "true true", "grace.lindqvist": "true true"})
	const off = `{"@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration","state":"disabled"}`
	if r := patch("Sms", off); r.status != 204 || r.text != "" {
		t.Fatalf("%d %s", r.status, r.text)
	}
	want("without text messages", map[string]string{"samuel.eze": "true false", "harold.pike": "true true",
		"luca.bianchi": "true true", "tess.okafor": "true true"})
	sms := get(t, c, "/v1.0"+configurationsPath+"sms").body
	if sms["state"] != "disabled" || len(sms["includeTargets"].([]any)) != 2 {
		t.Errorf("read back: %v; the targets must stay", sms)
	}
	if r := patch("voice", `{"@odata.type":"#microsoft.graph.voiceAuthenticationMethodConfiguration",`+
		`"isOfficePhoneAllowed":false}`); r.status != 204 {
		t.Fatal(r.text)
	}
	want("without office phones", map[string]string{"winifred.shaw": "true false", "harold.pike": "true true"})
	if r := patch("Voice", `{"@odata.type":"#microsoft.graph.voiceAuthenticationMethodConfiguration",`+
		`"includeTargets":[{"targetType":"group","id":"all_users"}]}`); r.status != 204 {
		t.Fatal(r.text)
	}
	want("with calls for everyone", map[string]string{"samuel.eze": "true true", "paul.devries": "true true"})
	rows, _ := pages(t, c, "/v1.0/reports/authenticationMethods/userRegistrationDetails?"+
		"$filter=isMfaRegistered%20eq%20true%20and%20isMfaCapable%20eq%20false")
	for _, r := range rows {
		if p, _ := c.findPerson(r["id"].(string)); c.registrationOf(p).allowed(confirms) {
			t.Errorf("%s is in the list of the broken", p.name)
		}
	}
	if len(c.Writes()) != 3 || c.Writes()[0].Method != "PATCH" || c.Writes()[0].Path != configurationsPath+"Sms" ||
		!c.Writes()[0].At.Equal(noon()) {
		t.Errorf("writes: %+v", c.Writes())
	}
}

func TestRefusedWritesChangeNothing(t *testing.T) {
	c := small()
	before := get(t, c, "/beta/policies/authenticationMethodsPolicy").text + get(t, c,
		"/v1.0/identity/conditionalAccess/policies").text
	sms := `"@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration"`
	managed := c.guid("ca-managed")
	for _, w := range []struct{ method, path, body string }{
		{"PATCH", configurationsPath + "Sms", `{"state":"disabled"}`}, // no type
		{"PATCH", configurationsPath + "Voice", `{` + sms + `,"state":"disabled"}`},
		{"PATCH", configurationsPath + "Sms", `{` + sms + `,"state":"off"}`},
		{"PATCH", configurationsPath + "Sms", `{` + sms + `,"isOfficePhoneAllowed":true}`},
		{"PATCH", configurationsPath + "Sms", `{` + sms + `,"state":`},
		{"PATCH", configurationsPath + "Fax", `{` + sms + `}`},
		{"PATCH", configurationsPath + "HardwareOath",
			`{"@odata.type":"#microsoft.graph.hardwareOathAuthenticationMethodConfiguration","state":"disabled"}`}, // beta only
		{"PATCH", configurationsPath + "Email",
			`{"@odata.type":"#microsoft.graph.emailAuthenticationMethodConfiguration","state":"disabled"}`},
		{"PATCH", "/policies/authenticationMethodsPolicy",
			`{"optOutSettings":{"passkeyDynamicMigration":true}}`}, // beta only
		{"PATCH", "/policies/authenticationMethodsPolicy", `{"policyMigrationState":"done"}`},
		{"PATCH", "/policies/authenticationMethodsPolicy",
			`{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"snoozeDurationInDays":15}}}`},
		{"POST", "/identity/conditionalAccess/policies", `{"displayName":"x","state":"enabled"}`},
		{"POST", "/identity/conditionalAccess/policies",
			`{"displayName":"","state":"enabled","conditions":{"users":{"includeUsers":["All"]},` +
				`"applications":{"includeApplications":["All"]}},"grantControls":{"operator":"OR",` +
				`"builtInControls":["mfa"]}}`},
		{"POST", "/identity/conditionalAccess/policies",
			`{"displayName":"x","state":"reportOnly","conditions":{"users":{"includeUsers":["All"]},` +
				`"applications":{"includeApplications":["All"]}},"grantControls":{"operator":"OR",` +
				`"builtInControls":["mfa"]}}`},
		{"POST", "/identity/conditionalAccess/policies",
			`{"displayName":"x","state":"enabled","conditions":{"users":{"includeRoles":["` + TenantID +
				`"]},"applications":{"includeApplications":["All"]}},"grantControls":{"operator":"OR",` +
				`"builtInControls":["mfa"]}}`},
		{"POST", "/identity/conditionalAccess/policies",
			`{"displayName":"x","state":"enabled","conditions":{"users":{"includeUser":["All"]},` +
				`"applications":{"includeApplications":["All"]}},"grantControls":{"operator":"OR",` +
				`"builtInControls":["mfa"]}}`},
		{"PATCH", "/identity/conditionalAccess/policies/" + managed, `{"displayName":"Ours"}`},
		{"DELETE", "/identity/conditionalAccess/policies/" + managed, ""},
		{"DELETE", "/identity/conditionalAccess/policies/" + TenantID, ""},
		{"PATCH", "/policies/identitySecurityDefaultsEnforcementPolicy", `{"isEnabled":true}`}, // Conditional Access is on
		{"PATCH", "/policies/identitySecurityDefaultsEnforcementPolicy", `{"isEnabled":"false"}`},
		{"POST", "/users/" + c.handPerson(t, "yuki.tanaka").id + "/authentication/temporaryAccessPassMethods",
			`{}`}, // has one
		{"POST", "/users/" + c.hand[0].id + "/authentication/temporaryAccessPassMethods", `{"lifetimeInMinutes":5}`},
	} {
		if r := ask(t, c, w.method, "/v1.0"+w.path, w.body); r.status < 400 || r.status > 499 || r.code() == "" {
			t.Errorf("%s %s %s: %d %s", w.method, w.path, w.body, r.status, r.text)
		}
	}
	if r := ask(t, c, "PATCH", "/beta/users/"+c.hand[0].id+"/authentication/requirements",
		`{"perUserMfaState":"on"}`); r.status != 400 {
		t.Errorf("an unknown state: %d", r.status)
	}
	if r := ask(t, c, "PATCH", "/v1.0"+configurationsPath+"Sms", `{`+sms+`}`, "Content-Type",
		"text/plain"); r.status != 400 {
		t.Errorf("text instead of JSON: %d", r.status)
	}
	after := get(t, c, "/beta/policies/authenticationMethodsPolicy").text + get(t, c,
		"/v1.0/identity/conditionalAccess/policies").text
	if before != after || len(c.Writes()) != 0 {
		t.Errorf("something was written: %+v", c.Writes())
	}
}

func TestPolicyWrites(t *testing.T) {
	c := small()
	r := ask(t, c, "PATCH", "/beta/policies/authenticationMethodsPolicy",
		`{"optOutSettings":{"passkeyDynamicMigration":true},"policyMigrationState":"migrationComplete"}`)
	if r.status != 200 || !strings.Contains(r.text, `"passkeyDynamicMigration":true`) {
		t.Errorf("%d %.200s", r.status, r.text)
	}
	r = ask(t, c, "PATCH", "/v1.0/policies/authenticationMethodsPolicy",
		`{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"enabled",`+
			`"includeTargets":[]}}}`)
	enforcement := r.body["registrationEnforcement"].(map[string]any)
	campaign := enforcement["authenticationMethodsRegistrationCampaign"].(map[string]any)
	if r.body["policyMigrationState"] != "migrationComplete" || campaign["state"] != "enabled" ||
		campaign["snoozeDurationInDays"] != 1.0 || len(campaign["includeTargets"].([]any)) != 0 ||
		r.body["optOutSettings"] != nil {
		t.Errorf("what is left out must stay, lists are replaced: %v", r.body)
	}
	if r.body["lastModifiedDateTime"] != "2026-11-22T12:00:00Z" {
		t.Errorf("changed at %v", r.body["lastModifiedDateTime"])
	}
	person := c.handPerson(t, "tess.okafor").id
	path := "/beta/users/" + person + "/authentication/requirements"
	if r := get(t, c, path); r.body["perUserMfaState"] != "enforced" {
		t.Errorf("at first: %s", r.text)
	}
	if r := ask(t, c, "PATCH", path, `{"perUserMfaState":"disabled"}`); r.status != 204 ||
		get(t, c, path).body["perUserMfaState"] != "disabled" {
		t.Errorf("%d, then %s", r.status, get(t, c, path).text)
	}
}

const newPolicy = `{"displayName":"Admins - require MFA","state":"enabledForReportingButNotEnforced",` +
	`"conditions":{"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},
	"users":{"includeRoles":["62e90394-69f5-4237-9190-012177145e10"]}},
	"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`

func TestAccessPolicyWrites(t *testing.T) {
	c := small()
	r := ask(t, c, "POST", "/v1.0/identity/conditionalAccess/policies", newPolicy)
	id, _ := r.body["id"].(string)
	if r.status != 201 || len(id) != 36 {
		t.Fatalf("%d %s", r.status, r.text)
	}
	if _, err := csdl.Load(); err == nil {
		checkBody(t, "a new policy", "conditionalAccessPolicy", false, r)
	}
	path := "/v1.0/identity/conditionalAccess/policies/" + id
	if r := ask(t, c, "PATCH", path, `{"conditions":{"users":{"excludeGroups":["`+c.groups[c.byGroup["exclusions"]].id+
		`"]}}}`); r.status != 204 {
		t.Fatal(r.text)
	}
	users := get(t, c, path).body["conditions"].(map[string]any)["users"].(map[string]any)
	if len(users["includeRoles"].([]any)) != 1 || len(users["excludeGroups"].([]any)) != 1 {
		t.Errorf("what is left out keeps its value: %v", users)
	}
	applied := get(t, c, "/v1.0/auditLogs/signIns?$top=100", "Prefer", "include-unknown-enum-members").text
	if !strings.Contains(applied, id) {
		t.Error("the new policy is not among those of the sign-ins")
	}
	if r := ask(t, c, "DELETE", path, ""); r.status != 204 || get(t, c, path).status != 404 ||
		len(get(t, c, "/v1.0/identity/conditionalAccess/deletedItems/policies").rows(t)) != 1 {
		t.Error("a deleted policy goes to the deleted items")
	}
	deleted := "/v1.0/identity/conditionalAccess/deletedItems/policies"
	if r := ask(t, c, "POST", deleted+"/"+id+"/restore", ""); r.status != 200 || r.body["id"] != id ||
		r.body["state"] != "enabledForReportingButNotEnforced" || get(t, c, path).status != 200 ||
		len(get(t, c, deleted).rows(t)) != 0 {
		t.Errorf("a deleted policy comes back as it was: %s", r.text)
	}
	if r := ask(t, c, "POST", deleted+"/"+id+"/restore", ""); r.status != 404 {
		t.Errorf("it comes back once: %s", r.text)
	}
}

func TestTemporaryAccessPass(t *testing.T) {
	c := small()
	path := "/v1.0/users/" + c.handPerson(t, "kofi.mensah").id + "/authentication/temporaryAccessPassMethods"
	if got := capable(t, c, "kofi.mensah"); got != "false false" {
		t.Errorf("at first: %s", got)
	}
	r := ask(t, c, "POST", path, `{"lifetimeInMinutes":120,"isUsableOnce":true}`)
	if r.status != 201 || r.body["temporaryAccessPass"] == nil || r.body["lifetimeInMinutes"] != 120.0 {
		t.Fatalf("%d %s", r.status, r.text)
	}
	if _, err := csdl.Load(); err == nil {
		checkBody(t, "a new pass", "temporaryAccessPassAuthenticationMethod", false, r)
	}
	if got := capable(t, c, "kofi.mensah"); got != "true true" {
		t.Errorf("with a pass: %s", got)
	}
	list := get(t, c, path)
	if len(list.rows(t)) != 1 || list.rows(t)[0]["temporaryAccessPass"] != nil {
		t.Errorf("the pass is shown once: %s", list.text)
	}
	if ask(t, c, "POST", path, `{}`).status != 400 ||
		ask(t, c, "DELETE", path+"/"+r.body["id"].(string), "").status != 204 || len(get(t, c, path).rows(t)) != 0 {
		t.Error("one pass at a time, and it can be taken away")
	}
}

// TestWritesLastOverAStart: who comes back the next day finds what was changed,
// and only what Graph took.
func TestWritesLastOverAStart(t *testing.T) {
	file := t.TempDir() + "/cloud.jsonl"
	first := New(Options{Seed: 1, Now: noon, Diary: file})
	for body, status := range map[string]int{`{"@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration",` +
		`"state":"disabled"}`: 204, `{"colour":"red"}`: 400} {
		if r := ask(t, first, "PATCH", "/v1.0"+configurationsPath+"Sms", body); r.status != status {
			t.Fatalf("%s: %d %s", body, r.status, r.text)
		}
	}
	for start := range 3 {
		again := New(Options{Seed: 1, Now: noon, Diary: file})
		if state := get(t, again, "/v1.0"+configurationsPath+"sms").body["state"]; state != "disabled" {
			t.Errorf("start %d: text messages are %v", start+2, state)
		}
		if len(again.Writes()) != 1 {
			t.Errorf("start %d: %d writes", start+2, len(again.Writes()))
		}
		if capable(t, again, "samuel.eze") != capable(t, first, "samuel.eze") {
			t.Errorf("start %d: another report", start+2)
		}
	}
}

// TestGroups: a group is made with its members, is read back, and is gone once deleted.
func TestGroups(t *testing.T) {
	c := New(Options{Seed: 1, Now: noon})
	member := c.handPerson(t, "breakglass1")
	body := `{"displayName":"Emergency","mailNickname":"emergency","mailEnabled":false,"securityEnabled":true,` +
		`"isAssignableToRole":true,"members@odata.bind":["https://graph.microsoft.com/v1.0/users/` + member.id + `"]}`
	made := ask(t, c, "POST", "/v1.0/groups", body)
	id, _ := made.body["id"].(string)
	if made.status != 201 || id == "" || made.body["isAssignableToRole"] != true {
		t.Fatalf("%d %s", made.status, made.text)
	}
	if rows, _ := pages(t, c, "/v1.0/groups/"+id+"/members"); len(rows) != 1 || rows[0]["id"] != member.id {
		t.Errorf("%v", rows)
	}
	if r := ask(t, c, "DELETE", "/v1.0/groups/"+id, ""); r.status != 204 {
		t.Errorf("%d %s", r.status, r.text)
	}
	if r := get(t, c, "/v1.0/groups/"+id); r.status != 404 {
		t.Errorf("deleted, and still there: %d", r.status)
	}
	for _, wrong := range []string{`"mailEnabled":true`, `"securityEnabled":false`, `"groupTypes":["DynamicMembership"]`} {
		if r := ask(t, c, "POST", "/v1.0/groups", strings.Replace(body, `"mailEnabled":false,"securityEnabled":true`,
			wrong, 1)); r.status != 400 {
			t.Errorf("%s: %d", wrong, r.status)
		}
	}
	poor := New(Options{Seed: 1, Now: noon, NoPremium: true})
	if r := ask(t, poor, "POST", "/v1.0/groups", body); r.status != 400 {
		t.Errorf("without P1: %d", r.status)
	}
}
