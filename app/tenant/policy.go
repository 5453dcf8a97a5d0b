package tenant

import (
	"encoding/json"
	"slices"
	"strings"
)

// MethodsPolicy is the one row of SectionMethods (Graph
// authenticationMethodsPolicy), with the parts that only the beta has.
type MethodsPolicy struct {
	ID             string         `json:"id"`
	Migration      Text           `json:"policyMigrationState"`
	Enforcement    *Enforcement   `json:"registrationEnforcement"`
	Configurations []MethodConfig `json:"authenticationMethodConfigurations"`
	Beta           *MethodsBeta   `json:"handrailBeta,omitempty"` // nil: could not be read
}

// Migrated reports whether the legacy policies no longer apply: Microsoft
// returns complete, or nothing at all, as it does for new organisations.
func (p MethodsPolicy) Migrated() bool {
	return p.Migration == "" || p.Migration.Is("migrationComplete")
}

// MethodsBeta holds properties of the policy that only the beta has.
type MethodsBeta struct {
	SystemPreferred *SystemPreferred `json:"systemCredentialPreferences"`
	OptOut          struct {
		PasskeyMigration Flag `json:"passkeyDynamicMigration"`
	} `json:"optOutSettings"`
	// EnforceAfterSnoozes belongs to the campaign.
	Enforcement struct {
		Campaign struct {
			EnforceAfterSnoozes Flag `json:"enforceRegistrationAfterAllowedSnoozes"`
		} `json:"authenticationMethodsRegistrationCampaign"`
	} `json:"registrationEnforcement"`
}

// SystemPreferred holds for whom Microsoft asks for the strongest method first.
type SystemPreferred struct {
	State   Text     `json:"state"` // default, enabled, disabled
	Include []Target `json:"includeTargets"`
	Exclude []Target `json:"excludeTargets"`
}

// Enforcement holds the registration campaign.
type Enforcement struct {
	Campaign struct {
		State   Text     `json:"state"` // default (Microsoft decides), enabled, disabled
		Snooze  Text     `json:"snoozeDurationInDays"`
		Include []Target `json:"includeTargets"`
		Exclude []Target `json:"excludeTargets"`
	} `json:"authenticationMethodsRegistrationCampaign"`
}

// MethodConfig is one method of the policy. Compare ID without regard to case.
type MethodConfig struct {
	Type           Text     `json:"@odata.type"`
	ID             Text     `json:"id"`
	Name           Text     `json:"displayName"` // external methods only
	State          Text     `json:"state"`       // enabled, disabled
	Include        []Target `json:"includeTargets"`
	Exclude        []Target `json:"excludeTargets"`
	OfficePhone    Flag     `json:"isOfficePhoneAllowed"`             // Voice
	SoftwareOath   Flag     `json:"isSoftwareOathEnabled"`            // Authenticator
	SelfService    Flag     `json:"isSelfServiceRegistrationAllowed"` // Fido2
	DefaultProfile Text     `json:"defaultPasskeyProfile"`            // Fido2
	Profiles       []Raw    `json:"passkeyProfiles"`                  // Fido2
	EmailExternal  Text     `json:"allowExternalIdToUseEmailOtp"`     // Email
	PassMinutes    Text     `json:"defaultLifetimeInMinutes"`         // TemporaryAccessPass
	PassOnce       Flag     `json:"isUsableOnce"`                     // TemporaryAccessPass
	raw            Raw      // everything, for writing back
}

// Enabled reports whether the method is on for its targets.
func (c MethodConfig) Enabled() bool { return c.State.Is("enabled") }

// UnmarshalJSON keeps the whole text beside the fields.
func (c *MethodConfig) UnmarshalJSON(b []byte) error {
	type plain MethodConfig
	if err := json.Unmarshal(b, (*plain)(c)); err != nil {
		return err
	}
	c.raw = Raw(append([]byte(nil), b...))
	return nil
}

// Raw returns the configuration as Microsoft sent it.
func (c MethodConfig) Raw() Raw { return c.raw }

// Raw is JSON as it came.
type Raw = json.RawMessage

// Everyone is the target id that stands for all people.
const Everyone = "all_users"

// Target is whom a method or a campaign is for. Type is user or group; the id
// Everyone with type group is everyone.
type Target struct {
	ID                   Text  `json:"id"`
	Type                 Text  `json:"targetType"`
	RegistrationRequired Flag  `json:"isRegistrationRequired"`
	UsableForSignIn      Flag  `json:"isUsableForSignIn"`            // Sms
	Mode                 Text  `json:"authenticationMode"`           // Authenticator: deviceBasedPush, push, any
	Method               Text  `json:"targetedAuthenticationMethod"` // campaign
	Profiles             Texts `json:"allowedPasskeyProfiles"`       // Fido2
}

// AccessPolicy is a row of SectionAccess (Graph conditionalAccessPolicy).
type AccessPolicy struct {
	raw Raw // everything, for a later comparison

	ID         string         `json:"id"`
	Name       Text           `json:"displayName"`
	State      Text           `json:"state"` // enabled, disabled, enabledForReportingButNotEnforced
	Template   Text           `json:"templateId"`
	Created    When           `json:"createdDateTime"`
	Modified   When           `json:"modifiedDateTime"`
	Conditions Conditions     `json:"conditions"`
	Grant      *GrantControls `json:"grantControls"`
	Session    Raw            `json:"sessionControls"`
	// BetaOnly: v1.0 leaves the policy out, because it uses features of the beta.
	BetaOnly bool `json:"handrailBetaOnly"`
}

