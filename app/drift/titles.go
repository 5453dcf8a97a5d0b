package drift

import (
	"strings"

	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
)

// nouns are what a row of a section is, with an article. Other rows are named after the title of their section.
var nouns = map[string]string{
	tenant.SectionDomains: "The domain", tenant.SectionDevices: "The device",
	tenant.SectionAutopilot: "The Autopilot device",
	tenant.SectionProfiles:  "The Autopilot profile", tenant.SectionLocations: "The location",
	tenant.SectionStrengths: "The authentication strength", tenant.SectionDefinitions: "The admin role",
	tenant.SectionStreams: "The report of discovered apps", tenant.SectionAccess: "The policy",
	tenant.SectionRoles: "The role assignment", tenant.SectionApplications: "The app registration",
	tenant.SectionSubscriptions: "The subscription",
}

// singles are the sections with one row, which needs no name.
var singles = map[string]string{
	tenant.SectionSync: "Directory synchronisation", tenant.SectionOrganisation: "Your organisation",
	tenant.SectionDefaults: "Security defaults", tenant.SectionMethods: "The sign-in methods policy",
}

// titles are what the properties of a section mean, of those without a rule of their own (Microsoft Learn, the resource
// types domain, device, onPremisesDirectorySynchronizationFeature, windowsAutopilotDeviceIdentity,
// windowsAutopilotDeploymentProfile and unifiedRoleDefinition).
var titles = map[string]map[string]field{
	tenant.SectionDomains: {
		"isVerified": {yes: "is now verified", no: "is no longer verified", worse: "false", better: "true",
			do: "Verify the domain again in the Microsoft 365 admin center."},
		"isDefault": {yes: "is now the default for new accounts", no: "is no longer the default for new accounts"},
		"isInitial": {yes: "is now the first domain", no: "is no longer the first domain"},
		"isRoot":    {noise: kindFollows},
		"isAdminManaged": {yes: "now has its DNS records in your own hands",
			no: "now has its DNS records in the hands of Microsoft"},
		"authenticationType": {label: "a way of signing in", worst: "Federated", words: map[string]string{
			"Managed": "Microsoft Entra ID", "Federated": "another identity provider"},
			do: "Check at once who made the domain federated: another system now decides who can sign in."},
		"supportedServices":                {label: "a list of services"},
		"passwordValidityPeriodInDays":     {label: "a number of days until passwords expire"},
		"passwordNotificationWindowInDays": {label: "a number of days of warning before passwords expire"},
		"handrailRecords": {label: "a list of DNS records that Microsoft requires", worse: "*",
			do: "Compare the DNS records of the domain with those that Microsoft requires."},
		"state": {noise: kindFollows}, "availabilityStatus": {noise: kindFollows}, "manufacturer": {noise: kindFollows},
		"model": {noise: kindFollows},
	},
	tenant.SectionDevices: {
		"operatingSystemVersion": {noise: kindVersions}, "approximateLastSignInDateTime": {noise: kindTimes},
		"physicalIds": {noise: kindFollows}, "systemLabels": {noise: kindFollows}, "mdmAppId": {noise: kindFollows},
		"isCompliant": {yes: "now meets your compliance policies", no: "no longer meets your compliance policies",
			worse: "false", better: "true"},
		"isManaged":      {yes: "is now managed", no: "is no longer managed", worse: "false"},
		"accountEnabled": {yes: "is turned on again", no: "is turned off"},
		"isRooted":       {yes: "is now rooted or jailbroken", no: "is no longer rooted or jailbroken", worse: "true"},
		"trustType": {label: "a way of being joined", words: map[string]string{"AzureAd": "Microsoft Entra joined",
			"ServerAd": "hybrid joined", "Workplace": "registered"}},
		"enrollmentProfileName": {label: "an enrolment profile"}, "deviceOwnership": {label: "an owner"},
		"deviceCategory": {label: "a category"}, "managementType": {label: "a way of being managed"},
		"profileType": {noise: kindFollows}, "operatingSystem": {label: "an operating system"},
	},
	tenant.SectionAutopilot: {
		"groupTag": {label: "a group tag"}, "userPrincipalName": {label: "an assigned person"},
		"addressableUserName": {noise: kindFollows}, "resourceName": {noise: kindFollows},
		"enrollmentState": {label: "an enrolment state", worse: "failed", words: map[string]string{
			"enrolled": "enrolled", "pendingReset": "waiting for a reset", "failed": "failed",
			"notContacted": "not yet seen", "unknown": "not known"}},
		"azureActiveDirectoryDeviceId": {noise: kindFollows}, "managedDeviceId": {noise: kindFollows},
		"lastContactedDateTime": {noise: kindTimes}, "purchaseOrderIdentifier": {label: "a purchase order"},
	},
	tenant.SectionProfiles: {
		"deviceNameTemplate": {label: "a template for device names"}, "locale": {label: "a language"},
		"preprovisioningAllowed": {yes: "now allows pre-provisioning", no: "no longer allows pre-provisioning"},
		"userType": {label: "a kind of account", worse: "administrator", words: map[string]string{
			"administrator": "local administrator", "standard": "standard user"},
			do: "Check that people should be administrators of their computers."},
	},
	tenant.SectionDefinitions: {"isBuiltIn": {noise: kindFollows}, "templateId": {noise: kindFollows}},
	tenant.SectionSync: {
		"passwordSyncEnabled": {yes: "now also synchronises passwords", no: "no longer synchronises passwords",
			worse: "*", do: "Check how people sign in now."},
		"passwordWritebackEnabled": {yes: "now writes new passwords back", no: "no longer writes new passwords back"},
		"blockSoftMatchEnabled": {yes: "now refuses to match accounts by address",
			no: "can match accounts by address again", worse: "false", better: "true", do: "Turn on “Block soft match” again."},
		"blockCloudObjectTakeoverThroughHardMatchEnabled": {yes: "can no longer take over cloud accounts",
			no: "can take over cloud accounts again", worse: "false", better: "true",
			do: "Block the takeover of cloud accounts again."},
		"synchronizationPreventionType": {label: "a limit for deletions", worse: "disabled", words: map[string]string{
			"disabled": "off", "enabledForCount": "on, by number", "enabledForPercentage": "on, by percentage"},
			do: "Turn on the protection against accidental deletions again."},
		"alertThreshold": {label: "a number of deletions that stop it"},
	},
	tenant.SectionStreams: {"logDataProvider": {noise: kindFollows}},
	tenant.SectionSubscriptions: {
		"status": {label: "a state", worse: "*",
			do: "Check it under Billing > Your products in the Microsoft 365 admin center."},
		"totalLicenses": {label: "a number of licences"}, "nextLifecycleDateTime": {noise: kindTimes},
		"isTrial": {yes: "is now a trial", no: "is no longer a trial"}, "skuId": {noise: kindFollows},
		"skuPartNumber": {noise: kindFollows},
	},
	tenant.SectionApplications: {
		"passwordCredentials": {label: "a list of client secrets", worse: "*",
			do: "Check who changed it. Anyone with a client secret can sign in as the app."},
		"keyCredentials": {label: "a list of certificates", worse: "*",
			do: "Check who changed it. Anyone with the key of a certificate can sign in as the app."},
	},
}

