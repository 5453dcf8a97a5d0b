package guidetest

import (
	"fmt"
	"maps"

	"handrail/app/tenant"
)

// methodsPolicy is the sign-in methods policy of an Office.
var methodsPolicy = `{"id":"authenticationMethodsPolicy","policyMigrationState":"migrationInProgress",
"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"disabled","snoozeDurationInDays":1,
"excludeTargets":[],"includeTargets":[]}},"authenticationMethodConfigurations":[` +
	method("sms", "Sms", "enabled") + "," + method("voice", "Voice", "disabled") + "," +
	method("microsoftAuthenticator", "MicrosoftAuthenticator", "enabled") + "," +
	method("softwareOath", "SoftwareOath", "disabled") + "," + method("hardwareOath", "HardwareOath", "disabled") +
	"," +
	method("temporaryAccessPass", "TemporaryAccessPass", "enabled") + "," +
	method("x509Certificate", "X509Certificate", "disabled") + "," + method("email", "Email", "enabled") + "," +
	method("fido2", "Fido2", "enabled") + `]}`

func method(kind, id, state string) string {
	return fmt.Sprintf(`{"@odata.type":"#microsoft.graph.%sAuthenticationMethodConfiguration","id":%q,"state":%q,
"excludeTargets":[],"includeTargets":[{"targetType":"group","id":"all_users"}]}`, kind, id, state)
}

// sectionRows returns the rows of an Office: a person in each condition, a policy
// for a nested group, and at least one row in every section.
func sectionRows() map[string][]string {
	rows := map[string][]string{
		tenant.SectionOrganisation: {`{"id":"t","displayName":"Northgate Trust","onPremisesSyncEnabled":null}`},
		tenant.SectionLicences:     licenceRows(),
		tenant.SectionDomains: {`{"id":"northgate.example","isVerified":true,"isDefault":true,"handrailRecords":[]}`,
			`{"id":"new.northgate.example","isVerified":false,"handrailRecords":[]}`},
		tenant.SectionMethods:  {methodsPolicy},
		tenant.SectionDefaults: {`{"id":"d","isEnabled":false}`},
		tenant.SectionLocations: {`{"id":"n1","displayName":"The hall","isTrusted":true,
			"@odata.type":"#microsoft.graph.ipNamedLocation"}`},
		tenant.SectionStrengths: {`{"id":"a1","displayName":"Phishing-resistant","allowedCombinations":["fido2"]}`},
		tenant.SectionAccess: {`{"id":"c1","displayName":"Ask trustees","state":"enabled",
			"conditions":{"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},
			"users":{"includeGroups":["trustees"]}},
			"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`},
		tenant.SectionRoles: {`{"id":"r1","principalId":"ada","handrailKind":"user","directoryScopeId":"/",
			"roleDefinitionId":"62e90394-69f5-4237-9190-012177145e10","handrailRole":"Global Administrator",
			"handrailTemplate":"62e90394-69f5-4237-9190-012177145e10"}`,
			`{"id":"r2","principalId":"dia","handrailKind":"user","directoryScopeId":"/",
			"roleDefinitionId":"62e90394-69f5-4237-9190-012177145e10","handrailRole":"Global Administrator",
			"handrailTemplate":"62e90394-69f5-4237-9190-012177145e10"}`},
		tenant.SectionDefinitions: {role("62e90394-69f5-4237-9190-012177145e10", "Global Administrator", true),
			role("f2ef992c-3afb-46b9-b7cf-a126ee74c451", "Global Reader", true), role("own-1", "Our own role", false)},
		tenant.SectionSignIns: {`{"id":"s1","userId":"ben","createdDateTime":"2026-11-21T09:00:00Z",
			"status":{"errorCode":0}}`},
		tenant.SectionDevices: deviceRows(),
		tenant.SectionSync:    {`{"id":"y1"}`},
		tenant.SectionSubscriptions: {`{"id":"sub1","skuPartNumber":"SPB","status":"Enabled","isTrial":false,
			"nextLifecycleDateTime":"2027-03-31T00:00:00Z"}`},
		tenant.SectionApplications: {`{"id":"app1","displayName":"Backup","passwordCredentials":[{"keyId":"k1",
			"displayName":"Nightly","endDateTime":"2026-12-20T10:00:00Z"}],"keyCredentials":[]}`},
		tenant.SectionAutopilot: {`{"id":"p1","displayName":"Kiosk 1","azureActiveDirectoryDeviceId":"dev-v2"}`,
			`{"id":"p2","displayName":"","serialNumber":"S2","azureActiveDirectoryDeviceId":""}`},
		tenant.SectionStreams: {`{"id":"st1","displayName":"Firewall","supportedEntityTypes":["ipAddress"]}`,
			`{"id":"st2","displayName":"Defender-managed endpoints","supportedEntityTypes":["userName"],
			"logDataProvider":"microsoftDefenderForEndpoint","lastDataReceivedDateTime":"2026-11-21T09:00:00Z"}`},
		tenant.DiscoveredSection("st1"): appRows(false), tenant.DiscoveredSection("st2"): appRows(true),
		tenant.SectionProfiles: {`{"id":"f1","displayName":"Hall Kiosk"}`, `{"id":"f2","displayName":"Trustees"}`},
	}
	groupRows(rows)
	personRows(rows)
	assignedRows(rows)
	return rows
}

