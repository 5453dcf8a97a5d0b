package terminal

import (
	"context"
	"time"

	"handrail/app/clean"
	"handrail/app/guide"
	"handrail/app/report"
)

// statusRow is one row of Home.
type statusRow struct {
	Guide    string          `json:"guide"`
	Title    string          `json:"title"` // of the guide
	Subject  string          `json:"subject"`
	Step     string          `json:"step"`
	Code     string          `json:"code,omitempty"` // of a notice
	Severity report.Severity `json:"severity"`
	Line     string          `json:"line"` // the fact
	Text     string          `json:"text"`
	At       *time.Time      `json:"at,omitempty"`
}

// status is the one object that "status -json" prints. Its names are stable.
type status struct {
	At        time.Time   `json:"at"`
	Sentence  string      `json:"sentence"`
	Attention []statusRow `json:"attention"`
	Waiting   []statusRow `json:"waiting"`
	UnderWay  []statusRow `json:"under-way"`
	Ended     []statusRow `json:"completed"`
}

// showStatus prints what Home shows. It reads saved data only.
func showStatus(ctx context.Context, w Environment, f Flags, o options, words []string) (int, error) {
	if err := noWords("status", words); err != nil {
		return 0, err
	}
	h, err := w.openToShow(ctx, f)
	if err != nil {
		return 0, err
	}
	defer h.close()
	today, err := h.today(ctx)
	if err != nil {
		return 0, err
	}
	now := h.Clock()
	s := status{At: now.UTC(), Sentence: today.Sentence(now), Attention: rowsOf(today.Attention),
		Waiting: rowsOf(today.Waiting), UnderWay: rowsOf(today.UnderWay), Ended: rowsOf(today.Ended)}
	if o.json {
		return statusOf(today), writeJSON(w.Out, s)
	}
	_, _ = clean.Fprintf(w.Out, "%s\n", s.Sentence)
	for _, part := range []struct {
		heading string
		rows    []statusRow
	}{{"Needs your attention", s.Attention}, {"Waiting", s.Waiting}, {"Guides under way", s.UnderWay},
		{"Completed", s.Ended}} {
		if len(part.rows) > 0 {
			_, _ = clean.Fprintf(w.Out, "\n%s\n", part.heading)
		}
		for _, r := range part.rows {
			_, _ = clean.Fprintf(w.Out, "  %s\n", r.words())
		}
	}
	return statusOf(today), nil
}

// today returns what Home shows, from saved data.
func (h *Program) today(ctx context.Context) (o guide.Overview, err error) {
	visits, err := h.begun(ctx)
	if err != nil {
		return o, err
	}
	notices, err := guide.NoticesWith(ctx, h.Guides, visits, h.Rechecks)
	if err != nil {
		return o, err
	}
	now := h.Clock()
	o = guide.NewOverview(h.Guides, visits, now)
	o.Add(h.Guides, visits, notices, now)
	return o, nil
}

func rowsOf(items []guide.Item) []statusRow {
	all := []statusRow{}
	for _, it := range items {
		r := statusRow{Guide: it.Guide, Title: it.Title, Subject: it.Subject, Step: it.Step, Code: it.Notice,
			Severity: it.Severity, Line: it.Headline, Text: it.Why}
		if !it.Own {
			r.Line = it.StepTitle
		}
		if !it.At.IsZero() {
			at := it.At.UTC()
			r.At = &at
		}
		all = append(all, r)
	}
	return all
}

// words writes a row in one line.
func (r statusRow) words() string {
	about := r.Title
	if r.Code == "" && r.Subject != "" {
		about += ", " + r.Subject
	}
	text := about + ": " + r.Line
	if r.Severity != report.OK {
		text = r.Severity.Label() + "  " + text
	}
	if r.At != nil {
		text = r.At.Local().Format("2006-01-02") + "  " + text
	}
	if r.Text != "" && r.Text != r.Line {
		text += ". " + r.Text
	}
	return text
}

// statusOf returns the exit status: something needs action, or is not known.
func statusOf(t guide.Overview) int {
	status := Fine
	for _, it := range t.Attention {
		switch {
		case it.Severity.NeedsAction():
			return Act
		case it.Severity == report.Unknown:
			status = NotDone
		}
	}
	return status
}
