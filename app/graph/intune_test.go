package graph

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"handrail/app/sample/graphsim/csdl"
	"handrail/app/tenant"
)

// intuneTypes are the types of the rows, by the kind of the section.
var intuneTypes = map[tenant.Demand]string{
	tenant.IntuneProfiles: "deviceConfiguration", tenant.IntuneSettings: "deviceManagementConfigurationPolicy",
	tenant.IntuneTemplates: "groupPolicyConfiguration", tenant.IntuneCompliance: "deviceCompliancePolicy",
	tenant.IntuneApps: "mobileApp", tenant.IntuneScripts: "deviceManagementScript",
	tenant.IntuneRemediations: "deviceHealthScript", tenant.IntuneMacScripts: "deviceShellScript",
	tenant.IntuneAutopilot: "windowsAutopilotDeploymentProfile", tenant.GroupLicences: "group",
	tenant.EnrolmentAndroid: "androidDeviceOwnerEnrollmentProfile", tenant.EnrolmentApple: "depOnboardingSetting",
}

// TestWhatIntuneAssignsIsAskedAsMicrosoftDescribesIt: every property that is asked for is in Microsoft's metadata.
func TestWhatIntuneAssignsIsAskedAsMicrosoftDescribesIt(t *testing.T) {
	if _, err := csdl.Load(); errors.Is(err, csdl.ErrNoMetadata) {
		t.Skip(err)
	}
	for kind, typ := range intuneTypes {
		s := tenant.Demands()[kind]
		check := csdl.Check
		if strings.HasSuffix(s.Path, "(beta)") {
			check = csdl.CheckBeta
		}
		for _, name := range append(slices.Clone(s.Select), s.Expand...) {
			body, _ := json.Marshal(map[string]any{name: nil})
			for _, wrong := range check(typ, body) {
				if strings.Contains(wrong, "no such property") || strings.Contains(wrong, "there is no type") {
					t.Errorf("%s: %s", kind, wrong)
				}
			}
		}
	}
	if len(intuneTypes) != len(tenant.IntuneKinds())+3 {
		t.Errorf("%d kinds, of %d", len(intuneTypes), len(tenant.IntuneKinds())+3)
	}
}

// TestTheSampleAnswersForIntune reads each list from the sample, on pages.
func TestTheSampleAnswersForIntune(t *testing.T) {
	_, base := sample(t, 0)
	g, err := NewLocal(base, Options{NoThrottle: true, Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, kind := range tenant.IntuneKinds() {
		rows, _, err := fetched(g, tenant.IntuneSection(kind), "")
		if err != nil || len(rows) == 0 {
			t.Errorf("%s: %d rows, %v", kind, len(rows), err)
		}
		for _, row := range rows {
			var item tenant.IntuneItem
			if err := json.Unmarshal(row.Body, &item); err != nil || !item.Known || item.Name == item.ID {
				t.Errorf("%s: %+v, %v", kind, item, err)
			}
			total += len(item.Groups)
		}
	}
	if total != 10 {
		t.Errorf("%d assignments to groups", total)
	}
	rows, _, err := fetched(g, tenant.GroupLicencesSection, "")
	licences := 0
	for _, row := range rows {
		var one tenant.GroupLicence
		if json.Unmarshal(row.Body, &one) != nil || one.Licences == nil {
			t.Fatalf("%s", row.Body)
		}
		licences += len(*one.Licences)
	}
	if err != nil || licences != 1 {
		t.Errorf("%d licences of groups, %v", licences, err)
	}
}

// TestLaterPagesOfTheBetaAreRead: the address of a later page is not replaced by that of the first.
func TestLaterPagesOfTheBetaAreRead(t *testing.T) {
	const path = "/beta/deviceManagement/configurationPolicies"
	s := serve(t, map[string][]reply{
		path:        {ok(`{"value":[{"id":"1"}],"@odata.nextLink":"BASE` + path + `?$skiptoken=2"}`)},
		path + "#2": {ok(`{"value":[{"id":"2"}]}`)}})
	g, _ := client(t, s)
	rows, _, err := fetched(g, tenant.IntuneSection(tenant.IntuneSettings), "")
	if err != nil || len(rows) != 2 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// TestWithoutIntune: no licence and no permission are said as what they are.
func TestWithoutIntune(t *testing.T) {
	for message, want := range map[string]tenant.State{
		"{ 'Message': 'Request not applicable to target tenant. - Operation ID' }": tenant.NeedsLicence,
		"Application is not authorized to perform this operation.":                 tenant.NeedsConsent,
	} {
		status := map[tenant.State]int{tenant.NeedsLicence: 400, tenant.NeedsConsent: 403}[want]
		body := `{"error":{"code":"BadRequest","message":"` + message + `"}}`
		s := serve(t, map[string][]reply{"/v1.0/deviceAppManagement/mobileApps": {{status: status, body: body}}})
		g, _ := client(t, s)
		_, _, err := fetched(g, tenant.IntuneSection(tenant.IntuneApps), "")
		var section *tenant.SectionError
		if !errors.As(err, &section) || section.State != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// TestProfilesOfAppleComeFromEachToken: one list that is refused leaves all of them unknown.
func TestProfilesOfAppleComeFromEachToken(t *testing.T) {
	const tokens = "/beta/deviceManagement/depOnboardingSettings"
	lists := map[string][]reply{tokens: {ok(`{"value":[{"id":"t1"},{"id":"t 2"}]}`)},
		tokens + "/t1/enrollmentProfiles":  {ok(`{"value":[{"id":"1","displayName":"A"}]}`)},
		tokens + "/t 2/enrollmentProfiles": {ok(`{"value":[{"id":"2","displayName":"B"},{"id":"3","displayName":"C"}]}`)}}
	s := serve(t, lists)
	g, _ := client(t, s)
	section := tenant.IntuneSection(tenant.EnrolmentApple)
	if rows, pages, err := fetched(g, section, ""); err != nil || len(rows) != 3 || len(pages) != 1 {
		t.Errorf("%d rows, %d pages, %v", len(rows), len(pages), err)
	}
	lists[tokens+"/t 2/enrollmentProfiles"] = []reply{{status: 403,
		body: `{"error":{"code":"Forbidden","message":"No."}}`}}
	s = serve(t, lists)
	g, _ = client(t, s)
	if rows, _, err := fetched(g, section, ""); err == nil || len(rows) != 0 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	s = serve(t, map[string][]reply{tokens: {ok(`{"value":[]}`)}})
	g, _ = client(t, s)
	if rows, _, err := fetched(g, section, ""); err != nil || len(rows) != 0 {
		t.Errorf("no token: %d rows, %v", len(rows), err)
	}
}
