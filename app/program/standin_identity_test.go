package program

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// standin serves some lists by their path, and answers everything else with a status.
func standin(t *testing.T, rows map[string]string, other int) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		path := r.URL.Path[strings.Index(r.URL.Path[1:], "/")+1:] // without the version
		body, ok := rows[path]
		switch {
		case ok && strings.HasPrefix(path, "/policies/"): // one object
		case ok:
			body = `{"value":[` + body + `]}`
		case other == http.StatusOK:
			body = `{"value":[]}`
		default:
			w.WriteHeader(other)
			body = `{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges."}}`
		}
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(s.Close)
	return s.URL + "/v1.0"
}

// ran is what a run of a guide writes for programs.
type ran struct {
	Facts    map[string]string
	Findings []struct{ Code, Severity, Title string }
	Lists    map[string][]struct {
		Account, Policy, Verdict, Reason, UPN string
		Policies                              []struct{ Policy, Verdict, Reason string }
	}
}

func runOn(t *testing.T, guide, graph string) ran {
	t.Helper()
	var out, errs bytes.Buffer
	runTerminal(t, &out, &errs, "run", guide, "-graph", graph, "-data", t.TempDir(), "-json")
	var got ran
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%s: %v\n%s\n%s", guide, err, out.String(), errs.String())
	}
	return got
}

// made is an organisation of its own: Cloud Sync with the second role alone, a policy with
// Microsoft's exclusion of the first, one administrator through a group.
var made = map[string]string{
	"/organization": `{"id":"0a0a0a0a-0000-4000-8000-000000000001","displayName":"Other","onPremisesSyncEnabled":true,
		"onPremisesLastSyncDateTime":"2026-01-02T03:04:05Z","verifiedDomains":[]}`,
	"/users": `{"id":"u1","displayName":"Sync","userPrincipalName":"ADToAADSyncServiceAccount@other.example",
		"accountEnabled":true,"userType":"Member"},{"id":"u2","displayName":"Kim","userPrincipalName":"kim@other.example",
		"accountEnabled":true,"userType":"Member"}`,
	"/roleManagement/directory/roleAssignments": `{"id":"a1","principalId":"u1","directoryScopeId":"/",
		"roleDefinitionId":"a92aed5d-d78a-4d16-b381-09adb37eb3b0","principal":{"@odata.type":"#microsoft.graph.user",
		"id":"u1","displayName":"Sync"}},{"id":"a2","principalId":"u2","directoryScopeId":"/",
		"roleDefinitionId":"62e90394-69f5-4237-9190-012177145e10","principal":{"@odata.type":"#microsoft.graph.user",
		"id":"u2","displayName":"Kim"}}`,
	"/roleManagement/directory/roleDefinitions": `{"id":"a92aed5d-d78a-4d16-b381-09adb37eb3b0",
		"templateId":"a92aed5d-d78a-4d16-b381-09adb37eb3b0","displayName":"On Premises Directory Sync Account",
		"isBuiltIn":true},{"id":"62e90394-69f5-4237-9190-012177145e10","isBuiltIn":true,
		"templateId":"62e90394-69f5-4237-9190-012177145e10","displayName":"Global Administrator"}`,
	"/identity/conditionalAccess/policies": `{"id":"p1","displayName":"MFA for all","state":"enabled","conditions":{
		"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"],
		"excludeRoles":["d29b2b05-8046-44ba-8758-1e26182fcf32"]}},"grantControls":{"operator":"OR",
		"builtInControls":["mfa"]}},{"id":"p2","displayName":"Terms","state":"enabledForReportingButNotEnforced",
		"conditions":{"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"],
		"excludeUsers":["u2"]}},"grantControls":{"operator":"OR","builtInControls":[],"termsOfUse":["t"]}}`,
	"/policies/identitySecurityDefaultsEnforcementPolicy": `{"id":"d","isEnabled":false}`,
}

// alone is an organisation of which nothing but its name can be read.
var alone = map[string]string{"/organization": `{"id":"0a0a0a0a-0000-4000-8000-000000000002","displayName":"Alone"}`}

// TestTheSyncOfAnotherOrganisation: on stand-ins that know nothing of the sample.
func TestTheSyncOfAnotherOrganisation(t *testing.T) {
	t.Parallel() // Handrail waits between its requests
	for name, c := range map[string]struct{ graph, inUse, stops, identities string }{
		"nothing to read":             {standin(t, alone, http.StatusNotFound), "unknown", "unknown", "unknown"},
		"nothing there":               {standin(t, alone, http.StatusOK), "unknown", "unknown", "0"},
		"documentation, without sync": {documentation(t, true), "no", "0", "unknown"},
		"its own":                     {standin(t, made, http.StatusOK), "yes", "1", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runOn(t, "sync-identity", c.graph)
			if f := got.Facts; f["stops"] != c.stops || f["identities"] != c.identities || f["in-use"] != c.inUse {
				t.Errorf("%v", f)
			}
			verdicts := map[string]string{}
			for _, l := range got.Lists["policies"] {
				if verdicts[l.Policy] = l.Verdict; l.Reason == "" || l.Account != "ADToAADSyncServiceAccount@other.example" {
					t.Errorf("%+v", l)
				}
			}
			if c.inUse == "yes" && (verdicts["p1"] != "stops" || verdicts["p2"] != "will-stop") ||
				c.inUse != "yes" && len(verdicts) > 0 {
				t.Errorf("%v", verdicts)
			}
		})
	}
}

// TestTheAdministratorsOfAnotherOrganisation: the same for their guide.
func TestTheAdministratorsOfAnotherOrganisation(t *testing.T) {
	t.Parallel()
	t.Run("its own", func(t *testing.T) {
		t.Parallel()
		kim := runOn(t, "admin-access", standin(t, made, http.StatusOK)).Lists["verdicts"]
		if len(kim) != 1 || kim[0].UPN != "kim@other.example" || len(kim[0].Policies) != 2 ||
			kim[0].Policies[0].Verdict != "unknown" || kim[0].Policies[1].Verdict != "spares" ||
			kim[0].Policies[0].Reason == "" {
			t.Errorf("%+v", kim)
		}
	})
	t.Run("documentation", func(t *testing.T) {
		t.Parallel()
		got := runOn(t, "admin-access", documentation(t, true))
		if got.Facts["administrators"] != "unknown" || got.Facts["on"] == "yes" || len(got.Lists["verdicts"]) > 0 {
			t.Errorf("%v", got.Facts)
		}
	})
	for name, other := range map[string]int{"nothing to read": http.StatusNotFound, "nothing there": http.StatusOK} {
		t.Run(name, func(t *testing.T) { // no people: it could not be done, and why
			t.Parallel()
			var out, errs bytes.Buffer
			status := runTerminal(t, &out, &errs, "run", "admin-access", "-graph", standin(t, alone, other), "-data",
				t.TempDir())
			if status != 2 || !strings.Contains(errs.String(), "people") {
				t.Errorf("%d %s", status, errs.String())
			}
		})
	}
}
