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

// inside are the forms of IPv6 addresses that hold an IPv4 address, each with
// the byte where that begins: RFC 4291 section 2.5.5.1 (compatible), RFC 2765
// (translated), RFC 6052 (NAT64), RFC 3056 (6to4), RFC 4380 (Teredo: the server).
var inside = []struct {
	net netip.Prefix
	at  int
}{
	{netip.MustParsePrefix("::/96"), 12},
	{netip.MustParsePrefix("::ffff:0:0:0/96"), 12},
	{netip.MustParsePrefix("64:ff9b::/96"), 12},
	{netip.MustParsePrefix("2002::/16"), 2},
	{netip.MustParsePrefix("2001::/32"), 4},
}

// IsPrivate reports whether an address belongs to a home, an office or this
// computer, not to the Internet (RFC 1918, RFC 4193, RFC 6890), also where IPv6
// holds such an IPv4 address. An address with a zone belongs to one link. A name
// in DNS can point anywhere, so Handrail asks before it connects: a stranger's
// record must not send it to a machine inside your network.
func IsPrivate(a netip.Addr) bool {
	if a.Zone() != "" {
		return true
	}
	a = a.Unmap()
	if !a.IsValid() || !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() {
		return true // IsGlobalUnicast is false for link-local, multicast, unspecified and broadcast
	}
	for _, n := range closedNets {
		if n.Contains(a) {
			return true
		}
	}
	return a.Is6() && holdsPrivate(a)
}

// holdsPrivate reports whether an IPv6 address holds a private IPv4 address.
func holdsPrivate(a netip.Addr) bool {
	raw := a.As16()
	at := func(i int, mask byte) bool {
		return IsPrivate(netip.AddrFrom4([4]byte{raw[i] ^ mask, raw[i+1] ^ mask, raw[i+2] ^ mask, raw[i+3] ^ mask}))
	}
	for _, n := range inside {
		if n.net.Contains(a) && at(n.at, 0) {
			return true
		}
	}
	// RFC 4380 section 4: the client stands inverted at the end.
	teredo := raw[0] == 0x20 && raw[1] == 1 && raw[2] == 0 && raw[3] == 0
	// RFC 5214 section 6.1
	isatap := raw[8]&^2 == 0 && raw[9] == 0 && raw[10] == 0x5e && raw[11] == 0xfe
	return teredo && at(12, 0xff) || isatap && at(12, 0)
}
