package graphsim

import (
	_ "embed"
	"slices"
	"strings"
	"time"
)

var (
	//go:embed data/methods.json
	methodsText string
	//go:embed data/access.json
	accessText string
)

var (
	methodsKind  = &kind{name: "authenticationMethodsPolicy", context: "authenticationMethodsPolicy"}
	configKind   = &kind{name: "authenticationMethodConfiguration", context: "authenticationMethodConfigurations"}
	defaultsKind = &kind{name: "identitySecurityDefaultsEnforcementPolicy",
		context: "policies/identitySecurityDefaultsEnforcementPolicy"}
	strengthKind = &kind{name: "authenticationStrengthPolicy", context: "policies/authenticationStrengthPolicies",
		filter: map[string]string{"policyType": "eq", "displayName": "eq startswith", "id": "eq"}}
)

// betaOnly are properties of the methods policy that v1.0 lacks, and betaTypes
// configurations whose type it lacks (metadata of 20 August 2026).
var (
	betaOnly = map[string]bool{"systemCredentialPreferences": true, "reportSuspiciousActivitySettings": true,
		"optOutSettings":                         true,
		"enforceRegistrationAfterAllowedSnoozes": true, "companionAppAllowedState": true,
		"numberMatchingRequiredState": true}
	betaTypes = map[string]bool{"#microsoft.graph.hardwareOathAuthenticationMethodConfiguration": true}
)

// policyShape is what the methods policy may be sent.
const policyShape = `id displayName description policyVersion lastModifiedDateTime reconfirmationInDays
	policyMigrationState authenticationMethodConfigurations
	registrationEnforcement{authenticationMethodsRegistrationCampaign{snoozeDurationInDays state
		excludeTargets{id targetType} includeTargets{id targetType targetedAuthenticationMethod} %}} %`

// betaShape is what the beta takes besides.
const betaShape = `systemCredentialPreferences{state includeTargets{id targetType} excludeTargets{id targetType}}
	optOutSettings{passkeyDynamicMigration}
	reportSuspiciousActivitySettings{state includeTarget{id targetType} voiceReportingCode}`

// configShapes are what each method's configuration may be sent, by id.
var configShapes = map[string]string{
	"fido2": "isAttestationEnforced isSelfServiceRegistrationAllowed defaultPasskeyProfile " +
		"keyRestrictions{isEnforced enforcementType aaGuids} passkeyProfiles{id name passkeyTypes " +
		"attestationEnforcement keyRestrictions{isEnforced enforcementType aaGuids}}",
	"microsoftauthenticator": "isSoftwareOathEnabled featureSettings",
	"sms":                    "",
	"temporaryaccesspass": "defaultLifetimeInMinutes defaultLength minimumLifetimeInMinutes " +
		"maximumLifetimeInMinutes isUsableOnce",
	"hardwareoath": "",
	"softwareoath": "",
	"voice":        "isOfficePhoneAllowed",
	"email":        "allowExternalIdToUseEmailOtp",
	"x509certificate": "certificateUserBindings authenticationModeConfiguration issuerHintsConfiguration " +
		"crlValidationConfiguration certificateAuthorityScopes",
	"qrcodepin": "standardQRCodeLifetimeInDays pinLength",
}

// targetShapes are the properties of include targets beyond the common ones.
var targetShapes = map[string]string{"fido2": "allowedPasskeyProfiles", "microsoftauthenticator": "authenticationMode",
	"sms": "isUsableForSignIn"}

// readPolicies reads the two policy files and works out what follows.
func (c *Cloud) readPolicies() (err error) {
	if c.methods, err = c.readData(methodsText); err != nil {
		return err
	}
	c.rules = c.rulesOf(c.methods)
	if c.options.Defaults {
		c.defaults = c.defaults.with("isEnabled", true)
	}
	if c.options.Defaults || c.options.NoPremium {
		return nil
	}
	all, err := c.readData(`{"value":` + accessText + `}`)
	for _, o := range all.list("value") {
		c.access = append(c.access, c.filledIn(o))
	}
	return err
}

func policyRoutes() []route {
	return []route{
		{of: "authenticationMethodsPolicy", pattern: "/policies/authenticationMethodsPolicy", do: methodsPolicy},
		{method: "PATCH", of: "authenticationMethodsPolicy", pattern: "/policies/authenticationMethodsPolicy",
			write: true, do: changePolicy},
		{of: "[]authenticationMethodConfiguration",
			pattern: "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations", do: configurations},
		{of: "authenticationMethodConfiguration",
			pattern: "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{}", do: configuration},
		{method: "PATCH", pattern: "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{}",
			write: true, do: changeConfiguration},
		{of: "identitySecurityDefaultsEnforcementPolicy",
			pattern: "/policies/identitySecurityDefaultsEnforcementPolicy",
			do:      func(x *call) *answer { return x.entity(defaultsKind, x.cloud.defaults) }},
		{method: "PATCH", pattern: "/policies/identitySecurityDefaultsEnforcementPolicy", write: true,
			do: changeDefaults},
		{of: "[]authenticationStrengthPolicy", pattern: "/policies/authenticationStrengthPolicies",
			do: fixed(strengthKind, "strengths")},
		{of: "authenticationStrengthPolicy", pattern: "/policies/authenticationStrengthPolicies/{}",
			do: fixedOne(strengthKind, "strengths")},
	}
}

