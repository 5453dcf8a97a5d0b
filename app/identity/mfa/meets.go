package mfa

import "handrail/app/identity/access"

// Meets returns what reports whether the person at i meets MFA or an authentication
// strength of grant, with a method that they own and the organisation allows, and if not,
// whether they can register one. It knows nothing of other controls.
func (o *Organisation) Meets(grant access.Grant) func(i int, c access.Control) (meets, registers access.Answer) {
	now, blind := compile(o.Policy), o.blind()
	return func(i int, c access.Control) (meets, registers access.Answer) {
		accepts, p := anyway, &o.People[i]
		if c == access.Strength {
			accepts = acceptsOf(grant.StrengthID, grant.Modes)
		}
		known := c == access.MFA || c == access.Strength && accepts != 0
		if !known || blind || p.InReport != access.Yes {
			return access.Unknown, access.Unknown
		}
		sure, maybe, _, open := now.ways(p, o.belongs, accepts)
		accepts &^= Mail | Questions
		switch s := o.Subject(i); {
		case sure&accepts != 0:
			return access.Yes, access.Unknown
		case maybe&accepts != 0, p.Guest != access.No: // a guest may meet it at home
			return access.Unknown, access.Unknown
		case open == access.Yes && (acting{e: &o.Enforcement, who: &s}).guarded() != access.No:
			return access.No, access.Unknown
		}
		return access.No, open
	}
}
