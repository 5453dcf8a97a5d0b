package connector

import (
	"net/netip"
	"strings"
)

// addresses is a range of addresses.
type addresses struct{ from, to netip.Addr }

func (r addresses) contains(a netip.Addr) bool {
	a = a.Unmap()
	return a.BitLen() == r.from.BitLen() && r.from.Compare(a) <= 0 && a.Compare(r.to) <= 0
}

func (r addresses) overlaps(o addresses) bool { return r.contains(o.from) || o.contains(r.from) }

// parseRange reads an address, a network in CIDR form, or the first and last address with a
// hyphen between them.
func parseRange(text string) (addresses, bool) {
	text = strings.TrimSpace(text)
	if first, last, ok := strings.Cut(text, "-"); ok {
		a, errA := netip.ParseAddr(strings.TrimSpace(first))
		b, errB := netip.ParseAddr(strings.TrimSpace(last))
		a, b = a.Unmap(), b.Unmap()
		return addresses{a, b}, errA == nil && errB == nil && a.BitLen() == b.BitLen() && a.Compare(b) <= 0
	}
	if p, err := netip.ParsePrefix(text); err == nil {
		p = p.Masked()
		return addresses{p.Addr(), last(p)}, true
	}
	a, err := netip.ParseAddr(text)
	return addresses{a.Unmap(), a.Unmap()}, err == nil
}

// last returns the last address of a network.
func last(p netip.Prefix) netip.Addr {
	bytes := p.Addr().AsSlice()
	for i := range bytes {
		if from := p.Bits() - 8*i; from < 8 {
			bytes[i] |= byte(0xFF >> max(from, 0))
		}
	}
	a, _ := netip.AddrFromSlice(bytes)
	return a
}
