package tenant

import "errors"

// ReadOnlySetting names the setting that keeps whether Handrail only reads: "on", or nothing. Stored.
const ReadOnlySetting = "read-only"

// ErrReadOnly is in the chain of the error of every change that read-only mode refused. Nothing was sent.
var ErrReadOnly = errors.New("tenant: read-only mode is on")

// IsReadOnly reports whether Handrail only reads, by the settings kept.
func IsReadOnly(kept map[string]string) bool { return kept[ReadOnlySetting] == "on" }

// NotGranted is in the chain of the error of a request for which the organisation has not granted permissions.
type NotGranted struct{ Scopes []string }

// Error returns the missing permissions.
func (n *NotGranted) Error() string { return "tenant: not granted" }
