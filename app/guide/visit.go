package guide

import (
	"context"
	"maps"
	"slices"
	"time"
)

// Page is the open page of a step.
type Page string

// The pages of a step.
const (
	AskPage  Page = "ask"  // the questions
	ShowPage Page = "show" // what was found, what would change, what to do
)

// State is where a step stands.
type State string

// The states of a step, with the words of Word.
const (
	NotStarted  State = "not-started"
	InProgress  State = "in-progress"
	CannotStart State = "cannot-start"
	Waiting     State = "waiting"
	Completed   State = "completed"
	HasProblem  State = "problem"
)

// Outcome is how a step ended.
type Outcome struct {
	State  State             `json:"state"`
	At     time.Time         `json:"at"`
	Report string            `json:"report,omitempty"` // id in the library
	Note   string            `json:"note,omitempty"`
	Until  time.Time         `json:"until,omitzero"`
	Facts  map[string]string `json:"facts,omitempty"` // of the document found
	// Headline is the result in one line for Home, good news included.
	Headline string   `json:"headline,omitempty"`
	Rests    []string `json:"rests,omitempty"` // what the look read that can change; nil: not known
}

// Visit is one walk through a guide for one subject.
type Visit struct {
	ID       string
	Guide    string
	Subject  string // what it is about, as it reads: the domain, the label of a choice
	Step     string
	Page     Page
	Answers  map[string]string  // confirmed with Continue
	Drafts   map[string]string  // typed, not yet confirmed
	Outcomes map[string]Outcome // by step id
	Started  time.Time
	Changed  time.Time
	Ended    time.Time // zero while under way
}

// Answer returns a confirmed answer; "" where there is none.
func (v *Visit) Answer(name string) string { return v.Answers[name] }

// Fact returns a fact that a Look of this visit found, the latest one found.
func (v *Visit) Fact(name string) string {
	var value string
	var at time.Time
	for _, o := range v.Outcomes {
		if f, ok := o.Facts[name]; ok && !o.At.Before(at) {
			value, at = f, o.At
		}
	}
	return value
}

// Clone copies v deeply.
func (v *Visit) Clone() Visit {
	c := *v
	c.Answers = cloneMap(v.Answers)
	c.Drafts = cloneMap(v.Drafts)
	c.Outcomes = make(map[string]Outcome, len(v.Outcomes))
	for id, o := range v.Outcomes {
		o.Facts, o.Rests = maps.Clone(o.Facts), slices.Clone(o.Rests)
		c.Outcomes[id] = o
	}
	return c
}

func cloneMap(m map[string]string) map[string]string {
	c := make(map[string]string, len(m))
	maps.Copy(c, m)
	return c
}

// Visits keeps visits. SaveVisit returns only once a kill loses nothing of it.
type Visits interface {
	SaveVisit(ctx context.Context, v Visit) error
	Visits(ctx context.Context) ([]Visit, error) // latest change first
	Visit(ctx context.Context, id string) (Visit, error)
	DeleteVisit(ctx context.Context, id string) error
}

// BriefVisits are Visits that can be listed without reading all of each.
type BriefVisits interface {
	// BriefVisits returns all visits without answers, latest change first. Of outcomes they have those that wait or have a
	// problem, with state and note alone.
	BriefVisits(ctx context.Context) ([]Visit, error)
}

// Brief returns all visits for a list, latest change first: as BriefVisits returns them where v can, else whole.
func Brief(ctx context.Context, v Visits) ([]Visit, error) {
	if s, ok := v.(sparing); ok {
		v = s.visits
	}
	if b, ok := v.(BriefVisits); ok {
		return b.BriefVisits(ctx)
	}
	return v.Visits(ctx)
}

// JournalEntry is one line of the journal: what was done or confirmed, and when.
type JournalEntry struct {
	ID     int64 // given by the journal
	At     time.Time
	Visit  string
	Guide  string
	Step   string
	What   string // in words
	Old    string // the value before, exactly; for undo
	New    string
	State  string // planned, sent, confirmed, failed, unknown
	Report string
}

// AnswerAdded is what the journal says when someone else's answer about a step was added. It is what they say, so it is
// no change. Stored: never renamed.
const AnswerAdded = "Answer added"

// IsAnswer reports whether an entry is about the answer of someone else.
func IsAnswer(e JournalEntry) bool { return e.What == AnswerAdded && e.Old == "" }

// Journal keeps what was done. Entries are never changed or removed.
type Journal interface {
	Record(ctx context.Context, e JournalEntry) error
	Entries(ctx context.Context, visit string) ([]JournalEntry, error) // oldest first; "" gives all
}

// SentJournal is a Journal that finds the visits in which a change was sent.
type SentJournal interface {
	SentEntries(ctx context.Context) ([]JournalEntry, error) // of these visits all entries, oldest first
}

// Sent returns what MarkStopped needs of a journal, oldest first.
func Sent(ctx context.Context, j Journal) ([]JournalEntry, error) {
	if s, ok := j.(SentJournal); ok {
		return s.SentEntries(ctx)
	}
	return j.Entries(ctx, "")
}

// Observation is something seen out there that must not be forgotten, such as every
// max_age a policy was served with.
type Observation struct {
	Kind    string // what it is: "mta-sts-policy"
	Subject string // about what: the domain
	Key     string // tells one memo of a kind and subject from another
	Value   string
	First   time.Time // seen first
	Last    time.Time // seen last
}

// ObservationStore keeps memos across visits. Remembering the same kind, subject and key
// again keeps First and moves Last; it never moves Last backwards.
type ObservationStore interface {
	Remember(ctx context.Context, m Observation) error
	Recall(ctx context.Context, kind, subject string) ([]Observation, error) // oldest First first
}

// ManyObservations is an ObservationStore that stores several memos at once: all or none.
type ManyObservations interface {
	RememberAll(ctx context.Context, all []Observation) error
}

// RememberAll stores memos, at once where the store can.
func RememberAll(ctx context.Context, s ObservationStore, all []Observation) error {
	if many, ok := s.(ManyObservations); ok {
		return many.RememberAll(ctx, all)
	}
	for _, m := range all {
		if err := s.Remember(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// ResolverSetting names the setting that keeps the name server to ask, as
// host:port; empty means those of this computer.
const ResolverSetting = "resolver"

// Settings are the person's choices in Handrail itself.
type Settings interface {
	Settings(ctx context.Context) (map[string]string, error)
	SetSetting(ctx context.Context, name, value string) error
}