// licenceRows are a licence of most people, and a small one for security.
func licenceRows() []string {
	return []string{`{"id":"l","skuId":"s1","skuPartNumber":"SPB","capabilityStatus":"Enabled",
		"consumedUnits":40,"prepaidUnits":{"enabled":50},"servicePlans":[{"servicePlanId":"` + tenant.PlanP1 + `",
		"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"},
		{"servicePlanId":"932ad362-64a8-4783-9106-97849a1a30b9",
		"servicePlanName":"ADALLOM_S_DISCOVERY","provisioningStatus":"Success"},
		{"servicePlanId":"bfc1bbd9-981b-4f71-9b82-17c35fd0e2a4","servicePlanName":"MDE_SMB",
		"provisioningStatus":"Success"},{"servicePlanId":"e1",
		"servicePlanName":"EXCHANGE_S_STANDARD",
		"provisioningStatus":"Success"},{"servicePlanId":"t1","servicePlanName":"TEAMS1","provisioningStatus":"Success"}]}`,
		`{"id":"l2","skuId":"s2","skuPartNumber":"SECURITY_SUITE","capabilityStatus":"Enabled","consumedUnits":3,
		"prepaidUnits":{"enabled":5},"servicePlans":[{"servicePlanId":"bf6f5520-59e3-4f82-974b-7dbbc4fd27c7",
		"servicePlanName":"SAFEDOCS","provisioningStatus":"Success"},
		{"servicePlanId":"cc8c0802-a325-43df-8cba-995d0c6cb373","servicePlanName":"TEAMSPRO_CUST",
		"provisioningStatus":"Success"},
		{"servicePlanId":"43de0ff5-c92c-492b-9116-175376d08c38","servicePlanName":"OFFICESUBSCRIPTION",
		"provisioningStatus":"Success"}]}`}
}

// groupRows adds the groups with their members, and the groups that they are in.
func groupRows(rows map[string][]string) {
	maps.Copy(rows, map[string][]string{
		tenant.SectionGroups: {group("trustees", "Trustees", true, true), group("helpers", "Helpers", false, true),
			group("youth", "Youth", true, false),
			dynamic("kiosks", "Kiosks", `device.displayName -startsWith "Kiosk"`),
			dynamic("copies", "Copies of Youth", "user.memberOf -any (group.objectId -in ['youth'])")},
		tenant.MembersSection("trustees"):       {member("user", "dia"), member("user", "ben")},
		tenant.DirectMembersSection("trustees"): {member("user", "dia"), member("group", "helpers")},
		tenant.DirectMembersSection("helpers"):  {member("user", "ben"), member("user", "cai")},
		tenant.DirectMembersSection("youth"):    {member("user", "cai"), member("user", "eve")},
		tenant.MembersSection("helpers"):        {member("user", "ben"), member("user", "cai")},
		tenant.MembersSection("youth"):          {member("user", "cai"), member("user", "eve")},
		tenant.DirectMembersSection("kiosks"):   {member("device", "v2"), member("device", "v5")},
		tenant.DirectMembersSection("copies"):   {member("user", "cai")},
		tenant.ParentsSection("kiosks"):         nil,
		tenant.ParentsSection("copies"):         nil,
		tenant.ParentsSection("trustees"):       nil,
		tenant.ParentsSection("helpers"):        {member("group", "trustees")},
		tenant.ParentsSection("youth"):          nil,
	})
}

// appRows are apps of each kind: blocked, stopped with another, approved, protected, and without a score.
func appRows(named bool) (rows []string) {
	for i, a := range []struct {
		name, score, tag, domains string
		people                    int
	}{
		{"FileHop", "3", "", `"filehop.example","filehop.example/share"`, 9}, {"Draw", "4", "Monitored", `"draw.example"`, 0},
		{"Hop Forms", "7", "", `"forms.filehop.example","hopforms.example"`, 12}, {"FormBird", "2", "Sanctioned",
			`"formbird.example"`, 3}, {"Microsoft Teams", "10", "Protected", `"teams.microsoft.com"`, 40},
		{"New App", "null", "", `"new.example"`, 1}, {"Pages", "1", "Unsanctioned", `"github.io","pages.example"`, 2},
	} {
		if !named {
			a.people = 0
		}
		rows = append(rows, fmt.Sprintf(`{"id":"a%d","displayName":%q,"riskScore":%s,"tags":[%q],"domains":[%s],
			"userCount":%d,"transactionCount":%d,"uploadNetworkTrafficInBytes":%d,"downloadNetworkTrafficInBytes":0,
			"category":"productivity","lastSeenDateTime":"2026-11-20T00:00:00Z"}`, i, a.name, a.score, a.tag, a.domains,
			a.people, 10+i, 5<<28))
	}
	return rows
}

