package header

import (
	"net/netip"
	"strings"
)

// Pass is one time that the email was in Exchange Online, from the first of its servers to
// the last. Only the newest pass is certain: what is below it came with the email.
type Pass struct {
	First, Last int // hops, as indexes of Message.Hops: the newest and the oldest
	// Edge is the hop that took the email from outside; -1 where it was written in Exchange
	// Online, or where that server’s field is missing.
	Edge int
	// Reach is the oldest hop that belongs to the way to this pass: up to the pass before it.
	Reach int

	Connecting netip.Addr   // the server that connected to Exchange Online
	SPF        SPF          // what SPF was checked for here
	Auth       *AuthResults // nil: none was found that belongs to this pass
	Report     *Report      // of the filter; nil: none was found that belongs to this pass
	Skipped    *Stamp       // SkipListedInternetSender
	Original   *Stamp       // ExternalOriginalInternetSender
}

// SPF is the check of a sending server’s address.
type SPF struct {
	Result string     // pass, fail, softfail…; empty where none is written
	Addr   netip.Addr // the address that was checked; not valid where it is not written
	Domain string     // of the envelope’s sender
	Field  string     // where that is written
}

// Filtering is what the stamps say of Enhanced Filtering.
type Filtering string

// What the stamps say.
const (
	FilterApplied Filtering = "applied"     // SPF was checked for the server that it found
	FilterFound   Filtering = "not-applied" // it found the server and did not use that
	FilterOff     Filtering = "no-stamps"   // off at that connector, or another connector took the email
)

// Filtering returns what the stamps of the pass say.
func (p *Pass) Filtering() Filtering {
	switch {
	case p.Original != nil:
		return FilterApplied
	case p.Skipped != nil:
		return FilterFound
	}
	return FilterOff
}

// Source returns the server that Enhanced Filtering found, else the one that connected.
func (p *Pass) Source() netip.Addr {
	switch {
	case p.Original != nil && p.Original.Addr.IsValid():
		return p.Original.Addr
	case p.Skipped != nil && p.Skipped.Addr.IsValid():
		return p.Skipped.Addr
	}
	return p.Connecting
}

// Alone reports whether Enhanced Filtering found no server but the one that connected: each
// other one is private or was skipped, so that the result is the same as without it.
func (p *Pass) Alone() bool {
	return (p.Skipped != nil || p.Original != nil) && p.Connecting.IsValid() && p.Source() == p.Connecting
}

// divide finds the passes, and what belongs to each.
func (m *Message) divide() {
	open := false
	for i, h := range m.Hops {
		switch {
		case !h.Service:
			open = false
			continue
		case !open:
			m.Passes = append(m.Passes, Pass{First: i, Edge: -1})
			open = true
		}
		p := &m.Passes[len(m.Passes)-1]
		if p.Last = i; h.Edge {
			p.Edge, p.Connecting, open = i, h.Addr, false
		}
	}
	for i := range m.Passes {
		p := &m.Passes[i]
		p.Reach = len(m.Hops) - 1
		if i+1 < len(m.Passes) {
			p.Reach = m.Passes[i+1].First - 1
			if p.Reach < p.Last {
				p.Reach = p.Last
			}
			if m.Passes[i+1].Edge < 0 { // written in Exchange Online: that is a way to this pass too
				p.Reach = m.Passes[i+1].Last
			}
		}
	}
	m.stamps()
	m.checks()
	for i := range m.Reports {
		r := &m.Reports[i]
		if !strings.HasPrefix(r.Field, forefront) {
			continue
		}
		for j := range m.Passes {
			if p := &m.Passes[j]; p.Report == nil && p.Connecting.IsValid() && p.Connecting == r.Connecting() {
				p.Report = r
				break
			}
		}
	}
}

