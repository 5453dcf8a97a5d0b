package mfa

import "handrail/app/identity/access"

// Asking is whether MFA is required of a person: at every sign-in, or certainly not at every one, because that depends
// on the condition of a policy or on a role that the person has not activated. Always is then unknown.
type Asking struct {
	Always    access.Answer
	Sometimes bool
}

// Asked returns whether e requires MFA from each of People. Of an account that is blocked, nothing is required.
func (o *Organisation) Asked(e *Enforcement) []Asking {
	in, asks, all := (&memo{ask: o.belongs}).belongs, o.asking(e), make([]Asking, len(o.People))
	for i := range o.People {
		p := &o.People[i]
		if p.Enabled == access.No {
			all[i].Always = access.No
			continue
		}
		s := p.subject(in)
		acting := asks.on(e, i, &s)
		all[i] = Asking{acting.asked(p), acting.sometimes(p)}
		if all[i].Always == access.Unknown && !all[i].Sometimes && len(p.Eligible) > 0 {
			all[i].Sometimes = withoutRoles(e, p, s)
		}
	}
	return all
}

// withoutRoles reports whether MFA is certainly not required at every sign-in while the person has not activated any
// role.
func withoutRoles(e *Enforcement, p *Person, s access.Subject) bool {
	s.Eligible.IDs = nil
	plain := acting{e: e, who: &s}
	return plain.asked(p) == access.No || plain.sometimes(p)
}

// Reached returns whether a policy acts on each of People. On an account that is blocked, none does.
func (o *Organisation) Reached(policy *access.Policy) []access.Answer {
	in, all := (&memo{ask: o.belongs}).belongs, make([]access.Answer, len(o.People))
	for i := range o.People {
		p := &o.People[i]
		all[i] = access.No
		if p.Enabled != access.No {
			s := p.subject(in)
			all[i] = policy.Acts(&s)
		}
	}
	return all
}
