//go:build !windows

package mtasts

import (
	"errors"
	"syscall"
)

// isUnrouted reports whether this computer found no way to an address at all: then
// nothing is known about the server there.
func isUnrouted(err error) bool {
	return errors.Is(err, syscall.ENETUNREACH) || errors.Is(err, syscall.EHOSTUNREACH) ||
		errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT)
}