// personRows adds a person in each condition.
func personRows(rows map[string][]string) {
	more := map[string]string{"ada": `,{"skuId":"s2","disabledPlans":[]}`,
		"ben": `,{"skuId":"s2","disabledPlans":["bf6f5520-59e3-4f82-974b-7dbbc4fd27c7"]}`}
	for _, p := range []struct{ id, name, kind, methods, perUser string }{
		{"ada", "Ada Mayhew", "Member", `"passKeyDeviceBound"`, "disabled"},
		{"ben", "Ben Okafor", "Member", `"mobilePhone"`, "enforced"},
		{"cai", "Cai Rees", "Member", "", "disabled"},
		{"dia", "Dia Shah", "Member", `"microsoftAuthenticatorPush","mobilePhone"`, "enabled"},
		{"eve", "Eve Lind", "Guest", "", "disabled"},
		{"fay", "Fay Odell", "Member", `"mobilePhone"`, "disabled"},
	} {
		rows[tenant.SectionUsers] = append(rows[tenant.SectionUsers], fmt.Sprintf(`{"id":%q,"displayName":%q,
			"userPrincipalName":"%s@northgate.example","mail":"%s@northgate.example","accountEnabled":%v,"userType":%q,
			"assignedLicenses":[{"skuId":"s1","disabledPlans":[]}%s]}`, p.id, p.name, p.id, p.id, p.id != "fay", p.kind,
			more[p.id]))
		rows[tenant.SectionRegistration] = append(rows[tenant.SectionRegistration], fmt.Sprintf(`{"id":%q,
			"userPrincipalName":"%s@northgate.example","methodsRegistered":[%s],"isMfaCapable":%v,
			"isSystemPreferredAuthenticationMethodEnabled":true}`, p.id, p.id, p.methods, p.methods != ""))
		rows[tenant.SectionPerUserMFA] = append(rows[tenant.SectionPerUserMFA],
			fmt.Sprintf(`{"id":%q,"perUserMfaState":%q}`, p.id, p.perUser))
	}
}

// deviceRows are devices whose profile names collide, one that reports its name itself, and one
// without a name.
func deviceRows() (rows []string) {
	for _, d := range [][3]string{{"v2", "Kiosk 1", "Hall Kiosk"}, {"v3", "Kiosk 2", "Hall Kiosk"},
		{"v4", "Youth 1", "Hall Kiosk - Youth Club"}, {"v5", "Foyer", "Office laptops"},
		{"v6", "Lent 9", "OfflineAutopilotprofile-Kiosk"}} {
		rows = append(rows, fmt.Sprintf(`{"id":%q,"deviceId":"dev-%s","displayName":%q,"enrollmentProfileName":%q,
			"operatingSystem":"Windows","isManaged":true,"accountEnabled":true,"physicalIds":[]}`, d[0], d[0], d[1], d[2]))
	}
	return append(rows, `{"id":"v1","displayName":"Laptop 1","enrollmentProfileName":null,"isManaged":true,
		"accountEnabled":true}`)
}

// dynamic is a group whose members follow a rule.
func dynamic(id, name, rule string) string {
	return fmt.Sprintf(`{"id":%q,"displayName":%q,"mailEnabled":false,"securityEnabled":true,"onPremisesSyncEnabled":null,
"groupTypes":["DynamicMembership"],"membershipRule":%q,"membershipRuleProcessingState":"On"}`, id, name, rule)
}

func role(id, name string, builtIn bool) string {
	return fmt.Sprintf(`{"id":%q,"displayName":%q,"templateId":%q,"isBuiltIn":%v}`, id, name, id, builtIn)
}

func group(id, name string, mail, security bool) string {
	return fmt.Sprintf(`{"id":%q,"displayName":%q,"mail":"%s@northgate.example","mailEnabled":%v,"securityEnabled":%v,
"groupTypes":[]}`, id, name, id, mail, security)
}

func member(kind, id string) string {
	return fmt.Sprintf(`{"@odata.type":"#microsoft.graph.%s","id":%q}`, kind, id)
}
