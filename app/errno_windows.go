package app

import (
	"errors"
	"slices"
	"syscall"
)

// isOne reports whether err is one of these numbers of Windows (“System Error Codes” and
// “Windows Sockets Error Codes” on Microsoft Learn). The names in syscall, such as
// ENOSPC, are Go's own there: the system never returns them.
func isOne(err error, numbers ...syscall.Errno) bool {
	var number syscall.Errno
	return errors.As(err, &number) && slices.Contains(numbers, number)
}

// DiskFull reports whether there is no room on the disk.
func DiskFull(err error) bool { return isOne(err, 39, 112, 1295, syscall.ENOSPC) }

// WriteProtected reports whether the disk may only be read.
func WriteProtected(err error) bool { return isOne(err, 19, syscall.EROFS) }

// ConnectionReset reports whether the other side, or something on the way, ended the connection.
func ConnectionReset(err error) bool { return isOne(err, 10053, 10054, syscall.ECONNRESET) }

// NotOnThisComputer reports whether a file is only in the cloud, and OneDrive or another
// program of its kind could not get it: ERROR_CLOUD_FILE_….
func NotOnThisComputer(err error) bool {
	var number syscall.Errno
	return errors.As(err, &number) && number >= 358 && number <= 404 && !isOne(err, 369, 370, 399, 400, 401, 402, 403)
}
