// Package change makes a change at Microsoft so that it is never made twice, never
// forgotten, and can be undone.
//
// Every request goes through the same states, and each is written into the
// journal before anything else happens:
//
//	planned → sent → confirmed | failed
//	               → unknown → confirmed | failed
//
// “planned” keeps the exact former value, for Undo. “sent” is written before the
// request leaves, so a computer that stops in that moment leaves a request of
// which no one knows what became of it; so does an answer that gets lost
// (“unknown”). Such a request is never sent again by itself. Settle reads back
// what is there now and writes down what became of it.
//
// The journal is the only memory: Replay makes the state of every request from
// its entries, so a change can be taken up after a crash on another day.
//
// The order of a change is: ask for the permission, read again and stop if
// anything differs from what the person confirmed, write, read back. Apply does
// the first four, a later step of the guide the last one.
package change

import (
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
)

// The verbs, with which the text of an entry begins. Stored: never renamed.
// Change and Undo are sent with PATCH, and Remove with DELETE; all others make something
// and are sent with POST.
const (
	Change  = "change"
	Undo    = "undo"
	Create  = "create"
	Remove  = "remove"
	Restore = "restore"
)

// Exact is the step under which the journal keeps requests as they were sent; the
// entries of the steps themselves have words for people. Stored: never renamed.
const Exact = "exact"

// Proof is the step under which the journal keeps what Microsoft made for Handrail: the
// object with its ID. Stored: never renamed.
const Proof = "proof"

// State is how far a request came. Stored: never renamed.
type State string

// The states.
const (
	Planned   State = "planned"
	Sent      State = "sent"
	Confirmed State = "confirmed"
	Failed    State = "failed"
	Unknown   State = "unknown"
)

// Open reports whether no one knows if the request took effect.
func (s State) Open() bool { return s == Sent || s == Unknown }

// Final reports whether no other state can follow.
func (s State) Final() bool { return s == Confirmed || s == Failed }

// Write is one request.
type Write struct {
	Verb   string
	Object string // a path as tenant.Writer takes it
	Title  string // what it changes or makes, for people; not stored
	Body   []byte // as it is sent
	Undo   []byte // what restores the former values exactly; empty: nothing does
}

// what is the text of its entries.
func (w Write) what() string { return w.Verb + " " + w.Object }

// patch reports whether the request is sent with PATCH.
func (w Write) patch() bool { return w.Verb == Change || w.Verb == Undo }

// remove reports whether the request is sent with DELETE.
func (w Write) remove() bool { return w.Verb == Remove }

// same reports whether v is the same request, apart from its title.
func (w Write) same(v Write) bool {
	return w.what() == v.what() && string(w.Body) == string(v.Body) && string(w.Undo) == string(v.Undo)
}

// Attempt is one request as the journal knows it.
type Attempt struct {
	Write
	State   State
	At      time.Time // of the latest entry
	Sent    time.Time // zero where it was not sent
	Request string    // Microsoft's id of the request, where one came
}

// History is every request of a visit, the oldest first.
type History []Attempt

// Replay makes a history of the entries of one visit, the oldest first. Entries
// of other steps are left out. A state of a newer Handrail counts as unknown.
func Replay(entries []guide.JournalEntry) (h History) {
	for _, e := range entries {
		verb, object, ok := strings.Cut(e.What, " ")
		if e.Step != Exact || !ok {
			continue
		}
		now := Attempt{Write: Write{Verb: verb, Object: object, Title: object, Body: []byte(e.New),
			Undo: []byte(e.Old)},
			State: State(e.State), At: e.At, Request: e.Report}
		if !slices.Contains([]State{Planned, Sent, Confirmed, Failed, Unknown}, now.State) {
			now.State = Unknown
		}
		if i := h.before(now.Write, now.State); i >= 0 && now.State != Planned {
			if now.Request == "" {
				now.Request = h[i].Request
			}
			if now.Sent = h[i].Sent; now.State == Sent {
				now.Sent = now.At
			}
			h[i] = now
			continue
		}
		h = append(h, now)
	}
	return h
}

// before returns the place of the latest attempt of w that state follows: one that was
// planned, or one of which no one knows what became of it; -1 where there is none. A
// request that was sent again meanwhile may have two of them.
func (h History) before(w Write, state State) int {
	for i := len(h) - 1; i >= 0; i-- {
		if h[i].same(w) && (state == Sent && h[i].State == Planned || state != Sent && h[i].State.Open()) {
			return i
		}
	}
	return -1
}

// Unsettled returns the attempts of which no one knows whether they took effect.
func (h History) Unsettled() (all []Attempt) {
	for _, a := range h {
		if a.State.Open() {
			all = append(all, a)
		}
	}
	return all
}

// Latest returns the latest attempt with a verb for an object that was sent, and
// reports whether there is one.
func (h History) Latest(verb, object string) (Attempt, bool) {
	for _, a := range slices.Backward(h) {
		if a.Verb == verb && a.Object == object && a.State != Planned {
			return a, true
		}
	}
	return Attempt{}, false
}

// Undo returns the requests that restore what the visit changed, the latest
// change first. What may have taken effect is among them; what was undone is not.
func (h History) Undo() (all []Write) {
	for _, a := range h {
		switch {
		case a.Verb == Change && a.State != Planned && a.State != Failed && len(a.Undo) > 0:
			back := Write{Verb: Undo, Object: a.Object, Title: a.Title, Body: a.Undo, Undo: a.Body}
			// The same change from the same values again: the earlier one had not taken effect.
			all = slices.DeleteFunc(all, back.same)
			all = append([]Write{back}, all...)
		case a.Verb == Undo && a.State == Confirmed:
			if i := slices.IndexFunc(all, a.same); i >= 0 {
				all = slices.Delete(all, i, i+1)
			}
		}
	}
	return all
}
