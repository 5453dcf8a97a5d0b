package access

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"handrail/app/conformance/shared"
	"handrail/app/tenant"
)

func TestWhyAPolicyDidWhatItDid(t *testing.T) {
	for _, k := range [][2]string{
		{`{"result":"reportOnlyNotApplied","enforcedGrantControls":["Mfa"]}`,
			""},
		{`{"result":"success","enforcedGrantControls":["Mfa"],"conditionsSatisfied":"application,users",
			"conditionsNotSatisfied":"none"}`,
			"requires MFA, which was met"},
		{`{"result":"notApplied","conditionsSatisfied":"application,users","conditionsNotSatisfied":"clientType"}`,
			"did not match: the client app"},
		{`{"result":"reportOnlyFailure","enforcedGrantControls":["RequireCompliantDevice"],
			"conditionsSatisfied":"application,users"}`,
			"requires a compliant device"},
		{`{"result":"reportOnlyFailure","enforcedGrantControls":["Block"],"conditionsSatisfied":1}`,
			"blocks this sign-in"},
		{`{"result":"reportOnlyInterrupted","enforcedGrantControls":["Mfa"],"conditionsSatisfied":3}`,
			"requires MFA"},
		{`{"result":"reportOnlyInterrupted","enforcedGrantControls":["OfTomorrow"],"conditionsSatisfied":"users"}`,
			"requires “OfTomorrow”"},
		{`{"result":"notApplied","conditionsNotSatisfied":"agentRisk, users"}`,
			"did not match: “agentRisk”, the person"},
		{`{"result":"notApplied","conditionsNotSatisfied":64}`,
			"did not match: condition 64"},
		{`{"result":"notApplied","conditionsNotSatisfied":"none"}`,
			""},
		{`{"result":"notApplied","conditionsNotSatisfied":null,"excludeRulesSatisfied":null}`,
			""},
		{`{"result":"notApplied","conditionsNotSatisfied":"users","excludeRulesSatisfied":"odd"}`,
			"did not match: the person"},
		{`{"result":"notApplied","excludeRulesSatisfied":[7,{"conditionalAccessCondition":"location","ruleSatisfied":"x"}]}`,
			"excludes this sign-in by the location"},
		{`{"result":"reportOnlyFailure","conditionsSatisfied":"users"}`,
			""},
	} {
		var p tenant.AppliedPolicy
		if err := json.Unmarshal([]byte(k[0]), &p); err != nil {
			t.Fatal(k[0], err)
		}
		if why, known := Applied(p); why != k[1] || known != (k[1] != "") {
			t.Errorf("%s: %q, %v, want %q", k[0], why, known, k[1])
		}
	}
}

// TestReasonsOfRealLogs reads a log of a lab, and one of Azure Monitor.
func TestReasonsOfRealLogs(t *testing.T) {
	folder := shared.Folder(t, "samples", "admin", "signins")
	read := func(name string, into any) {
		raw, err := os.ReadFile(filepath.Join(folder, name))
		if err == nil {
			err = json.Unmarshal(raw, into)
		}
		if err != nil {
			t.Fatal(name, err)
		}
	}
	var lab []tenant.SignIn
	read("reportonly-lab-2026-09.json", &lab)
	var monitor []tenant.AppliedPolicy
	read("entra-docs-ca-log-example.json", &monitor)
	var got []string
	some := append(append(lab[0].Policies[1:2:2], lab[1].Policies...), lab[2].Policies[0], monitor[0])
	for _, p := range some {
		why, known := Applied(p)
		if !known {
			why = "unknown"
		}
		got = append(got, why)
	}
	want := []string{"unknown", "requires MFA, which was met", "did not match: the client app",
		"requires a compliant device", "excludes this sign-in by name", "excludes this sign-in by the app and by group"}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Errorf("%d: %q, want %q", i, got, want[i])
		}
	}
}
