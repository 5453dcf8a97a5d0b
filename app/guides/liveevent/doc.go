package liveevent

import (
	"encoding/json"
	"slices"
	"time"

	"handrail/app/report"
)

// doc is a document that is being made.
type doc struct {
	*report.Document
	found []report.Finding
	facts []report.Fact
}

func newDoc(title, subject string, at time.Time) doc {
	return doc{Document: &report.Document{Title: title, Subject: subject, At: at.UTC()}}
}

func (d *doc) add(blocks ...report.Block) { d.Blocks = append(d.Blocks, blocks...) }

func (d *doc) find(code string, s report.Severity, title, text, do string) {
	d.found = append(d.found, report.Finding{Code: code, Severity: s, Subject: d.Subject, Title: title, Text: text, Do: do})
}

func (d *doc) fact(name, label, value, text string) {
	d.facts = append(d.facts, report.Fact{Name: name, Label: label, Value: value, Text: text})
}

// done gives the document: findings first, worst first, facts last.
func (d *doc) done(title string) *report.Document { return d.doneAs("", title) }

// doneAs also names the findings, for programs.
func (d *doc) doneAs(name, title string) *report.Document {
	if len(d.found) > 0 {
		slices.SortStableFunc(d.found, func(a, b report.Finding) int { return a.Severity.Rank() - b.Severity.Rank() })
		d.Blocks = append([]report.Block{report.Findings{Name: name, Title: title, Items: d.found}}, d.Blocks...)
	}
	if len(d.facts) > 0 {
		d.add(report.Facts{Title: "In short", Rows: d.facts})
	}
	return d.Document
}

// data is v as JSON; all of it is ours, so it always is JSON.
func data(v any) json.RawMessage {
	raw, _ := json.Marshal(v)
	return raw
}
