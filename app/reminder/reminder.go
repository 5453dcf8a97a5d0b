// Package reminder collects everything that waits or ends, each with its date, the reason and where to go.
//
// What waits are steps of visits. What ends are things of Microsoft on an announced day, certificates, client secrets,
// licences, sign-ins, exclusions and accepted changes. A date that cannot be read is a reminder too: it has no date and
// says why. A calendar file (RFC 5545) has all that have a date. Its texts have no names of people.
//
// The package is pure: it reads rows that are saved and asks no one.
package reminder

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// Kind is what a reminder is about. The values are stable: the terminal prints them.
type Kind string

// The kinds, in the order in which a filter has them.
const (
	Waiting      Kind = "waiting"      // a step of a guide
	Microsoft    Kind = "microsoft"    // Microsoft ends something on an announced day
	Certificates Kind = "certificates" // of mail servers and policy hosts
	SignIn       Kind = "sign-in"      // passes, secrets, and the sign-in of Handrail itself
	Exceptions   Kind = "exceptions"   // exclusions and accepted changes
	Licences     Kind = "licences"     // licences and domains that someone pays for
)

// Kinds returns all kinds in their order.
func Kinds() []Kind { return []Kind{Waiting, Microsoft, Certificates, SignIn, Exceptions, Licences} }

// Title returns the kind in words.
func (k Kind) Title() string {
	return map[Kind]string{Waiting: "Guides that wait", Microsoft: "Microsoft’s dates", Certificates: "Certificates",
		SignIn: "Sign-in and secrets", Exceptions: "Exceptions", Licences: "Licences and domains"}[k]
}

// Reminder is one thing that waits or ends.
type Reminder struct {
	ID    string // stable: the same thing has the same ID each time
	Kind  Kind
	Title string // the fact, without names of people
	About string // what or whom it is about; "" where the title says it
	Names bool   // About may name a person, so a calendar file leaves it out
	Why   string // what it means; without a date also why none is known
	// At is when it ends or can continue, or midnight UTC of the day with AllDay. Zero: the date is not known.
	At     time.Time
	AllDay bool
	Quiet  bool // someone else takes care of it, so no alarm is needed

	Guide, Visit, Step string // ids: where to go; Visit "" begins the guide
	Place              string // a place of the window instead, such as "changes"
	Link, LinkTitle    string // a page of Microsoft instead: its address, and what it is called
}

// Known reports whether the date is known.
func (r Reminder) Known() bool { return !r.At.IsZero() }

// Day returns the day of the reminder where now is, at its midnight there.
func (r Reminder) Day(now time.Time) time.Time {
	at := r.At
	if !r.AllDay {
		at = at.In(now.Location())
	}
	y, m, d := at.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, now.Location())
}

// Due reports whether the date has come: the day has begun where now is, or the moment has passed.
func (r Reminder) Due(now time.Time) bool {
	switch {
	case !r.Known():
		return false
	case r.AllDay:
		return !now.Before(r.Day(now))
	}
	return !now.Before(r.At)
}

// Past reports whether the date is over: the day has ended where now is, or the moment has passed.
func (r Reminder) Past(now time.Time) bool {
	if r.Known() && r.AllDay {
		return !now.Before(r.Day(now).AddDate(0, 0, 1))
	}
	return r.Due(now)
}

// Days returns how many days are left where now is; negative when the day has passed.
func (r Reminder) Days(now time.Time) int {
	y, m, d := now.Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	y, m, d = r.Day(now).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(today) / (24 * time.Hour))
}

// List is all that waits or ends: the nearest date first, then what has none.
type List struct {
	At           time.Time // when it was collected
	Organisation string    // the ID of the organisation; "" where none is connected
	All          []Reminder
}

// Unknown returns how many have no date.
func (l List) Unknown() (n int) {
	for _, r := range l.All {
		if !r.Known() {
			n++
		}
	}
	return n
}

// Find returns the reminder with an ID, or with the only ID that begins so; ok is false where there is none.
func (l List) Find(id string) (found Reminder, ok bool) {
	for _, r := range l.All {
		switch {
		case r.ID == id:
			return r, true
		case len(id) < 4 || !strings.HasPrefix(r.ID, id):
		case ok:
			return Reminder{}, false
		default:
			found, ok = r, true
		}
	}
	return found, ok
}

// sort puts the nearest date first, and what has no date last in the order of the kinds.
func (l *List) sort(now time.Time) {
	kinds := Kinds()
	slices.SortStableFunc(l.All, func(a, b Reminder) int {
		if a.Known() != b.Known() {
			if a.Known() {
				return -1
			}
			return 1
		}
		if !a.Known() {
			return cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind))
		}
		return cmp.Or(a.begins(now).Compare(b.begins(now)), cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID))
	})
}

// begins returns the moment by which reminders are sorted: a day stands before the moments of it.
func (r Reminder) begins(now time.Time) time.Time {
	if r.AllDay {
		return r.Day(now)
	}
	return r.At
}

// id returns a short ID that is the same whenever its parts are.
func id(kind Kind, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.Join(append([]string{string(kind)}, parts...), "\n"))))
	return hex.EncodeToString(sum[:12])
}

// onDay sets a day without a time.
func (r *Reminder) onDay(y int, m time.Month, d int) {
	r.At, r.AllDay = time.Date(y, m, d, 0, 0, 0, 0, time.UTC), true
}

// at sets a moment. Midnight, where now is or in UTC, names a day.
func (r *Reminder) at(t, now time.Time) {
	for _, in := range []time.Time{t.In(now.Location()), t.UTC()} {
		if h, m, s := in.Clock(); h+m+s == 0 && in.Nanosecond() == 0 {
			r.onDay(in.Date())
			return
		}
	}
	r.At = t.UTC()
}
