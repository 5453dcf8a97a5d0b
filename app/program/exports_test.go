package program

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
)

// values returns the rows of a list in a file, each as JSON.
func values(t *testing.T, path ...string) (rows []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	var list struct{ Value []json.RawMessage }
	if err == nil {
		err = json.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &list)
	}
	if err != nil || len(list.Value) == 0 {
		t.Fatal(path, err)
	}
	for _, row := range list.Value {
		rows = append(rows, string(row))
	}
	return rows
}

// TestExportsOfALiveOrganisation runs both guides on the policies and the roles of a live
// organisation: each policy has a verdict with its reason for the account that syncs and for
// the administrator. Microsoft's template spares the first of the two sync roles only.
func TestExportsOfALiveOrganisation(t *testing.T) {
	t.Parallel()
	folder := shared.Folder(t, "samples", "admin")
	policies := values(t, folder, "conditional-access", "graph2otel", "policies.live-2026-07.json")
	definitions := values(t, folder, "roles", "roleDefinitions.live-2026-07.compact.json")
	const first, second = "d29b2b05-8046-44ba-8758-1e26182fcf32", "a92aed5d-d78a-4d16-b381-09adb37eb3b0"
	spared := map[string]int{}
	for _, role := range []string{first, second} {
		rows := map[string]string{}
		for path, row := range made {
			rows[path] = row
		}
		rows["/subscribedSkus"] = `{"id":"s","skuId":"s","skuPartNumber":"SPB","capabilityStatus":"Enabled","prepaidUnits":{
			"enabled":9},"servicePlans":[{"servicePlanId":"41781fb2-bc02-4b7c-bd55-b576c07bb09d",
			"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success","appliesTo":"User"}]}`
		rows["/identity/conditionalAccess/policies"] = strings.Join(policies, ",")
		rows["/roleManagement/directory/roleDefinitions"] = strings.Join(definitions, ",")
		rows["/roleManagement/directory/roleAssignments"] = strings.ReplaceAll(made["/roleManagement/directory/"+
			"roleAssignments"], second, role)
		at := standin(t, rows, http.StatusOK)
		got := runOn(t, "sync-identity", at)
		if n := len(got.Lists["policies"]); n != len(policies) {
			t.Errorf("%d verdicts of %d policies", n, len(policies))
		}
		for _, l := range got.Lists["policies"] {
			if l.Verdict == "" || l.Reason == "" {
				t.Errorf("%+v", l)
			}
			if l.Verdict == "spares" && strings.Contains(l.Reason, "excludes the role") {
				spared[role]++
			}
		}
		if role == first {
			continue // the administrator is the same
		}
		kim := runOn(t, "admin-access", at)
		if all := kim.Lists["verdicts"]; len(all) != 1 || len(all[0].Policies) != len(policies) {
			t.Errorf("%+v", all)
		}
		if kim.Facts["new-roles"] != "0" {
			t.Errorf("%v", kim.Facts)
		}
	}
	if spared[first] == 0 || spared[second] != 0 {
		t.Errorf("spared by role: %v", spared)
	}
}
