package app

import (
	"context"
	"errors"
	"fmt"
)

// Code names a kind of failure. It is stable: tests, the log and the terminal
// rely on it.
type Code string

// The kinds of failure a person may meet.
const (
	Invalid     Code = "invalid"     // what was typed or given cannot be used
	NotFound    Code = "not-found"   // it is not there
	Unreachable Code = "unreachable" // a server could not be reached
	Denied      Code = "denied"      // someone does not allow it
	Damaged     Code = "damaged"     // a file is broken or is not ours
	Newer       Code = "newer"       // a file was written by a newer Handrail
	Full        Code = "full"        // there is no room left
	ReadOnly    Code = "read-only"   // it may be read but not written
	Cancelled   Code = "cancelled"   // the person stopped it
	Internal    Code = "internal"    // an error in Handrail itself
)

// Error is a failure in words for the person: what happened, and what to do
// next. Err, where set, is the cause for the log and for the technical details.
type Error struct {
	Code    Code
	Message string // what happened, one sentence
	Hint    string // what to do next, one sentence
	Err     error
}

// Error returns the message, and the cause where there is one.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Message
	}
	return e.Message + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error with a formatted message and no cause.
func Errorf(code Code, hint, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// CodeOf returns the kind of err: "" for nil, Internal for an error that is not an Error.
func CodeOf(err error) Code {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Code
	case errors.Is(err, context.Canceled):
		return Cancelled
	case errors.Is(err, context.DeadlineExceeded):
		return Unreachable
	}
	return Internal
}

// UserMessage returns the message for err, what happened, and a hint what to do next. It looks
// through wrapped errors; any other error is called an internal error of Handrail,
// never a "general error".
func UserMessage(err error) (message, hint string) {
	var e *Error
	switch {
	case err == nil:
		return "", ""
	case errors.As(err, &e):
		return e.Message, e.Hint
	case errors.Is(err, context.Canceled):
		return "Stopped. Nothing was changed.", "Start again when you are ready."
	case errors.Is(err, context.DeadlineExceeded):
		return "It took too long, so Handrail stopped waiting.", "Check your connection, then try again."
	}
	return "Handrail could not do this because of an internal error.",
		"Try again. If it happens again, copy the technical details."
}
