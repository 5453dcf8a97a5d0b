//go:build !windows

package app

import (
	"errors"
	"syscall"
)

// DiskFull reports whether there is no room on the disk.
func DiskFull(err error) bool { return errors.Is(err, syscall.ENOSPC) }

// WriteProtected reports whether the disk may only be read.
func WriteProtected(err error) bool { return errors.Is(err, syscall.EROFS) }

// ConnectionReset reports whether the other side, or something on the way, ended the connection.
func ConnectionReset(err error) bool { return errors.Is(err, syscall.ECONNRESET) }

// NotOnThisComputer reports whether a file is only in the cloud and could not be fetched. That
// shows only on Windows.
func NotOnThisComputer(error) bool { return false }
