package access

import "math/bits"

// Set is some of the accounts of a Crowd, by their place in it.
type Set []uint64

// NewSet returns an empty set for n accounts.
func NewSet(n int) Set { return newSet(n) }

func newSet(n int) Set { return make(Set, (n+63)/64) }

func (s Set) add(i int) { s[i/64] |= 1 << (i % 64) }

// Has reports whether the account at i is in the set.
func (s Set) Has(i int) bool { return s[i/64]>>(i%64)&1 == 1 }

// Count returns how many accounts are in the set.
func (s Set) Count() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// Or adds what is in t, a set of the same Crowd.
func (s Set) Or(t Set) {
	for i, w := range t {
		s[i] |= w
	}
}

// each calls f for every account in the set.
func (s Set) each(f func(i int)) {
	for n, w := range s {
		for ; w != 0; w &= w - 1 {
			f(n*64 + bits.TrailingZeros64(w))
		}
	}
}
