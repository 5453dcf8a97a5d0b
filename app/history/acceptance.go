package history

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Acceptance is that someone calls a difference fine as it is. It is watched on: it holds for one value, until a day.
type Acceptance struct {
	Number int64 // given by the history
	Place
	Value string // that is accepted, as Mark returns it
	Shape string // how the section was read: values of another shape cannot be compared

	// The sentence that was accepted, for the day on which it comes back.
	Severity, Subject, Text, Many string
	Before, After                 string
	Seen, Since                   time.Time // when Handrail read the difference; it happened between

	By        string // who accepted it, as it was typed
	Why       string
	At        time.Time
	Until     string // the last day on which it holds, as "2026-12-05"; "" for no end
	Withdrawn time.Time
}

// Ended reports whether the last day has passed where now is.
func (a Acceptance) Ended(now time.Time) bool {
	return a.Until != "" && now.Format(time.DateOnly) > a.Until
}

// Holds reports whether a value, as Mark returns it, is accepted at a time. The day ends at midnight where now is.
func (a Acceptance) Holds(now time.Time, value string) bool {
	return a.Withdrawn.IsZero() && !a.Ended(now) && a.Value == value
}

// longest is how many bytes of a value are kept as they are.
const longest = 256

// Mark returns a value in the form of Canon for comparison: its text or, of a long one, its hash. What is not there,
// null and empty is "": Microsoft sends each for the same.
func Mark(value []byte) string {
	switch text := string(value); {
	case text == "null" || text == "[]" || text == "{}" || text == `""`:
		return ""
	case len(text) <= longest:
		return text
	}
	sum := sha256.Sum256(value)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Accepter keeps what was accepted. A Past may be one.
type Accepter interface {
	// Acceptances returns the latest acceptance of each place, the oldest first. What was withdrawn is left out.
	Acceptances(ctx context.Context) ([]Acceptance, error)
	// Accept keeps all of them or none. Each replaces the earlier one of its place, and together they replace those with
	// these numbers.
	Accept(ctx context.Context, all []Acceptance, instead []int64) error
	// Withdraw ends the acceptances with these numbers. One that was replaced or withdrawn before stays as it is.
	Withdraw(ctx context.Context, at time.Time, numbers []int64) error
}
