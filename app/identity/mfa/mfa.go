// Package mfa computes the effect of a change of the sign-in methods policy on each
// person, before the change is made.
//
// Microsoft requires multifactor authentication (MFA) from many people: after the
// password they verify the sign-in with a text message, a phone call, Microsoft
// Authenticator or a passkey. Two things decide whether a person can do so. The
// person must have registered the method, and the organisation's policy must allow
// it for them. Microsoft stores the two in different places: the registration report
// lists a "mobilePhone", the policy has "Sms" and "Voice", and only both together
// show that a text message works. A person whose last method is no longer allowed
// must register another one at the next sign-in that requires MFA. If a Conditional
// Access policy that requires MFA protects the registration itself, they cannot: they
// are locked out until an administrator gives them a Temporary Access Pass.
//
// Impact joins people, the policy before and after, and what requires MFA today. It
// uses neither disk nor network. Unknown facts stay unknown: every outcome is
// computed for each value that an unknown fact can have, and only what is the same in
// all cases is certain.
//
// The rules come from the authentication methods pages of
// learn.microsoft.com/entra/identity/authentication (how-to-authentication-
// methods-manage, concept-system-preferred-multifactor-authentication,
// concept-sms-voice-retirement, concept-registration-mfa-sspr-combined) and the
// Graph resources userRegistrationDetails and authenticationMethodsPolicy.
package mfa
