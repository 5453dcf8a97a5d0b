package graphsim

import (
	"encoding/binary"
	"encoding/hex"
	"hash/fnv"
)

// mix is the finaliser of SplitMix64: a cheap, well spread hash of a number.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// guidOf writes a GUID of version 4 from a first part and a hash.
func guidOf(first uint32, hash uint64) string {
	var b [16]byte
	binary.BigEndian.PutUint32(b[:], first)
	binary.BigEndian.PutUint64(b[4:], hash)
	binary.BigEndian.PutUint32(b[12:], uint32(mix(hash)))
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	var out [36]byte
	hex.Encode(out[:8], b[:4])
	out[8], out[13], out[18], out[23] = '-', '-', '-', '-'
	hex.Encode(out[9:13], b[4:6])
	hex.Encode(out[14:18], b[6:8])
	hex.Encode(out[19:23], b[8:10])
	hex.Encode(out[24:], b[10:])
	return string(out[:])
}

// guid returns the GUID of a thing that has a name.
func (c *Cloud) guid(name string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	x := mix(h.Sum64() ^ c.seed)
	return guidOf(uint32(x>>32), mix(x))
}

// The ids of people carry their place in their first part, scrambled by steps
// that can be undone, so that a person is found by id without an index.
const (
	scramble   = 0x9e3779b1 // odd, so that it has an inverse modulo 2^32
	unscramble = 0x0e8b2f51
)

func (c *Cloud) personID(i int) string {
	x := (uint32(i) ^ uint32(c.seed)) * scramble
	x ^= x >> 16
	return guidOf(x, mix(c.seed^uint64(i)<<1))
}

// personPlace is the inverse of personID.
func (c *Cloud) personPlace(id string) (int, bool) {
	var first [4]byte
	if len(id) != 36 {
		return 0, false
	}
	if _, err := hex.Decode(first[:], []byte(id[:8])); err != nil {
		return 0, false
	}
	x := binary.BigEndian.Uint32(first[:])
	x ^= x >> 16
	i := int(x*unscramble ^ uint32(c.seed))
	return i, i < c.people && c.personID(i) == id
}
