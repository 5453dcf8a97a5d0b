package graphsim

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const accessPath = "/v1.0/identity/conditionalAccess/policies"

// TestSecurityDefaultsAndPolicies: defaults cannot be turned on while a policy exists, and
// beside them a policy can be report-only but not on.
func TestSecurityDefaultsAndPolicies(t *testing.T) {
	c := small()
	for _, p := range c.access {
		_ = ask(t, c, "PATCH", accessPath+"/"+p.str("id"), `{"state":"disabled"}`)
	}
	turnOn := func() reply {
		return ask(t, c, "PATCH", "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy", `{"isEnabled":true}`)
	}
	if r := turnOn(); r.status != 400 || !strings.Contains(r.text, "policies exist") {
		t.Errorf("security defaults with every policy off: %d %s", r.status, r.text)
	}
	c.access = nil // Microsoft's own policy cannot be deleted
	if r := turnOn(); r.status != 204 {
		t.Errorf("security defaults without a policy: %d %s", r.status, r.text)
	}
	body := `{"displayName":"Handrail: MFA","state":"%s","conditions":{"applications":{"includeApplications":["All"]},
		"users":{"includeRoles":["62e90394-69f5-4237-9190-012177145e10"]}},
		"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`
	if r := ask(t, c, "POST", accessPath, fmt.Sprintf(body, "enabled")); r.status != 400 ||
		!strings.Contains(r.text, "Security Defaults is enabled") {
		t.Errorf("a policy with security defaults on: %d %s", r.status, r.text)
	}
	if r := ask(t, c, "POST", accessPath, fmt.Sprintf(body, "enabledForReportingButNotEnforced")); r.status != 201 {
		t.Errorf("a report-only policy with security defaults on: %d %s", r.status, r.text)
	}
}

// TestRolesThatAreNotBuiltIn: a policy takes built-in roles only, and the refusal names the
// others.
func TestRolesThatAreNotBuiltIn(t *testing.T) {
	c := small()
	own := c.guid("role/own")
	for _, list := range []string{"includeRoles", "excludeRoles"} {
		body := strings.Replace(newPolicy, `"includeRoles":[`, `"includeUsers":["All"],"`+list+`":["`+own+`",`, 1)
		r := ask(t, c, "POST", accessPath, body)
		if r.status != 400 ||
			!strings.Contains(r.text, "1103: 'users' condition contains non-built in role ids: "+own+`"`) {
			t.Errorf("%s: %d %s", list, r.status, r.text)
		}
	}
}

// TestSyncStandsStill: since “CA007 Terms of use” is on the directory is not synchronised,
// and an exclusion sets it going again.
func TestSyncStandsStill(t *testing.T) {
	c := small()
	last := func() time.Time {
		row := get(t, c, "/v1.0/organization").rows(t)[0]
		at, err := time.Parse(time.RFC3339, fmt.Sprint(row["onPremisesLastSyncDateTime"]))
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	terms, _ := byID(c.access, c.guid("ca-terms"))
	if late := last().Sub(changedAt(terms)); late <= 0 || late > time.Hour {
		t.Errorf("the last sync was %s after the policy", late)
	}
	results := map[string]int{}
	quiet, _ := pages(t, c, "/beta/auditLogs/signIns?$filter=signInEventTypes/any(t:t%20eq%20'nonInteractiveUser')")
	for _, s := range quiet {
		results[fmt.Sprint(s["conditionalAccessStatus"], s["status"].(map[string]any)["errorCode"])]++
	}
	if results["failure50158"] < 90 || results["notApplied0"] < 20 || len(results) != 2 {
		t.Errorf("sign-ins of the account: %v", results)
	}
	free := `{"conditions":{"users":{"excludeRoles":["d29b2b05-8046-44ba-8758-1e26182fcf32"]}}}`
	if r := ask(t, c, "PATCH", accessPath+"/"+terms.str("id"), free); r.status != 204 {
		t.Fatal(r.text)
	}
	if ago := c.now().Sub(last()); ago < 0 || ago > 30*time.Minute {
		t.Errorf("after the exclusion the last sync was %s ago", ago)
	}
}

// TestFatesOfAdministrators: policies that a guide creates show at once what they would
// have done to each administrator.
func TestFatesOfAdministrators(t *testing.T) {
	c := small()
	users := `"users":{"includeRoles":["62e90394-69f5-4237-9190-012177145e10","31392ffb-586c-42d1-9346-e59415a2cc4e",
		"fdd7a751-b60b-444a-984c-02652fe8fa1c","fe930be7-5e62-47db-91af-98c3a49a38b1"]}}`
	mfa, block := `"grantControls":{"operator":"OR","builtInControls":["mfa"]}`,
		`"grantControls":{"operator":"OR","builtInControls":["block"]}`
	for name, rest := range map[string]string{
		"MFA":    `"clientAppTypes":["all"],` + users + "," + mfa,
		"legacy": `"clientAppTypes":["exchangeActiveSync","other"],` + users + "," + block,
	} {
		r := ask(t, c, "POST", accessPath, `{"displayName":"Handrail: `+name+`","state":"enabledForReportingButNotEnforced",
			"conditions":{"applications":{"includeApplications":["All"]},`+rest+`}`)
		if r.status != 201 {
			t.Fatal(r.text)
		}
	}
	got := map[string]bool{}
	rows, _ := pages(t, c, "/v1.0/auditLogs/signIns?$filter=createdDateTime%20ge%202026-11-15T00:00:00Z",
		"Prefer", "include-unknown-enum-members")
	for _, s := range rows {
		for _, p := range s["appliedConditionalAccessPolicies"].([]any) {
			p := p.(map[string]any)
			if name := fmt.Sprint(p["displayName"]); strings.HasPrefix(name, "Handrail: ") {
				got[fmt.Sprint(s["userId"], name[9:], " ", p["result"])] = true
			}
		}
	}
	for key, want := range map[string]string{"miriam.hale": "MFA reportOnlySuccess",
		"mo.farouk":    "legacy reportOnlyFailure",
		"sister.agnes": "MFA reportOnlyInterrupted", "priya.nair": "MFA reportOnlyNotApplied",
		"hannah.weiss": "MFA reportOnlyNotApplied", "nia.morgan": "MFA reportOnlyNotApplied"} {
		if !got[c.handPerson(t, key).id+" "+want] {
			t.Errorf("%s: not %s", key, want)
		}
	}
	for key := range got {
		if strings.HasPrefix(key, c.handPerson(t, "ian.mckay").id) {
			t.Errorf("Ian McKay never signs in, but: %s", key)
		}
	}
}
