// Package export is the step in which a person asks PowerShell what Handrail
// cannot ask: the guide hands over a script that only reads, and the next
// question takes back what the script wrote, pasted or as the path of a file.
//
//	script := export.Script{File: "checks.ps1", Answer: askChecks, Script: checksScript()}
//
//	Hand: handout.Hand(script),             // the step that hands it over
//	Asks: []guide.Ask{script.Ask("")},      // the step behind it
//	…
//	got, err := script.Read(v, files.Read)  // in its Look
//
// An answer is never required. Nothing given is something else than an export
// without rows, and what a row does not name is not known (powershell.State).
// What an export lost is a powershell.Loss, and Lost makes findings of it. A guide that
// asks for the same export on several pages keeps it in a Memory.
package export

import (
	"context"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/powershell"
	"handrail/app/report"
)

// Script is a script that only reads, and the question that takes its answer.
type Script struct {
	powershell.Script
	File   string // of the bundle: "checks.ps1"
	Answer string // name of the answer; stored: never renamed
}

// Ask returns the question for what the script wrote. known is the path that is
// offered; usually empty. Parts may change the words.
func (s Script) Ask(known string, parts ...ask.Part) guide.Ask {
	a := ask.Optional(ask.Lines(s.Answer, ask.Words{
		Label: "What did " + s.File + " return?",
		Hint:  "Enter the path of the file, or paste its text. Leave it empty if you have none.",
		Help: "You can also paste the output of the single commands, as a list or as JSON, or enter a file of " +
			"Export-Clixml.",
	}), ask.First(known), ask.File)
	for _, p := range parts {
		p(&a)
	}
	return a
}

// Read returns what the visit has as the answer of the script; see Read.
func (s Script) Read(v *guide.Visit, file func(path string) ([]byte, error)) (Export, error) {
	return Read(v.Answer(s.Answer), file)
}

// Handout is how scripts are handed over.
type Handout struct {
	ID    string // of the bundle
	Title string // of the bundle; empty: how many scripts there are
	Lead  string // who runs it: "Run it as Teams Administrator."
	Steps []string
	Done  string // on the main button; empty: the usual words
	Paste bool   // also as blocks to paste into a window of PowerShell
}

// Hand returns the Hand of a step that hands over scripts.
func (h Handout) Hand(scripts ...Script) func(context.Context, *guide.Visit) (*guide.Handover, error) {
	return func(ctx context.Context, _ *guide.Visit) (*guide.Handover, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return h.Handover(scripts...)
	}
}

// Handover returns the bundle with the scripts as files. app.Invalid where a value
// in a script cannot be written as PowerShell.
func (h Handout) Handover(scripts ...Script) (*guide.Handover, error) {
	bundle := guide.Bundle{ID: h.ID, Title: h.Title, Summary: h.Lead, Steps: h.Steps}
	if bundle.Title == "" {
		bundle.Title = "A read-only script"
		if len(scripts) > 1 {
			bundle.Title = "Read-only scripts"
		}
	}
	for _, s := range scripts {
		data, err := s.Script.File()
		if err != nil {
			return nil, err
		}
		bundle.Files = append(bundle.Files, guide.File{Path: s.File, Data: data})
	}
	blocks, err := h.pasted(scripts)
	if err != nil {
		return nil, err
	}
	done := h.Done
	if done == "" {
		done = "Continue with or without answer"
	}
	return &guide.Handover{Blocks: blocks, Bundles: []guide.Bundle{bundle}, Done: done}, nil
}

// pasted returns the scripts as text to copy, and what to do with it before that.
func (h Handout) pasted(scripts []Script) (all []report.Block, err error) {
	if !h.Paste {
		return nil, nil
	}
	all = []report.Block{report.Banner{Tone: report.Note, Lead: "Save the file, or paste its text.",
		Text: "Both do the same. To paste it, open PowerShell on your computer, copy the text at the end of this page " +
			"and press Enter."}}
	for _, s := range scripts {
		block, err := s.Block()
		if err != nil {
			return nil, err
		}
		all = append(all, report.Code{Label: "To paste into a window of PowerShell: " + s.File, Text: block.Text})
	}
	return all, nil
}

// Export is what was taken back.
type Export struct {
	Given bool // something was pasted, or a file was named
	Rows  []powershell.Row
}

// Read returns the rows of an answer: pasted text, or the path of a file, which
// may stand in quotation marks as Windows copies it. An answer that cannot be
// read is an error, and Given all the same. file reads a file; nil: only pasted
// text is read.
func Read(answer string, file func(path string) ([]byte, error)) (Export, error) {
	data, given, err := Text(answer, powershell.IsText, file)
	if !given || err != nil {
		return Export{Given: given}, err
	}
	return parse(data)
}

func parse(data []byte) (Export, error) {
	rows, err := powershell.Read(data)
	return Export{Given: true, Rows: rows}, err
}

// Text returns what was pasted, or what is in the file whose path was entered; isText tells
// these apart. given reports whether there is an answer. file is as for Read.
func Text(answer string, isText func(string) bool, file func(path string) ([]byte, error)) (data []byte, given bool,
	err error) {
	answer = strings.TrimSpace(strings.TrimPrefix(answer, "\uFEFF"))
	switch {
	case answer == "":
		return nil, false, nil
	case isText(answer):
		return []byte(answer), true, nil
	case file == nil:
		return nil, true, app.Errorf(app.Denied, "Paste the text instead.", "Handrail cannot read files here.")
	}
	data, err = file(unquoted(answer))
	return data, true, err
}

// unquoted returns a path without the quotation marks around it.
func unquoted(path string) string {
	for _, mark := range []string{`"`, `'`} {
		if inner, ok := strings.CutPrefix(path, mark); ok && strings.HasSuffix(inner, mark) {
			return strings.TrimSuffix(inner, mark)
		}
	}
	return path
}

// FileName returns the name of the file whose path an answer is, without its folder, on every system; "" for text that
// was pasted.
func FileName(answer string) string {
	answer = strings.TrimSpace(strings.TrimPrefix(answer, "\uFEFF"))
	if answer == "" || powershell.IsText(answer) {
		return ""
	}
	path := unquoted(answer)
	return path[strings.LastIndexAny(path, `/\`)+1:]
}

// Flag is what the rows say of one setting.
type Flag struct {
	Known bool // at least one row has a value that is yes or no
	Yes   bool // every such row says yes
	// Row is the first row that says no, else the first that says yes.
	Row powershell.Row
	Why powershell.State // of the last row with the name; Absent where none has it
}

// Flag returns what the rows say of a setting. A row without the name, with null
// or with a value that was cut off says neither yes nor no.
func (e Export) Flag(name string) Flag {
	f := Flag{Why: powershell.Absent}
	for _, r := range e.Rows {
		if state := r.State(name); state != powershell.Absent {
			f.Why = state
		}
		yes, known := r.Flag(name)
		switch {
		case !known:
		case !f.Known:
			f.Known, f.Yes, f.Row = true, yes, r
		case f.Yes && !yes:
			f.Yes, f.Row = false, r
		}
	}
	return f
}

// With returns the rows that have a name, whatever its value: an export of
// several commands holds objects of several kinds.
func (e Export) With(name string) (all []powershell.Row) {
	for _, r := range e.Rows {
		if r.Has(name) {
			all = append(all, r)
		}
	}
	return all
}
