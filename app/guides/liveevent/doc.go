package liveevent

import (
	"encoding/json"
	"slices"
	"time"

	"handrail/app/report"
)

// doc is a document under construction.
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

// done returns the document: findings first, most serious first, facts last.
func (d *doc) done(title string) *report.Document { return d.doneAs("", title) }

// doneAs is done with a name for the findings block.
func (d *doc) doneAs(name, title string) *report.Document {
	if len(d.found) > 0 {
		slices.SortStableFunc(d.found, func(a, b report.Finding) int { return a.Severity.Rank() - b.Severity.Rank() })
		d.Blocks = append([]report.Block{report.Findings{Name: name, Title: title, Items: d.found}}, d.Blocks...)
	}
	if len(d.facts) > 0 {
		d.add(report.Facts{Title: "Summary", Rows: d.facts})
	}
	return d.Document
}

// data returns v as JSON. v never holds anything that cannot be encoded.
func data(v any) json.RawMessage {
	raw, _ := json.Marshal(v)
	return raw
}
