package csdl

import "strings"

// Exception is something that is right although the v1.0 metadata of 20 August
// 2026 say otherwise. Each names where that was read.
type Exception struct {
	Type     string // without "microsoft.graph."
	Property string
	Source   string  // page or program, with its date
	as       string  // type of the property, as CSDL writes it; "" for none
	base     string  // base of a type that v1.0 lacks
	value    *string // one value that is right
}

// anything is the type of a property that is not looked into.
const anything = "any"

func (e Exception) property() property {
	typ, list := e.as, false
	if inner, ok := strings.CutPrefix(typ, "Collection("); ok {
		typ, list = strings.TrimSuffix(inner, ")"), true
	}
	return property{typ, list, true}
}

// The sources of the exceptions.
const (
	betaTypes = "npm @microsoft/microsoft-graph-types-beta 0.44.0-preview, April 2026"
	smsPage   = "entra-docs concept-sms-voice-retirement.md, ms.date 07/29/2026"
	authPage  = "api-reference/beta/api/authentication-get.md"
	// of the steps of a sign-in
	detailPage = "api-reference/beta/resources/authenticationdetail.md"
	// of what a policy did at a sign-in
	appliedPage = "api-reference/beta/resources/appliedconditionalaccesspolicy.md"
)

// The pages of the resources of Defender for Cloud Apps.
const (
	streamPage     = "api-reference/beta/resources/security-cloudappdiscoveryreport.md"
	discoveredPage = "api-reference/beta/resources/security-discoveredcloudappdetail.md"
)

// discovery lists the properties of discovered apps and their reports, which v1.0 lacks. Enumerations are texts here:
// the pages list values that the live service exceeds.
func discovery() (all []Exception) {
	for _, of := range []struct{ name, source, properties string }{
		{"security.cloudAppDiscoveryReport", streamPage, "displayName description receiverProtocol logDataProvider; " +
			"createdDateTime lastDataReceivedDateTime lastModifiedDateTime; anonymizeMachineData anonymizeUserData " +
			"isSnapshotReport; logFileCount; supportedEntityTypes supportedTrafficTypes"},
		{"security.discoveredCloudAppDetail", discoveredPage, "displayName category; lastSeenDateTime; ; riskScore " +
			"ipAddressCount userCount transactionCount uploadNetworkTrafficInBytes downloadNetworkTrafficInBytes; " +
			"tags domains"},
	} {
		types := []string{"Edm.String", "Edm.DateTimeOffset", "Edm.Boolean", "Edm.Int64", "Collection(Edm.String)"}
		for i, names := range strings.Split(of.properties, ";") {
			for _, name := range strings.Fields(names) {
				all = append(all, Exception{Type: of.name, Property: name, as: types[i], base: "entity", Source: of.source})
			}
		}
	}
	return all
}

// BetaOnly lists what only the beta has, as of November 2026.
func BetaOnly() []Exception {
	all := []Exception{
		{Type: "authenticationMethodsPolicy", Property: "systemCredentialPreferences",
			as: "microsoft.graph.systemCredentialPreferences", Source: betaTypes},
		{Type: "authenticationMethodsPolicy", Property: "reportSuspiciousActivitySettings", as: anything,
			Source: betaTypes},
		{Type: "authenticationMethodsPolicy", Property: "optOutSettings",
			as: "microsoft.graph.authenticationMethodsOptOutSettings", Source: smsPage},
		{Type: "authenticationMethodsOptOutSettings", Property: "passkeyDynamicMigration", as: "Edm.Boolean",
			Source: smsPage + "; the page does not name the type"},
		{Type: "systemCredentialPreferences", Property: "state", as: "microsoft.graph.advancedConfigState",
			Source: betaTypes},
		{Type: "systemCredentialPreferences", Property: "includeTargets",
			as: "Collection(microsoft.graph.excludeTarget)", Source: betaTypes +
				"; the targets have the same two properties"},
		{Type: "systemCredentialPreferences", Property: "excludeTargets",
			as: "Collection(microsoft.graph.excludeTarget)", Source: betaTypes},
		{Type: "authenticationMethodsRegistrationCampaign", Property: "enforceRegistrationAfterAllowedSnoozes",
			as: "Edm.Boolean", Source: betaTypes},
		{Type: "microsoftAuthenticatorFeatureSettings", Property: "companionAppAllowedState",
			as: "microsoft.graph.authenticationMethodFeatureConfiguration", Source: betaTypes},
		{Type: "microsoftAuthenticatorFeatureSettings", Property: "numberMatchingRequiredState",
			as: "microsoft.graph.authenticationMethodFeatureConfiguration", Source: betaTypes},
		{Type: "hardwareOathAuthenticationMethodConfiguration", Property: "includeTargets",
			base: "authenticationMethodConfiguration", as: "Collection(microsoft.graph.authenticationMethodTarget)",
			Source: betaTypes},
		{Type: "userRegistrationDetails", Property: "defaultMfaMethod", as: "Edm.String",
			Source: "learn.microsoft.com resources/userregistrationdetails, view=graph-rest-beta"},
		{Type: "strongAuthenticationRequirements", Property: "perUserMfaState", as: "Edm.String", Source: authPage},
		{Type: "signInPreferences", Property: "isSystemPreferredAuthenticationMethodEnabled", as: "Edm.Boolean",
			Source: authPage},
		{Type: "signInPreferences", Property: "userPreferredMethodForSecondaryAuthentication",
			as: "microsoft.graph.userDefaultAuthenticationMethod", Source: authPage},
		{Type: "signIn", Property: "signInEventTypes", as: "Collection(Edm.String)", Source: betaTypes},
		{Type: "signIn", Property: "authenticationDetails", as: "Collection(microsoft.graph.authenticationDetail)",
			Source: detailPage},
		{Type: "authenticationDetail", Property: "authenticationMethod", as: "Edm.String", Source: detailPage},
		{Type: "authenticationDetail", Property: "authenticationMethodDetail", as: "Edm.String", Source: detailPage},
		{Type: "authenticationDetail", Property: "authenticationStepDateTime", as: "Edm.DateTimeOffset",
			Source: detailPage},
		{Type: "authenticationDetail", Property: "authenticationStepRequirement", as: "Edm.String", Source: detailPage},
		{Type: "authenticationDetail", Property: "authenticationStepResultDetail", as: "Edm.String",
			Source: detailPage},
		{Type: "authenticationDetail", Property: "succeeded", as: "Edm.Boolean", Source: detailPage},
		{Type: "appliedConditionalAccessPolicy", Property: "conditionsSatisfied", as: "Edm.String",
			Source: appliedPage},
		{Type: "appliedConditionalAccessPolicy", Property: "conditionsNotSatisfied", as: "Edm.String",
			Source: appliedPage},
		{Type: "appliedConditionalAccessPolicy", Property: "excludeRulesSatisfied",
			as: "Collection(microsoft.graph.conditionalAccessRuleSatisfied)", Source: appliedPage},
		{Type: "conditionalAccessRuleSatisfied", Property: "conditionalAccessCondition", as: "Edm.String",
			Source: appliedPage},
		{Type: "conditionalAccessRuleSatisfied", Property: "ruleSatisfied", as: "Edm.String", Source: appliedPage},
	}
	return append(append(all, discovery()...), intuneOfBeta()...)
}

