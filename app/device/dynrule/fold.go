package dynrule

import "strings"

// A text of the rule is compared in small letters. A value in ASCII is compared without
// making a copy of it, because a rule is asked of each device.

// isFold reports whether a value is want, which is in small letters.
func isFold(have, want string) bool {
	if !ascii(have) {
		return strings.ToLower(have) == want
	}
	return len(have) == len(want) && beginsFold(have, want)
}

// beginsFold reports whether a value in ASCII begins with want.
func beginsFold(have, want string) bool {
	if len(have) < len(want) {
		return false
	}
	for i := range len(want) {
		if small(have[i]) != want[i] {
			return false
		}
	}
	return true
}

// compareFold compares a text with the operators that look for a part of it.
func compareFold(op Op, have, want string) bool {
	switch plain := ascii(have); {
	case op == StartsWith && plain:
		return beginsFold(have, want)
	case op == StartsWith:
		return strings.HasPrefix(strings.ToLower(have), want)
	case op == EndsWith && plain:
		return len(have) >= len(want) && beginsFold(have[len(have)-len(want):], want)
	case op == EndsWith:
		return strings.HasSuffix(strings.ToLower(have), want)
	case plain:
		for i := 0; i+len(want) <= len(have); i++ {
			if beginsFold(have[i:], want) {
				return true
			}
		}
		return false
	}
	return strings.Contains(strings.ToLower(have), want)
}

func small(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