// has reports whether a server with an address is on the way to the pass.
func (m *Message) has(p *Pass, a netip.Addr) bool {
	for i := max(p.Edge, p.First); i <= p.Reach; i++ {
		if m.Hops[i].Addr == a {
			return true
		}
	}
	return false
}

// stamps adds each stamp to a pass: to the newest that the stamp’s server is on the way to,
// and that has no such stamp yet. The order of the fields says nothing: servers move them.
func (m *Message) stamps() {
	for i := range m.Stamps {
		s := &m.Stamps[i]
		for j := range m.Passes {
			p := &m.Passes[j]
			slot := &p.Skipped
			if s.Applied {
				slot = &p.Original
			}
			if p.Edge >= 0 && *slot == nil && s.Addr.IsValid() && m.has(p, s.Addr) {
				*slot = s
				break
			}
		}
	}
}

// checks adds each result of SPF to a pass, by the address that was checked. A result
// without one belongs to the pass in whose turn it stands.
func (m *Message) checks() {
	next := 0
	for i := range m.Auth {
		a := &m.Auth[i]
		if a.Instance > 0 || strings.EqualFold(a.Field, "Authentication-Results-Original") {
			continue
		}
		spf, ok := a.Method("spf")
		if !ok || a.Server != "" && !hasSuffix("."+strings.ToLower(a.Server), services) {
			continue // by another server
		}
		at := m.passOf(spf.SenderIP(), next)
		if at < 0 || m.Passes[at].Auth != nil {
			continue
		}
		p := &m.Passes[at]
		p.Auth, next = a, at+1
		p.SPF = SPF{spf.Result, spf.SenderIP(), spf.Prop("smtp.mailfrom"), a.Field}
	}
	m.receivedSPF()
}

// passOf returns the pass whose SPF was checked for a; without an address, the next one.
func (m *Message) passOf(a netip.Addr, next int) int {
	for i := range m.Passes {
		p := &m.Passes[i]
		if p.Edge >= 0 && p.Auth == nil && a.IsValid() && (p.Source() == a || m.has(p, a)) {
			return i
		}
	}
	for i := next; i < len(m.Passes); i++ {
		if m.Passes[i].Edge >= 0 && !a.IsValid() {
			return i
		}
	}
	return -1
}

// receivedSPF reads Received-SPF (RFC 7208 section 9.1) where no other field said it.
func (m *Message) receivedSPF() {
	for _, f := range m.Fields {
		if !strings.EqualFold(f.Name, "Received-SPF") {
			continue
		}
		s := readReceivedSPF(f)
		for i := range m.Passes {
			p := &m.Passes[i]
			if p.Edge < 0 || !s.Addr.IsValid() || !m.has(p, s.Addr) {
				continue
			}
			if !p.SPF.Addr.IsValid() && (p.SPF.Result == "" || p.SPF.Result == s.Result) {
				p.SPF = s
				break
			}
			if p.SPF.Addr == s.Addr {
				break
			}
		}
	}
}

// readReceivedSPF reads “Pass (…) receiver=…; client-ip=192.0.2.1; helo=…”. Without a
// client-ip the address stands in the comment.
func readReceivedSPF(f Field) SPF {
	s := SPF{Field: f.Name}
	result, rest, _ := strings.Cut(f.Value, " ")
	s.Result = strings.ToLower(result)
	all := words(rest)
	for i, w := range all {
		if key, value, ok := strings.Cut(strings.TrimSuffix(w, ";"), "="); ok && strings.EqualFold(key, "client-ip") {
			s.Addr = address(value)
		}
		if i > 0 || !strings.HasPrefix(w, "(") {
			continue
		}
		inside := strings.Fields(strings.Trim(w, "()"))
		for j, word := range inside {
			if a := address(word); a.IsValid() && !s.Addr.IsValid() {
				s.Addr = a
			}
			if (word == "of" || word == "transitioning") && j+1 < len(inside) && inside[j+1] != "transitioning" {
				s.Domain = inside[j+1]
			}
		}
	}
	return s
}
