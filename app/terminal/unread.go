package terminal

import (
	"errors"
	"runtime"
	"syscall"
)

// unread reports whether err is of a write to a program that has ended, such as “| more”. On Windows such a write fails
// with ERROR_BROKEN_PIPE, ERROR_NO_DATA or ERROR_PIPE_NOT_CONNECTED; elsewhere a signal ends Handrail.
func unread(err error) bool {
	var number syscall.Errno
	return runtime.GOOS == "windows" && errors.As(err, &number) && (number == 109 || number == 232 || number == 233)
}
