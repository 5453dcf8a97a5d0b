//go:build !windows

package smtpprobe

import (
	"errors"
	"syscall"
)

// isRefused reports whether the host itself said that the port is closed.
func isRefused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }
