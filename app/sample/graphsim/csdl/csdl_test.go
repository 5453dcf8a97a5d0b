package csdl

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
)

func model(t testing.TB) *Model {
	t.Helper()
	m, err := Load()
	if errors.Is(err, ErrNoMetadata) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestCheckSeesWhatIsWrong(t *testing.T) {
	model(t)
	for _, c := range []struct{ typ, body, want string }{
		{"user", `{"id":"1","displayName":"A"}`, ""},
		{"user", `{"displayname":"A"}`, "has no such property"},
		{"user", `{"accountEnabled":"true"}`, "is not Edm.Boolean"},
		{"user", `{"businessPhones":null}`, "should be a list"},
		{"user", `{"businessPhones":[null]}`, "must not be null"},
		{"user", `{"createdDateTime":"2026-11-22T10:00:00"}`, "is not Edm.DateTimeOffset"},
		{"user", `{"assignedLicenses":[{"skuId":"SPB","disabledPlans":[]}]}`, "assignedLicenses[0].skuId"},
		{"user", `{"@odata.type":"#microsoft.graph.device"}`, "is not a microsoft.graph.user"},
		{"user", `[]`, "no JSON object"},
		{"person1", `{}`, "there is no type"},
		{"directoryObject", `{"value":[{"@odata.type":"#microsoft.graph.user","displayName":"A"}]}`, ""},
		{"directoryObject", `{"value":[{"displayName":"A"}]}`, "value[0].displayName"},
		{"directoryObject", `{"value":[],"next":1}`, "beside value"},
		{"conditionalAccessPolicy", `{"state":"reportOnly"}`, "no member of"},
		{"conditionalAccessPolicy", `{"state":null}`, "must not be null"},
		{"conditionalAccessPolicy", `{"conditions":{"users":{"includeUsers":["All"],"includeUser":[]}}}`,
			"conditions.users.includeUser:"},
		{"conditionalAccessPolicy", `{"grantControls":{"builtInControls":["mfa","approvedApp"]}}`,
			"builtInControls[1]"},
		{"authenticationMethodConfiguration",
			`{"@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration","state":"disabled"}`, ""},
		{"authenticationMethodConfiguration", `{"isOfficePhoneAllowed":true}`, "has no such property"},
		{"authenticationMethodsPolicy", `{"optOutSettings":{"passkeyDynamicMigration":true}}`, "has no such property"},
		{"fido2AuthenticationMethodConfiguration", `{"passkeyProfiles":[{"passkeyTypes":"deviceBound,synced"}]}`, ""},
		{"fido2AuthenticationMethodConfiguration", `{"passkeyProfiles":[{"passkeyTypes":"deviceBound,floating"}]}`,
			"no member"},
		{"subscribedSku", `{"consumedUnits":3000000000}`, "is not Edm.Int32"},
		{"userRegistrationDetails", `{"userPreferredMethodForSecondaryAuthentication":""}`, ""},
		{"userRegistrationDetails", `{"userPreferredMethodForSecondaryAuthentication":"telex"}`, "no member"},
	} {
		got := strings.Join(Check(c.typ, []byte(c.body)), "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s %s: %q, want %q", c.typ, c.body, got, c.want)
		}
	}
	for _, body := range []string{`{"optOutSettings":{"passkeyDynamicMigration":true}}`,
		`{"systemCredentialPreferences":{"state":"enabled","includeTargets":[{"id":"all_users","targetType":"group"}]}}`} {
		if wrong := CheckBeta("authenticationMethodsPolicy", []byte(body)); wrong != nil {
			t.Errorf("beta %s: %v", body, wrong)
		}
	}
	if CheckBeta("authenticationMethodsPolicy", []byte(`{"optOutSettings":{"passkeyDynamicMigration":1}}`)) == nil {
		t.Error("a number is taken for yes or no")
	}
}

// TestExceptionsAreNeeded: an exception that the metadata have caught up with
// must go.
func TestExceptionsAreNeeded(t *testing.T) {
	m := model(t)
	for _, e := range BetaOnly() {
		k := &checker{model: m}
		if _, ok := k.property("microsoft.graph."+e.Type, e.Property); ok {
			t.Errorf("%s.%s is in v1.0 now", e.Type, e.Property)
		}
		if e.Source == "" {
			t.Errorf("%s.%s names no source", e.Type, e.Property)
		}
	}
}

