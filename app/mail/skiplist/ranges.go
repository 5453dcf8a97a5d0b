package skiplist

import (
	"encoding/binary"
	"math"
	"net/netip"
	"strings"
)

// Range is addresses in a row, of one family.
type Range struct{ First, Last netip.Addr }

// Contains reports whether an address is in the range.
func (r Range) Contains(a netip.Addr) bool {
	return a.Is4() == r.First.Is4() && a.IsValid() && r.First.Compare(a) <= 0 && a.Compare(r.Last) <= 0
}

// within reports whether all of r is in other.
func (r Range) within(other Range) bool { return other.Contains(r.First) && other.Contains(r.Last) }

// meets reports whether the ranges have an address in common.
func (r Range) meets(other Range) bool {
	return r.First.Is4() == other.First.Is4() && r.First.Compare(other.Last) <= 0 && other.First.Compare(r.Last) <= 0
}

// Count returns how many addresses the range has; math.MaxUint64 for more than that.
func (r Range) Count() uint64 {
	if r.First.Is4() {
		a, b := r.First.As4(), r.Last.As4()
		return uint64(binary.BigEndian.Uint32(b[:])-binary.BigEndian.Uint32(a[:])) + 1
	}
	a, b := r.First.As16(), r.Last.As16()
	if binary.BigEndian.Uint64(a[:8]) != binary.BigEndian.Uint64(b[:8]) {
		return math.MaxUint64
	}
	n := binary.BigEndian.Uint64(b[8:]) - binary.BigEndian.Uint64(a[8:])
	if n == math.MaxUint64 {
		return n
	}
	return n + 1
}

// Wide reports whether the range is wider than a /16, or a /32 of IPv6. The limit is ours: a
// filter does not have that many servers, and every one in the range is skipped.
func (r Range) Wide() bool {
	if r.First.Is4() {
		return r.Count() > 1<<16
	}
	a, b := r.First.As16(), r.Last.As16()
	return binary.BigEndian.Uint64(b[:8])-binary.BigEndian.Uint64(a[:8]) >= 1<<32
}

// prefixed returns the addresses of a prefix, whatever its host bits are.
func prefixed(p netip.Prefix) Range {
	p = p.Masked()
	last := p.Addr().AsSlice()
	for i := p.Bits(); i < len(last)*8; i++ {
		last[i/8] |= 1 << (7 - i%8)
	}
	end, _ := netip.AddrFromSlice(last)
	return Range{p.Addr(), end}
}

// readRange reads an address, a range with a hyphen, or a prefix. text is its form as it is
// handed over: a prefix with host bits loses them.
func readRange(word string) (r Range, text string, problem Problem) {
	if p, err := netip.ParsePrefix(word); err == nil {
		if p.Addr().Is4In6() {
			return Range{}, word, Unread
		}
		if p != p.Masked() {
			problem = HostBits
		}
		return prefixed(p), p.Masked().String(), problem
	}
	if a, ok := readAddr(word); ok {
		return Range{a, a}, a.String(), ""
	}
	from, to, ok := strings.Cut(word, "-")
	if !ok {
		return Range{}, word, Unread
	}
	a, ok1 := readAddr(from)
	b, ok2 := readAddr(to)
	switch {
	case !ok1 || !ok2 || a.Is4() != b.Is4():
		return Range{}, word, Unread
	case b.Less(a):
		return Range{}, word, Backwards
	case a == b:
		return Range{a, a}, a.String(), ""
	}
	return Range{a, b}, a.String() + "-" + b.String(), ""
}

func readAddr(word string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(word, "["), "]"))
	if err != nil || a.Zone() != "" {
		return netip.Addr{}, false
	}
	return a.Unmap(), true
}
