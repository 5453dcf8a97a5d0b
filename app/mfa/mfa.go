// Package mfa says what a change of the sign-in methods policy means for each
// person, before it is made.
//
// Microsoft asks many people for a second step after the password: a text
// message, a call, the Authenticator app, a passkey. Two things decide whether a
// person can give one. The person must have registered the method, and the
// organisation's policy must allow it for them. The two stand in different
// places: the registration report lists a "mobilePhone", the policy has "Sms"
// and "Voice", and only both together tell that a text message works. A person
// whose last method is no longer allowed must register another one at the next
// sign-in that asks for a second step. Where registering is itself guarded by a
// Conditional Access policy that needs a second step, they cannot: they are
// locked out until somebody gives them a temporary pass.
//
// Impact joins people, the policy before and after, and what asks for a second
// step today. It touches neither disk nor network. What is not known stays
// unknown: every outcome is worked out for each way the unknown may turn out,
// and only what holds in all of them is said for certain.
//
// Where rules come from: the authentication methods pages of
// learn.microsoft.com/entra/identity/authentication (how-to-authentication-
// methods-manage, concept-system-preferred-multifactor-authentication,
// concept-sms-voice-retirement, concept-registration-mfa-sspr-combined) and the
// Graph resources userRegistrationDetails and authenticationMethodsPolicy.
package mfa

// Tri is yes, no or unknown.
type Tri uint8

// The values of Tri. Unknown is the zero value.
const (
	Unknown Tri = iota
	No
	Yes
)

// Is makes a known Tri.
func Is(yes bool) Tri {
	if yes {
		return Yes
	}
	return No
}

// Or is yes where one is yes, no where both are no.
func (t Tri) Or(u Tri) Tri {
	switch {
	case t == Yes || u == Yes:
		return Yes
	case t == No && u == No:
		return No
	}
	return Unknown
}

// And is no where one is no, yes where both are yes.
func (t Tri) And(u Tri) Tri { return t.Not().Or(u.Not()).Not() }

// Not turns yes and no around.
func (t Tri) Not() Tri {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}

// String gives the word: yes, no, unknown.
func (t Tri) String() string {
	switch t {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return "unknown"
}
