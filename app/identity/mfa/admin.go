package mfa

import "handrail/app/identity/access"

// AskedBySettings reports whether a setting of the organisation requires MFA from person i
// at every sign-in. That Microsoft's admin centers do so whatever is set does not count:
// other sign-ins stay open.
func (o *Organisation) AskedBySettings(i int) access.Answer {
	e := o.Enforcement
	e.Portals = access.No
	s := o.Subject(i)
	return e.asked(&o.People[i], &s)
}

// Subject returns what is known of person i for Conditional Access.
func (o *Organisation) Subject(i int) access.Subject { return o.People[i].subject(o.belongs) }

// Strong reports whether person i has registered a method that resists phishing, and that
// Microsoft's admin centers accept: a passkey, a security key or a certificate.
func (o *Organisation) Strong(i int) access.Answer {
	switch p := &o.People[i]; {
	case p.has(PasskeyBound | CertificateMulti | WindowsHello):
		return access.Yes
	case p.InReport == access.Yes && !p.has(Unnamed):
		return access.No
	}
	return access.Unknown
}

// LosesDefaults reports whether security defaults are all that requires MFA from person i:
// once they are off, a password is enough.
func (o *Organisation) LosesDefaults(i int) access.Answer {
	e := o.Enforcement
	e.Portals = access.No
	with := o.AskedBySettings(i)
	e.Defaults = access.No
	s := o.Subject(i)
	return with.And(e.asked(&o.People[i], &s).Not())
}

// LoseDefaults is LosesDefaults for everyone, by position.
func (o *Organisation) LoseDefaults() []access.Answer {
	with := o.Enforcement
	with.Portals = access.No
	without := with
	without.Defaults = access.No
	in, told := (&memo{ask: o.belongs}).belongs, o.asking(&with, &without)
	all := make([]access.Answer, len(o.People))
	for i := range o.People {
		p := &o.People[i]
		s := p.subject(in)
		all[i] = told.on(&with, i, &s).asked(p).And(told.on(&without, i, &s).asked(p).Not())
	}
	return all
}

// CanMeet reports whether person i can meet a control of a policy that requires grant:
// with a method of their own that the control accepts. What only a device or an answer
// meets, an account that lies in a safe does not.
func (o *Organisation) CanMeet(i int, grant access.Grant, control access.Control) access.Answer {
	accepts := anyway
	switch control {
	case access.MFA:
	case access.Strength:
		if accepts = acceptsOf(grant.StrengthID, grant.Modes); accepts == 0 {
			return access.Unknown
		}
	case access.CustomControl, access.UnknownControl:
		return access.Unknown
	default:
		return access.No
	}
	p := &o.People[i]
	owns := works(p.Registered, anyway)
	if p.has(WindowsHello) {
		owns |= Hello
	}
	if p.has(SoftwareCode) {
		owns |= Code
	}
	switch owns &= accepts &^ (Mail | Questions); {
	case owns&PhishingResistant != 0:
		return access.Yes
	case owns != 0, p.has(Unnamed), p.InReport != access.Yes:
		return access.Unknown // the organisation may not allow the method
	}
	return access.No
}
