// Package guide is the shape of every guide. A guide takes a person through one
// change that is easy to get wrong: it looks first, shows what would change and
// for whom, makes the change or hands it over, looks again and keeps the
// record. A guide is data and functions; the window and the terminal draw any
// guide and know none by name.
//
// A walk through a guide for one subject is a Visit. A Session is the pure
// state machine that moves a visit; it touches neither disk nor network.
package guide

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"handrail/app/affected"
	"handrail/app/report"
	"handrail/app/task"
)

// Guide is one outcome and the steps to it.
type Guide struct {
	ID      string // stored: never renamed
	Title   string
	Outcome string // one sentence of at most 120 characters
	Topic   string // the heading it stands under in the catalogue
	Article string // the article whose subject it takes over; may be empty
	Minutes int    // of the person's own time, without waiting
	Needs   []Need
	// Problems are what a person types in the catalogue who needs this guide, in their own words: "lost phone".
	Problems []string
	Subject  string // the Ask whose answer names the visit
	// About is the fact that names the visit instead, for a Subject whose answer does not say what it is about. "" is
	// none. The visit has no name while the fact is not known.
	About string
	Steps []Step
	// Notices returns what Home shows of earlier visits, from saved data alone; nil: nothing.
	// visits are those of the guide, the latest change first.
	Notices func(ctx context.Context, visits []Visit) ([]Notice, error)
	// Counts returns what the guide counts in the organisation, from saved data alone; nil: nothing. Home says these
	// numbers and no others. visits are those of the guide, the latest change first.
	Counts func(ctx context.Context, visits []Visit) ([]Counted, error)
	// Occasion returns the event that a visit prepares; false while it has no day. nil: the guide prepares none.
	Occasion func(v *Visit) (Occasion, bool)
	// Again returns what another visit begins with, from the answers of one: "like
	// last week". nil: visits are not copied.
	Again  func(answers map[string]string) map[string]string
	Resume *Resume // how to begin when a visit is opened again later; may be nil
	// Stopped describes, from the journal of a visit, how far a change came that was sent
	// and did not end; may be nil.
	Stopped func(entries []JournalEntry) string
	// Ends are what Microsoft ends and this guide prepares for, from its dated data files.
	Ends []End
}

// Need is something to have at hand before beginning.
type Need struct {
	Title, Text string
	Kind        NeedKind
	Roles       []string // admin roles by their English names, of which one is enough; a Global Administrator has all
	// Sections are those of the organisation's data that must be readable: each shows whether the licence and the
	// permission for it are there.
	Sections []string
	Optional bool // the guide has another way without it
	Licence  bool // only the licence that Sections need matters, not whether they can be read
}

// NeedKind is what the catalogue says of a need before a guide is started.
type NeedKind int

// The kinds of need.
const (
	AtHand            NeedKind = iota // nothing that Handrail could ask for
	NeedsOrganisation                 // a connected organisation: the guide reads nothing without one
	NeedsFile                         // a file that the person brings: an export, a report, a picture
	NeedsNames                        // an answer from the name server
)

// NeedsKind reports whether g has a need of this kind.
func (g *Guide) NeedsKind(k NeedKind) bool {
	return slices.ContainsFunc(g.Needs, func(n Need) bool { return n.Kind == k })
}

// Resume is how a visit continues after a while: run the Look of
// Step, then go to the step that Due names ("" leaves the visit where it is).
type Resume struct {
	Step string
	Due  func(v *Visit, found *report.Document) string
}

// Step is one step. What it is follows from which functions it has. A step with
// Asks shows them on a page of their own first, the rest on a second page.
type Step struct {
	ID        string // stored: never renamed
	Title     string // short, in the steps column
	Summary   string // one line under the page heading
	Text      string // Markdown of ours
	MainLabel string // words on the main button of the second page; verb and object
	NextLabel string // words on the main button of the Asks page; empty means "Continue"
	Terms     []Term // what words mean, one line each
	Needs     string // id of the step that must be completed before this one can start
	// DependsOn names the answers this step's outcome rests on: when one
	// changes, the outcome is cleared and the person is told.
	DependsOn []string

	Asks []Ask
	Look func(context.Context, *Visit, task.Report) (*report.Document, error)
	// Saved returns what is saved of the document that the Look found: a shorter one, or nil
	// for nothing. Outcomes also have no more of it. nil: all is saved.
	Saved func(*Visit, *report.Document) *report.Document
	// Evidence names imported data that the Look rests on, such as
	// "tlsrpt/example.org": Renew runs the Look again when more of it arrives. nil: none.
	Evidence func(*Visit) string
	// CheckLabel are the words on the button that starts the Look, where it must not
	// start by itself: it opens a browser. Empty for all others.
	CheckLabel string
	Plan       func(context.Context, *Visit) (*Plan, error)
	Apply      func(context.Context, *Visit, *Plan, task.Report) error
	// Rights returns what Microsoft asks of the account for the writes of p: each of them is needed. nil: the roles of
	// the guide's Needs.
	Rights func(v *Visit, p *Plan) []Right
	Hand   func(context.Context, *Visit) (*Handover, error)
	// Aside is set where what Hand gives changes nothing: files to save, a script that only reads, something to tell or
	// to practise. It is then no change of the visit.
	Aside bool
	Wait  func(context.Context, *Visit) (Until, error)
	// People returns everyone whom the step is about, from saved data alone: a page of its own
	// shows them. nil: the step has no such page.
	People func(context.Context, *Visit) (*affected.List, error)
	// PeopleLabel are the words that open that page from the page about the organisation, for a
	// list that can be made without a visit. Empty: it is opened from the step alone.
	PeopleLabel string
	// Ready returns why the step is not done although it was checked; nil lets go
	// on. The words are shown when the main button is pressed.
	Ready  func(*Visit, *report.Document) error
	Screen string
}

