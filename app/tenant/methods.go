package tenant

import "encoding/json"

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