// policyView is the methods policy as the version of the call has it.
func (x *call) policyView() object {
	if x.beta {
		return x.cloud.methods
	}
	o := x.cloud.methods.without(betaOnly)
	var kept []any
	for _, each := range o.list("authenticationMethodConfigurations") {
		if !betaTypes[each.str("@odata.type")] {
			kept = append(kept, each)
		}
	}
	return o.with("authenticationMethodConfigurations", kept)
}

// methodsPolicy answers the policy. A single object's context has no "$entity".
func methodsPolicy(x *call) *answer {
	q, refused := x.parseQuery(methodsKind)
	if refused != nil {
		return refused
	}
	row := x.appendRow(nil, methodsKind, &q, x.policyView())
	head := append([]byte(`{"@odata.context":`), appendText(nil, x.contextURL(methodsKind, &q))...)
	return &answer{status: 200, body: append(append(head, ','), row[1:]...)}
}

func configurations(x *call) *answer {
	return x.list(configKind, these(x.policyView().list("authenticationMethodConfigurations")))
}

// configuration answers one method by id, compared without case.
func configuration(x *call) *answer {
	return x.oneOf(configKind, x.policyView().list("authenticationMethodConfigurations"))
}

// changePolicy applies a PATCH of the whole policy and answers with it, as the
// example of authenticationmethodspolicy-update.md does.
func changePolicy(x *call) *answer {
	properties := strings.Replace(policyShape, "%", "", 2)
	if x.beta {
		properties = strings.Replace(policyShape, "%", "enforceRegistrationAfterAllowedSnoozes", 1)
		properties = strings.Replace(properties, "%", betaShape, 1)
	}
	body, refused := x.readWrite(properties, "authenticationMethodsPolicy")
	if refused != nil {
		return refused
	}
	campaign := body.obj("registrationEnforcement").obj("authenticationMethodsRegistrationCampaign")
	days, given := campaign.get("snoozeDurationInDays")
	switch {
	case oneWord(body, "policyMigrationState", "preMigration", "migrationInProgress", "migrationComplete") != nil:
		return oneWord(body, "policyMigrationState")
	case oneWord(campaign, "state", "default", "enabled", "disabled") != nil:
		return oneWord(campaign, "state")
	case given && (number(days) < 0 || number(days) > 14):
		return refuse(400, "BadRequest", "snoozeDurationInDays must be between 0 and 14.")
	case body.list("authenticationMethodConfigurations") != nil:
		return refuse(400, "BadRequest", "Change authenticationMethodConfigurations one by one.")
	}
	c := x.cloud
	c.methods = merged(c.methods, body).with("lastModifiedDateTime", x.now.UTC())
	c.rules = c.rulesOf(c.methods)
	return methodsPolicy(&call{cloud: c, base: x.base, path: x.path, beta: x.beta, header: x.header})
}

// changeConfiguration applies a PATCH of one method, which must name its type.
func changeConfiguration(x *call) *answer {
	id := strings.ToLower(x.arg(0))
	all := x.cloud.methods.list("authenticationMethodConfigurations")
	i := slices.IndexFunc(all, func(o object) bool { return strings.EqualFold(o.str("id"), id) })
	if i < 0 || !x.beta && betaTypes[all[i].str("@odata.type")] {
		return notFound(x.arg(0))
	}
	typ, _ := strings.CutPrefix(all[i].str("@odata.type"), "#microsoft.graph.")
	body, refused := x.readWrite("id state excludeTargets{id targetType} includeTargets{id targetType "+
		"isRegistrationRequired "+targetShapes[id]+"} "+configShapes[id], typ)
	if refused != nil {
		return refused
	}
	given := body.str("@odata.type")
	external, _ := all[i].get("allowExternalIdToUseEmailOtp")
	if v, ok := body.get("allowExternalIdToUseEmailOtp"); ok {
		external = v
	}
	switch {
	case given == "":
		return refuse(400, "BadRequest",
			"The request body must contain '@odata.type', which tells the type of the authentication method "+
				"configuration.")
	case strings.TrimPrefix(given, "#") != "microsoft.graph."+typ:
		return refuse(400, "BadRequest", "The type '"+given+"' does not fit the authentication method configuration '"+
			x.arg(0)+"'.")
	case oneWord(body, "state", "enabled", "disabled") != nil:
		return oneWord(body, "state")
	case id == "email" && body.str("state") == "disabled" && external != "disabled":
		return refuse(400, "BadRequest",
			"Email cannot be disabled while external users may use email one-time passcodes.")
	}
	list := make([]any, len(all))
	for j := range all {
		list[j] = all[j]
	}
	change := slices.DeleteFunc(slices.Clone(body),
		func(f field) bool { return f.name == "id" || strings.HasPrefix(f.name, "@odata.") })
	list[i] = merged(all[i], change)
	x.cloud.methods = x.cloud.methods.with("authenticationMethodConfigurations", list).with("lastModifiedDateTime",
		x.now.UTC())
	x.cloud.rules = x.cloud.rulesOf(x.cloud.methods)
	return done()
}

// stamp is the time of a write as policies keep it.
func (x *call) stamp() time.Time { return x.now.UTC().Truncate(100 * time.Nanosecond) }
