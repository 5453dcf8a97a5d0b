package access

import "handrail/app/tenant"

// Answer is yes, no or unknown. It is the one three-valued answer of the
// program; the zero value is Unknown, which is never shown as a no.
type Answer uint8

// The values of Answer. Their numbers are not stored; String returns the word
// that may be.
const (
	Unknown Answer = iota
	No
	Yes
)

// Is returns Yes or No.
func Is(yes bool) Answer {
	if yes {
		return Yes
	}
	return No
}

// Flag returns the answer of a value from Microsoft: Unknown if it was neither true
// nor false.
func Flag(f tenant.Flag) Answer {
	if !f.Known {
		return Unknown
	}
	return Is(f.Yes)
}

// Or is Yes where one is Yes, and No where both are No.
func (a Answer) Or(b Answer) Answer {
	switch {
	case a == Yes || b == Yes:
		return Yes
	case a == No && b == No:
		return No
	}
	return Unknown
}

// And is No where one is No, and Yes where both are Yes.
func (a Answer) And(b Answer) Answer { return a.Not().Or(b.Not()).Not() }

// Not turns Yes and No around.
func (a Answer) Not() Answer {
	switch a {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}

// String returns the word: yes, no or unknown. The words are stable.
func (a Answer) String() string {
	switch a {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return "unknown"
}
