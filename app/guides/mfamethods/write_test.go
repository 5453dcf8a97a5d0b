package mfamethods

import (
	"testing"

	"handrail/app/identity/mfa"
)

// TestNoCampaignNoRequest: where Microsoft returns no registration campaign, a change of
// a method sends nothing about one.
func TestNoCampaignNoRequest(t *testing.T) {
	changes, err := mfa.ParseChanges("sms-off")
	if err != nil {
		t.Fatal(err)
	}
	for _, campaign := range []string{"", `"registrationEnforcement":null,`, `"registrationEnforcement":{},`,
		`"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":null},`,
		`"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{}},`} {
		writes, err := writesOf([]byte(`{`+campaign+
			`"authenticationMethodConfigurations":[{"id":"Sms","state":"enabled"}]}`),
			changes)
		if err != nil || len(writes) != 1 {
			t.Errorf("%s: %v, %v", campaign, writes, err)
		}
	}
}
