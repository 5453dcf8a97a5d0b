package tenant

import (
	"maps"
	"time"
)

const (
	hour = time.Hour
	day  = 24 * hour
	week = 7 * day
)

// The largest pages that Graph returns (Microsoft Learn, List users and List signIns).
const (
	largePage = 999
	logPage   = 1000
)

// reportRoles may read the registration report and the sign-ins, besides the permission (Microsoft Learn,
// Authentication methods activity, 4 March 2025).
var reportRoles = []string{"Reports Reader", "Security Reader", "Global Reader"}

// newValues asks for values that are younger than the contract of v1.0, such as the results of report-only policies
// (Microsoft Learn, appliedConditionalAccessPolicy resource type).
var newValues = map[string]string{"Prefer": "include-unknown-enum-members"}

// counting allows $count, on every page (Microsoft Learn, Advanced query capabilities on Microsoft Entra ID objects).
var counting = map[string]string{"ConsistencyLevel": "eventual"}

// Sections returns every section in the order in which it is read: later ones build on earlier ones.
func Sections() []Section {
	all := organisationSections()
	all = append(all, peopleSections()...)
	all = append(all, policySections()...)
	all = append(all, directorySections()...)
	all = append(all, enrolmentSections()...)
	all = append(all, discoverySections()...)
	all = append(all, endingSections()...)
	all = append(all, backupSections()...)
	return append(all, auditSection()) // the last, so that it tells of what the others found
}

func organisationSections() []Section {
	return []Section{
		{
			ID: SectionOrganisation, Title: "Organisation details", MaxAge: week,
			Why:  "Its name, and whether accounts come from an on-premises directory.",
			Path: "/organization", Scopes: []string{"Organization.Read.All"},
			Volatile: []string{"onPremisesLastSyncDateTime", "onPremisesLastPasswordSyncDateTime",
				"directorySizeQuota"}, // it counts every object
		},
		{
			ID: SectionLicences, Title: "Licences", MaxAge: day,
			Why:  "Which features you have paid for.",
			Path: "/subscribedSkus", Scopes: []string{"Organization.Read.All"},
		},
		{
			ID: SectionDomains, Title: "Domains", MaxAge: week,
			Why:  "Which email domains are yours, and the DNS records that Microsoft requires.",
			Path: "/domains", Scopes: []string{"Domain.Read.All"},
			Extra: Extra{Path: "/serviceConfigurationRecords", Name: "handrailRecords"},
		},
	}
}

func peopleSections() []Section {
	return []Section{
		{
			ID: SectionUsers, Title: "People", MaxAge: day,
			Why:  "Who is in the organisation, who can sign in, and who has which licence.",
			Path: "/users", Scopes: []string{"User.Read.All"},
			Select: []string{
				"id", "displayName", "userPrincipalName", "mail", "accountEnabled", "userType", "externalUserState",
				"onPremisesSyncEnabled", "createdDateTime", "jobTitle", "department", "officeLocation", "usageLocation",
				"preferredLanguage", "assignedLicenses",
			},
			PageSize: largePage, Count: true, Headers: counting, Volatile: []string{"signInActivity"},
		},
		{
			ID: SectionRegistration, Title: "Registered sign-in methods", MaxAge: day,
			Why:  "Who can verify a sign-in, and with which method.",
			Path: "/reports/authenticationMethods/userRegistrationDetails", Scopes: []string{"AuditLog.Read.All"},
			Roles: reportRoles, Volatile: []string{"lastUpdatedDateTime"},
		},
		{
			ID: SectionPerUserMFA, Title: "Per-user multifactor authentication", MaxAge: day,
			Why:  "Who has per-user MFA turned on.",
			Path: "/users/{id}/authentication/requirements (beta)", Scopes: []string{"Policy.Read.All"},
		},
	}
}

func policySections() []Section {
	scopes := []string{"Policy.Read.All"}
	return []Section{
		{
			ID: SectionMethods, Title: "Sign-in methods policy", MaxAge: day,
			Why:  "Which methods are allowed, and for which people.",
			Path: "/policies/authenticationMethodsPolicy", Scopes: scopes,
		},
		{
			ID: SectionAccess, Title: "Conditional Access policies", MaxAge: day,
			Why:  "Who must use multifactor authentication, and when.",
			Path: "/identity/conditionalAccess/policies", Scopes: scopes, Plan: PlanP1, Headers: newValues,
		},
		{
			ID: SectionLocations, Title: "Named locations", MaxAge: week,
			Why:  "The locations that policies use.",
			Path: "/identity/conditionalAccess/namedLocations", Scopes: scopes, Plan: PlanP1,
		},
		{
			ID: SectionStrengths, Title: "Authentication strengths", MaxAge: week,
			Why:  "Which methods a policy accepts.",
			Path: "/policies/authenticationStrengthPolicies", Scopes: scopes,
		},
		{
			ID: SectionDefaults, Title: "Security defaults", MaxAge: day,
			Why:  "Whether Microsoft’s own basic protection is on.",
			Path: "/policies/identitySecurityDefaultsEnforcementPolicy", Scopes: scopes,
		},
	}
}

