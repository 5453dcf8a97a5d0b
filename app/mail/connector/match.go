package connector

import (
	"net/netip"
	"slices"
	"strings"
)

// Source is a server that sends email to Exchange Online.
type Source struct {
	Names  []string   // on its certificate; empty: it shows none, or it is not known
	Addr   netip.Addr // from which it connects; not valid where it is not known
	Domain string     // of the senders of its email; "" where it is not known
}

// By is what an email must match for a connector.
type By string

// The ways in which a connector finds its email.
const (
	ByCertificate By = "certificate"
	ByAddress     By = "address"
	BySender      By = "sender"
)

// Reason is why it is not known whether a connector matches.
type Reason string

// The reasons.
const (
	ReasonOn          Reason = "enabled"     // whether the connector is on is not known
	ReasonName        Reason = "name"        // the name of its certificate was lost
	ReasonBadName     Reason = "bad-name"    // the name has a wildcard in the middle or is none
	ReasonWildcard    Reason = "wildcard"    // the certificate has a wildcard, the connector an exact name
	ReasonTLS         Reason = "no-tls"      // the name counts only if encryption is required
	ReasonAddresses   Reason = "addresses"   // the addresses were lost
	ReasonNoAddress   Reason = "no-address"  // the address of the server is not known
	ReasonNoName      Reason = "no-name"     // the certificate of the server is not known
	ReasonSenders     Reason = "senders"     // the senders were lost
	ReasonNoSender    Reason = "no-sender"   // the senders of the server are not known
	ReasonBoth        Reason = "both"        // addresses and certificate are set, which are two connectors
	ReasonOtherDomain Reason = "one-domain"  // it is for some domains of the organisation only
	ReasonType        Reason = "type"        // its type is not known
	ReasonOwnSenders  Reason = "own-senders" // senders are set on a connector for own servers
)

// Candidate is a connector that matches, or may match.
type Candidate struct {
	*Inbound
	Match  Answer // Yes, or Unread with the reasons
	By     By
	Names  []string // of the certificate that matched
	Why    []Reason
	Beaten bool // Microsoft documents that another one goes first
}

// Candidates returns the connectors that an email of a server matches or may match, in the
// order of the export. Their order means nothing.
func (e *Export) Candidates(s Source) (all []Candidate) {
	exact := false
	for i := range e.Inbound {
		c := e.Inbound[i].candidate(s)
		if c.Match == No {
			continue
		}
		exact = exact || c.Type == Partner && c.Match == Yes && c.By != BySender
		all = append(all, c)
	}
	// Of two partner connectors, the one that restricts by certificate or address goes before
	// one by the domain of the sender (Microsoft Learn, “Configure mail flow using connectors”).
	for i := range all {
		all[i].Beaten = exact && all[i].Type == Partner && all[i].By == BySender
	}
	return all
}

// Certain returns the candidates that match for sure.
func Certain(all []Candidate) (sure []Candidate) {
	for _, c := range all {
		if c.Match == Yes && !c.Beaten {
			sure = append(sure, c)
		}
	}
	return sure
}

func (in *Inbound) candidate(s Source) Candidate {
	c := Candidate{Inbound: in, Match: No}
	if in.Enabled == No {
		return c
	}
	c.Match, c.By = in.found(s, &c)
	if c.Match == No {
		return c
	}
	if in.Enabled == Unread {
		c.Why = append(c.Why, ReasonOn)
	}
	if in.Type == TypeUnread {
		c.Why = append(c.Why, ReasonType)
	}
	if !in.ForDomains.None() && in.ForDomains.Known() {
		c.Why = append(c.Why, ReasonOtherDomain)
	}
	switch answer, why := in.sends(s.Domain); {
	case answer == No:
		c.Match = No
		return c
	case answer == Unread:
		c.Why = append(c.Why, why)
	}
	if len(c.Why) > 0 {
		c.Match = Unread
	}
	return c
}

