package connector

import (
	"net/netip"
	"strings"
)

// Fault is something wrong with a connector. Stable.
type Fault string

// The faults.
const (
	BadName         Fault = "name-invalid"     // a wildcard that is not at the front, or no name
	NameUnused      Fault = "name-unused"      // the name counts only if encryption is required
	AddressOnly     Fault = "address-only"     // own servers by address alone (MC1226222)
	RestrictIgnored Fault = "restrict-ignored" // the restriction is for partners only
	TwoChecks       Fault = "two-checks"       // a partner by address and by certificate
	TestDomains     Fault = "test-domains"     // it is for some domains only, which is for tests
	InternalWrong   Fault = "internal-wrong"   // internal on a partner, or with cloud headers
	OffWithFilter   Fault = "off-with-filter"  // switched off, with Enhanced Filtering on it
	TestModeOn      Fault = "test-mode"        // a switch that Microsoft reserves for itself
	BadAddress      Fault = "address-invalid"  // no IPv4 address or a network too wide
	Overlapping     Fault = "overlap"          // two connectors for the same certificate or address
	Bypass          Fault = "filter-bypass"    // senders can go round the filter
	BypassOpen      Fault = "filter-bypass-unknown"
)

// Lint is a fault of a connector.
type Lint struct {
	Fault     Fault
	Connector string // "" for a fault of all of them
	Other     string // the other connector of an overlap
	Value     string // what is wrong; may be empty
}

// mostPairs is how many overlaps are named: of more, the first ones show what is wrong.
const mostPairs = 500

// Lints returns what is wrong with the inbound connectors, whatever the certificate is.
// front is whether another filter receives email first (by the MX records).
func (e *Export) Lints(front Answer) (all []Lint) {
	pairs := 0
	for i := range e.Inbound {
		c := &e.Inbound[i]
		all = append(all, c.lints()...)
		for j := i + 1; j < len(e.Inbound) && pairs < mostPairs; j++ {
			if value := overlap(c, &e.Inbound[j]); value != "" {
				pairs++
				all = append(all, Lint{Overlapping, c.Name, e.Inbound[j].Name, value})
			}
		}
	}
	switch locked := e.Locked(); {
	case front != Yes || locked == Yes:
	case locked == No:
		all = append(all, Lint{Fault: Bypass})
	default:
		all = append(all, Lint{Fault: BypassOpen})
	}
	return all
}

func (in *Inbound) lints() (all []Lint) {
	add := func(wrong bool, f Fault, value string) {
		if wrong {
			all = append(all, Lint{Fault: f, Connector: in.Name, Value: value})
		}
	}
	name, restricts := in.CertificateName.Value, in.RestrictToIPs == Yes || in.RestrictToCertificate == Yes
	filter := len(in.SkipIPs.Values) > 0 || in.SkipLastIP == Yes
	if in.Enabled == No {
		add(filter, OffWithFilter, "")
		return all
	}
	byAddress := len(in.SenderIPs.Values) > 0
	add(name != "" && !IsPattern(name), BadName, name)
	add(name != "" && in.RequireTLS == No, NameUnused, name)
	add(in.Type == OnPremises && byAddress && in.CertificateName.Known() && name == "", AddressOnly,
		strings.Join(in.SenderIPs.Values, ", "))
	add(in.Type == OnPremises && restricts, RestrictIgnored, "")
	add(in.Type == Partner && byAddress && name != "", TwoChecks, name)
	add(len(in.ForDomains.Values) > 0, TestDomains, strings.Join(in.ForDomains.Values, ", "))
	add(in.Internal == Yes && (in.Type == Partner || in.CloudMail == Yes), InternalWrong, "")
	add(in.TestMode == Yes, TestModeOn, "")
	for _, one := range in.SenderIPs.Values {
		add(!senderRange(one), BadAddress, one)
	}
	return all
}

// senderRange reports whether Exchange Online takes a value as an address of senders: IPv4,
// and no network wider than rules.tsv has (Microsoft Learn, “Set-InboundConnector”).
func senderRange(text string) bool {
	r, ok := parseRange(text)
	if !ok || !r.from.Is4() {
		return false
	}
	p, err := netip.ParsePrefix(text)
	return err != nil || p.Bits() >= narrowest()
}

// overlap returns the name or address that leads to both connectors; "" if none does.
func overlap(a, b *Inbound) string {
	if a.Enabled == No || b.Enabled == No {
		return ""
	}
	x, y := hostName(a.CertificateName.Value), hostName(b.CertificateName.Value)
	if x != "" && y != "" && IsPattern(x) && IsPattern(y) {
		switch {
		case covers(x, strings.TrimPrefix(y, "*.")):
			return y
		case covers(y, strings.TrimPrefix(x, "*.")):
			return x
		}
	}
	if x != "" || y != "" {
		return ""
	}
	for _, one := range a.SenderIPs.Values {
		for _, two := range b.SenderIPs.Values {
			r, okR := parseRange(one)
			o, okO := parseRange(two)
			if okR && okO && r.overlaps(o) {
				return two
			}
		}
	}
	return ""
}

// Locked returns whether a partner connector for every sender refuses what does not come from
// its certificate or addresses. Without one, senders can go round a filter in front.
func (e *Export) Locked() Answer {
	locked := No
	if e.InboundAsked != AskedAll {
		locked = Unread
	}
	for i := range e.Inbound {
		switch e.Inbound[i].locks() {
		case Yes:
			return Yes
		case Unread:
			locked = Unread
		}
	}
	return locked
}

func (in *Inbound) locks() Answer {
	if in.Type == OnPremises || in.Enabled == No {
		return No
	}
	everyone, _ := in.sends("")
	if in.SenderDomains.Known() && everyone != Yes {
		return No
	}
	byName, byAddress := in.RestrictToCertificate, in.RestrictToIPs
	if in.CertificateName.Known() && in.CertificateName.Value == "" {
		byName = No // a restriction to no name
	}
	if in.SenderIPs.None() {
		byAddress = No
	}
	switch sure := in.Type == Partner && in.Enabled == Yes && in.SenderDomains.Known() && in.ForDomains.None(); {
	case byName == No && byAddress == No:
		return No
	case sure && (byName == Yes && in.CertificateName.Known() || byAddress == Yes && in.SenderIPs.Known()):
		return Yes
	}
	return Unread
}
