package mfa

import "handrail/app/identity/access"

// Effect is what a message to one person may say for certain.
type Effect struct {
	Lost  Factor // worked before the change and no longer works, for certain
	Offer Factor // that the person can register after the change, for certain
}

// EffectOn returns the effect of the change on person i; nothing is certain where
// nothing could be computed.
func (v *Preview) EffectOn(i int) Effect {
	o, s := v.Question.Organisation, v.Results[i].at
	if s == nil {
		return Effect{}
	}
	c, p := v.after, &o.People[i]
	allowed := c.sure
	if !c.constant {
		allowed, _, _ = c.allowed(p, (&memo{ask: o.belongs}).belongs)
	}
	allowed |= c.legacy
	// Only what meets the policies helps: those that may apply, else those that do.
	if met := meeting(allowed, s.needAfterMaybe); met&self != 0 {
		allowed = met
	} else {
		allowed = meeting(allowed, s.needAfter)
	}
	e := Effect{Lost: s.before &^ (s.after | s.afterMaybe), Offer: allowed & (Phones | Notify | PhoneSignIn)}
	if allowed&newKey != 0 && c.selfKeys != access.No {
		e.Offer |= Passkey
	}
	if allowed&(ownCode|thirdCode) != 0 {
		e.Offer |= Code
	}
	return e
}