// intuneOfBeta are the lists of Intune that only the beta has.
func intuneOfBeta() (all []Exception) {
	for typ, name := range map[string]string{"deviceManagementConfigurationPolicy": "name",
		"groupPolicyConfiguration": "displayName", "deviceManagementScript": "displayName",
		"deviceHealthScript": "displayName", "deviceShellScript": "displayName"} {
		assignment := typ + "Assignment"
		if typ == "deviceShellScript" {
			assignment = "deviceManagementScriptAssignment" // the same as of scripts for Windows
		}
		for property, as := range map[string]string{name: "Edm.String", "description": "Edm.String",
			"createdDateTime": "Edm.DateTimeOffset", "lastModifiedDateTime": "Edm.DateTimeOffset",
			"assignments": "Collection(microsoft.graph." + assignment + ")"} {
			all = append(all, Exception{Type: typ, Property: property, base: "entity", as: as, Source: betaTypes})
		}
		all = append(all, Exception{Type: assignment, Property: "target", base: "entity",
			as: "microsoft.graph.deviceAndAppManagementAssignmentTarget", Source: betaTypes})
	}
	for typ, names := range map[string][]string{"androidDeviceOwnerEnrollmentProfile": {"displayName", "description"},
		"depOnboardingSetting": {"tokenName"}, "enrollmentProfile": {"displayName", "description"}} {
		for _, name := range names {
			all = append(all, Exception{Type: typ, Property: name, base: "entity", as: "Edm.String", Source: betaTypes})
		}
	}
	all = append(all, Exception{Type: "depOnboardingSetting", Property: "lastModifiedDateTime", base: "entity",
		as: "Edm.DateTimeOffset", Source: betaTypes})
	const profile = "windowsAutopilotDeploymentProfile"
	return append(all, Exception{Type: profile, Property: "assignments", Source: betaTypes,
		as: "Collection(microsoft.graph." + profile + "Assignment)"},
		Exception{Type: profile + "Assignment", Property: "target", Source: betaTypes,
			as: "microsoft.graph.deviceAndAppManagementAssignmentTarget"})
}

// oddities lists what Graph does although its own metadata forbid it.
func oddities() []Exception {
	empty, open := "", "the examples of entrarecoveryservices-recoverypreviewjob-getchanges.md, of an open type"
	return []Exception{
		{Type: "entraRecoveryServices.recoveryChangeObjectBase", Property: "deltaFromCurrent", as: anything, Source: open},
		{Type: "entraRecoveryServices.recoveryChangeObjectBase", Property: "currentState", as: anything, Source: open},
		{Type: "userRegistrationDetails", Property: "userPreferredMethodForSecondaryAuthentication", value: &empty,
			Source: "the example of authenticationmethodsroot-list-userregistrationdetails.md"},
		{Type: "signInPreferences", Property: "userPreferredMethodForSecondaryAuthentication", value: &empty,
			Source: "the same value, by inference"},
	}
}
