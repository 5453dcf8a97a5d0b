// Package frame makes the documents of guides: what a check found has a title, a
// subject, a time and its sources, findings with the most serious first, and facts
// that programs and later steps read by their names.
//
// A Draft collects blocks, findings and facts in the order in which a rule comes
// upon them, and puts each where a reader looks for it.
//
//	d := frame.New(frame.Head{Title: "Who is affected", At: now(), Sources: []string{frame.FromCache}})
//	d.Find(report.Finding{…})
//	d.Fact("left-out", "Not included", "3", "")
//	d.Add(table)
//	return d.Done(), nil
package frame

import (
	"slices"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/tenant"
)

// Sources that several guides have.
const (
	FromGraph  = "Microsoft Graph"
	FromCache  = "Microsoft Graph, as saved on this computer"
	FromVisit  = "Saved by Handrail during this guide"
	FromImport = "What you imported"
)

// Head is what every document says of itself.
type Head struct {
	Title   string
	Subject string    // what it is about; may be empty
	At      time.Time // when it was found; any zone
	Account string    // the signed-in account; empty where none is needed
	Sources []string  // what was asked, in words
}

// Draft is a document that is being made. Make one with New.
type Draft struct {
	doc   report.Document
	found []report.Finding
	facts []report.Fact
}

// New returns a draft without blocks.
func New(h Head) *Draft {
	return &Draft{doc: report.Document{Title: h.Title, Subject: h.Subject, At: h.At.UTC(), Account: h.Account,
		Sources: h.Sources}}
}

// Headline sets the result in one line, for Home.
func (d *Draft) Headline(line string) { d.doc.Headline = line }

// Line returns the headline that was set last; "" where none was.
func (d *Draft) Line() string { return d.doc.Headline }

// At returns when the document was made.
func (d *Draft) At() time.Time { return d.doc.At }

// Subject returns what the document is about.
func (d *Draft) Subject() string { return d.doc.Subject }

// Add puts blocks behind those that are there. Blocks without rows or items are
// left out: an empty table says nothing.
func (d *Draft) Add(blocks ...report.Block) {
	for _, b := range blocks {
		if !empty(b) {
			d.doc.Blocks = append(d.doc.Blocks, b)
		}
	}
}

// empty reports whether nothing is in a block. A list that programs read by its
// name is there also without entries.
func empty(b report.Block) bool {
	switch b := b.(type) {
	case nil:
		return true
	case report.Table:
		return len(b.Rows) == 0
	case report.Findings:
		return len(b.Items) == 0
	case report.Facts:
		return len(b.Rows) == 0
	case report.Entries:
		return len(b.Items) == 0 && b.Name == ""
	case report.Timeline:
		return len(b.Items) == 0
	}
	return false
}

// Find collects findings.
func (d *Draft) Find(found ...report.Finding) { d.found = append(d.found, found...) }

// Found returns the findings that were collected and not yet placed.
func (d *Draft) Found() []report.Finding { return d.found }

// Fact collects a fact; one of the same name takes the place of an earlier one, and those without a name stay. text is
// value in words; empty where value reads well, or is an answer: yes, no or unknown.
func (d *Draft) Fact(name, label, value, text string) {
	if text == "" {
		text = answers[value]
	}
	fact := report.Fact{Name: name, Label: label, Value: value, Text: text}
	if i := slices.IndexFunc(d.facts, func(f report.Fact) bool { return name != "" && f.Name == name }); i >= 0 {
		d.facts[i] = fact
		return
	}
	d.facts = append(d.facts, fact)
}

// Detail collects a fact that only programs and Microsoft's support need, with its text; an empty value is none.
func (d *Draft) Detail(name, label, value, text string) {
	if value != "" {
		d.facts = append(d.facts, report.Fact{Name: name, Label: label, Value: value, Text: text, Detail: true})
	}
}

// answers are the answers of the rules in words (app/identity/access).
var answers = map[string]string{"yes": "Yes", "no": "No", string(report.Unknown): "Not known"}

// Findings puts the collected findings behind the blocks that are there, the most
// serious first. name is for programs and may be empty.
func (d *Draft) Findings(name, title string) {
	d.Add(report.Findings{Name: name, Title: title, Items: report.SortBySeverity(d.found)})
	d.found = nil
}

