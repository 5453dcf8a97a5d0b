package safedocs

import "slices"

// Counts are numbers of people. Each person is in one of Protected, NotProtected, Unknown, NoLicence
// and NoSignIn.
type Counts struct {
	People       int // who can sign in, as far as it is known
	Licensed     int
	Ready        int // who is protected once the switch is on
	Protected    int
	NotProtected int
	Unknown      int
	NoLicence    int
	NoSignIn     int // accounts that cannot sign in
	ByReason     map[Reason]int
}

// Count counts people.
func Count(people []Person) Counts {
	c := Counts{ByReason: map[Reason]int{}}
	for _, p := range people {
		if p.Verdict != NoSignIn {
			c.People++
		}
		if p.Licensed() {
			c.Licensed++
		}
		if p.Ready {
			c.Ready++
		}
		switch p.Verdict {
		case Protected:
			c.Protected++
		case NotProtected:
			c.NotProtected++
		case NoLicence:
			c.NoLicence++
		case NoSignIn:
			c.NoSignIn++
		default:
			c.Unknown++
		}
		for _, r := range p.Reasons {
			c.ByReason[r]++
		}
	}
	return c
}

// With returns the people with a reason, in their order.
func With(people []Person, reason Reason) (all []Person) {
	for _, p := range people {
		if slices.Contains(p.Reasons, reason) {
			all = append(all, p)
		}
	}
	return all
}
