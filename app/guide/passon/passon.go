// Package passon hands a step of a guide over to someone else, such as a web host or a colleague who holds the right
// role. All that they need becomes one file: a web page that needs nothing from elsewhere, or a PDF. It ends with an
// answer to fill in and send back as text.
//
// The answer belongs to one step and one version of it: its code has a part for each. An answer says what someone
// says. It ticks off what to do and never completes a step: the guide checks that as it always does.
package passon

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
)

// Request is a step as another person gets it.
type Request struct {
	Code   string // of the answer: a part for the step, and one for what it says
	Title  string // of the step
	About  string // what the visit is about, such as a domain; may be empty
	Who    string // who does it, in the words of the person who asks; may be empty
	At     time.Time
	Sample bool // it is about the sample organisation
	Todo   []string
	Blocks []report.Block // all of it, also Todo
	Files  []guide.File
}

// codeLength is how many letters each part of a code has: one in a million by chance.
const codeLength = 5

// New returns the request for a step. bundle is the ID of the chosen bundle; "" where there is none.
func New(v guide.Visit, step guide.Step, h *guide.Handover, bundle string) Request {
	r := Request{Title: step.Title, About: v.Subject, Todo: h.Todo, Blocks: h.Pages(bundle)}
	var all bytes.Buffer
	_ = report.WriteText(&all, &report.Document{Title: step.ID, Blocks: r.Blocks}) // a buffer takes everything
	for _, b := range h.Bundles {
		if b.ID != bundle {
			continue
		}
		r.Files = b.Files
		for _, f := range b.Files {
			all.WriteString(f.Path)
			data, err := f.Content()
			if err != nil {
				data = []byte(err.Error()) // another version than that with the file
			}
			all.Write(data)
		}
	}
	r.Code = part([]byte(v.ID+"\x00"+step.ID)) + "-" + part(all.Bytes())
	return r
}

func part(data []byte) string {
	sum := sha256.Sum256(data)
	return base32.StdEncoding.EncodeToString(sum[:])[:codeLength]
}

// Lead returns in one sentence what the file asks for.
func (r Request) Lead() string {
	lead := "Someone asks you to do the steps on this page"
	if r.About != "" {
		lead += " for " + r.About
	}
	return lead + ". Everything you need is here."
}

// Document returns the request as a document, to be written as PDF.
func (r Request) Document() *report.Document {
	d := &report.Document{Title: r.Heading(), Subject: r.About, At: r.At}
	d.Blocks = append(d.Blocks, report.Text{Text: r.Lead()})
	if r.Sample {
		d.Blocks = append(d.Blocks, report.Banner{Tone: report.Warning, Lead: sampleLead, Text: sampleText})
	}
	d.Blocks = append(d.Blocks, r.Blocks...)
	return &report.Document{Title: d.Title, Subject: d.Subject, At: d.At, Blocks: append(d.Blocks,
		report.Heading{Text: "Your answer"},
		report.Text{Text: "Copy this text into an email to the person who sent you these pages, and complete each line."},
		report.Code{Label: "Answer", Text: r.Template()})}
}

const (
	sampleLead = "This is a sample."
	sampleText = "It is about a sample organisation. Do not change anything for it."
)

// Heading returns the title of the file.
func (r Request) Heading() string {
	if r.Who != "" {
		return r.Title + ": for " + r.Who
	}
	return r.Title
}

// State is what is known of a step that was handed over. Its JSON is saved in visits.
type State struct {
	Who    string    `json:"who"`
	At     time.Time `json:"at"`
	Answer *Answer   `json:"answer,omitempty"`
	Came   time.Time `json:"came,omitzero"`   // when the answer was added
	Older  bool      `json:"older,omitempty"` // the answer is to an earlier version of the step
}

// Read returns the state in text, which may be empty.
func Read(text string) (s State) {
	_ = json.Unmarshal([]byte(text), &s) // what cannot be read was never handed over
	return s
}

// Text returns s as it is saved.
func (s State) Text() string {
	data, err := json.Marshal(s)
	if err != nil {
		return "" // it has no value that JSON does not have
	}
	return string(data)
}

// Done returns the lines of todo that the answer says are done; none where it names a line that is not there.
func (a Answer) Done(todo []string) (done []string) {
	if a.Result == ResultNotDone || a.Result == ResultPartly && len(a.Open) == 0 || len(a.OpenLines(todo)) < len(a.Open) {
		return nil
	}
	open := map[int]bool{}
	for _, n := range a.Open {
		open[n] = true
	}
	for i, line := range todo {
		if !open[i+1] {
			done = append(done, line)
		}
	}
	return done
}

// OpenLines returns the lines of todo that the answer names as not done.
func (a Answer) OpenLines(todo []string) (open []string) {
	for _, n := range a.Open {
		if n >= 1 && n <= len(todo) {
			open = append(open, todo[n-1])
		}
	}
	return open
}

// Same reports how an answer belongs to the request: to this step, and if so, to what the step says now.
func (r Request) Same(a Answer) (step, version bool) {
	mine, now, _ := strings.Cut(r.Code, "-")
	its, then, _ := strings.Cut(a.Code, "-")
	return mine == its, mine == its && now == then
}
