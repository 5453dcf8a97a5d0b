package history

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// Actor is who made a change, as Microsoft's audit log says.
type Actor struct {
	ID      string    `json:"id"`      // of the person, or of the application where no person acted
	Name    string    `json:"name"`    // of the person or the application
	Program string    `json:"program"` // with which it was made; "" where it is not known
	At      time.Time `json:"at"`
}

// Why is why it is not known who made a change. It is stored.
type Why string

// The reasons. “” means that it is known.
const (
	WhyUnread    Why = "unread"    // the audit log could not be read; Detail says why
	WhyNotYet    Why = "not-yet"   // no entry yet, and one may still come
	WhyNone      Why = "none"      // there is no entry
	WhyOlder     Why = "older"     // the log does not reach back over the whole time
	WhyCut       Why = "cut"       // only the newest entries were read, and they do not either
	WhySeveral   Why = "several"   // more than one did it
	WhyMicrosoft Why = "microsoft" // a service of Microsoft's did it
	WhyNobody    Why = "nobody"    // the entry names no one
	WhyUnclear   Why = "unclear"   // the entries do not say that they are about this, or contradict it
	WhyNoLog     Why = "no-log"    // the log has no entries for this kind of change
	WhyPart      Why = "part"      // known for a part of the time only
)

// Answer is who made the change of a property of a row at a moment, or why that is not known.
type Answer struct {
	ID     string  // of the row
	Field  string  // path of the property; "" of a row that is new or gone
	Actors []Actor // who did it; with a Why, whom the log names without deciding it
	Why    Why
	Detail string // more about Why, a sentence
	Final  bool   // looking again can change nothing
}

// By returns who did it; nil where that is not known.
func (a Answer) By() *Actor {
	if a.Why != "" || len(a.Actors) != 1 {
		return nil
	}
	return &a.Actors[0]
}

// Join returns what two answers about the same property, at moments that become one, say together: several actors are
// all named, and what is known for only one of the two is not known.
func (a Answer) Join(b Answer) Answer {
	out := Answer{ID: a.ID, Field: a.Field, Actors: Together(a.Actors, b.Actors), Final: a.Final && b.Final}
	out.Why, out.Detail = a.Why, cmp.Or(a.Detail, b.Detail)
	switch {
	case a.Why == b.Why:
	case a.Why == "" || b.Why == "":
		out.Why, out.Detail = WhyPart, ""
	default:
		out.Why, out.Detail = WhyUnclear, ""
	}
	if out.Why == "" && len(out.Actors) > 1 {
		out.Why = WhySeveral
	}
	return out
}

// Together returns the actors of several lists, each once with the last time, in the order of these times.
func Together(lists ...[]Actor) (all []Actor) {
	for _, one := range slices.Concat(lists...) {
		i := slices.IndexFunc(all, func(a Actor) bool { return a.Same(one) })
		switch {
		case i < 0:
			all = append(all, one)
		case one.At.After(all[i].At):
			all[i] = one
		}
	}
	slices.SortStableFunc(all, func(a, b Actor) int { return a.At.Compare(b.At) })
	return all
}

// Same reports whether two actors are the same person or application.
func (a Actor) Same(b Actor) bool {
	if a.ID == "" || b.ID == "" {
		return a.ID == b.ID && a.Name == b.Name
	}
	return strings.EqualFold(a.ID, b.ID)
}

// Witness is a Past that knows who made changes. A Past may be none.
type Witness interface {
	// Answers returns what is known about what changed in rows of a section at a moment, or in all of them where no ID
	// is given; nothing where no one has looked.
	Answers(ctx context.Context, section string, at time.Time, ids ...string) ([]Answer, error)
	// SaveAnswers replaces what is known about a moment.
	SaveAnswers(ctx context.Context, moment int64, all []Answer) error
	// Unanswered returns at most so many moments of changes, the latest first, about which no one has looked or which
	// another look may settle.
	Unanswered(ctx context.Context, most int) ([]Moment, error)
}
