package smtpprobe

import (
	"errors"
	"syscall"

	"golang.org/x/sys/windows"
)

// isRefused reports whether the host itself said that the port is closed.
func isRefused(err error) bool {
	return errors.Is(err, windows.WSAECONNREFUSED) || errors.Is(err, syscall.ECONNREFUSED)
}
