package mfa

import "handrail/app/identity/access"

// ways returns what works for p: registered, and allowed by the policy or by the
// legacy MFA settings. open reports whether p can register any method.
// need are the methods that meet the policies.
func (c *compiled) ways(p *Person, in belongs, need Factor) (sure, maybe Factor, signIn bool, open access.Answer) {
	s, m := c.sure, c.maybe
	if signIn = c.signIn; !c.constant {
		s, m, signIn = c.allowed(p, in)
	}
	s, m = s|c.legacy, m|c.perhaps
	open = c.open(s, m, need)
	if p.Registered == 0 {
		return 0, 0, signIn, open
	}
	sure, maybe = works(p.Registered, s), works(p.Registered, m)
	codes(p, s, m, &sure, &maybe)
	if p.has(WindowsHello) { // this policy does not control it
		sure, maybe = sure|Hello, maybe|Hello
	}
	if p.has(SecurityQuestions) {
		sure, maybe = sure|Questions, maybe|Questions
	}
	if p.has(Unnamed) {
		maybe |= Other
	}
	if !p.PassWorks {
		sure, maybe = sure&^Pass, maybe&^Pass
	}
	return sure, maybe, signIn, open
}

// self are the methods that people can register themselves.
const self = Text | Calls | Notify | PhoneSignIn | ownCode | thirdCode | newKey

// open reports whether any method that meets need can be registered.
func (c *compiled) open(sure, maybe, need Factor) access.Answer {
	able := meeting(self, need)
	if c.selfKeys == access.No {
		able &^= newKey
	}
	switch {
	case sure&able != 0:
		return access.Yes
	case maybe&able != 0:
		return access.Unknown
	case need != anyway && need&Hello != 0: // people set it up on their own computer
		return access.Unknown
	}
	return access.No
}

// pairs maps each registration to the methods through which it works.
var pairs = [...]struct {
	r Registered
	w Factor
}{
	{MobilePhone, Text | CallMobile}, {AlternatePhone, CallAlternate}, {OfficePhone, CallOffice},
	{AppPush, Notify}, {AppPasswordless, PhoneSignIn}, {HardwareCode, Token}, {PasskeyBound, Passkey},
	{CertificateMulti, Certificate}, {TemporaryPass, Pass}, {Email, Mail},
}

func works(r Registered, allowed Factor) (w Factor) {
	for _, x := range pairs {
		if r&x.r != 0 {
			w |= allowed & x.w
		}
	}
	return w
}

// codes decides whether a registered code works. The report does not contain the
// app, and the policy has a setting for each kind. If only one is on, the setting of
// Microsoft Authenticator counts for people who have registered it, the other one for
// people who have not. Otherwise the result is unknown.
func codes(p *Person, s, m Factor, sure, maybe *Factor) {
	if !p.has(SoftwareCode) {
		return
	}
	const both = ownCode | thirdCode
	if m&both != 0 {
		*maybe |= Code
	}
	app := p.has(AppPush | AppPasswordless)
	if s&both == both || app && s&ownCode != 0 || !app && s&thirdCode != 0 {
		*sure |= Code
	}
}
