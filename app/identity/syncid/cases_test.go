package syncid

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"handrail/app/identity/access"
	"handrail/app/identity/roles"
)

// full are the names of Microsoft's that the table of cases writes shorter, by where they
// stand.
var full = map[string]map[string]string{
	"users":     {"include": "includeUsers", "exclude": "excludeUsers"},
	"locations": {"include": "includeLocations", "exclude": "excludeLocations"},
	"platforms": {"include": "includePlatforms"},
	"devices":   {"include": "includeDevices", "exclude": "excludeDevices"},
	"flows":     {"methods": "transferMethods"},
	"workloads": {"include": "includeServicePrincipals", "exclude": "excludeServicePrincipals"},
	"applications": {"include": "includeApplications", "exclude": "excludeApplications", "actions": "includeUserActions",
		"contexts": "includeAuthenticationContextClassReferences"},
	"": {"clients": "clientAppTypes", "flows": "authenticationFlows", "workloads": "clientApplications",
		"risk": "servicePrincipalRiskLevels", "signInRisk": "signInRiskLevels"},
	"asks": {"controls": "builtInControls", "custom": "customAuthenticationFactors"},
}

// fields returns an object of the table with the names in full.
func fields(t *testing.T, text, where string) map[string]any {
	t.Helper()
	text = strings.NewReplacer("S1^", strings.ToUpper(roles.SyncAccounts), "S1", roles.SyncAccounts, "S2",
		roles.SyncAccount, "GA", roles.GlobalAdministrator, "HERE", "ServicePrincipalsInMyTenant", "OLD",
		"00000000-0000-0000-0000-000000000000", `"register`, `"urn:user:register`).Replace(text)
	if where == "" {
		text = strings.Replace(text, `"actions":["tomorrow"]`, `"actions":["urn:user:tomorrow"]`, 1)
	}
	var all map[string]any
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return named(all, where)
}

func named(all map[string]any, where string) map[string]any {
	out := map[string]any{}
	for name, v := range all {
		if inner, ok := v.(map[string]any); ok {
			v = named(inner, name)
		}
		if long := full[where][name]; long != "" {
			name = long
		}
		out[name] = v
	}
	return out
}

// subject is an identity of the table.
func subject(t *testing.T, who string) Identity {
	t.Helper()
	i := account(roles.SyncAccounts)
	switch who {
	case "first":
	case "second":
		i = account(roles.SyncAccount)
	case "both":
		i = account(roles.SyncAccounts, roles.SyncAccount)
	case "blind":
		i.Subject.In = nil
	case "dim":
		i.Subject.Active = access.Roles{}
	case "eligible":
		i.Subject.Active.IDs, i.Subject.Eligible.IDs = nil, i.Subject.Active.IDs
	case "app":
		return Identity{Kind: Application, ID: "a", Subject: access.Subject{ID: "a", Workload: true}}
	case "holder":
		return Identity{Kind: OtherHolder, ID: "h"}
	default:
		t.Fatal("who is " + who)
	}
	return i
}

// TestCasesByHand judges each row of the table.
func TestCasesByHand(t *testing.T) {
	raw, err := os.ReadFile("testdata/verdicts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	count := -1 // the first row names the columns
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if count++; count == 0 {
			continue
		}
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(c) != 9 {
			t.Fatalf("%d columns in %q", len(c), line)
		}
		if c[8] == "-" {
			c[8] = ""
		}
		l := Assess(policy(t, body(t, c)), subject(t, c[2]))
		if string(l.Verdict) != c[7] || string(l.Cause) != c[8] || !strings.Contains(string(raw), " "+c[1]+":") {
			t.Errorf("%s (%s): %s %q, want %s %q", c[0], c[1], l.Verdict, l.Cause, c[7], c[8])
		}
	}
	if count < 80 {
		t.Errorf("%d cases", count)
	}
}

// body is the policy of a row of the table as Microsoft writes it.
func body(t *testing.T, c []string) string {
	t.Helper()
	users, applies := fields(t, c[4], "users"), fields(t, c[5], "")
	if len(users) == 0 {
		users["includeUsers"] = "All"
	}
	applies["users"] = users
	if applies["applications"] == nil {
		applies["applications"] = map[string]any{"includeApplications": []string{"All"}}
	}
	all := map[string]any{"conditions": applies, "state": c[3]}
	if word := map[string]string{"on": "enabled", "off": "disabled", "report": reporting}[c[3]]; word != "" {
		all["state"] = word
	}
	switch c[6] {
	case "null":
		all["sessionControls"] = json.RawMessage(`{"signInFrequency":{"value":1,"isEnabled":true}}`)
	case `"bound"`:
		all["sessionControls"] = json.RawMessage(`{"secureSignInSession":{"isEnabled":true}}`)
	case `"block"`:
		all["grantControls"] = json.RawMessage(`{"operator":"OR","builtInControls":["block"]}`)
	case "{}":
		all["grantControls"] = json.RawMessage(`{"operator":"OR","builtInControls":["mfa"]}`)
	default:
		asks := fields(t, c[6], "asks")
		if asks["operator"] == nil {
			asks["operator"] = "OR"
		}
		all["grantControls"] = asks
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
