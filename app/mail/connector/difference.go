package connector

import (
	"slices"
	"strings"
)

// Setting is a setting of an inbound connector, to compare two of them.
type Setting string

// The settings that decide what happens to an email, the most important first.
const (
	SetSkip        Setting = "EFSkipIPs"
	SetSkipLast    Setting = "EFSkipLastIP"
	SetSkipUsers   Setting = "EFUsers"
	SetInternal    Setting = "TreatMessagesAsInternal"
	SetCloud       Setting = "CloudServicesMailEnabled"
	SetType        Setting = "ConnectorType"
	SetName        Setting = "TlsSenderCertificateName"
	SetAddresses   Setting = "SenderIPAddresses"
	SetRestrict    Setting = "RestrictDomainsToCertificate"
	SetRestrictIPs Setting = "RestrictDomainsToIPAddresses"
)

// settings has them in their order. The last five only say how an email finds the connector.
var settings = []Setting{SetSkip, SetSkipLast, SetSkipUsers, SetInternal, SetCloud, SetType, SetName, SetAddresses,
	SetRestrict, SetRestrictIPs}

// Value is what a connector has of a setting.
type Value struct {
	Text   string // "" if not known
	Values []string
	Answer Answer // for a switch; Unread for all others
	Known  bool
}

// Value returns what the connector has of a setting.
func (in *Inbound) Value(s Setting) Value {
	list := func(l List) Value {
		sorted := slices.Clone(l.Values)
		slices.Sort(sorted)
		return Value{strings.Join(sorted, ", "), sorted, Unread, l.Known()}
	}
	flag := func(a Answer) Value { return Value{string(a), nil, a, a != Unread} }
	switch s {
	case SetSkip:
		return list(in.SkipIPs)
	case SetSkipLast:
		return flag(in.SkipLastIP)
	case SetSkipUsers:
		return list(in.SkipUsers)
	case SetInternal:
		return flag(in.Internal)
	case SetCloud:
		return flag(in.CloudMail)
	case SetAddresses:
		return list(in.SenderIPs)
	case SetRestrict:
		return flag(in.RestrictToCertificate)
	case SetRestrictIPs:
		return flag(in.RestrictToIPs)
	case SetType:
		return Value{in.TypeText, nil, Unread, in.Type != TypeUnread}
	}
	return Value{in.CertificateName.Value, nil, Unread, in.CertificateName.Known()}
}

// Difference is a setting of several connectors.
type Difference struct {
	Setting Setting
	Values  []Value // one for each connector
	Differs Answer  // Unread: a value is not known
	Matters bool    // it changes what happens to the email
}

// Compare returns each setting of connectors, those that differ first.
func Compare(all []Candidate) (list []Difference) {
	for i, s := range settings {
		d := Difference{Setting: s, Differs: No, Matters: i < 5}
		for _, c := range all {
			v := c.Value(s)
			d.Values = append(d.Values, v)
			switch first := d.Values[0]; {
			case !v.Known || !first.Known:
				d.Differs = Unread
			case !strings.EqualFold(v.Text, first.Text) && d.Differs == No:
				d.Differs = Yes
			}
		}
		list = append(list, d)
	}
	rank := map[Answer]int{Yes: 0, Unread: 1, No: 2}
	slices.SortStableFunc(list, func(a, b Difference) int { return rank[a.Differs] - rank[b.Differs] })
	return list
}

// Differing returns the settings that differ and change what happens to the email.
func Differing(list []Difference) (all []Setting) {
	for _, d := range list {
		if d.Differs == Yes && d.Matters {
			all = append(all, d.Setting)
		}
	}
	return all
}
