package header

import (
	"context"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// saving is what is saved, in words.
var saving = map[string]string{keepResult: "Only the result", keepAll: "The header and the result",
	keepNothing: "Nothing"}

// saved returns what of a document the person lets be saved.
func saved(v *guide.Visit, doc *report.Document) *report.Document {
	switch v.Answer(askKeep) {
	case keepAll:
		return doc
	case keepNothing:
		return nil
	}
	return short(doc)
}

// plain are the facts that name no one: no address, name, server or time.
var plain = map[string]bool{"place": true, "cause": true, "filter": true, "open": true, "spf": true, "dkim": true,
	"dmarc": true, "compauth": true, "compauth-reason": true, "scl": true, "sfv": true, "cat": true, "bcl": true,
	"enhanced-filtering": true, "loop": true, "skew": true, "arc": true, "reply": true, "saved": true}

// short returns the result alone: the answer and the facts that name no one.
func short(doc *report.Document) *report.Document {
	d := frame.New(frame.Head{Title: doc.Title, At: doc.At, Sources: doc.Sources})
	d.Headline(doc.Headline)
	d.Add(report.Banner{Tone: report.Note, Lead: "Only the result is saved.",
		Text: "The header is not saved, as you chose."})
	for _, f := range doc.Findings() {
		if len(f.Code) > 8 && f.Code[:8] == "verdict-" {
			d.Find(f)
		}
	}
	d.Findings("", "")
	for _, b := range doc.Blocks {
		facts, ok := b.(report.Facts)
		if !ok {
			continue
		}
		for _, f := range facts.Rows {
			if plain[f.Name] {
				d.Fact(f.Name, f.Label, f.Value, f.Text)
			}
		}
	}
	d.Facts("In short")
	return d.Done()
}

// record returns what is saved, as it is saved.
func (d deps) record(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	m, err := d.message(v)
	if err != nil {
		return nil, err
	}
	doc := d.document("Why an email is where it is", m, v)
	switch v.Answer(askKeep) {
	case keepAll:
		return doc, nil
	case keepNothing:
		none := short(doc)
		none.Blocks[0] = report.Banner{Tone: report.Note, Lead: "Nothing of this email is saved.",
			Text: "When you close this guide, this result is gone too."}
		return none, nil
	}
	return short(doc), nil
}
