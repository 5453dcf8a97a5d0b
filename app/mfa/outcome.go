package mfa

import "math/bits"

// Outcome is what a change means for a person, or a set of several outcomes.
type Outcome uint16

// The outcomes, worst first. Their codes are stable.
const (
	LockedOut        Outcome = 1 << iota // cannot sign in and cannot register either
	MustRegister                         // must register another method at the next sign-in that asks
	LosesTextSignIn                      // can no longer sign in with the phone number alone
	NotKnown                             // cannot be said: the reasons tell why
	AlreadyBroken                        // has nothing that works today, whatever is changed
	LosesReset                           // can no longer reset the password alone
	WillBeAsked                          // is asked to register something, and was not before
	CallInstead                          // is called where a text message came
	AskedDifferently                     // is asked for another method first
	NotInReport                          // Microsoft's report does not have them
	NoChange
)

// Outcomes gives every outcome, the worst first.
func Outcomes() []Outcome {
	var all []Outcome
	for o := LockedOut; o <= NoChange; o <<= 1 {
		all = append(all, o)
	}
	return all
}

var outcomeWords = [...]struct{ code, title string }{
	{"locked-out", "Cannot get in without help"},
	{"must-register", "Must set up something new"},
	{"loses-sms-sign-in", "Can no longer sign in by text message"},
	{"unknown", "Could not be worked out"},
	{"already-broken", "Cannot give a second step today"},
	{"loses-sspr", "Can no longer reset the password alone"},
	{"will-be-asked", "Will be asked to set up something"},
	{"call-instead", "Is called in place of a text message"},
	{"asked-differently", "Asked another way"},
	{"not-in-report", "Not in Microsoft’s report"},
	{"no-change", "Nothing changes"},
}

// Code gives the stable code of one outcome.
func (o Outcome) Code() string { return outcomeWords[bits.TrailingZeros16(uint16(o))].code }

// Title gives the words for one outcome.
func (o Outcome) Title() string { return outcomeWords[bits.TrailingZeros16(uint16(o))].title }

// OutcomeOf gives the outcome with a code; 0 where there is none.
func OutcomeOf(code string) Outcome {
	for i, w := range outcomeWords {
		if w.code == code {
			return 1 << i
		}
	}
	return 0
}

// Each splits a set, the worst first.
func (o Outcome) Each() []Outcome {
	all := make([]Outcome, 0, bits.OnesCount16(uint16(o)))
	for ; o != 0; o &= o - 1 {
		all = append(all, o&-o)
	}
	return all
}

// Worst gives the worst outcome of a set.
func (o Outcome) Worst() Outcome { return o & -o }

// Codes gives the codes of a set, the worst first.
func (o Outcome) Codes() []string {
	all := []string{}
	for _, one := range o.Each() {
		all = append(all, one.Code())
	}
	return all
}

// Has tells whether one of x is in o.
func (o Outcome) Has(x Outcome) bool { return o&x != 0 }

// MustAct tells whether the person has to do something, or somebody for them.
func (o Outcome) MustAct() bool { return o.Has(LockedOut | MustRegister | WillBeAsked) }