func directorySections() []Section {
	return []Section{
		{
			ID: SectionRoles, Title: "Administrators", MaxAge: day,
			Why:  "Who has which admin role, also through a group.",
			Path: "/roleManagement/directory/roleAssignments", Scopes: []string{"RoleManagement.Read.Directory"},
			Expand: []string{"principal"},
		},
		{
			ID: SectionDefinitions, Title: "Admin roles", MaxAge: week,
			Why:  "Which admin roles there are, so that new ones are named.",
			Path: "/roleManagement/directory/roleDefinitions", Scopes: []string{"RoleManagement.Read.Directory"},
			Select: []string{"id", "displayName", "templateId", "isBuiltIn"},
		},
		{
			ID: SectionGroups, Title: "Groups", MaxAge: day,
			Why:  "Who a policy or a deployment affects.",
			Path: "/groups", Scopes: []string{"GroupMember.Read.All"}, PageSize: largePage,
			Select: []string{
				"id", "displayName", "mail", "mailEnabled", "securityEnabled", "groupTypes", "membershipRule",
				"isAssignableToRole", "onPremisesSyncEnabled", "membershipRuleProcessingState",
			},
		},
		{
			ID: SectionSignIns, Title: "Recent sign-ins", MaxAge: 6 * hour,
			Why:  "Who signs in, with which method, and which policies applied.",
			Path: "/auditLogs/signIns", Scopes: []string{"AuditLog.Read.All"}, Roles: reportRoles, Plan: PlanP1,
			PageSize: logPage, Since: "createdDateTime", Headers: newValues, Log: true,
		},
		{
			ID: SectionDevices, Title: "Devices", MaxAge: day,
			Why:  "Which computers and phones are registered.",
			Path: "/devices", Scopes: []string{"Device.Read.All"}, PageSize: largePage,
			Select: []string{
				"id", "displayName", "operatingSystem", "operatingSystemVersion", "trustType", "isCompliant",
				"isManaged", "accountEnabled", "approximateLastSignInDateTime", "enrollmentProfileName", "deviceId",
				"manufacturer", "model", "mdmAppId", "physicalIds", "profileType", "systemLabels", "deviceCategory",
				"deviceOwnership", "managementType", "isRooted",
			},
			Volatile: []string{"approximateLastSignInDateTime"},
		},
		{
			ID: SectionSync, Title: "Directory synchronisation", MaxAge: week, Optional: true,
			Why:  "Whether accounts come from an on-premises directory, and which account synchronises them.",
			Path: "/directory/onPremisesSynchronization", Scopes: []string{"OnPremDirectorySynchronization.Read.All"},
		},
	}
}

// enrolmentSections are about how devices are set up (Microsoft Learn, List windowsAutopilotDeviceIdentities).
func enrolmentSections() []Section {
	scopes := []string{"DeviceManagementServiceConfig.Read.All"}
	return []Section{
		{
			ID: SectionAutopilot, Title: "Autopilot devices", MaxAge: day, Optional: true,
			Why:  "Which computers are registered to be set up by Autopilot.",
			Path: "/deviceManagement/windowsAutopilotDeviceIdentities", Scopes: scopes,
			Volatile: []string{"lastContactedDateTime"},
		},
		{
			ID: SectionProfiles, Title: "Autopilot profiles", MaxAge: day, Optional: true,
			Why:  "Which profile names computers can get, also those that no device has.",
			Path: "/deviceManagement/windowsAutopilotDeploymentProfiles (beta)", Scopes: scopes,
		},
	}
}

// Demands returns the sections that are read on demand, by kind. Only IDs and names are asked for: the type of a row
// says who is a person and what is a group.
func Demands() map[Demand]Section {
	row := func(title, why, path string, properties ...string) Section {
		return Section{
			Title: title, Why: why, Path: path, Scopes: []string{"GroupMember.Read.All"}, MaxAge: day,
			Select: properties, PageSize: largePage, OfOne: true,
		}
	}
	licences := row("Licences of groups", "Which licences a group gives to its members.", "/groups", "id",
		"assignedLicenses")
	licences.OfOne = false
	const id, name, signIn = "id", "displayName", "userPrincipalName"
	manager := row("Manager of a person", "Who can speak with the person.", "/users/{id}/manager", id, name, signIn)
	manager.Scopes, manager.PageSize, manager.MaxAge = []string{"User.Read.All"}, 0, week
	all := map[Demand]Section{
		Manager: manager, Discovered: discovered(),
		Background: {
			OfOne: true, Title: "Background sign-ins of a person",
			Why:  "Which policies applied to automatic sign-ins of apps.",
			Path: "/auditLogs/signIns", Scopes: []string{"AuditLog.Read.All"}, Roles: reportRoles, Plan: PlanP1,
			MaxAge: 6 * hour, PageSize: logPage, Since: "createdDateTime", Headers: newValues, Log: true,
		},
		Members: row("Members of a group", "Everyone in it, also through nested groups.",
			"/groups/{id}/transitiveMembers", id, name, signIn),
		DirectMembers: row("Direct members of a group", "Everyone in it, without nested groups.",
			"/groups/{id}/members", id, name, signIn),
		MemberOf: row("Groups of a person", "Every group and role that a person is in.",
			"/users/{id}/transitiveMemberOf", id, name),
		Parents: row("Parent groups", "The groups in which it is a nested group.",
			"/groups/{id}/memberOf", id, name),
		GroupLicences: licences,
		Trace: {
			Title: "Message trace", Why: "From which addresses email was sent in the name of your domains.",
			Path: "/admin/exchange/tracing/messageTraces", Scopes: []string{TraceScope},
			Roles: []string{"Exchange Administrator"}, MaxAge: 6 * hour, Log: true,
		},
	}
	maps.Copy(all, intuneDemands())
	return all
}
