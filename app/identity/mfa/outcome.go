package mfa

import "math/bits"

// Outcome is the effect of a change on a person, or a set of several effects.
type Outcome uint16

// The outcomes, worst first. Their codes are stable.
const (
	LockedOut        Outcome = 1 << iota // cannot sign in and cannot register either
	MustRegister                         // must register another method at the next sign-in that asks
	LosesTextSignIn                      // can no longer sign in with the phone number alone
	NotKnown                             // not certain: see the reasons
	AlreadyBroken                        // no method works today, with or without the change
	LosesReset                           // loses self-service password reset
	WillBeAsked                          // must register something, and did not have to before
	CallInstead                          // gets a phone call instead of a text message
	AskedDifferently                     // another method comes first
	NotInReport                          // has no row in Microsoft's registration report
	NoChange
)

// Outcomes returns every outcome, worst first.
func Outcomes() []Outcome {
	var all []Outcome
	for o := LockedOut; o <= NoChange; o <<= 1 {
		all = append(all, o)
	}
	return all
}

var outcomeWords = [...]struct{ code, title string }{
	{"locked-out", "Locked out until an administrator helps"},
	{"must-register", "Must register a new sign-in method"},
	{"loses-sms-sign-in", "Can no longer sign in with a text message"},
	{"unknown", "Effect not certain"},
	{"already-broken", "Cannot complete MFA today"},
	{"loses-sspr", "Loses self-service password reset"},
	{"will-be-asked", "Will be asked to register a method"},
	{"call-instead", "Gets a phone call instead of a text message"},
	{"asked-differently", "Uses a different sign-in method"},
	{"not-in-report", "Not in Microsoft’s registration report"},
	{"no-change", "Nothing changes"},
}

// Code returns the stable code of one outcome.
func (o Outcome) Code() string { return outcomeWords[bits.TrailingZeros16(uint16(o))].code }

// Title returns the title of one outcome.
func (o Outcome) Title() string { return outcomeWords[bits.TrailingZeros16(uint16(o))].title }

// OutcomeOf returns the outcome with a code, or 0.
func OutcomeOf(code string) Outcome {
	for i, w := range outcomeWords {
		if w.code == code {
			return 1 << i
		}
	}
	return 0
}

// Each returns the outcomes of a set, worst first.
func (o Outcome) Each() []Outcome {
	all := make([]Outcome, 0, bits.OnesCount16(uint16(o)))
	for ; o != 0; o &= o - 1 {
		all = append(all, o&-o)
	}
	return all
}

// Worst returns the worst outcome of a set.
func (o Outcome) Worst() Outcome { return o & -o }

// Codes returns the codes of a set, worst first.
func (o Outcome) Codes() []string {
	all := []string{}
	for _, one := range o.Each() {
		all = append(all, one.Code())
	}
	return all
}

// Has reports whether one of x is in o.
func (o Outcome) Has(x Outcome) bool { return o&x != 0 }

// MustAct reports whether the person, or someone for them, must do something.
func (o Outcome) MustAct() bool { return o.Has(LockedOut | MustRegister | WillBeAsked) }
