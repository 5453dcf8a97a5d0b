// Package app holds the few things that every package of Handrail shares: errors
// that show a person what to do next, the clock, identifiers, and the rule for
// links. It uses the standard library only.
package app

import (
	"crypto/rand"
	"encoding/hex"
	"time"
)

// Clock returns the current time. It is a field wherever time matters, so that tests and
// the -now flag can set it.
type Clock func() time.Time

// NewID returns a fresh random identifier of 24 hexadecimal characters.
func NewID() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return hex.EncodeToString(b[:])
}
