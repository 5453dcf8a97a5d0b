// Package history compares what an organisation was like at two moments.
//
// Microsoft sends an object as JSON, and sends the same object in many forms: members in another order, dates with
// other precision, IDs in other case, properties that it added last week. Canon brings a row into one form, so that
// two rows are equal if and only if the organisation's setting is. Compare returns what differs between two rows, and
// Fields says which properties rows have, so that a property that is newly read is not taken for a change.
//
// The package is pure: store keeps the rows, and rules turn differences into sentences.
package history

import (
	"context"
	"encoding/json"
	"time"
)

// Kind is what happened to a row.
type Kind string

// The kinds.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Changed Kind = "changed"
)

// Change is what happened to one row of a section at one moment.
type Change struct {
	Section string
	ID      string
	Kind    Kind
	At      time.Time // when Handrail read it; it happened between Since and At
	Since   time.Time // when the section was read before
	Before  json.RawMessage
	After   json.RawMessage
	Fields  []Field // what differs, of a changed row
}

// Field is one property that differs. Path names it as Microsoft does, with dots. Before or After is nil where the
// property was absent, which is not the same as null.
type Field struct {
	Path   string
	Before json.RawMessage
	After  json.RawMessage
}

// The kinds of a moment. They are stored.
const (
	MomentBegin  = "begin"  // a line begins: the section is read for the first time, or in another way
	MomentChange = "change" // rows are not what they had been
)

// Moment is one look at a section after which its rows were not what they had been.
type Moment struct {
	Number  int64
	Section string
	Kind    string
	At      time.Time
	Since   time.Time // when the section was read before; zero: never
	Counts  Counts    // how many changes it has of each class; nil where it is not known
}

// Past is what is remembered of one organisation.
type Past interface {
	// Moments returns the moments after from and not after to, the latest first.
	Moments(ctx context.Context, from, to time.Time) ([]Moment, error)
	// Changes returns what changed at a moment.
	Changes(ctx context.Context, moment int64) ([]Change, error)
	// Row returns what changed in one row of a section, the latest first.
	Row(ctx context.Context, section, id string) ([]Change, error)
	// AsOf calls f for every row of a section as it was, and returns the moment that answers.
	AsOf(ctx context.Context, section string, at time.Time, f func(id string, body []byte) error) (Moment, error)
}

// Picker is a past that can leave changes out without comparing them.
type Picker interface {
	// ChangesOf returns what changed at a moment in these classes.
	ChangesOf(ctx context.Context, moment int64, classes []Class) ([]Change, error)
}

// Trimmer is a past that can remove at once what is older than is kept.
type Trimmer interface {
	Trim(ctx context.Context, now time.Time, k Keep) error
}

// Keeper is a view of an organisation that remembers. Past is nil where it cannot.
type Keeper interface{ Past() Past }
