package connector

import (
	"slices"
)

// Refusal is what becomes of a sender.
type Refusal string

// What becomes of a sender.
const (
	Spared  Refusal = "spared"    // a connector holds its address, or the rule is not for it
	Refused Refusal = "refused"   // it is refused
	Maybe   Refusal = "candidate" // nothing holds it; whether it is refused is not proved
	Open    Refusal = "unknown"
)

// Fate is what becomes of a sender under each rule.
type Fate struct {
	Sender
	Holders    []string // the connectors that hold its address
	DirectSend Refusal  // once RejectDirectSend is on
	Password   Refusal  // once passwords are off by default
	Lock       Refusal  // by a partner connector that restricts
	LockedBy   string   // that connector
}

// Fate returns what becomes of a sender.
func (e *Export) Fate(s Sender) Fate {
	f := Fate{Sender: s, DirectSend: Spared, Password: Spared, Lock: Spared}
	holders, certificates, open := e.holders(s)
	f.Holders = holders
	own := e.Own(s.Address)
	if s.Address == "" {
		own = Unread
	}
	switch {
	case s.Way == Password || s.Way == Modern || len(holders) > 0 || own == No:
	case s.Way == WayUnread && s.Messages == 0, len(s.Addrs) == 0, own == Unread, open, e.InboundAsked != AskedAll,
		certificates && s.Way != Direct: // a connector may know it by its certificate
		f.DirectSend = Open
	case s.Messages > 0: // a trace shows neither a certificate nor who signed in
		f.DirectSend = Maybe
	default:
		f.DirectSend = Refused
	}
	switch {
	case s.Way == Password && e.Organisation.PasswordOff == Yes:
		f.Password = Open // it is off for the organisation; a mailbox may have an exception
	case s.Way == Password:
		f.Password = Refused
	case s.Way == WayUnread && len(holders) == 0:
		f.Password = Open
	}
	f.lock(e, own)
	return f
}

// holders returns the connectors that hold the address of a sender. certificates reports
// whether one that goes by certificate may take it; open, whether a value was lost.
func (e *Export) holders(s Sender) (names []string, certificates, open bool) {
	if s.Connector != "" {
		return []string{s.Connector}, false, false
	}
	for i := range e.Inbound {
		in := &e.Inbound[i]
		if in.Enabled == No {
			continue
		}
		certificates = certificates || in.CertificateName.Value != ""
		open = open || !in.CertificateName.Known() || !in.SenderIPs.Known() || in.Enabled == Unread
		if len(s.Addrs) > 0 && in.Enabled == Yes && in.holds(s.Addrs) {
			names = append(names, in.Name)
		}
	}
	return names, certificates, open
}

// holds reports whether all addresses of a sender are addresses of the connector.
func (in *Inbound) holds(all []string) bool { return within(in.SenderIPs.Values, all) }

// within reports whether each of some addresses is within a range. No addresses are in none.
func within(ranges, all []string) bool {
	for _, text := range all {
		r, ok := parseRange(text)
		if !ok || !slices.ContainsFunc(ranges, func(one string) bool {
			o, ok := parseRange(one)
			return ok && o.contains(r.from) && o.contains(r.to)
		}) {
			return false
		}
	}
	return len(all) > 0
}

// lock sets what the partner connectors that restrict do to a sender. They count for email
// from outside that is not signed in.
func (f *Fate) lock(e *Export, own Answer) {
	if f.Way == Password || f.Way == Modern || f.Connector != "" {
		return
	}
	for i := range e.Inbound {
		in := &e.Inbound[i]
		takes, _ := in.sends(domainOf(f.Address))
		if in.Type != Partner || in.Enabled == No || takes == No || slices.Contains(f.Holders, in.Name) {
			continue
		}
		switch {
		case in.RestrictToIPs == No && in.RestrictToCertificate == No:
		case len(f.Holders) > 0: // another connector takes it: no order is documented
			f.Lock, f.LockedBy = Open, in.Name
		case in.RestrictToIPs == Yes && len(in.SenderIPs.Values) > 0 && len(f.Addrs) > 0 && own != Unread &&
			f.Way == Direct && takes == Yes && in.Enabled == Yes:
			f.Lock, f.LockedBy = Refused, in.Name
			return
		default:
			f.Lock, f.LockedBy = Open, in.Name
		}
	}
}

func domainOf(address string) string {
	for i := len(address) - 1; i >= 0; i-- {
		if address[i] == '@' {
			return hostName(address[i+1:])
		}
	}
	return ""
}
