// Package header reads the header of an email: which servers handed it on and when, what
// they checked, what Exchange Online decided, and what a report of a failed delivery says.
//
// Read takes pasted text in any form that programs copy it in, the file of an email (.eml)
// and what Outlook saves (.msg). It is pure: it asks no one and sends nothing anywhere.
//
//	m, err := header.Read(data)
//	m.Hops              // who handed over to whom, the newest first
//	m.Passes            // each time the email came to Exchange Online, the newest first
//	m.Judge(header.Junk) // why it is where it is
//
// A field that is not there is not a “no”: each value says whether it was there. A field can
// be forged below the first server that you trust. So the topmost one counts, and the others
// are returned as what they are.
package header

import (
	"strings"
	"time"

	"handrail/app"
	"handrail/app/pattern"
)

// Limits of what is read. An email may be made to do harm, or be a mistake.
const (
	MaxText   = 16 << 20 // bytes of text
	MaxFields = 10_000
	MaxValue  = 64 << 10 // bytes of one field; the rest is cut
	MaxHops   = 1_000
	MaxLists  = 200 // results, reports and stamps of one kind
)

// Message is what a header says.
type Message struct {
	Form   Form
	Fields []Field // as they stand, the topmost first
	Hops   []Hop   // the newest first
	Passes []Pass  // the newest first
	Auth   []AuthResults
	Chain  Chain // ARC

	// Reports are the fields of Exchange Online’s filter, the topmost first: of these the
	// first one that is not marked as untrusted counts.
	Reports  []Report
	Delivery *Report  // X-Microsoft-Antispam-Mailbox-Delivery; nil where there is none
	Stamps   []Stamp  // of Enhanced Filtering, in their order
	Refusal  *Refusal // what a report of a failed delivery says; nil for other emails

	// Notes say what was left out or repaired while reading.
	Notes []Note

	before []byte // what stands in front of the first field
}

// Form is what was read.
type Form string

// The forms.
const (
	Text    Form = "text"    // a header, pasted or as a file
	Email   Form = "email"   // a header with a body behind it
	Outlook Form = "outlook" // a file of Outlook
)

// Field is one field, on one line.
type Field struct{ Name, Value string }

// Note is something that a reader must know of how the header was read.
type Note struct {
	Code NoteCode
	N    int // how many, where that is counted
}

// NoteCode is stable.
type NoteCode string

// The notes.
const (
	CutText     NoteCode = "cut-text"     // N bytes were read, and more were there
	CutFields   NoteCode = "cut-fields"   // N fields were left out
	CutValues   NoteCode = "cut-values"   // N fields were longer than MaxValue
	CutHops     NoteCode = "cut-hops"     // N Received fields were left out
	CutLists    NoteCode = "cut-lists"    // N results, reports or stamps were left out
	Skipped     NoteCode = "skipped"      // N lines in front of the first field
	Quoted      NoteCode = "quoted"       // marks of a quotation were removed
	Escaped     NoteCode = "escaped"      // HTML was turned into text
	Spaced      NoteCode = "spaced"       // empty lines were removed
	Unfolded    NoteCode = "unfolded"     // N lines had lost their indent
	OtherEmail  NoteCode = "other-email"  // another email is attached; it was not read
	OldReport   NoteCode = "older-report" // N more antispam reports stand below the one that counts
	NoOwnHeader NoteCode = "inner-header" // the header of an attached email was read
)

// Read reads a header. app.Invalid where data has none.
func Read(data []byte) (*Message, error) {
	m := &Message{}
	text, body, err := m.text(data)
	if err != nil {
		return nil, err
	}
	rest := m.fields(text)
	if body == "" {
		body = rest
	}
	m.refused(string(m.before), body)
	if len(m.Fields) == 0 && m.Refusal == nil {
		return nil, app.Errorf(app.Invalid, "Copy the whole internet header of the email, then paste it here.",
			"This text has no email header in it.")
	}
	if m.Refusal == nil && attached().MatchString(body[:min(len(body), 1<<20)]) {
		m.note(OtherEmail, 0)
	}
	if m.Form == "" {
		if m.Form = Text; strings.TrimSpace(rest) != "" && len(m.Fields) > 0 {
			m.Form = Email
		}
	}
	m.sort()
	m.measure()
	m.divide()
	return m, nil
}

