package skiplist

import (
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"

	"handrail/app/mail/header"
)

// Setting is what a connector skips. The zero value is a connector without Enhanced Filtering.
type Setting struct {
	Last bool  // the last address (EFSkipLastIP); then the list is not used
	List *List // EFSkipIPs
}

// off reports whether the setting skips nothing.
func (s Setting) off() bool { return !s.Last && (s.List == nil || len(s.List.Values()) == 0) }

// Why is what Enhanced Filtering does with a server. Stable.
type Why string

// What it does.
const (
	TheSource   Why = "source"     // takes it for the sender
	SkipList    Why = "in-list"    // skips it: it is in the list
	SkipLast    Why = "last"       // skips it: it connected
	SkipPrivate Why = "private"    // skips it: it is not on the internet
	NoAddress   Why = "no-address" // passes over it
	SkipPTR     Why = "ptr"        // was skipped: the filter’s report names a server behind it
	SkipUnknown Why = "skipped"    // was skipped, and the header does not say why
	Behind      Why = "behind"     // does not read it
)

// Skipped reports whether the server was skipped.
func (w Why) Skipped() bool {
	switch w {
	case SkipList, SkipLast, SkipPrivate, SkipPTR, SkipUnknown:
		return true
	}
	return false
}

// Step is one server on the way to a pass, the newest first.
type Step struct {
	Hop        int // index of header.Message.Hops
	Connecting bool
	Addr       netip.Addr // not valid where none was written
	Name, PTR  string
	Why        Why
	Entry      string // of the list, for SkipList
}

// Way is the way to a pass, as a setting reads it.
type Way struct {
	Steps  []Step
	Source netip.Addr // not valid: the email did not come from outside
	// Fallback: every server was skipped, so one of those is the source again: the last on the
	// internet. Where several of them are, Microsoft does not document which, and Sure is false.
	Fallback, Sure bool
}

// At returns the index of the source in Steps; -1 where there is none.
func (w *Way) At() int {
	last := -1
	for i, s := range w.Steps {
		if s.Why == TheSource {
			return i
		}
		if w.Fallback && s.Addr.IsValid() && s.Addr == w.Source {
			last = i
		}
	}
	return last
}

// steps returns the servers on the way to a pass, without what is done with them.
func steps(m *header.Message, p *header.Pass) (all []Step) {
	if p.Edge < 0 {
		return nil
	}
	for i := p.Edge; i <= p.Reach && i < len(m.Hops); i++ {
		h := &m.Hops[i]
		s := Step{Hop: i, Connecting: i == p.Edge, Addr: h.Addr, Name: h.Name, PTR: h.PTR}
		if s.Connecting && s.PTR == "" && p.Source() == s.Addr {
			s.PTR = p.Report.Text("PTR") // the filter asked DNS for this server
		}
		all = append(all, s)
	}
	return all
}

// Walk returns what a setting makes of the way to a pass.
func Walk(m *header.Message, p *header.Pass, set Setting) Way {
	w, public := Way{Steps: steps(m, p), Sure: true}, 0
	if len(w.Steps) == 0 {
		return w
	}
	last := w.Steps[0].Addr
	for i := range w.Steps {
		s := &w.Steps[i]
		s.Why = set.why(s)
		switch {
		case w.Source.IsValid():
			s.Why, s.Entry = Behind, ""
		case s.Why == TheSource:
			w.Source = s.Addr
		case header.Public(s.Addr):
			if s.Addr != last || public == 0 {
				public++
			}
			last = s.Addr
		}
	}
	if !w.Source.IsValid() && last.IsValid() {
		w.Source, w.Fallback, w.Sure = last, true, public <= 1
	}
	return w
}

// why returns what a setting does with a server that it reads.
func (set Setting) why(s *Step) Why {
	switch {
	case !s.Addr.IsValid():
		return NoAddress
	case s.Connecting && set.off():
		return TheSource
	case s.Connecting && set.Last:
		return SkipLast
	case !header.Public(s.Addr):
		return SkipPrivate
	case set.Last:
		return TheSource
	}
	if e := set.List.Find(s.Addr); e != nil {
		s.Entry = e.Text
		return SkipList
	}
	return TheSource
}

// Owner returns the registered domain of the server’s name, by DNS where it was written.
func (s *Step) Owner() string {
	for _, name := range []string{s.PTR, s.Name} {
		name = strings.ToLower(strings.TrimSuffix(name, "."))
		if owner, err := publicsuffix.EffectiveTLDPlusOne(name); err == nil {
			return owner
		}
	}
	return ""
}

// OfMicrosoft reports whether the server is one of Exchange Online’s.
func (s *Step) OfMicrosoft() bool {
	return OfMicrosoft(s.Addr) || NamedMicrosoft(s.PTR)
}
