package mfa

import (
	"slices"
	"strings"

	"handrail/app/identity/access"
)

// Method names a configuration of the methods policy.
type Method string

// The configurations that Handrail knows, by Microsoft's ids.
const (
	Sms                 Method = "Sms"
	Voice               Method = "Voice"
	Authenticator       Method = "MicrosoftAuthenticator"
	Fido2               Method = "Fido2"
	SoftwareOath        Method = "SoftwareOath"
	HardwareOath        Method = "HardwareOath"
	TemporaryAccessPass Method = "TemporaryAccessPass"
	X509                Method = "X509Certificate"
	EmailOTP            Method = "Email"
)

// Methods returns the configurations in display order.
func Methods() []Method {
	return []Method{Sms, Voice, Authenticator, Fido2, SoftwareOath, HardwareOath, TemporaryAccessPass, X509, EmailOTP}
}

// methodTitles are the titles of methods.
var methodTitles = map[Method]string{
	Sms: "Text messages", Voice: "Phone calls", Authenticator: "Microsoft Authenticator", Fido2: "Passkeys",
	SoftwareOath: "Authenticator app codes", HardwareOath: "Hardware tokens",
	TemporaryAccessPass: "Temporary Access Pass", X509: "Certificates", EmailOTP: "Email codes",
}

// Title returns the title of a method.
func (m Method) Title() string {
	if t, ok := methodTitles[m]; ok {
		return t
	}
	return string(m)
}

// MethodOf returns the method with an id, ignoring case, or "" if Handrail does not
// know it.
func MethodOf(id string) Method {
	for _, m := range Methods() {
		if strings.EqualFold(id, string(m)) {
			return m
		}
	}
	return ""
}

// Policy is the sign-in methods policy, with the legacy MFA settings.
type Policy struct {
	Methods         map[Method]Config
	Legacy          Legacy
	SystemPreferred Scoped   // the people for whom the strongest method comes first
	Campaign        Campaign // the registration campaign
	// PasskeyOptOut is whether the organisation opted out of automatic passkeys
	// (optOutSettings.passkeyDynamicMigration). It moves no date.
	PasskeyOptOut access.Answer
}

// Config is the configuration of one method. A method that is not in the policy is
// unknown, not off.
type Config struct {
	On      access.Answer // state
	State   string        // Microsoft's value
	Include []Target
	Exclude []Target
	// OfficePhone is Voice's isOfficePhoneAllowed.
	OfficePhone access.Answer
	// OwnCode is Authenticator's isSoftwareOathEnabled.
	OwnCode access.Answer
	// SelfService is Fido2's isSelfServiceRegistrationAllowed.
	SelfService access.Answer
	// Keys are the passkeys that a target without profiles allows.
	Keys Keys
	// PassMinutes is the lifetime of a Temporary Access Pass; 0 unknown.
	PassMinutes int
}

// Keys are the passkeys that are allowed.
type Keys struct {
	Bound, Synced access.Answer
}

// open reports whether any passkey can be registered. Restrictions that cannot be
// checked still allow some passkeys.
func (k Keys) open() access.Answer { return access.Is(k.Bound != access.No || k.Synced != access.No) }

// Target is a group or person that a method or a campaign applies to.
type Target struct {
	Everyone bool
	ID       string        // of a group or user
	Kind     string        // "group", "user" or an unknown kind
	Mode     string        // Authenticator: deviceBasedPush, push, any, ""
	SignIn   access.Answer // Sms: isUsableForSignIn
	Method   string        // campaign: targetedAuthenticationMethod
	Keys     *Keys         // Fido2: allowed by the profiles of the target; nil: as in the configuration
}

// Scoped is a state and the people that it applies to.
type Scoped struct {
	On      access.Answer
	State   string
	Include []Target
	Exclude []Target
}

// Campaign asks people after sign-in to register a method.
type Campaign struct {
	Scoped
	Snooze string // days, Microsoft's value
}

// Legacy are the legacy MFA and password reset settings. Microsoft gives programs no
// way to read them: only the administrator can look up what they allow.
type Legacy struct {
	Live  access.Answer // policyMigrationState is not complete
	State string        // policyMigrationState, unchanged
	Text, Call, App, Code,
	Mail access.Answer // entered by the administrator, else unknown
}

// on reports whether a legacy setting allows something.
func (l Legacy) on(setting access.Answer) access.Answer { return l.Live.And(setting) }

// Clone returns a deep copy of p.
func (p Policy) Clone() Policy {
	c := p
	c.Methods = make(map[Method]Config, len(p.Methods))
	for m, cfg := range p.Methods {
		cfg.Include, cfg.Exclude = slices.Clone(cfg.Include), slices.Clone(cfg.Exclude)
		c.Methods[m] = cfg
	}
	c.Campaign.Include, c.Campaign.Exclude = slices.Clone(p.Campaign.Include), slices.Clone(p.Campaign.Exclude)
	c.SystemPreferred.Include, c.SystemPreferred.Exclude = slices.Clone(p.SystemPreferred.Include),
		slices.Clone(p.SystemPreferred.Exclude)
	return c
}

// Groups returns the ids of all groups in the policy, each once.
func (p Policy) Groups() []string { return p.targeted(false) }

// users returns the ids of all accounts in the policy, each once.
func (p Policy) users() []string { return p.targeted(true) }

// targeted returns the ids of all users, or all groups, that are targets.
func (p Policy) targeted(users bool) (ids []string) {
	add := func(lists ...[]Target) {
		for _, list := range lists {
			for _, t := range list {
				if !t.Everyone && (t.Kind == "user") == users && t.ID != "" && !slices.Contains(ids, t.ID) {
					ids = append(ids, t.ID)
				}
			}
		}
	}
	for _, m := range Methods() {
		add(p.Methods[m].Include, p.Methods[m].Exclude)
	}
	add(p.SystemPreferred.Include, p.SystemPreferred.Exclude, p.Campaign.Include, p.Campaign.Exclude)
	return ids
}
