// Package diary makes pages that a trustee can read: of one change, and of all changes of a period. Each says what was
// changed, by whom, when and why, who was affected, how it was proven, how to undo it, and what was not tested.
//
// A change is one plan that a person confirmed, or one step that the person says was done by hand. The journal has what
// became of it, setting by setting; the confirmation has what the plan said. Neither is ever guessed: what is not
// written down is called not known.
package diary

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/report"
	"handrail/app/task"
)

// Step is the step of a saved report about a change. Stored: never renamed.
const Step = "change-report"

// Source is what changes are found in.
type Source struct {
	Guides        []guide.Guide
	Visits        []guide.Visit
	Entries       []guide.JournalEntry // oldest first
	Confirmations []guide.Confirmation // oldest first
	Organisation  string               // whose changes these are; "" where none is connected
}

// Ports are what a Source is read from.
type Ports struct {
	Guides []guide.Guide
	Visits interface {
		Visits(context.Context) ([]guide.Visit, error)
	}
	Confirmations guide.ConfirmationStore
	// Entries returns the journal of the organisation shown; of everything where none is connected.
	Entries func(context.Context) (all []guide.JournalEntry, organisation string, err error)
}

// Places is the row of all saved reports.
type Places interface {
	// Places compares every saved report with what was saved. progress may be nil.
	Places(ctx context.Context, progress task.Report) ([]report.Place, error)
	PlaceOf(ctx context.Context, id string) (report.Place, error) // of one saved report
	// PlaceBy compares the report with a check hash; app.NotFound where none has it.
	PlaceBy(ctx context.Context, hash string) (report.Place, error)
}

// Load reads a source.
func Load(ctx context.Context, p Ports) (s Source, err error) {
	s.Guides = p.Guides
	if s.Visits, err = p.Visits.Visits(ctx); err != nil {
		return s, err
	}
	if s.Entries, s.Organisation, err = p.Entries(ctx); err != nil {
		return s, err
	}
	s.Confirmations, err = p.Confirmations.Confirmations(ctx, "")
	return s, err
}

// State is how a change ended.
type State string

// The states. Stable, for programs.
const (
	Made    State = "made"     // every setting is confirmed
	Part    State = "part"     // some are, and others are not
	NotMade State = "not-made" // none was changed
	Unknown State = "unknown"  // no one knows what became of one of them
	ByHand  State = "by-hand"  // the person says that it was done
)

// Row is one setting.
type Row struct {
	Setting, Before, After string
	State                  change.State
}

// Change is one change, with all that is known of it.
type Change struct {
	Visit, Guide, Step string
	Title, StepTitle   string    // of the guide and its step, in words
	Subject            string    // of the visit; empty where it has none
	At                 time.Time // when it was confirmed
	Ended              time.Time // when the last word about it was written down
	State              State
	Rows               []Row
	Done               []string // what was done by hand, line by line
	Why                string   // the person's own sentence; empty where they gave none
	Gone               bool     // its visit was deleted, and the sentence with it
	Requests           []string // Microsoft's IDs of the requests

	// What the plan said. Known is false where it was not kept.
	Known                 bool
	Organisation, Account string
	By                    *guide.ConfirmedBy // nil: only the account is known
	Affected              []guide.ConfirmedAffected
	Undo, NoUndo          string

	UndoneAt time.Time // when a later change restored every setting; zero where none did
	Undoes   bool      // it restored what an earlier change of the visit had set

	first, last int // its places in the journal
}

// machine returns the changes that Handrail made.
func machine(all []Change) (made []Change) {
	for _, c := range all {
		if c.State != ByHand {
			made = append(made, c)
		}
	}
	return made
}

// Happened reports whether the change took effect or may have.
func (c *Change) Happened() bool { return c.State != NotMade }

// Changes returns every change, oldest first, also those that were not made.
func (s Source) Changes() []Change {
	f := finder{s: s, open: map[string]int{}, visits: map[string]*guide.Visit{}}
	for i := range s.Visits {
		f.visits[s.Visits[i].ID] = &s.Visits[i]
	}
	for i, e := range s.Entries {
		if e.Step != change.Exact && e.Step != change.Proof && !guide.IsAnswer(e) {
			f.take(i, e)
		}
	}
	f.requests()
	for i := range f.all {
		f.end(&f.all[i])
	}
	slices.SortStableFunc(f.all, func(a, b Change) int { return a.At.Compare(b.At) })
	markUndone(f.all)
	return f.all
}

// Of returns the changes of a visit that happened or may have.
func (s Source) Of(visit string) (all []Change) {
	for _, c := range s.Changes() {
		if c.Visit == visit && c.Happened() {
			all = append(all, c)
		}
	}
	return all
}

// Between returns the changes from a moment until another, without the latter.
func (s Source) Between(from, until time.Time) (all []Change) {
	for _, c := range s.Changes() {
		if !c.At.Before(from) && c.At.Before(until) {
			all = append(all, c)
		}
	}
	return all
}

// words returns a text as a person reads it: what only programs read is named.
func words(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	switch {
	case text == "":
		return "Not set"
	case isJSON(text):
		return "A value for programs. The change log has it."
	}
	return text
}
