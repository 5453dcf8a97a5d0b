// Package tenant describes an organisation in Microsoft 365 as plain rows: its
// people, their sign-in methods, its policies, groups, licences and devices.
//
// Handrail reads an organisation section by section. A section is
// one kind of row with its own permissions, licence, age and error, so that a
// missing permission costs one section and not the rest. A Source reads rows
// from Microsoft Graph page by page; a Cache keeps them on this computer, swaps
// a complete set in at once and always reports how old it is. Refresh moves rows
// from one to the other.
//
// A row keeps the text that Microsoft sent. The types of this package read it
// tolerantly: an unknown value, a null, an empty text or a missing field
// stays what it is and is shown as unknown, never as fine.
package tenant

import (
	"context"
	"encoding/json"
	"time"
)

// Row is one object of a section: its id and its JSON as Microsoft sent it.
// If a section is built from several answers, the parts are under
// names of their own in one object.
type Row struct {
	ID   string
	Body json.RawMessage
}

// State is how the last refresh of a section ended.
type State string

// The states of a section. They are stable: the terminal prints them.
const (
	NeverRead    State = "never-read"    // nothing is known yet
	Updated      State = "updated"       // read whole; something is new
	Unchanged    State = "unchanged"     // read whole; all as before
	Incomplete   State = "incomplete"    // pages are missing; the older rows stay
	Stopped      State = "stopped"       // the person stopped it; it can continue
	Failed       State = "failed"        // see Error; the older rows stay
	NeedsConsent State = "needs-consent" // a permission has not been granted
	NeedsRole    State = "needs-role"    // the account lacks a role
	NeedsLicence State = "needs-licence" // the organisation lacks a licence
)

// Whole reports whether the rows that are kept are complete as of Completed.
func (s State) Whole() bool { return s == Updated || s == Unchanged }

// Word returns the state in words for a person.
func (s State) Word() string {
	switch s {
	case NeverRead:
		return "Not read yet"
	case Updated:
		return "Read"
	case Unchanged:
		return "Read, unchanged"
	case Incomplete:
		return "Incomplete"
	case Stopped:
		return "Stopped"
	case Failed:
		return "Could not be read"
	case NeedsConsent:
		return "Needs a permission"
	case NeedsRole:
		return "Needs a role"
	case NeedsLicence:
		return "Needs a licence"
	}
	return "Unknown (" + string(s) + ")"
}

// Status is what the cache knows about a section.
type Status struct {
	Section   string
	State     State
	Rows      int       // rows kept
	Started   time.Time // of the last attempt
	Completed time.Time // when the rows that are kept were complete; zero: never
	Hash      string    // of the rows that are kept
	Message   string    // what went wrong last, in words; empty when nothing did
	Hint      string    // what to do about it
	Requests  []string  // request-ids of the last attempt, the latest last
	Next      string    // where a refresh that was cut off continues; empty: at the start
	Pages     int       // pages already kept of a refresh that was cut off
	Notes     []string  // what must be known about the rows: "Read person by person"
}

// Age returns how old the rows are at now. known is false when they were never
// read, or when the clock runs before the time of reading.
func (s Status) Age(now time.Time) (age time.Duration, known bool) {
	if s.Completed.IsZero() || now.Before(s.Completed) {
		return 0, false
	}
	return now.Sub(s.Completed), true
}

// GoneMessage is the message of a section of one group or person that Microsoft no
// longer has. It is stored.
const GoneMessage = "Microsoft no longer has this group or person."

// Gone reports whether the section is of a group or person that no longer exists.
func (s Status) Gone() bool { return s.State == Failed && s.Message == GoneMessage }

// Stale reports whether rows are older than the section allows, or of unknown age.
func (s Status) Stale(now time.Time, limit time.Duration) bool {
	age, known := s.Age(now)
	return !known || age > limit
}

// Page is one page on its way from Microsoft to the cache.
type Page struct {
	Rows  []Row
	Next  string // where the following page is; empty: this was the last
	Total int    // rows in all if Microsoft reports it; else 0
	Notes []string
}

// Source reads an organisation. Fetch calls page for every page of a section,
// beginning at next ("" is the start), and stops with the error that page returns.
// The error is *app.Error; *SectionError is why a section cannot be read.
type Source interface {
	Fetch(ctx context.Context, section, next string, page func(Page) error) error
	Requests() []string // request-ids since the last call, the latest last
}

// SectionError is why a section cannot be read: State is NeedsConsent,
// NeedsRole, NeedsLicence or Incomplete.
type SectionError struct {
	State   State
	Message string // what happened
	Hint    string // what to do next, with words to send to anyone who can do it
	GoOn    bool   // what came so far is good; the next refresh continues behind it
	Err     error
}

// Error returns the message.
func (e *SectionError) Error() string { return e.Message }

// Unwrap returns the cause.
func (e *SectionError) Unwrap() error { return e.Err }

// Reader reads what is kept of one organisation. It never asks Microsoft.
type Reader interface {
	Status(ctx context.Context, section string) (Status, error)
	Statuses(ctx context.Context) ([]Status, error) // of all sections that were ever tried
	// Each calls f for every row of a section, in no order to rely on, and stops
	// with the error that f returns. body is valid until f returns.
	Each(ctx context.Context, section string, f func(id string, body []byte) error) error
	Row(ctx context.Context, section, id string) (Row, error) // app.NotFound where there is none
}

// Cache keeps the rows of one organisation. A refresh is Begin, Keep for each
// page, then Complete or Fail. A kill at any moment leaves the older rows and a
// refresh that continues.
type Cache interface {
	Reader
	// Begin starts a refresh, or takes up the one that was cut off when its pages
	// are younger than an hour: then next is where to continue.
	Begin(ctx context.Context, section string) (next string, err error)
	// Keep adds a page to the refresh, with where to continue, in one transaction.
	// repeated counts the rows that this refresh had already.
	Keep(ctx context.Context, section string, p Page) (repeated int, err error)
	// Complete swaps the new rows in, in one transaction, and returns how it ended:
	// Updated, or Unchanged, in which case the rows kept were not written.
	Complete(ctx context.Context, section string, requests, notes []string) (Status, error)
	// Fail keeps the older rows and records why there are no newer ones. What was
	// kept of this refresh stays for the next Begin when goOn is set.
	Fail(ctx context.Context, section string, state State, message, hint string, requests []string, goOn bool) (Status,
		error)
	// Settle makes again what is put together from several sections, if one of them changed. It is called after the
	// last of them; what a stop leaves is made before it is read.
	Settle(ctx context.Context) error
}

// Organisation is one organisation that Handrail is connected to.
type Organisation struct {
	ID      string // the tenant's id
	Name    string
	Domain  string // the initial domain, …onmicrosoft.com
	Account string // who is signed in
	Cloud   string // "global", "gcc-high", "dod", "china"; "local" for a stand-in
	Client  string // application (client) id
	Record  string // azidentity's authentication record as JSON: no secret
	Added   time.Time
}

// Organisations keeps which organisations there are and which one is shown.
type Organisations interface {
	Organisations(ctx context.Context) (all []Organisation, current string, err error)
	SaveOrganisation(ctx context.Context, o Organisation) error
	ShowOrganisation(ctx context.Context, id string) error
	// ForgetOrganisation removes it with its cached rows and, when reports is
	// set, with every visit begun and report made while it was shown. Close its
	// cache first. The journal stays.
	ForgetOrganisation(ctx context.Context, id string, reports bool) error
}
