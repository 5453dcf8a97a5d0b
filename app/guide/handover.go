package guide

import "time"

import "handrail/app/report"

// Handover is what the person does by hand, because nothing offers an
// interface for it: everything to copy, save, open and send.
type Handover struct {
	Nothing  string         // set when there is nothing to do: why
	Blocks   []report.Block // the explanation around it
	Todo     []string       // what to press or to do, one after the other; each is ticked off
	Records  []Record       // DNS records to add or change
	Bundles  []Bundle       // files to save; where there are several, one is chosen
	Links    []Link
	Messages []Message // texts to send to somebody
	Done     string    // what the person confirms, on the main button: "I have added the record"
	Trial    string    // the Step.Screen with which a person can practise it; "" where there is none
	// Exclusions and Retired say what Todo says about accounts, for the sample organisation.
	Exclusions []Exclusion
	Retired    []Account // those that lose every role
}

// Account is an account or an application, by its ID and as people know it.
type Account struct{ ID, Label string }

// Exclusion is a policy, by its ID and name, that an account is to be excluded from.
type Exclusion struct {
	Policy, Name string
	Account      Account
}

// Record is one DNS record in provider-neutral form.
type Record struct {
	Name  string        // full name, without the final dot
	Type  string        // TXT, CNAME
	Value string        // as a person types it: unquoted, unsplit
	TTL   time.Duration // advised
	Zone  string        // the same as a line for a zone file: quoted and split
	Host  string        // Name relative to the domain, as most providers' forms want it
}

// Bundle is files ready to upload with a page of steps.
type Bundle struct {
	ID, Title string
	Summary   string   // for whom it is, one sentence
	Steps     []string // what to do, in order
	Files     []File
}

// File is one file of a bundle. Path is relative and slash-separated.
type File struct {
	Path string
	Data []byte                 // what is in it, unless Make is set
	Make func() ([]byte, error) // returns what is in it; for a file among very many, or a very large one
}

// Content returns what is in the file. One with Make is made at each call, so that it is held only while it is used.
func (f *File) Content() ([]byte, error) {
	if f.Make != nil {
		return f.Make()
	}
	return f.Data, nil
}

// Link is a page to open; https only.
type Link struct{ Title, URL string }

// Message are a text to send.
type Message struct{ To, Subject, Text string }

// Until is what a waiting step waits for.
type Until struct {
	At     time.Time // nothing to do before
	Reason string    // one sentence
}
