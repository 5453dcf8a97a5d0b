package tenant

import "context"

type unattendedKey struct{}

// Unattended returns a context of work that no person watches: nothing in it opens a browser.
func Unattended(ctx context.Context) context.Context {
	return context.WithValue(ctx, unattendedKey{}, true)
}

// IsUnattended reports whether no person watches.
func IsUnattended(ctx context.Context) bool { return ctx.Value(unattendedKey{}) != nil }
