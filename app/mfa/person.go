package mfa

import "time"

// Mark says that a person is judged apart.
type Mark uint8

// The marks.
const (
	SignedIn    Mark = 1 << iota // the administrator at this computer
	GlobalAdmin                  // holds the role Global Administrator now
	BreakGlass                   // named by the administrator as an emergency account
	SyncAccount                  // the account of directory synchronisation
)

// Person is what is known of one account.
type Person struct {
	ID, UPN, Name string
	Mail          string
	Language      string // preferred language, as Microsoft writes it; may be empty
	LastSignIn    time.Time
	Enabled       Tri // accountEnabled
	Guest         Tri
	Admin         Tri      // holds an administrator role now
	Roles         []string // template ids of roles held now
	Marks         Mark

	// From Microsoft's report. InReport no: the account has no row there.
	// Unknown: the report was not read.
	InReport        Tri
	Registered      Registered
	Names           []string // methodsRegistered as it came
	SystemPreferred Tri      // isSystemPreferredAuthenticationMethodEnabled
	Preferred       Way
	PreferredName   string // userPreferredMethodForSecondaryAuthentication as it came
	Capable         Tri    // isMfaCapable
	SSPRCapable     Tri    // isSsprCapable
	TextReady       Tri    // a phone's smsSignInState is ready; unknown where phones were not read
	PassWorks       bool   // a Temporary Access Pass was there and cannot have run out since

	passTold  bool      // the methods were read one by one
	passUntil time.Time // until when a pass works, where that was told

	PerUser     Tri    // per-user MFA asks them: enabled or enforced
	PerUserName string // perUserMfaState as it came
}

// has tells whether one of r is registered.
func (p *Person) has(r Registered) bool { return p.Registered&r != 0 }

// PhoneOnly tells whether phones are all that is registered for a second step.
func (p *Person) PhoneOnly() bool {
	const phone = MobilePhone | AlternatePhone | OfficePhone
	return p.has(phone) && p.Registered&second&^phone == 0
}
