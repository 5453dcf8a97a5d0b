package app

import "net/netip"

// closedNets are address ranges that no server on the Internet has, beside
// those that net/netip knows: RFC 6598 (shared by carriers), RFC 791 ("this
// network"), RFC 6890 (protocol assignments), RFC 2544 (measuring), RFC 1112
// (reserved), RFC 6052 (IPv4 inside IPv6 by translation, local use).
var closedNets = []netip.Prefix{
	netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("fec0::/10"),
}

// IsPrivate reports whether an address belongs to a home, an office or this
// computer, not to the Internet (RFC 1918, RFC 4193, RFC 6890). A name in DNS can
// point anywhere, so Handrail asks before it connects: a stranger's record
// must not send it to a machine inside your network.
func IsPrivate(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsValid() || !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() {
		return true // IsGlobalUnicast is false for link-local, multicast, unspecified and broadcast
	}
	for _, n := range closedNets {
		if n.Contains(a) {
			return true
		}
	}
	return false
}
