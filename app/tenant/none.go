package tenant

import (
	"errors"

	"handrail/app"
)

// errNone is in the chain of every error that means that no organisation is connected.
var errNone = errors.New("tenant: no organisation is connected")

// NoOrganisation returns the error, an app.NotFound, that no organisation is connected. hint says what to do.
func NoOrganisation(hint string) error {
	return &app.Error{Code: app.NotFound, Message: "No organisation is connected.", Hint: hint, Err: errNone}
}

// IsNone reports whether err means that no organisation is connected.
func IsNone(err error) bool { return errors.Is(err, errNone) }