// attached is the head of a part that is an email.
var attached = pattern.Lazy(`(?im)^content-type:[ \t]*message/rfc822`)

// First returns the topmost field with a name, and whether there is one.
func (m *Message) First(name string) (string, bool) {
	for _, f := range m.Fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value, true
		}
	}
	return "", false
}

// Total returns the time from the oldest to the newest server that wrote one. It is not
// known where fewer than two did, or where their clocks contradict that.
func (m *Message) Total() (time.Duration, bool) {
	var newest, oldest time.Time
	dated := 0
	for _, h := range m.Hops {
		if h.At.IsZero() || h.NoZone {
			continue
		}
		if dated++; newest.IsZero() {
			newest = h.At
		}
		oldest = h.At
	}
	took := newest.Sub(oldest)
	return took, dated > 1 && took >= 0
}

// Skewed reports whether a server wrote a time before that of the server in front of it.
func (m *Message) Skewed() bool {
	for _, h := range m.Hops {
		if h.Skew > 0 {
			return true
		}
	}
	return false
}

// Loop reports whether the email came to Exchange Online from outside more than once: it
// left Exchange Online between these, for example to a filter.
func (m *Message) Loop() bool {
	edges := 0
	for _, p := range m.Passes {
		if p.Edge >= 0 {
			edges++
		}
	}
	return edges > 1
}

// note adds a note, or adds n to the one that is there.
func (m *Message) note(code NoteCode, n int) {
	for i := range m.Notes {
		if m.Notes[i].Code == code {
			m.Notes[i].N += n
			return
		}
	}
	m.Notes = append(m.Notes, Note{code, n})
}

// sort reads each field that says something of the way.
func (m *Message) sort() {
	left := map[string]int{}
	room := func(kind string, have, most int) bool {
		if have >= most {
			left[kind]++
			return false
		}
		return true
	}
	for _, f := range m.Fields {
		switch name := strings.ToLower(f.Name); name {
		case "received":
			if room("hops", len(m.Hops), MaxHops) {
				m.Hops = append(m.Hops, readReceived(f.Value))
			}
		case "authentication-results", "x-ms-exchange-authentication-results", "arc-authentication-results",
			"authentication-results-original":
			if room("lists", len(m.Auth), MaxLists) {
				m.Auth = append(m.Auth, readAuthResults(f))
			}
		case "x-forefront-antispam-report", "x-forefront-antispam-report-untrusted", "x-microsoft-antispam",
			"x-microsoft-antispam-untrusted":
			if room("lists", len(m.Reports), MaxLists) {
				m.Reports = append(m.Reports, readReport(f))
			}
		case "x-microsoft-antispam-mailbox-delivery":
			if m.Delivery == nil {
				r := readReport(f)
				m.Delivery = &r
			}
		case "x-ms-exchange-skiplistedinternetsender", "x-ms-exchange-externaloriginalinternetsender":
			if room("lists", len(m.Stamps), MaxLists) {
				m.Stamps = append(m.Stamps, readStamp(f))
			}
		case "arc-seal", "arc-message-signature":
			m.Chain.add(f)
		}
	}
	m.Chain.results(m.Auth)
	for kind, code := range map[string]NoteCode{"hops": CutHops, "lists": CutLists} {
		if left[kind] > 0 {
			m.note(code, left[kind])
		}
	}
	older := -1
	for _, r := range m.Reports {
		if strings.HasPrefix(r.Field, forefront) {
			older++
		}
	}
	if older > 0 {
		m.note(OldReport, older)
	}
}