// Term is a word of the field with its meaning in one line.
type Term struct{ Word, Meaning string }

// Kind is how a question is answered.
type Kind string

// The kinds of question.
const (
	Line   Kind = "line"   // one line of text
	Lines  Kind = "lines"  // several lines of text
	Choice Kind = "choice" // one of Options
	Level  Kind = "level"  // one level of Levels
)

// Ask is one question.
type Ask struct {
	Name    string // of the answer, unique in the guide; stored: never renamed
	Label   string
	Hint    string // one short sentence
	Kind    Kind
	Options func(*Visit) []Option // for Choice
	// Levels are the levels, with the figures at each, for Level. Without any labels nothing is known of them yet.
	Levels  func(*Visit) report.Levels
	Default func(*Visit) string // may be nil
	// Validate returns what is wrong with text in words for the person; nil is good.
	// Clean returns the form that is kept (trimmed, lower case…); may be nil.
	Validate  func(v *Visit, text string) error
	Normalize func(text string) string
	When      func(*Visit) bool // nil: always asked
	// Known names what is asked for where several guides ask for the same thing, such as KnownDomain: the answer to one
	// is offered in the others. "" is asked for here alone.
	Known string
	// Saved reports whether the answer is saved, typed or confirmed; nil: it is. Without it
	// the answer is known only while the guide is open.
	Saved func(*Visit) bool
	// File: the answer can be the path of a file. A file that is dropped on the page becomes
	// the answer.
	File bool
	// Editor is the name of a screen that edits the answer in another form, beside the text, such as a table; may be "".
	Editor string
	// Day: the answer is a day as 2026-11-29. Clock: it is a time as 10:30. Both can be chosen as well as typed.
	Day, Clock bool
	DependsOn  []string // answers that clear this one when they change
	Help       string   // "What is this?" in one or two sentences
}

// Option is one choice.
type Option struct{ Value, Label, Hint string }

// Plan is what would change, shown before anything does.
type Plan struct {
	Summary  string // what cannot be missed; empty means "Nothing has been changed yet."
	Changes  []Change
	Affected []Affected
	Undo     string         // what undo restores; or
	NoUndo   string         // why there is none, shown in bold before the button
	Blocks   []report.Block // more to read
	ByHand   bool           // the person makes the change: it is shown and not applied
	// FromSaved: the settings come from data saved on this computer, because Microsoft could not be asked.
	FromSaved bool
	// Rests is what the plan read that can change, such as sections of the organisation's data. RunPlan sets it.
	Rests []string
}

// Same reports whether two plans change the same settings for the same people.
func (p *Plan) Same(other *Plan) bool {
	return reflect.DeepEqual(p.Changes, other.Changes) && reflect.DeepEqual(p.Affected, other.Affected)
}

// Change is one setting, now and after. Equal Now and After: stays as it is.
type Change struct{ Setting, Now, After string }

// Unchanged reports whether nothing changes.
func (c Change) Unchanged() bool { return c.Now == c.After }

// Unchanged reports whether a plan has settings and changes none of them.
func (p *Plan) Unchanged() bool {
	return len(p.Changes) > 0 && Unchanged(p.Changes)
}

// Unchanged reports whether each of these settings stays as it is. An empty list changes nothing.
func Unchanged(changes []Change) bool {
	return !slices.ContainsFunc(changes, func(c Change) bool { return !c.Unchanged() })
}

// Affected is who is affected, and how.
type Affected struct {
	Severity report.Severity
	Text     string
	Names    []string
}

// Called returns the answer text to the question name as it reads: the label of a
// choice, the name of a file without its folder, else the answer.
func (g *Guide) Called(v *Visit, name, text string) string {
	for _, step := range g.Steps {
		for _, a := range step.Asks {
			if a.Name == name && a.File && !strings.Contains(text, "\n") {
				text = strings.Trim(strings.TrimSpace(text), `"'`)
				return text[strings.LastIndexAny(text, `/\`)+1:]
			}
			if a.Name != name || a.Options == nil {
				continue
			}
			for _, o := range a.Options(v) {
				if o.Value == text {
					return o.Label
				}
			}
		}
	}
	return text
}
