package skiplist

import (
	"strings"

	"handrail/app/mail/connector"
)

// Front is who takes email of a domain first, by its mail servers in DNS. Stable.
type Front string

// Who takes it.
const (
	AtMicrosoft  Front = "microsoft"
	AtFilter     Front = "filter" // another mail server: a filter or servers of the organisation
	AtBoth       Front = "mixed"
	AtNone       Front = "none" // the domain takes no email
	FrontUnknown Front = "unknown"
)

// FrontOf returns who takes email first. known is false where DNS could not be asked: no
// names are not none then.
func FrontOf(hosts []string, known bool) Front {
	if !known {
		return FrontUnknown
	}
	ours := 0
	for _, h := range hosts {
		if ends(h, mxNames()) {
			ours++
		}
	}
	switch {
	case len(hosts) == 0:
		return AtNone
	case ours == len(hosts):
		return AtMicrosoft
	case ours == 0:
		return AtFilter
	}
	return AtBoth
}

func mxNames() []string { return known().mx }

// State is what Enhanced Filtering does at a connector, or in the organisation. Stable.
type State string

// The states.
const (
	On           State = "on"
	Pilot        State = "pilot" // for the people in EFUsers alone
	Off          State = "off"
	NotNeeded    State = "not-needed"   // nothing stands in front of Exchange Online
	NoConnector  State = "no-connector" // something does, and there is no connector to set it at
	Disabled     State = "disabled"     // the connector is off
	StateUnknown State = "unknown"
)

// SettingOf returns what a connector skips, and whether the export shows it.
func SettingOf(c *connector.Inbound) (Setting, bool) {
	s := Setting{Last: c.SkipLastIP == connector.Yes, List: Parse(strings.Join(c.SkipIPs.Values, "\n"))}
	return s, s.Last || c.SkipLastIP == connector.No && c.SkipIPs.Known()
}

// ListIgnored reports whether the connector has a list that is not used, because it also
// skips the last address.
func ListIgnored(c *connector.Inbound) bool {
	return c.SkipLastIP == connector.Yes && len(c.SkipIPs.Values) > 0
}

// StateOf returns what Enhanced Filtering does at a connector. Where nothing stands in front
// of Exchange Online, it is never “off”. EFTestMode decides nothing.
func StateOf(c *connector.Inbound, front Front) State {
	_, known := SettingOf(c)
	set := c.SkipLastIP == connector.Yes || len(c.SkipIPs.Values) > 0
	switch {
	case c.Enabled == connector.No:
		return Disabled
	case c.Enabled == connector.Unread || !set && !known:
		return StateUnknown
	case set && !c.SkipUsers.Known():
		return StateUnknown // on, for no one knows whom
	case set && len(c.SkipUsers.Values) > 0:
		return Pilot
	case set:
		return On
	case front == AtMicrosoft || front == AtNone:
		return NotNeeded
	case front == FrontUnknown:
		return StateUnknown
	}
	return Off
}

// Overall returns the state of an organisation: the best of its connectors.
func Overall(e *connector.Export, front Front) State {
	found := map[State]bool{}
	for i := range e.Inbound {
		found[StateOf(&e.Inbound[i], front)] = true
	}
	for _, s := range []State{On, Pilot, StateUnknown} {
		if found[s] {
			return s
		}
	}
	switch {
	case front == AtMicrosoft || front == AtNone:
		return NotNeeded
	case front == FrontUnknown || e.InboundAsked != connector.AskedAll:
		return StateUnknown
	case found[Off]:
		return Off
	}
	return NoConnector // none, or only some that are off
}
