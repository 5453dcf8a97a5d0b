package mailcheck

import (
	"cmp"
	"slices"
	"strings"

	"handrail/app/mail/dns"
	"handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
)

// conclude fills in what follows from all answers together.
func conclude(s *State) {
	s.PolicyState = policyState(s.PolicyHost, s.Policy)
	for i := range s.Hosts {
		s.Hosts[i].Covered = covered(s.PolicyState, s.Policy.Policy, s.Hosts[i].Name)
	}
	slices.SortFunc(s.Misplaced, func(a, b Misplaced) int {
		return cmp.Or(cmp.Compare(a.Want, b.Want), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Text, b.Text))
	})
	s.Effective = Effective(s.RecordState, s.PolicyState, s.Policy.Policy)
}

// Effective returns what a sending server applies that remembers no older policy
// (RFC 8461 sections 3.1, 3.3 and 5): the policy's mode, absent where record or
// policy is missing or wrong, unknown where DNS did not answer.
func Effective(record, policy string, p *mtasts.Policy) string {
	switch {
	case record != mtasts.Valid && record != Unknown:
		return mtasts.Absent
	case policy != mtasts.Valid && policy != Unknown:
		return mtasts.Absent
	case record == Unknown || policy == Unknown || p == nil:
		return Unknown
	}
	return string(p.Mode)
}

// covered reports whether the policy names host (RFC 8461 section 4.1); "" where
// the policy is not known.
func covered(state string, p *mtasts.Policy, host string) string {
	switch {
	case state == Unknown:
		return ""
	case state != mtasts.Valid || p == nil || !p.Covers(host):
		return No
	}
	return Yes
}

// Verdict is what a sending server makes of a domain, as a code.
type Verdict string

// The verdicts.
const (
	NoDomain     Verdict = "no-domain"     // the domain does not exist
	NullMX       Verdict = "takes-none"    // it says that it takes no mail
	NoHost       Verdict = "no-host"       // nothing takes its mail
	AliasLoop    Verdict = "circle"        // its names lead in a circle
	NotKnown     Verdict = "not-known"     // DNS did not tell
	Refused      Verdict = "refused"       // enforced, and no mail host passes
	PartRefused  Verdict = "part-refused"  // enforced, and some mail hosts do not pass
	Enforced     Verdict = "enforced"      // enforced, and nothing speaks against it
	TestingFails Verdict = "testing-fails" // testing, and some mail host does not pass
	Tested       Verdict = "testing"       // testing, and nothing speaks against it
	SaysNone     Verdict = "none"          // a policy that asks for nothing
	NoPolicy     Verdict = "absent"        // no policy that counts
)

// Evaluate returns the verdict about a domain.
func Evaluate(s *State) Verdict {
	switch {
	case s.Gone():
		return NoDomain
	case s.Null:
		return NullMX
	case KindOf(s.MX.Err) == dns.Loop:
		return AliasLoop
	case s.MX.Err != nil, len(s.Hosts) == 0 && s.Own.Err != nil:
		return NotKnown
	case len(s.Hosts) == 0:
		return NoHost
	}
	failing := len(Failing(s)) + len(FurtherUncovered(s))
	switch s.Effective {
	case string(mtasts.Enforce):
		switch failing {
		case 0:
			return Enforced
		case len(s.Hosts) + len(s.Further):
			return Refused
		}
		return PartRefused
	case string(mtasts.Testing):
		if failing > 0 {
			return TestingFails
		}
		return Tested
	case string(mtasts.None):
		return SaysNone
	case Unknown:
		return NotKnown
	}
	return NoPolicy
}

// Failing returns the mail servers that a sender under this policy would not
// deliver to: not named in it, or without proper encryption (RFC 8461 section
// 4). A host that could not be tested is not among them.
func Failing(s *State) []Host {
	var bad []Host
	for _, h := range s.Hosts {
		if h.Covered == No || h.Probe.State == smtpprobe.Invalid {
			bad = append(bad, h)
		}
	}
	return bad
}

// FurtherUncovered returns the mail servers beyond those that were checked which the
// policy does not name; nil where the policy is not known.
func FurtherUncovered(s *State) []string {
	var bad []string
	for _, name := range s.Further {
		if s.Policy.Policy != nil && !s.Policy.Policy.Covers(name) {
			bad = append(bad, name)
		}
	}
	return bad
}

// Untested returns the mail servers whose encryption could not be tested.
func Untested(s *State) []Host {
	var open []Host
	for _, h := range s.Hosts {
		if h.Probe.State != smtpprobe.Valid && h.Probe.State != smtpprobe.Invalid {
			open = append(open, h)
		}
	}
	return open
}

// Gone reports whether DNS has no such domain: it says so, or the registry itself answers for the name, which means
// that the domain has no name servers (RFC 2308 section 2).
func (s *State) Gone() bool {
	a := s.MX.Answer
	if s.MX.Err != nil || len(s.Hosts) > 0 || len(a.Chain) > 0 {
		return false
	}
	registry := a.Status == dns.NoData && a.Zone != "" && !strings.Contains(a.Zone, ".") &&
		strings.Contains(s.Domain.ASCII, ".") && s.Own.Err == nil
	return a.Status == dns.NXDomain || registry
}

// TakesMail reports whether some host takes mail for the domain.
func (s *State) TakesMail() bool { return len(s.Hosts) > 0 }

// Offline reports whether no name server could be reached at all: then nothing is
// known, and the fault is most likely near this computer.
func (s *State) Offline() bool {
	for _, err := range []error{s.MX.Err, s.RecordErr, s.ReportingErr, s.PolicyHost.Err} {
		if k := KindOf(err); k != dns.Unreachable && k != dns.Timeout {
			return false
		}
	}
	return true
}