// found returns whether the certificate or the address of s leads to the connector.
func (in *Inbound) found(s Source, c *Candidate) (Answer, By) {
	byName, byAddress := in.CertificateName.Value != "", len(in.SenderIPs.Values) > 0
	open := func(by By, why Reason) (Answer, By) {
		c.Why = append(c.Why, why)
		return Unread, by
	}
	switch {
	case !in.CertificateName.Known():
		return open(ByCertificate, ReasonName)
	case !byName && !in.SenderIPs.Known():
		return open(ByAddress, ReasonAddresses)
	case byName:
		match, names, why := in.names(s.Names)
		c.Names = names
		if why != "" {
			c.Why = append(c.Why, why)
		}
		if match == No && byAddress {
			return in.address(s, c, ReasonBoth)
		}
		if match != No && in.RequireTLS == No {
			return open(ByCertificate, ReasonTLS)
		}
		if match != No && byAddress && in.Type == Partner {
			return open(ByCertificate, ReasonBoth)
		}
		return match, ByCertificate
	case byAddress:
		return in.address(s, c, "")
	case in.Type == OnPremises:
		return No, ByCertificate // nothing leads to it
	}
	return Yes, BySender
}

// address returns whether the address of s leads to the connector. why makes a match doubtful.
func (in *Inbound) address(s Source, c *Candidate, why Reason) (Answer, By) {
	if !s.Addr.IsValid() {
		c.Why = append(c.Why, ReasonNoAddress)
		return Unread, ByAddress
	}
	for _, one := range in.SenderIPs.Values {
		if r, ok := parseRange(one); ok && r.contains(s.Addr) {
			if why != "" {
				c.Why = append(c.Why, why)
			}
			return Yes, ByAddress
		}
	}
	return No, ByAddress
}

// names returns which names of a certificate match the name of the connector.
func (in *Inbound) names(all []string) (match Answer, names []string, why Reason) {
	pattern := hostName(in.CertificateName.Value)
	if len(all) == 0 {
		return Unread, nil, ReasonNoName
	}
	if !IsPattern(pattern) {
		return Unread, nil, ReasonBadName
	}
	match = No
	for _, name := range all {
		switch {
		case covers(pattern, name):
			match, names = Yes, append(names, name)
		case match == No && strings.HasPrefix(name, "*.") && covers(name, pattern):
			match, why = Unread, ReasonWildcard
		}
	}
	if match == Yes {
		why = ""
	}
	return match, names, why
}

// covers reports whether a name with or without a wildcard covers another: a wildcard stands
// for a domain and all below it (Microsoft Learn, “Set-InboundConnector”).
func covers(pattern, name string) bool {
	pattern, name = hostName(pattern), hostName(name)
	if base, wild := strings.CutPrefix(pattern, "*."); wild {
		return name == base || strings.HasSuffix(name, "."+base)
	}
	return pattern == name
}

// sends returns whether the connector takes the email of senders in a domain.
func (in *Inbound) sends(domain string) (Answer, Reason) {
	switch {
	case !in.SenderDomains.Known() && in.Type == OnPremises:
		return Yes, "" // Microsoft describes senders for partners only
	case !in.SenderDomains.Known():
		return Unread, ReasonSenders
	case len(in.SenderDomains.Values) == 0 || slices.Contains(in.SenderDomains.Values, "*"):
		return Yes, ""
	case domain == "":
		return Unread, ReasonNoSender
	case slices.ContainsFunc(in.SenderDomains.Values, func(p string) bool { return covers(p, domain) }):
		return Yes, ""
	case in.Type == Partner:
		return No, ""
	}
	return Unread, ReasonOwnSenders
}

// Stamps returns whether Exchange Online writes the stamps of Enhanced Filtering into an email
// that the connector takes from an address. Of an address that is not on the list, it is not
// known.
func (in *Inbound) Stamps(a netip.Addr) Answer {
	switch {
	case in.SkipLastIP == Yes:
		return Yes
	case !in.SkipIPs.Known() || in.SkipLastIP == Unread:
		return Unread
	case len(in.SkipIPs.Values) == 0:
		return No
	case a.IsValid() && slices.ContainsFunc(in.SkipIPs.Values, func(text string) bool {
		r, ok := parseRange(text)
		return ok && r.contains(a)
	}):
		return Yes
	}
	return Unread
}
