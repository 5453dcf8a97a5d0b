// Package report holds what Handrail found, in a form that can be drawn, read
// aloud, exported and kept permanently: a Document is a list of blocks. One room
// draws blocks on screen; the writers here make text, Markdown, HTML, CSV and
// JSON of them.
package report

import "time"

// Severity is how serious a finding is.
type Severity string

// The severities. Unknown means that it could not be tested; it is never fine.
const (
	OK      Severity = "ok"
	Note    Severity = "note"
	Warning Severity = "warning"
	Problem Severity = "problem"
	Unknown Severity = "unknown"
)

// Label returns the word a person reads for s.
func (s Severity) Label() string {
	switch s {
	case OK:
		return "OK"
	case Note:
		return "Note"
	case Warning:
		return "Warning"
	case Problem:
		return "Problem"
	}
	return "Not tested"
}

// Rank orders severities, worst first: problem 0, warning 1, unknown 2, note 3, ok 4.
func (s Severity) Rank() int {
	switch s {
	case Problem:
		return 0
	case Warning:
		return 1
	case Note:
		return 3
	case OK:
		return 4
	}
	return 2
}

// NeedsAction reports whether a finding of this severity asks the person to act.
func (s Severity) NeedsAction() bool { return s == Problem || s == Warning }

// Document is one record: what was found or made, when, by whom, and from what.
type Document struct {
	Title   string
	Subject string    // what it is about: a domain, an event, an organisation
	At      time.Time // when it was found, UTC
	Account string    // the signed-in account; empty where none is needed
	Sources []string  // the servers asked, in words
	// Headline is the result in one line, for Home; empty: Result finds one.
	Headline string
	// Kind is what it is made for, where it has a form of its own: KindRecord or KindDiary.
	Kind   string
	Zone   string // of the clock times in Blocks, such as Europe/London; empty: UTC
	Blocks []Block
	// Apart are documents that are saved beside it, each as a report of its own. They are no part of what is saved.
	// A look that was stopped returns, with its error, a document with those that were done.
	Apart []*Document
	// Seal is its place among the saved reports, for files. It is no part of what is saved.
	Seal *Seal
}

// The kinds of documents with a form of their own. Stored: never renamed.
const (
	KindRecord = "change-record" // one change, on one page
	KindDiary  = "change-diary"  // the changes of a period
)

// Foot returns what stands under a page that is printed or kept: who made it, and which clock its times are of.
func (d *Document) Foot() string {
	return "Saved by Handrail. " + d.clock()
}

// clock returns which clock the times of the document are of.
func (d *Document) clock() string {
	if d.Zone != "" {
		return "All times are those of " + d.Zone + "."
	}
	return "All times are in UTC."
}

// SealedFoot returns what stands under a page with a seal, below its hash: how to check it and, where not each time has
// its clock beside it, which clock its times are of.
func (d *Document) SealedFoot() string {
	if d.Zone == "" && d.Kind != "" {
		return HowToCheck
	}
	return HowToCheck + " " + d.clock()
}

// Result returns the result in one line: the headline, else the verdict of the
// first path, the lead of the first banner, or the title of the worst finding; ""
// where there is none of these.
func (d *Document) Result() string {
	if d.Headline != "" {
		return d.Headline
	}
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case Path:
			if b.Verdict != "" {
				return b.Verdict
			}
		case Banner:
			if b.Lead != "" {
				return b.Lead
			}
		}
	}
	var worst Finding
	for i, f := range d.Findings() {
		if i == 0 || f.Severity.Rank() < worst.Severity.Rank() {
			worst = f
		}
	}
	return worst.Title
}

// Findings returns every finding of the document in the order it stands.
func (d *Document) Findings() []Finding {
	var all []Finding
	for _, b := range d.Blocks {
		if f, ok := b.(Findings); ok {
			all = append(all, f.Items...)
		}
	}
	return all
}

// Facts flattens the facts blocks: stable name to value. Of two facts of one
// name the later counts.
func (d *Document) Facts() map[string]string {
	all := map[string]string{}
	for _, b := range d.Blocks {
		if l, ok := b.(Levels); ok {
			l.addFacts(all)
		}
		if f, ok := b.(Facts); ok {
			for _, row := range f.Rows {
				if row.Name != "" {
					all[row.Name] = row.Value
				}
			}
		}
	}
	return all
}

// MaxSeverity returns the most serious severity among the findings; OK if there are none.
func (d *Document) MaxSeverity() Severity {
	worst := OK
	for _, f := range d.Findings() {
		if f.Severity.Rank() < worst.Rank() {
			worst = f.Severity
		}
	}
	return worst
}
