// Package migration reads what Exchange Online says of mailbox migrations, and returns for
// each person what it means: whether the migration can finish, what would be lost, and the
// one command that fits.
//
// Microsoft grades each migration (its Data Consistency Score). The rules behind the grade
// are secret and change, so this package never grades: an unknown word or a number is an
// unknown grade. A value that the export lost is never none and never no.
package migration

import "time"

// Grade is Microsoft's grade of one migration.
type Grade string

// The grades. Only the first four are Microsoft's.
const (
	Perfect     Grade = "perfect"     // nothing was skipped
	Good        Grade = "good"        // something was skipped that no one misses
	Investigate Grade = "investigate" // a small loss that someone must approve
	Poor        Grade = "poor"        // a large loss: only Microsoft can help
	NoGrade     Grade = "none"        // Microsoft has not graded it
	GradeUnread Grade = "unknown"     // the export lacks it, or has a word or number that is none
)

// State is how far one migration is.
type State string

// The states.
const (
	Syncing     State = "syncing"
	Synced      State = "synced"
	Completing  State = "completing"
	Completed   State = "completed"
	Failed      State = "failed"
	Stopped     State = "stopped"
	Removing    State = "removing"
	StateUnread State = "unknown"
)

// Way is how a migration was started. Each has commands of its own.
type Way string

// The ways.
const (
	InBatch   Way = "batch"
	Bare      Way = "bare" // a move request without a batch
	WayUnread Way = "unknown"
)

// Answer is yes, no or unknown.
type Answer string

// The answers.
const (
	Yes    Answer = "yes"
	No     Answer = "no"
	Unread Answer = "unknown"
)

// List is what is known of the list of skipped items.
type List string

// The states of the list.
const (
	ListWhole List = "whole"   // every skipped item is on it
	ListPart  List = "part"    // it has fewer items than were skipped
	ListLost  List = "lost"    // items were skipped, and the export does not have the list
	ListNone  List = "none"    // nothing was skipped
	ListOpen  List = "unknown" // neither the list nor the number is known
)

// Count is a number that may be unknown.
type Count struct {
	N     int64
	Known bool
}

// Loss is how many items of one kind were skipped in one folder.
type Loss struct {
	Kind   string // Microsoft's word
	Folder string // "" where the export names none
	Items  int
}

// Person is the migration of one mailbox.
type Person struct {
	Identity string // as PowerShell takes it
	Name     string // display name, or the identity
	Batch    string // the name of the batch; "" for a bare request
	Way      Way

	Status string // Microsoft's word
	State  State
	Error  string

	Grade     Grade
	GradeText string // as the export has it
	Factors   []string

	Synced, Skipped Count
	Unapproved      Answer // skipped items wait for an approval
	List            List
	Losses          []Loss // by kind and folder, most items first

	LastSync      time.Time // zero: not known, or never
	CompleteAfter time.Time // the date that holds the person back; zero: none, or not known
	OwnDate       Answer    // whether the person has such a date
	Held          Answer    // completion is prevented or suspended
}

// Batch is a migration batch.
type Batch struct {
	Name          string
	Status        string
	Grade         Grade
	GradeText     string
	CompleteAfter time.Time
}

// Waits reports whether a date holds the person back at a time.
func (p *Person) Waits(at time.Time) bool { return p.OwnDate == Yes && p.CompleteAfter.After(at) }
