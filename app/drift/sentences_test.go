package drift

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// TestMoreSentences has sentences by hand about every section, with what to do after “→”.
func TestMoreSentences(t *testing.T) {
	row := func(parts string) string { return `{"id":"x",` + parts + `}` }
	user := func(parts string) string { return `{"id":"` + ada + `","displayName":"Ada",` + parts + `}` }
	named := func(name string) string { return `{"id":"p","displayName":"` + name + `","state":"enabled"}` }
	full := func(users, rest string) string {
		return `{"id":"p","displayName":"P","state":"enabled","conditions":{"users":{` + users + `}}` + rest + `}`
	}
	sku := func(parts string) string { return `{"id":"s","skuId":"ABC","skuPartNumber":"SPB",` + parts + `}` }
	many := strings.Repeat("long ", 100)
	for _, k := range []struct{ section, id, before, after, want string }{
		// people
		{tenant.SectionUsers, ada, user(`"displayName":"Ada"`), user(`"displayName":"Ada Weber"`),
			"note Ada is now called Ada Weber. [Ada|Ada Weber]"},
		{tenant.SectionUsers, ada, user(`"externalUserState":"PendingAcceptance"`), user(`"externalUserState":"Accepted"`),
			"note Ada accepted the invitation. [not answered|accepted]"},
		{tenant.SectionUsers, ada, user(`"onPremisesSyncEnabled":null`), user(`"onPremisesSyncEnabled":true`),
			"note Ada now comes from the on-premises directory. [|yes]"},
		{tenant.SectionUsers, ada, user(`"mail":"a@x.org"`), user(`"mail":"b@x.org"`),
			"note Ada has another email address: b@x.org. [a@x.org|b@x.org]"},
		{tenant.SectionUsers, ada, user(`"assignedLicenses":[{"skuId":"ABC","disabledPlans":[]}]`),
			user(`"assignedLicenses":[{"skuId":"abc","disabledPlans":["1","2"]}]`),
			"note Ada has other services turned off in the licence Microsoft 365 Business Premium. [0|2]"},
		{tenant.SectionUsers, ada, user(`"assignedLicenses":[{"skuId":"ABC"}]`), user(`"assignedLicenses":[]`),
			"note Ada no longer has the licence Microsoft 365 Business Premium. [Microsoft 365 Business Premium|]"},
		{tenant.SectionUsers, ada, user(`"newThing":["a","b"]`), user(`"newThing":["b","c"]`),
			"note Ada has another “newThing”. [a|c]"},
		{tenant.SectionUsers, ada, user(`"newThing":null`),
			`{"id":"` + ada + `","displayName":"Ada"}`, "noise new Microsoft fields"},
		{tenant.SectionUsers, ada, user(`"newThing":"` + many + `"`), user(`"newThing":"short"`),
			"note Ada has another “newThing”. [" + strings.Repeat("long ", 23) + "long…|short]"},
		{tenant.SectionUsers, ada, user(`"when":"2026-11-06T10:30:00Z"`), user(`"when":"2026-11-07T10:30:00Z"`),
			"note Ada has another “when”. [" + local("2026-11-06T10:30:00Z") + "|" + local("2026-11-07T10:30:00Z") + "]"},
		{tenant.SectionUsers, ada, user(`"n":1000`), user(`"n":{"a":{"b":true},"c":[]}`),
			"note Ada has another “n”. [1,000|yes]"},
		{tenant.SectionUsers, ada, `{"displayName":"Eve\n“x” was deleted. \u202e","x":1}`,
			`{"displayName":"Eve\n“x” was deleted. \u202e","x":2}`,
			"note Eve \"x\" was deleted. \ufffd has another “x”. [1|2]"},
		{tenant.SectionUsers, "weird", `{"x":1}`, `{"x":2}`, "note weird has another “x”. [1|2]"},
		// sign-in methods
		{tenant.SectionRegistration, ada, `{"methodsRegistered":["mobilePhone","fido2SecurityKey"]}`,
			`{"methodsRegistered":["mobilePhone"]}`,
			"warning Ada no longer has a security key. Ada now has only text messages or phone calls. [a security key|]"},
		{tenant.SectionRegistration, ada, `{"methodsRegistered":[]}`, `{"methodsRegistered":["email"]}`,
			"note Ada registered an email address. [|an email address]"},
		{tenant.SectionRegistration, ada, `{"isMfaCapable":false}`, `{"isMfaCapable":true}`,
			"ok Ada can now use MFA. [no|yes]"},
		{tenant.SectionRegistration, ada, `{"systemPreferredAuthenticationMethods":["a"]}`,
			`{"systemPreferredAuthenticationMethods":["b"]}`, "noise repeated values"},
		{tenant.SectionRegistration, ada, "", `{"id":"a"}`, "noise rows of reports"},
		{tenant.SectionPerUserMFA, ada, `{"perUserMfaState":"enforced"}`, `{"perUserMfaState":"disabled"}`,
			"warning Ada no longer has per-user MFA. [enforced|off]"},
		{tenant.SectionPerUserMFA, ada, `{"perUserMfaState":"disabled"}`, `{"perUserMfaState":"enabled"}`,
			"ok Ada now has per-user MFA. [off|on]"},
		{tenant.SectionPerUserMFA, ada, `{"perUserMfaState":"enabled"}`, `{"perUserMfaState":"enforced"}`,
			"note Per-user MFA of Ada is now enforced. [on|enforced]"},
		{tenant.SectionMethods, "m", row(`"policyMigrationState":"migrationInProgress"`),
			row(`"policyMigrationState":"migrationComplete"`),
			"note The sign-in methods policy has another state of the move from the legacy MFA settings: complete. " +
				"[in progress|complete]"},
		{tenant.SectionMethods, "m",
			row(`"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"disabled"}}`),
			row(`"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"enabled"}}`),
			"note The registration campaign is now on. [off|on]"},
		{tenant.SectionMethods, "m",
			row(`"authenticationMethodConfigurations":[{"id":"Sms","state":"enabled","includeTargets":[{"id":"all_users",` +
				`"targetType":"group"}]}]`),
			row(`"authenticationMethodConfigurations":[{"id":"Sms","state":"enabled","includeTargets":[{"id":"` + vip +
				`","targetType":"group"}]}]`),
			"warning The sign-in method “Text messages” has another list of people who can use it. New: the group " +
				"“Exceptions”. Gone: everyone. [everyone|the group “Exceptions”]"},
		{tenant.SectionMethods, "m", methods("disabled"), strings.Replace(methods("disabled"), `"Fido2","state":"enabled"`,
			`"Fido2","state":"disabled"`, 1), "warning “Passkeys” is now off as a sign-in method. [on|off]"},
		// administrators
		{tenant.SectionRoles, "r", "", `{"handrailTemplate":"69091246-20e8-4a56-aa4d-066075b2a7a8","handrailName":"Ada",` +
			`"principalId":"` + ada + `","handrailKind":"user"}`,
			"note Ada is now a Teams Administrator. [|Teams Administrator]"},
		{tenant.SectionRoles, "r", "", `{"handrailRole":"Our “own” role","handrailName":"Ada","handrailBuiltIn":false,` +
			`"principalId":"` + ada + `","directoryScopeId":"/administrativeUnits/1"}`,
			"warning Ada now has the role Our \"own\" role for a part of the organisation. " +
				"[|Our \"own\" role for a part of the organisation]"},
		{tenant.SectionRoles, "r", "", `{"handrailTemplate":"` + global + `","handrailName":"Helpers",` +
			`"handrailKind":"group",` +
			`"principalId":"` + vip + `"}`,
			"warning The group “Helpers” is now a Global Administrator. [|Global Administrator]"},
		{tenant.SectionRoles, "r", "", `{"handrailTemplate":"` + global + `","handrailName":"Backup",` +
			`"handrailKind":"servicePrincipal","principalId":"1"}`,
			"warning The app “Backup” is now a Global Administrator. [|Global Administrator]"},
		{tenant.SectionDefinitions, "d", "", row(`"displayName":"Our role"`), "note The admin role “Our role” is new."},
		{tenant.SectionDefinitions, "d", row(`"displayName":"A"`), row(`"displayName":"B"`),
			"note The admin role “A” is now called “B”. [A|B]"},
		// policies
		{tenant.SectionAccess, "p", named("MFA for all"), named("MFA"),
			"note The policy “MFA for all” is now called “MFA”. [MFA for all|MFA]"},
		{tenant.SectionAccess, "p", `{"displayName":"P","modifiedDateTime":"2026-11-01T10:00:00Z"}`,
			`{"displayName":"P","modifiedDateTime":"2026-11-02T10:00:00Z"}`, "noise times of edits"},
		{tenant.SectionAccess, "p", full(`"excludeUsers":["`+ben+`"]`, ""), full(`"excludeUsers":[]`, ""),
			"note The policy “P” no longer excludes Ben. [Ben|]"},
		{tenant.SectionAccess, "p", full(`"includeGroups":["`+vip+`","g"]`, ""), full(`"includeGroups":["g"]`, ""),
			"warning The policy “P” was edited. Included groups: no longer the group “Exceptions”. [the group “Exceptions”|]"},
		{tenant.SectionAccess, "p", full("", `,"grantControls":{"operator":"OR","builtInControls":["mfa"]}`),
			full("", `,"grantControls":{"operator":"OR","builtInControls":["mfa","compliantDevice"]}`),
			"note The policy “P” was edited. What it requires: now also a compliant device. [|a compliant device]"},
		{tenant.SectionAccess, "p", full("", `,"grantControls":{"operator":"OR","builtInControls":["mfa"]}`),
			full("", `,"grantControls":{"operator":"OR","builtInControls":["passwordChange"]}`),
			"warning The policy “P” was edited. What it requires: a new password instead of MFA. [MFA|a new password]"},
		{tenant.SectionAccess, "p", `{"displayName":"P","state":"disabled","conditions":{"users":{"excludeUsers":[]}}}`,
			`{"displayName":"P","state":"disabled","conditions":{"users":{"excludeUsers":["` + ben + `"]}}}`,
			"note The policy “P” now also excludes Ben. [|Ben]"},
		{tenant.SectionAccess, "p", named("“x” was on, and was deleted. \\u2067"), "",
			"problem The policy “\"x\" was on, and was deleted. \ufffd” was on, and was deleted. [on|]"},
		{tenant.SectionLocations, "l", row(`"displayName":"Office","isTrusted":false`),
			row(`"displayName":"Office","isTrusted":true`),
			"warning The location “Office” is now trusted. [no|yes]"},
		{tenant.SectionLocations, "l", row(`"displayName":"Office","ipRanges":[{"cidrAddress":"192.0.2.0/24"}]`),
			row(`"displayName":"Office","ipRanges":[{"cidrAddress":"192.0.2.0/24"},{"cidrAddress":"198.51.100.0/24"}]`),
			"note The location “Office” has another list of addresses. New: 198.51.100.0/24. [|198.51.100.0/24]"},
		{tenant.SectionStrengths, "s", row(`"displayName":"Strong","allowedCombinations":["fido2"]`),
			row(`"displayName":"Strong","allowedCombinations":["fido2","password,sms"]`),
			"note The authentication strength “Strong” now also accepts: password,sms. [|password,sms]"},
		// groups
		{tenant.SectionGroups, "g", "", row(`"displayName":"Helpers","isAssignableToRole":true`),
			"warning The group “Helpers” is new. It can have admin roles."},
		{tenant.SectionGroups, vip, `{"displayName":"Exceptions"}`, "",
			"warning The group “Exceptions” was deleted. The policy “MFA for all” still names it."},
		{tenant.SectionGroups, "g", row(`"displayName":"All","membershipRule":"a"`),
			row(`"displayName":"All","membershipRule":"b"`),
			"warning The group “All” has another membership rule: b. [a|b]"},
		{tenant.SectionGroups, "g", row(`"displayName":"All","membershipRuleProcessingState":"On"`),
			row(`"displayName":"All","membershipRuleProcessingState":"Paused"`),
			"warning The group “All” has another state of its membership rule: paused. [on|paused]"},
		{"member-of/" + ada, "g", "", row(`"displayName":"Helpers"`), "note Ada is now in “Helpers”."},
		{"parents/" + vip, "g", "", row(`"displayName":"Outer"`),
			"warning The group “Exceptions” is now nested in the group “Outer”."},
		{"manager/" + ada, ben, row(`"displayName":"Ben"`), "", "note The manager of Ada is no longer Ben."},
		{tenant.GroupLicencesSection, vip, `{"assignedLicenses":[{"skuId":"ABC"}]}`, `{"assignedLicenses":[]}`,
			"warning The group “Exceptions” no longer gives its members the licence Microsoft 365 Business Premium. " +
				"[Microsoft 365 Business Premium|]"},
		{tenant.IntuneSection(tenant.IntuneApps), "a", row(`"displayName":"Word","assignments":[]`),
			row(`"displayName":"Word","assignments":[{"target":{"groupId":"` + vip + `"}}]`),
			"note Intune apps: “Word” has more groups. New: “Exceptions”. [|“Exceptions”]"},
		// the organisation
		{tenant.SectionDomains, "x.org", `{"id":"x.org","authenticationType":"Managed"}`,
			`{"id":"x.org","authenticationType":"Federated"}`,
			"problem The domain “x.org” has another way of signing in: another identity provider. " +
				"[Microsoft Entra ID|another identity provider]"},
		{tenant.SectionDomains, "x.org", "", `{"id":"x.org","isVerified":false}`,
			"note The domain “x.org” is new. It is not verified yet."},
		{tenant.SectionDomains, "x.org", `{"id":"x.org"}`, "", "warning The domain “x.org” is no longer there."},
		{tenant.SectionLicences, "s", sku(`"consumedUnits":24,"prepaidUnits":{"enabled":25}`),
			sku(`"consumedUnits":25,"prepaidUnits":{"enabled":25}`),
			"warning All 25 licences of Microsoft 365 Business Premium are in use. [24|25]"},
		{tenant.SectionLicences, "s", sku(`"consumedUnits":25,"prepaidUnits":{"enabled":25}`),
			sku(`"consumedUnits":25,"prepaidUnits":{"enabled":20}`),
			"warning You now have 20 licences of Microsoft 365 Business Premium. 25 are in use. [25|20]"},
		{tenant.SectionLicences, "s", sku(`"capabilityStatus":"Enabled"`), sku(`"capabilityStatus":"Suspended"`),
			"warning The licence Microsoft 365 Business Premium is now suspended. [active|suspended]"},
		{tenant.SectionOrganisation, "o", row(`"displayName":"A"`), row(`"displayName":"B"`),
			"note Your organisation is now called B. [A|B]"},
		{tenant.SectionSync, "o", row(`"features":{"blockSoftMatchEnabled":true}`),
			row(`"features":{"blockSoftMatchEnabled":false}`),
			"warning Directory synchronisation can match accounts by address again. [yes|no]"},
		{tenant.SectionDevices, "d", row(`"displayName":"PC-1","isCompliant":true`),
			row(`"displayName":"PC-1","isCompliant":false`),
			"warning The device “PC-1” no longer meets your compliance policies. [yes|no]"},
		{tenant.SectionDevices, "d", row(`"operatingSystemVersion":"10.1"`), row(`"operatingSystemVersion":"10.2"`),
			"noise versions of systems"},
		{tenant.SectionAutopilot, "d", row(`"serialNumber":"5CD","groupTag":"Hall"`),
			row(`"serialNumber":"5CD","groupTag":""`),
			"note The Autopilot device “5CD” no longer has a group tag. [Hall|]"},
		{tenant.SectionProfiles, "d", row(`"displayName":"Kiosk","outOfBoxExperienceSettings":{"userType":"standard"}`),
			row(`"displayName":"Kiosk","outOfBoxExperienceSettings":{"userType":"administrator"}`),
			"warning The Autopilot profile “Kiosk” has another kind of account: local administrator. " +
				"[standard user|local administrator]"},
		{"a-section-of-tomorrow", "z", row(`"name":"Z","a":1`), row(`"name":"Z","a":2`),
			"note a-section-of-tomorrow: “Z” has another “a”. [1|2]"},
		{tenant.SectionDefaults, "d", `{"isEnabled":false}`, `{"isEnabled":true}`,
			"ok Security defaults are now on. [off|on]"},
	} {
		told, err := Tell(context.Background(), now(t), []history.Change{change(k.section, k.id, k.before, k.after)})
		if err != nil || len(told) != 1 {
			t.Errorf("%s: %+v, %v", k.want, told, err)
			continue
		}
		brief(t, told[0])
		if got := sentence(told[0], k.want); got != k.want {
			t.Errorf("%s\n%s", got, k.want)
		}
	}
}

// mostWordsOf is how many words a sentence may have (words.md, 1.1).
const mostWordsOf = 25

// brief holds each sentence against the most words that it may have. Names with a full stop in them make more.
func brief(t *testing.T, told Told) {
	t.Helper()
	for _, one := range strings.Split(told.Text+" "+told.Do, ". ") {
		if n := len(strings.Fields(one)); n > mostWordsOf {
			t.Errorf("%d words: %s", n, one)
		}
	}
}

// sentence returns a sentence as the tables have it, with the values where want has some.
func sentence(t Told, want string) string {
	if t.Noise {
		return strings.TrimSpace("noise " + t.Kind)
	}
	got := fmt.Sprint(t.Severity, " ", t.Text)
	if strings.Contains(want, "[") && t.Before+t.After != "" {
		got += " [" + t.Before + "|" + t.After + "]"
	}
	return got
}

func local(at string) string {
	moment, _ := time.Parse(time.RFC3339, at)
	return moment.Local().Format("2 January 2006, 15:04")
}
