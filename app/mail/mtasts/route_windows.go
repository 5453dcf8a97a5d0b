package mtasts

import (
	"errors"
	"syscall"
)

// isUnrouted reports whether this computer found no way to an address at all: then
// nothing is known about the server there. The numbers are WSAENETUNREACH, WSAEHOSTUNREACH,
// WSAEADDRNOTAVAIL and WSAEAFNOSUPPORT (Microsoft Learn, “Windows Sockets error codes”).
func isUnrouted(err error) bool {
	return errors.Is(err, syscall.Errno(10051)) || errors.Is(err, syscall.Errno(10065)) ||
		errors.Is(err, syscall.Errno(10049)) || errors.Is(err, syscall.Errno(10047)) ||
		errors.Is(err, syscall.ENETUNREACH) || errors.Is(err, syscall.EHOSTUNREACH)
}
