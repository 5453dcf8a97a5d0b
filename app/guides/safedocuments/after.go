package safedocuments

import (
	"context"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// lookAfter compares a new export with what was planned.
func (d deps) lookAfter(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, askAfter, progress)
	if err != nil {
		return nil, err
	}
	doc := d.draft("Is the change made?")
	w.compare(doc, v)
	return doc.Done(), nil
}

// compare adds whether the policy is as planned, and whom it protects now.
func (w *world) compare(doc *frame.Draft, v *guide.Visit) {
	made := w.made(v)
	doc.Fact("as-planned", "As planned", made, "")
	if !w.given {
		doc.Find(report.Finding{Code: "not-checked-again", Severity: report.Note, Title: "You have not checked again yet",
			Text: "Handrail needs an export from after the change.", Do: "Run safe-documents.ps1 again."})
		return
	}
	doc.Find(madeWords[made])
	w.show(doc, "after-")
}

// made returns whether the policy has the planned values: yes, no or unknown.
func (w *world) made(v *guide.Visit) string {
	open := v.Answer(askOpen) == openYes
	switch {
	case w.policy.On.No(), w.policy.Open.Known && w.policy.Open.Yes != open:
		return "no"
	case !w.policy.On.Known || !w.policy.Open.Known:
		return string(report.Unknown)
	}
	return "yes"
}

var madeWords = map[string]report.Finding{
	"yes": {Code: "as-planned", Severity: report.OK, Title: "The change is made",
		Text: "The switch is on, and the click-through is as you chose."},
	"no": {Code: "as-planned", Severity: report.Warning, Title: "The change is not made",
		Text: "The export does not show the values that you chose.", Do: "Run the second block of the step before."},
	string(report.Unknown): {Code: "as-planned", Severity: report.Unknown,
		Title: "It is not known whether the change is made",
		Text:  "The new export does not show both values.", Do: "Run safe-documents.ps1 again."},
}

// lookRecord returns what was found and done.
func (d deps) lookRecord(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, askExport, progress)
	if err != nil {
		return nil, err
	}
	doc := d.draft("Report: Safe Documents")
	if v.Answer(askAfter) != "" { // how it is now comes first
		later, err := d.load(ctx, v, askAfter, progress)
		if err != nil {
			return nil, err
		}
		later.compare(doc, v)
		doc.Add(report.Heading{Text: "Before the change"})
	}
	now := doc.Line()
	w.show(doc, "")
	if now != "" {
		doc.Headline(now)
	}
	return doc.Done(), nil
}
