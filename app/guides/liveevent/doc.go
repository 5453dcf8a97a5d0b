package liveevent

import (
	"context"
	"encoding/json"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// draft is a document about an event that is being made.
type draft struct{ *frame.Draft }

func (d draft) find(code string, s report.Severity, title, text, do string) {
	d.Find(report.Finding{Code: code, Severity: s, Subject: d.Subject(), Title: title, Text: text, Do: do})
}

// unknown adds the finding that something could not be found out, with the reason.
func (d draft) unknown(code, title string, err error) {
	f := frame.NotKnown(code, title, err)
	f.Subject = d.Subject()
	d.Find(f)
}

type look = func(context.Context, *guide.Visit, task.Report) (*report.Document, error)

// The sources of what the checks show.
const (
	fromHandrail = "Microsoft’s published limits, as saved with Handrail"
	fromAnswers  = "Your answers in this guide"
)

// doc returns a check whose document fill makes; findings is the title of what is to know.
func (d deps) doc(title, findings string, fill func(context.Context, *guide.Visit, draft, task.Report) error,
	sources ...string) look {
	return func(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
		out := draft{frame.New(frame.Head{Title: title, Subject: v.Answer(askTitle), At: d.Now(), Sources: sources})}
		if err := fill(ctx, v, out, rep); err != nil {
			return nil, err
		}
		out.FindingsFirst("", findings)
		out.Facts("Summary")
		return out.Done(), nil
	}
}

// data returns v as JSON. v never holds anything that cannot be encoded.
func data(v any) json.RawMessage {
	raw, _ := json.Marshal(v)
	return raw
}
