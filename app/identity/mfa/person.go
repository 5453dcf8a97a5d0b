package mfa

import (
	"time"

	"handrail/app/identity/access"
)

// Mark is a reason to check an account separately.
type Mark uint8

// The marks.
const (
	SignedIn    Mark = 1 << iota // the administrator at this computer
	GlobalAdmin                  // has the active role Global Administrator
	BreakGlass                   // named by the administrator as an emergency access account
	SyncAccount                  // the account of directory synchronisation
)

// Person is the data about one account.
type Person struct {
	ID, UPN, Name string
	Mail          string
	Language      string // preferred language in Microsoft's form; may be empty
	Department    string
	// DepartmentRead: an empty Department means that none is recorded.
	DepartmentRead bool
	Created        time.Time // the account; zero: not known
	LastSignIn     time.Time
	SignInRead     bool          // signInActivity was read; a zero LastSignIn then means never
	Enabled        access.Answer // accountEnabled
	Guest          access.Answer
	External       access.Answer // an external user, by externalUserState
	Admin          access.Answer // has an active admin role
	Roles          []string      // template ids of active roles
	Eligible       []string      // template ids of roles that must be activated first
	RolesRead      bool          // Roles are complete
	EligibleRead   bool          // Eligible is complete
	Marks          Mark

	// From Microsoft's report. InReport no: the account has no row there.
	// Unknown: the report was not read.
	InReport        access.Answer
	Registered      Registered
	Names           []string      // methodsRegistered, unchanged
	SystemPreferred access.Answer // isSystemPreferredAuthenticationMethodEnabled
	Preferred       Factor
	PreferredName   string        // userPreferredMethodForSecondaryAuthentication, unchanged
	Capable         access.Answer // isMfaCapable
	SSPRCapable     access.Answer // isSsprCapable
	TextReady       access.Answer // the smsSignInState of a phone is ready; unknown if phones were not read
	PassWorks       bool          // there is a Temporary Access Pass that has certainly not expired

	passTold  bool      // the methods of this person were read
	passUntil time.Time // until when a pass works, if known

	PerUser     access.Answer // per-user MFA is enabled or enforced
	PerUserName string        // perUserMfaState, unchanged
}

// has reports whether one of r is registered.
func (p *Person) has(r Registered) bool { return p.Registered&r != 0 }

// PhoneOnly reports whether phones are the only methods registered for MFA.
func (p *Person) PhoneOnly() bool {
	const phone = MobilePhone | AlternatePhone | OfficePhone
	return p.has(phone) && p.Registered&second&^phone == 0
}

// Label returns the name to show: the display name, else the sign-in name, else the id.
func (p *Person) Label() string {
	for _, name := range []string{p.Name, p.UPN} {
		if name != "" {
			return name
		}
	}
	return p.ID
}
