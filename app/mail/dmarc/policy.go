package dmarc

import "fmt"

// The policies, in the order of their strength.
const (
	None       = "none"
	Quarantine = "quarantine"
	Reject     = "reject"
)

// Strength returns the rank of a policy; 0 for none and for what is not a policy.
func Strength(policy string) int {
	switch policy {
	case Quarantine:
		return 1
	case Reject:
		return 2
	}
	return 0
}

// Policy is what receivers are asked to do with a forged email.
type Policy struct {
	Name    string // none, quarantine or reject; "" where the record says nothing to them
	Percent int    // of the forged emails; the others get the next weaker policy (RFC 7489 section 6.6.4)
	Testing bool   // they are asked not to apply it
}

// Applied reports whether receivers act against each forged email.
func (p Policy) Applied() bool { return Strength(p.Name) > 0 && !p.Testing && p.Percent == 100 }

// String returns the policy in the form of the tags.
func (p Policy) String() string {
	switch {
	case p.Name == "":
		return "no policy"
	case p.Testing:
		return p.Name + ", testing"
	case p.Percent < 100:
		return fmt.Sprintf("%s for %d %%", p.Name, p.Percent)
	}
	return p.Name
}

// The domains that a record is read for.
const (
	Own         = "own"          // the domain that has the record
	Subdomain   = "subdomain"    // an existing domain below it
	Nonexistent = "non-existent" // a name below it that does not exist
)

// usable reports whether receivers process the record at all: with a policy that is not
// correct they go on only where there is an address for reports (RFC 9989 section 4.10.1,
// RFC 7489 section 6.6.3).
func (r *Record) usable() bool {
	wrong := false
	for _, f := range r.Faults {
		wrong = wrong || f.Kind == BadValue && (f.Tag == "p" || f.Tag == "sp" || f.Tag == "np")
	}
	return !wrong
}

// For returns the policy that receivers by RFC 9989 read for a domain, and the one that
// receivers by RFC 7489 read, who know neither np nor t but pct. A record without p counts
// as none in the first (section 4.7); in the second too if it asks for reports.
func (r *Record) For(whose string) (now, before Policy) {
	now, before = Policy{Percent: 100, Testing: r.Testing}, Policy{Percent: r.Percent}
	reports := len(r.RUA) > 0
	if !r.usable() {
		if reports {
			now.Name, before.Name = None, None
		}
		return now, before
	}
	now.Name, before.Name = r.P, r.P
	if r.P == "" {
		now.Name = None
		if reports {
			before.Name = None
		}
	}
	if whose != Own && r.SP != "" {
		now.Name, before.Name = r.SP, r.SP
	}
	if whose == Nonexistent && r.NP != "" {
		now.Name = r.NP
	}
	return now, before
}
