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
