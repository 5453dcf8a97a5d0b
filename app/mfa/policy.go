package mfa

import (
	"slices"
	"strings"
)

// Method names a configuration of the methods policy.
type Method string

// The configurations Handrail reasons about, by Microsoft's ids.
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

// Methods gives them in the order in which they are shown.
func Methods() []Method {
	return []Method{Sms, Voice, Authenticator, Fido2, SoftwareOath, HardwareOath, TemporaryAccessPass, X509, EmailOTP}
}

// methodTitles names the methods for a person.
var methodTitles = map[Method]string{
	Sms: "Text messages", Voice: "Phone calls", Authenticator: "Microsoft Authenticator", Fido2: "Passkeys",
	SoftwareOath: "Authenticator app codes", HardwareOath: "Hardware tokens",
	TemporaryAccessPass: "Temporary Access Pass", X509: "Certificates", EmailOTP: "Email codes",
}

// Title names a method in words.
func (m Method) Title() string {
	if t, ok := methodTitles[m]; ok {
		return t
	}
	return string(m)
}

// MethodOf finds a method by its id, without regard to case; "" where Handrail
// does not reason about it.
func MethodOf(id string) Method {
	for _, m := range Methods() {
		if strings.EqualFold(id, string(m)) {
			return m
		}
	}
	return ""
}

// Policy is the sign-in methods policy, with the older policies beside it.
type Policy struct {
	Methods         map[Method]Config
	Legacy          Legacy
	SystemPreferred Scoped   // for whom the strongest method is asked first
	Campaign        Campaign // the registration campaign
}

// Config is one method of the policy. A method that the policy does not name is
// unknown, not off.
type Config struct {
	On      Tri    // state
	State   string // as it came
	Include []Target
	Exclude []Target
	// OfficePhone is Voice's isOfficePhoneAllowed.
	OfficePhone Tri
	// OwnCode is Authenticator's isSoftwareOathEnabled.
	OwnCode Tri
	// SelfService is Fido2's isSelfServiceRegistrationAllowed.
	SelfService Tri
	// Keys says which passkeys a target without profiles allows.
	Keys Keys
	// PassMinutes is how long a Temporary Access Pass lasts; 0 unknown.
	PassMinutes int
}

// Keys says which passkeys are allowed.
type Keys struct {
	Bound, Synced Tri
}

// open tells whether some passkey may be registered. Restrictions that cannot be
// checked still let some be.
func (k Keys) open() Tri { return Is(k.Bound != No || k.Synced != No) }

// Target is whom a method or a campaign is for.
type Target struct {
	Everyone bool
	ID       string // of a group, or of a user
	Kind     string // "group", "user", or something else that is unknown
	Mode     string // Authenticator: deviceBasedPush, push, any, ""
	SignIn   Tri    // Sms: isUsableForSignIn
	Method   string // campaign: targetedAuthenticationMethod
	Keys     *Keys  // Fido2: what the target's profiles allow; nil: as the configuration
}

// Scoped is a state with the people it is for.
type Scoped struct {
	On      Tri
	State   string
	Include []Target
	Exclude []Target
}

// Campaign nudges people to register a method after they signed in.
type Campaign struct {
	Scoped
	Snooze string // days, as it came
}

// Legacy are the older MFA and password reset settings. No interface reads
// them: where they still count, only the administrator can say what they allow.
type Legacy struct {
	Live  Tri    // policyMigrationState is not complete
	State string // policyMigrationState as it came
	Text, Call, App, Code,
	Mail Tri // told by the administrator; unknown where not
}

// on tells for a legacy setting whether it allows something.
func (l Legacy) on(setting Tri) Tri { return l.Live.And(setting) }

// Clone copies p deeply enough that changing the copy leaves p alone.
func (p Policy) Clone() Policy {
	c := p
	c.Methods = make(map[Method]Config, len(p.Methods))
	for m, cfg := range p.Methods {
		cfg.Include, cfg.Exclude = slices.Clone(cfg.Include), slices.Clone(cfg.Exclude)
		c.Methods[m] = cfg
	}
	c.Campaign.Include, c.Campaign.Exclude = slices.Clone(p.Campaign.Include), slices.Clone(p.Campaign.Exclude)
	c.SystemPreferred.Include, c.SystemPreferred.Exclude = slices.Clone(p.SystemPreferred.Include), slices.Clone(p.SystemPreferred.Exclude)
	return c
}

// Groups gives the ids of every group that the policy speaks of, each once.
func (p Policy) Groups() []string {
	var ids []string
	add := func(lists ...[]Target) {
		for _, list := range lists {
			for _, t := range list {
				if !t.Everyone && t.Kind != "user" && t.ID != "" && !slices.Contains(ids, t.ID) {
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