// FindingsFirst is Findings in front of the blocks that are there.
func (d *Draft) FindingsFirst(name, title string) {
	behind := d.doc.Blocks
	d.doc.Blocks = nil
	d.Findings(name, title)
	d.doc.Blocks = append(d.doc.Blocks, behind...)
}

// Facts puts the collected facts behind the blocks that are there.
func (d *Draft) Facts(title string) {
	d.Add(report.Facts{Title: title, Rows: d.facts})
	d.facts = nil
}

// Done returns the document. Findings that were not placed stand in front, facts
// at the end.
func (d *Draft) Done() *report.Document {
	d.FindingsFirst("", "")
	d.Facts("In short")
	return &d.doc
}

// longWhy is from how many letters on a text is read in its finding, not under the answer.
const longWhy = 120

// Answered is Done with the question, which is the title, and the answer, which is the
// headline, in front of all. A document whose title is not a question, or that has a verdict
// already, stays as it is.
func (d *Draft) Answered() *report.Document {
	doc := d.Done()
	verdict := slices.ContainsFunc(doc.Blocks, func(b report.Block) bool { _, is := b.(report.Path); return is })
	if doc.Headline == "" || verdict || !strings.HasSuffix(doc.Title, "?") {
		return doc
	}
	answer := report.Path{Caption: doc.Title, Verdict: doc.Headline}
	for _, f := range doc.Findings() {
		if f.Title == doc.Headline && f.Severity != report.Problem && len(f.Text) < longWhy {
			answer.Why = f.Text // a problem is open in the list below
			break
		}
	}
	doc.Blocks = append([]report.Block{answer}, doc.Blocks...)
	return doc
}

// NotRead returns a finding for each section of which nothing is known, with the
// reason and what to do.
func NotRead(gaps []tenant.Gap) (all []report.Finding) {
	for _, g := range gaps {
		all = append(all, report.Finding{Code: "not-read", Severity: report.Unknown, Subject: g.Section,
			Title: g.Title + ": not read", Text: g.Message, Do: g.Hint})
	}
	return all
}

// Doubtful returns a finding for each section of which only older rows are there:
// how old they are, and why there are no newer ones.
func Doubtful(gaps []tenant.Gap) (all []report.Finding) {
	for _, g := range gaps {
		all = append(all, report.Finding{Code: "read-before", Severity: report.Note, Subject: g.Section,
			Title: g.Title + ": read on " + report.FormatTime(g.Read), Text: g.Message, Do: g.Hint})
	}
	return all
}

// NotSince returns a finding for each of sections, among gaps, of which nothing is known, that
// the last refresh could not read, or that was read longer than most ago: there, what changed
// since a record is not known.
func NotSince(gaps []tenant.Gap, now time.Time, most time.Duration, sections ...string) (all []report.Finding) {
	for _, g := range gaps {
		if !slices.Contains(sections, g.Section) || g.TooOld && g.State.Whole() && now.Sub(g.Read) <= most {
			continue
		}
		f := report.Finding{Code: "not-compared", Severity: report.Unknown, Subject: g.Section,
			Title: "Not known what changed: " + g.Title, Text: g.Message, Do: g.Hint}
		if g.Known() {
			f.Text += " It was last read on " + report.FormatTime(g.Read) + "."
		}
		all = append(all, f)
	}
	return all
}

// NothingNewer returns the finding that Handrail read nothing since the record of a day, so
// that what changed since is not known.
func NothingNewer(day string) report.Finding {
	return report.Finding{Code: "nothing-newer", Severity: report.Unknown,
		Title: "It is not known what changed since the record of " + day, Text: "Handrail has read nothing newer since.",
		Do: "Refresh your organisation, then check again."}
}

// NotKnown returns the finding that something could not be found out, with the
// reason that err gives.
func NotKnown(code, title string, err error) report.Finding {
	message, hint := app.UserMessage(err)
	return report.Finding{Code: code, Severity: report.Unknown, Title: title, Text: message, Do: hint}
}

// Answer returns a flag as the value of a fact: yes, no or unknown.
func Answer(f tenant.Flag) string {
	switch {
	case !f.Known:
		return string(report.Unknown)
	case f.Yes:
		return "yes"
	}
	return "no"
}

// Codes returns the codes of findings, each once, in their order.
func Codes(found []report.Finding) (all []string) {
	for _, f := range found {
		if !slices.Contains(all, f.Code) {
			all = append(all, f.Code)
		}
	}
	return all
}
