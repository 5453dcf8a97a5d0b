package skiplist

import (
	"net/netip"
	"strings"

	"handrail/app/mail/header"
)

// Evidence is what shows which server Exchange Online took for the sender. Stable.
type Evidence string

// The evidence, the strongest first.
const (
	ByStamp      Evidence = "stamp"
	BySPF        Evidence = "spf"        // the address that SPF was checked for
	ByPTR        Evidence = "ptr"        // the names in the filter’s report
	ByConnection Evidence = "connecting" // nothing says otherwise
	NoEvidence   Evidence = "none"
)

// Seen is what Exchange Online made of a pass when it took the email.
type Seen struct {
	Way
	Evidence Evidence
	SPF      netip.Addr // the address that SPF was checked for; not valid where it is not written
	// Applied: what it found was used. Found without Applied: a stamp names a server, and SPF
	// was checked for another.
	Found, Applied bool
}

// Read returns what Exchange Online made of a pass, with why it skipped a server as far as a
// connector’s setting explains that. set may be the zero value: nothing is known of it.
func Read(m *header.Message, p *header.Pass, set Setting) Seen {
	s := Seen{Way: Way{Steps: steps(m, p), Sure: true}, Evidence: NoEvidence, SPF: p.SPF.Addr,
		Found: p.Skipped != nil || p.Original != nil, Applied: p.Original != nil}
	if len(s.Steps) == 0 {
		return s
	}
	switch {
	case s.Found && p.Source().IsValid():
		s.Evidence, s.Source = ByStamp, p.Source()
	case s.SPF.IsValid():
		s.Evidence, s.Source = BySPF, s.SPF
	default:
		s.Evidence, s.Source = ByConnection, p.Connecting
	}
	if named := s.named(p); s.Evidence == ByConnection && named.IsValid() {
		s.Evidence, s.Source = ByPTR, named
	}
	at := -1
	for i := range s.Steps {
		if s.Steps[i].Addr == s.Source && s.Source.IsValid() {
			at = i
			break
		}
	}
	for i := range s.Steps {
		one := &s.Steps[i]
		switch {
		case i == at:
			one.Why = TheSource
		case at < 0 || i > at:
			one.Why = Behind
		default:
			one.Why = s.reason(one, p, set)
		}
	}
	return s
}

// named returns the server that the filter’s report names by H or PTR, where it is not the one
// that connected. Both follow the sender, and CIP stays with the connection.
func (s *Seen) named(p *header.Pass) netip.Addr {
	for i := range s.Steps {
		one := &s.Steps[i]
		if !one.Connecting && s.fits(one, p) && !s.fits(&s.Steps[0], p) {
			return one.Addr
		}
	}
	return netip.Addr{}
}

func (s *Seen) fits(one *Step, p *header.Pass) bool {
	return one.Addr.IsValid() && (one.Name != "" && strings.EqualFold(one.Name, p.Report.Text("H")) ||
		one.PTR != "" && strings.EqualFold(one.PTR, p.Report.Text("PTR")))
}

// reason returns why a server in front of the source was skipped.
func (s *Seen) reason(one *Step, p *header.Pass, set Setting) Why {
	if !set.off() {
		if why := set.why(one); why != TheSource {
			return why
		}
		one.Entry = ""
	}
	switch {
	case !one.Addr.IsValid():
		return NoAddress
	case !header.Public(one.Addr):
		return SkipPrivate
	case s.named(p) == s.Source && s.Source.IsValid():
		return SkipPTR
	}
	return SkipUnknown
}

// Wrong is what a proposed setting does not put right. Stable.
type Wrong string

// What stays wrong.
const (
	FallsBack   Wrong = "fallback"      // every server is skipped, so nothing changes
	NotReached  Wrong = "not-in-list"   // the server that connected is not in the list
	StillFilter Wrong = "still-filter"  // the source has a name of the same owner as the connection
	IsMicrosoft Wrong = "microsoft"     // the source is a server of Exchange Online
	DoubleHop   Wrong = "double-hop"    // several servers of the list: the sender may use the same filter
	ManyPublic  Wrong = "not-sure"      // every server is skipped, and several are on the internet
	Outside     Wrong = "not-from-here" // the email was written in Exchange Online
)

// Result is the same pass before and after a setting.
type Result struct {
	Now           Seen
	After         Way
	Before, Later netip.Addr // the address that SPF is checked for; not valid: not known
	Changes       bool
	// The results of SPF for these: now, as Exchange Online wrote it, and then, as the same or
	// another server on the way wrote it for that address; empty: not known.
	Result, Then string
	By           string // who wrote Then; empty: Exchange Online
	Wrong        []Wrong
}

// Preview returns what a setting changes for the way to a pass.
func Preview(m *header.Message, p *header.Pass, set Setting) Result {
	r := Result{Now: Read(m, p, Setting{}), After: Walk(m, p, set)}
	if len(r.After.Steps) == 0 {
		r.Wrong = append(r.Wrong, Outside)
		return r
	}
	if r.Before = r.Now.SPF; !r.Before.IsValid() {
		r.Before = r.Now.Source
		if r.Now.Found && !r.Now.Applied {
			r.Before = p.Connecting
		}
	}
	r.Later = r.After.Source
	r.Changes = r.Later.IsValid() && r.Later != r.Before
	r.Result = p.SPF.Result
	switch {
	case !r.After.Sure:
	case !r.Changes:
		r.Then = r.Result
	default:
		r.Then, r.By = elsewhere(m, r.Later)
	}
	add := func(yes bool, w Wrong) {
		if yes {
			r.Wrong = append(r.Wrong, w)
		}
	}
	first, at, listed := &r.After.Steps[0], r.After.At(), []netip.Addr{}
	for _, s := range r.After.Steps {
		if s.Why == SkipList && (len(listed) == 0 || listed[len(listed)-1] != s.Addr) {
			listed = append(listed, s.Addr)
		}
	}
	add(r.After.Fallback && r.After.Sure, FallsBack)
	add(!r.After.Sure, ManyPublic)
	add(!set.off() && first.Why == TheSource, NotReached)
	if at > 0 && r.After.Steps[at].Why == TheSource {
		source := &r.After.Steps[at]
		add(source.Owner() != "" && source.Owner() == first.Owner() && !source.OfMicrosoft(), StillFilter)
		add(source.OfMicrosoft(), IsMicrosoft)
	}
	add(len(listed) > 1, DoubleHop)
	return r
}

// elsewhere returns what another server on the way wrote of SPF for an address: the filter in
// front saw the sender itself.
func elsewhere(m *header.Message, a netip.Addr) (result, by string) {
	for i := range m.Auth {
		one := &m.Auth[i]
		if spf, ok := one.Method("spf"); ok && one.Instance == 0 && one.Server != "" && spf.SenderIP() == a {
			return spf.Result, one.Server
		}
	}
	return "", ""
}