// Enforced and ReportOnly report whether the policy acts or only reports.
func (p AccessPolicy) Enforced() bool { return p.State.Is("enabled") }

// ReportOnly is described at Enforced.
func (p AccessPolicy) ReportOnly() bool { return p.State.Is("enabledForReportingButNotEnforced") }

// UnmarshalJSON keeps the whole text beside the fields.
func (p *AccessPolicy) UnmarshalJSON(b []byte) error {
	type plain AccessPolicy
	if err := json.Unmarshal(b, (*plain)(p)); err != nil {
		return err
	}
	p.raw = Raw(append([]byte(nil), b...))
	return nil
}

// Raw returns the policy as Microsoft sent it; nil for one that was not read.
func (p AccessPolicy) Raw() Raw { return p.raw }

// Conditions are when a policy applies.
type Conditions struct {
	ClientApps   Texts `json:"clientAppTypes"`
	SignInRisk   Texts `json:"signInRiskLevels"`
	UserRisk     Texts `json:"userRiskLevels"`
	Applications struct {
		Include     Texts `json:"includeApplications"`
		Exclude     Texts `json:"excludeApplications"`
		UserActions Texts `json:"includeUserActions"` // urn:user:registersecurityinfo
		Contexts    Texts `json:"includeAuthenticationContextClassReferences"`
		Filter      Raw   `json:"applicationFilter"`
	} `json:"applications"`
	Users struct {
		Include       Texts `json:"includeUsers"` // ids, All, None, GuestsOrExternalUsers
		Exclude       Texts `json:"excludeUsers"`
		IncludeGroups Texts `json:"includeGroups"`
		ExcludeGroups Texts `json:"excludeGroups"`
		IncludeRoles  Texts `json:"includeRoles"` // template ids
		ExcludeRoles  Texts `json:"excludeRoles"`
		IncludeGuests Raw   `json:"includeGuestsOrExternalUsers"`
		ExcludeGuests Raw   `json:"excludeGuestsOrExternalUsers"`
	} `json:"users"`
	Platforms *struct {
		Include Texts `json:"includePlatforms"`
		Exclude Texts `json:"excludePlatforms"`
	} `json:"platforms"`
	Locations *struct {
		Include Texts `json:"includeLocations"`
		Exclude Texts `json:"excludeLocations"`
	} `json:"locations"`
	Devices Raw `json:"devices"`
	Flows   Raw `json:"authenticationFlows"`
	// Clients is for service principals; nil in policies for people.
	Clients *struct {
		Include Texts `json:"includeServicePrincipals"` // ids, ServicePrincipalsInMyTenant, None
		Exclude Texts `json:"excludeServicePrincipals"`
		Filter  Raw   `json:"servicePrincipalFilter"`
	} `json:"clientApplications"`
	InsiderRisk  Raw   `json:"insiderRiskLevels"`
	WorkloadRisk Texts `json:"servicePrincipalRiskLevels"`
	AgentRisk    Raw   `json:"agentIdRiskLevels"`
	// Others are conditions that Handrail does not know, by Microsoft's names.
	Others map[string]Raw `json:"-"`
}

// UnmarshalJSON keeps the conditions that have no field of their own.
func (c *Conditions) UnmarshalJSON(b []byte) error {
	type plain Conditions
	if err := json.Unmarshal(b, (*plain)(c)); err != nil {
		return err
	}
	var all struct {
		Conditions map[string]Raw
		Apps       map[string]Raw `json:"applications"`
	}
	if json.Unmarshal(b, &all.Conditions) != nil || json.Unmarshal(b, &all) != nil {
		return nil // not an object: it holds nothing more
	}
	c.Others = map[string]Raw{}
	keep := func(rows map[string]Raw, known []string) {
		for name, raw := range rows {
			if !slices.Contains(known, name) && !strings.Contains(name, "@") {
				c.Others[name] = raw
			}
		}
	}
	keep(all.Conditions, conditionNames)
	keep(all.Apps, applicationNames)
	return nil
}

// The names of the fields of Conditions and its applications.
var (
	conditionNames = []string{"clientAppTypes", "signInRiskLevels", "userRiskLevels", "applications", "users",
		"platforms", "locations", "devices", "authenticationFlows", "clientApplications", "insiderRiskLevels",
		"servicePrincipalRiskLevels", "agentIdRiskLevels"}
	applicationNames = []string{"includeApplications", "excludeApplications", "includeUserActions",
		"includeAuthenticationContextClassReferences", "applicationFilter"}
)

// GrantControls are what a policy requires.
type GrantControls struct {
	Operator Text  `json:"operator"` // AND, OR
	BuiltIn  Texts `json:"builtInControls"`
	Custom   Texts `json:"customAuthenticationFactors"`
	Terms    Texts `json:"termsOfUse"`
	Strength *struct {
		ID           string `json:"id"`
		Name         Text   `json:"displayName"`
		Combinations Texts  `json:"allowedCombinations"`
	} `json:"authenticationStrength"`
}

// SecurityDefaults is the one row of SectionDefaults.
type SecurityDefaults struct {
	ID      string `json:"id"`
	Enabled Flag   `json:"isEnabled"`
}

// Strength is a row of SectionStrengths.
type Strength struct {
	ID           string `json:"id"`
	Name         Text   `json:"displayName"`
	Type         Text   `json:"policyType"`
	Combinations Texts  `json:"allowedCombinations"`
}

// Location is a row of SectionLocations.
type Location struct {
	Type    Text   `json:"@odata.type"`
	ID      string `json:"id"`
	Name    Text   `json:"displayName"`
	Trusted Flag   `json:"isTrusted"`
}
