package tenant

import (
	"context"
	"errors"
)

type noteKey struct{}

// WithNote returns a context in which Note calls f: a Source notes there why
// nothing arrives for a while.
func WithNote(ctx context.Context, f func(note string)) context.Context {
	return context.WithValue(ctx, noteKey{}, f)
}

// Note passes a message to the person who waits. Without WithNote it does nothing.
func Note(ctx context.Context, note string) {
	if f, ok := ctx.Value(noteKey{}).(func(string)); ok {
		f(note)
	}
}

// ErrOffline is in the chain of an error when no server could be reached at
// all: there is no use in asking for the next thing.
var ErrOffline = errors.New("tenant: no connection")

// ErrStalled is in the chain of an error when answers began and did not come to their end, with every try: what is
// asked next may fare better, but not for ever.
var ErrStalled = errors.New("tenant: the answers stopped coming")

// UnknownOutcome is the error of a write whose answer was lost: it may have been
// applied or not. Only a check decides; it must not be sent again before.
type UnknownOutcome struct {
	RequestID string // where one came
	Err       error
}

// Error implements error.
func (e *UnknownOutcome) Error() string {
	return "tenant: not known whether the change was made: " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *UnknownOutcome) Unwrap() error { return e.Err }