// examples are Microsoft's own, with the type of each and the properties that are
// wrong by Microsoft's own metadata: beta pages with properties that v1.0 lacks,
// old examples, a misspelt name, a value list around a single object. "beta:"
// before the type allows what only the beta has.
var examples = map[string]struct {
	typ   string
	wrong []string
}{
	"authentication.methods.list.v1.json": {"authenticationMethod",
		[]string{"creationDateTime"}},
	"authentication.phoneMethods.list.v1.json": {"phoneAuthenticationMethod", nil},
	"authentication.requirements.get.beta.json": {"beta:strongAuthenticationRequirements",
		nil},
	"authentication.requirements.update.request.beta.json": {"beta:strongAuthenticationRequirements",
		nil},
	"authentication.signInPreferences.get.beta.json": {"beta:signInPreferences", nil},
	"authenticationMethodsPolicy.get.beta.json": {"beta:authenticationMethodsPolicy",
		[]string{"displayAppInformationRequiredState", "numberMatchingRequiredState", "outlookMobileAllowedState"}},
	"authenticationMethodsPolicy.get.v1.json": {"authenticationMethodsPolicy",
		[]string{"displayAppInformationRequiredState", "numberMatchingRequiredState", "outlookMobileAllowedState"}},
	"authenticationMethodsPolicy.optOut.request.beta.json":                 {"beta:authenticationMethodsPolicy", nil},
	"authenticationMethodsPolicy.systemCredentialPreferences.request.json": {"beta:authenticationMethodsPolicy", nil},
	"authenticationMethodsPolicy.update.request.v1.json":                   {"authenticationMethodsPolicy", nil},
	"authenticationMethodsPolicy.update.response.v1.json":                  {"authenticationMethodsPolicy", nil},
	"conditionalAccessPolicies.list.v1.json":                               {"conditionalAccessPolicy", nil},
	"conditionalAccessPolicy.create.ex1.request.v1.json":                   {"conditionalAccessPolicy", nil},
	"conditionalAccessPolicy.create.ex1.response.v1.json":                  {"conditionalAccessPolicy", nil},
	"conditionalAccessPolicy.create.ex2.response.v1.json":                  {"conditionalAccessPolicy", nil},
	"conditionalAccessPolicy.create.ex3.request.v1.json":                   {"conditionalAccessPolicy", nil},
	"conditionalAccessPolicy.update.request.v1.json":                       {"conditionalAccessPolicy", nil},
	"devices.list.beta.json": {"device",
		[]string{"Manufacturer", "Model"}},
	"devices.list.filtered.beta.json": {"device",
		[]string{"Manufacturer", "Model", "hostNames"}},
	"directoryRoleTemplates.list.v1.json":             {"directoryRoleTemplate", nil},
	"domains.list.v1.json":                            {"domain", nil},
	"group.transitiveMembers.castGroup.v1.json":       {"group", nil},
	"group.transitiveMembers.castUser.v1.json":        {"user", nil},
	"group.transitiveMembers.list.v1.json":            {"directoryObject", nil},
	"identitySecurityDefaults.update.request.v1.json": {"identitySecurityDefaultsEnforcementPolicy", nil},
	"organization.list.v1.json": {"organization",
		[]string{"directorySizeQuota", "isMultipleDataLocationsForServicesEnabled", "partnerTenantType"}},
	"registrationCampaign.allUsers.request.json": {"beta:authenticationMethodsPolicy", nil},
	"roleAssignments.list.byPrincipal.v1.json": {"unifiedRoleAssignment",
		[]string{"resourceScope"}},
	"roleAssignments.list.expandPrincipal.v1.json": {"unifiedRoleAssignment",
		[]string{"resourceScope"}},
	"signIns.list.v1.json":                 {"signIn", nil},
	"sms.update.request.v1.json":           {"authenticationMethodConfiguration", nil},
	"subscribedSkus.list.v1.json":          {"subscribedSku", nil},
	"userRegistrationDetails.list.v1.json": {"userRegistrationDetails", nil},
	"users.delta.full.v1.json":             {"user", nil},
	"users.delta.minimal.v1.json":          {"user", nil},
	"users.delta.select.v1.json":           {"user", nil},
	"voice.get.v1.json": {"voiceAuthenticationMethodConfiguration",
		[]string{"value"}},
}

// TestDocumentationExamples: the metadata and the documentation agree, except
// where it is listed.
func TestDocumentationExamples(t *testing.T) {
	model(t)
	dir := shared.Folder(t, "samples", "graph")
	for name, e := range examples {
		body, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
			continue
		}
		check, typ := Check, e.typ
		if beta, ok := strings.CutPrefix(typ, "beta:"); ok {
			check, typ = CheckBeta, beta
		}
		var got []string
		for _, wrong := range check(typ, body) {
			path, _, _ := strings.Cut(wrong, ":")
			got = append(got, path[strings.LastIndexByte(path, '.')+1:])
		}
		slices.Sort(got)
		got = slices.Compact(got)
		if !slices.Equal(got, e.wrong) {
			t.Errorf("%s as %s:\n got %q\nwant %q", name, e.typ, got, e.wrong)
		}
	}
}