// subjectOf returns what a row is called, and the words that begin a sentence about it.
func subjectOf(c history.Change) (name, words string) {
	if single := singles[c.Section]; single != "" {
		return single, single
	}
	row := either(c.After, c.Before)
	for _, property := range []string{"displayName", "name", "tokenName", "userPrincipalName", "serialNumber",
		"skuPartNumber", "id"} {
		if name = word(row, property); name != "" {
			break
		}
	}
	if name == "" {
		name = safe(c.ID, longName)
	}
	noun := nouns[c.Section]
	if noun == "" {
		noun = tenant.TitleOf(c.Section) + ":"
	}
	return name, noun + " “" + name + "”"
}

// titled returns the sentences of a row by the meaning of its properties.
func (w *world) titled(t Told, c history.Change, means map[string]field) []Told {
	name, words := subjectOf(c)
	t.Subject = name
	t = t.of(Ref{c.Section, c.ID, name})
	single := singles[c.Section] != ""
	switch c.Kind {
	case history.Added:
		t.Text = words + " is new."
		if single {
			t.Text = words + " can now be read."
		}
		if c.Section == tenant.SectionDomains {
			t = newDomain(t, c)
		}
		return []Told{t}
	case history.Removed:
		t.Text = words + " is no longer there."
		if single {
			t.Text = words + " is no longer in what Microsoft returns."
		}
		if c.Section == tenant.SectionDomains {
			t.Severity, t.Do = report.Warning, "Check that no one needs the addresses of this domain."
		}
		return []Told{t}
	}
	all := t.fields(c.Fields, means, words)
	for i, one := range all {
		if one.Field == "displayName" && one.Before != "" && one.After != "" {
			all[i].Text = strings.Replace(words, "“"+name+"”", "“"+one.Before+"”", 1) +
				" is now called “" + one.After + "”."
		}
	}
	return all
}

func newDomain(t Told, c history.Change) Told {
	_, words := subjectOf(c)
	verified := string(members(c.After)["isVerified"])
	switch {
	case strings.EqualFold(raw(c.After, "authenticationType"), "Federated"):
		t.Do = titles[tenant.SectionDomains]["authenticationType"].do
		return t.says(words+" is new.", "Another identity provider decides who can sign in.").worth(report.Problem)
	case verified == "false":
		return t.says(words+" is new.", "It is not verified yet.")
	case verified == "true":
		return t.says(words+" is new.", "It is verified.")
	}
	return t
}

// organisationFields are the properties of the organisation.
var organisationFields = map[string]field{
	"onPremisesSyncEnabled": {yes: "now gets accounts from an on-premises directory",
		no: "no longer gets accounts from an on-premises directory", worse: "*", do: "Check who turned this on or off."},
	"technicalNotificationMails":          {label: "a list of addresses for technical messages"},
	"securityComplianceNotificationMails": {label: "a list of addresses for security messages"},
	"marketingNotificationEmails":         {label: "a list of addresses for advertising"},
	"contactEmail":                        {label: "an address for questions about privacy"},
	"statementUrl":                        {label: "an address of its privacy statement"},
	"verifiedDomains":                     {noise: kindFollows}, "assignedPlans": {noise: kindFollows},
	"provisionedPlans": {noise: kindFollows}, "onPremisesLastSyncDateTime": {noise: kindTimes},
	"onPremisesLastPasswordSyncDateTime": {noise: kindTimes}, "directorySizeQuota": {noise: kindCounters},
	"street": {label: "a street"}, "city": {label: "a city"}, "postalCode": {label: "a postal code"},
	"country": {label: "a country"}, "countryLetterCode": {label: "a country code"},
	"businessPhones": {label: "a list of phone numbers"}, "preferredLanguage": {label: "a language"},
}

func (w *world) organisation(t Told, c history.Change) []Told {
	all := w.titled(t, c, organisationFields)
	for i, one := range all {
		if one.Field == "displayName" && c.Kind == history.Changed {
			all[i].Text = "Your organisation is now called " + one.After + "."
		}
	}
	return all
}
