package mfa

import "handrail/app/identity/access"

// Asking is whether MFA is required of a person: at every sign-in, or certainly at some, under the condition of a
// policy. Always is then unknown.
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
	}
	return all
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
