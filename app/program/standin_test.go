package program

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
)

// documentedAt is where the examples of Microsoft's documentation answer.
var documentedAt = map[string]string{
	"/v1.0/organization": "organization.list.v1.json", "/v1.0/domains": "domains.list.v1.json",
	"/v1.0/policies/authenticationMethodsPolicy":                  "authenticationMethodsPolicy.get.v1.json",
	"/v1.0/reports/authenticationMethods/userRegistrationDetails": "userRegistrationDetails.list.v1.json",
	"/v1.0/identity/conditionalAccess/policies":                   "conditionalAccessPolicies.list.v1.json",
	"/beta/reports/authenticationMethods/userRegistrationDetails": "userRegistrationDetails.list.v1.json",
}

// documentation serves the examples of Microsoft's documentation and nothing else;
// odd puts in a method, a state and empty texts that no documentation has.
func documentation(t *testing.T, odd bool) string {
	t.Helper()
	folder := shared.Folder(t, "samples", "graph")
	examples := map[string][]byte{}
	for path, name := range documentedAt {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		var body map[string]any
		if err := json.Unmarshal(data, &body); err != nil {
			t.Fatal(err)
		}
		delete(body, "@odata.nextLink") // it leads to Microsoft
		if odd && strings.Contains(path, "userRegistrationDetails") {
			row := body["value"].([]any)[0].(map[string]any)
			row["methodsRegistered"] = append(row["methodsRegistered"].([]any), "teleportation", "")
			row["userPreferredMethodForSecondaryAuthentication"], row["userType"] = "", "visitor"
		}
		if odd && strings.Contains(path, "authenticationMethodsPolicy") {
			body["policyMigrationState"] = ""
			for _, c := range body["authenticationMethodConfigurations"].([]any) {
				if c := c.(map[string]any); c["id"] == "Fido2" {
					c["state"] = "someday"
				}
			}
		}
		if examples[path], err = json.Marshal(body); err != nil {
			t.Fatal(err)
		}
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		body, ok := examples[r.URL.Path]
		if !ok || r.Method != http.MethodGet {
			w.WriteHeader(http.StatusNotFound)
			body = []byte(`{"error":{"code":"Request_ResourceNotFound","message":"There is no example of this."}}`)
		}
		_, _ = w.Write(body)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/v1.0"
}

// TestTheGuideWorksOnTheDocumentation: from the examples alone, through the SDK,
// each person is named; what no documentation knows leaves an unknown and nothing
// fine.
func TestTheGuideWorksOnTheDocumentation(t *testing.T) {
	for _, odd := range []bool{false, true} {
		var out, errs bytes.Buffer
		runTerminal(t, &out, &errs, "run", "mfa-methods", "-graph", documentation(t, odd), "-data", t.TempDir(), "-set",
			"change=sms-off", "-json")
		var got struct {
			Totals map[string]int
			People []struct {
				UPN      string
				Outcomes []string
				Sees     []string
				Reasons  []struct{ Value, Text string }
			}
		}
		if err := json.Unmarshal(out.Bytes(), &got); err != nil {
			t.Fatalf("%v\n%s", err, errs.String())
		}
		if len(got.People) != 3 || len(got.Totals) != 11 {
			t.Fatalf("odd %v: %+v", odd, got)
		}
		bianca := slices.IndexFunc(got.People, func(p struct {
			UPN      string
			Outcomes []string
			Sees     []string
			Reasons  []struct{ Value, Text string }
		}) bool {
			return strings.HasPrefix(p.UPN, "BiancaP")
		})
		// Her policy names no Voice, so it may be on: she may be locked out, and it is not certain.
		if bianca < 0 || !slices.Contains(got.People[bianca].Outcomes, "unknown") ||
			!slices.Contains(got.People[bianca].Outcomes, "locked-out") {
			t.Fatalf("odd %v: %+v", odd, got.People)
		}
		told := false
		for _, p := range got.People {
			if len(p.Sees) == 0 || len(p.Reasons) == 0 {
				t.Errorf("odd %v: too little is said of %+v", odd, p)
			}
			for _, r := range p.Reasons {
				told = told || strings.Contains(r.Value, "teleportation")
			}
		}
		if told != odd {
			t.Errorf("odd %v: the method that nobody knows is told: %v", odd, told)
		}
	}
}
