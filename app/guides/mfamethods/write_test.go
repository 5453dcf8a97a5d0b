package mfamethods

import (
	"strings"
	"testing"

	"handrail/app/guide/change"
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

// written returns the requests for changes of a policy with configurations.
func written(t *testing.T, rest, configurations, text string) (all []change.Write) {
	t.Helper()
	changes, err := mfa.ParseChanges(text)
	if err != nil {
		t.Fatal(err)
	}
	all, err = writesOf([]byte(`{`+rest+`"authenticationMethodConfigurations":[`+configurations+`]}`), changes)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestOnlyKeepsTheGroupsTarget: a method for one group keeps what the group had, and
// never lets anyone new sign in with the phone number.
func TestOnlyKeepsTheGroupsTarget(t *testing.T) {
	for _, c := range []struct{ name, targets, want string }{
		{"its own", `{"id":"g-A","isUsableForSignIn":true},{"id":"all_users","isUsableForSignIn":false}`,
			`"isUsableForSignIn":true`},
		{"that of everyone", `{"id":"g-b","isUsableForSignIn":true},{"id":"all_users","isUsableForSignIn":false}`,
			`"isUsableForSignIn":false`},
		{"everyone could", `{"id":"g-b","isUsableForSignIn":false},{"id":"all_users","isUsableForSignIn":true}`,
			`"isUsableForSignIn":true`},
		{"nobody's", `{"id":"g-b","isUsableForSignIn":true}`, `"isUsableForSignIn":false`},
		{"none", ``, `"isUsableForSignIn":false`},
	} {
		all := written(t, "", `{"id":"Sms","state":"enabled","includeTargets":[`+c.targets+`]}`, "sms-only:g-a")
		if len(all) != 1 || !strings.Contains(string(all[0].Body), c.want) {
			t.Errorf("%s: %s", c.name, all[0].Body)
		}
	}
}

// TestMigratedIsNotWritten: where the legacy settings no longer apply, nothing is
// written, so that undo cannot bring them back.
func TestMigratedIsNotWritten(t *testing.T) {
	for state, want := range map[string]int{`null`: 0, `"migrationComplete"`: 0, `"MigrationComplete"`: 0,
		`"preMigration"`: 1, `"migrationInProgress"`: 1} {
		all := written(t, `"policyMigrationState":`+state+`,`, "", "migration-complete")
		if len(all) != want {
			t.Errorf("%s: %d requests", state, len(all))
		}
		if len(all) == 1 && string(all[0].Undo) != `{"policyMigrationState":`+state+`}` {
			t.Errorf("%s: undo %s", state, all[0].Undo)
		}
	}
}

// TestOnBeforeOff: what protects people comes first, and undo goes backwards.
func TestOnBeforeOff(t *testing.T) {
	const off, on = `"state":"disabled","includeTargets":[{"id":"all_users"}]}`,
		`"state":"enabled","includeTargets":[{"id":"all_users"}]}`
	all := written(t, "", `{"id":"Voice",`+on+`,{"id":"Fido2",`+off+`,{"id":"SoftwareOath",`+off,
		"voice-off,softwareoath-only:g-a,passkeys-on")
	var ids []string
	for _, w := range all {
		ids = append(ids, strings.TrimPrefix(w.Object, configurations))
	}
	if got := strings.Join(ids, " "); got != "SoftwareOath Fido2 Voice" {
		t.Errorf("made in the order %s", got)
	}
	if back := script(all, true).Params[0].Values; back[0] != configurations+"Voice" {
		t.Errorf("undone in the order %v", back)
	}
}

// TestPasskeyTargetHasProfile: where the organisation has passkey profiles, a new target
// names one; where none is known to apply, nothing is written.
func TestPasskeyTargetHasProfile(t *testing.T) {
	const two = `"passkeyProfiles":[{"id":"b-1"},{"id":"b-2"}]`
	for _, c := range []struct{ cfg, want string }{
		{`"defaultPasskeyProfile":"b-2",` + two, `"allowedPasskeyProfiles":["b-2"]`},
		{`"passkeyProfiles":[{"id":"b-1"}]`, `"allowedPasskeyProfiles":["b-1"]`},
	} {
		for _, text := range []string{"passkeys-on", "passkeys-only:g-a"} {
			all := written(t, "", `{"id":"Fido2","state":"disabled","includeTargets":[],`+c.cfg+`}`, text)
			if !strings.Contains(string(all[0].Body), c.want) {
				t.Errorf("%s, %s: %s", c.cfg, text, all[0].Body)
			}
		}
	}
	const mixed = `"includeTargets":[{"id":"g-a"},{"id":"g-b","allowedPasskeyProfiles":["b-1"]}],` +
		`"defaultPasskeyProfile":"b-2",` + two
	for state, want := range map[string]string{"disabled": `["b-2"],"id":"g-a"`, "enabled": ""} {
		all := written(t, "", `{"id":"Fido2","state":"`+state+`",`+mixed+`}`, "passkeys-on")
		if want == "" && len(all) > 0 || want != "" && (len(all) != 1 || !strings.Contains(string(all[0].Body), want) ||
			!strings.Contains(string(all[0].Body), `["b-1"]`) || strings.Contains(string(all[0].Undo), `["b-2"]`)) {
			t.Errorf("%s: %+v", state, all)
		}
	}
	all := written(t, "", `{"id":"Fido2","state":"disabled","includeTargets":[]}`, "passkeys-on")
	if strings.Contains(string(all[0].Body), "allowedPasskeyProfiles") {
		t.Errorf("no profiles: %s", all[0].Body)
	}
	changes, _ := mfa.ParseChanges("passkeys-on")
	if _, err := writesOf([]byte(`{"authenticationMethodConfigurations":[{"id":"Fido2","state":"disabled",`+two+`}]}`),
		changes); err == nil {
		t.Error("two profiles, no default: something is written")
	}
}
