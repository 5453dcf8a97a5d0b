package guide

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/task"
)

// apartShelf saves reports, at most as many as it has room for.
type apartShelf struct {
	report.Library
	room int
	all  []report.SavedReport
}

func (s *apartShelf) SaveReport(ctx context.Context, k report.SavedReport) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if len(s.all) == s.room {
		return "", app.Errorf(app.Unreachable, "Free some space.", "The disk is full.")
	}
	s.all = append(s.all, k)
	return "whole", nil
}

// TestDocumentsAreSavedApart: what a look found of other subjects is saved as reports of their own, which belong to no
// visit; what cannot be saved is told.
func TestDocumentsAreSavedApart(t *testing.T) {
	step := Step{ID: "s", Look: func(context.Context, *Visit, task.Report) (*report.Document, error) {
		return &report.Document{Title: "Two domains", Subject: "a.example", Apart: []*report.Document{
			{Title: "One", Subject: "a.example"}, {Title: "One", Subject: "b.example", Blocks: []report.Block{
				report.Findings{Items: []report.Finding{{Severity: report.Problem}}}}}}}, nil
	}}
	for room, fails := range map[int]bool{3: false, 2: true} {
		shelf := &apartShelf{room: room}
		v := &Visit{ID: "v", Guide: "g", Outcomes: map[string]Outcome{}}
		f, err := Looker{Library: shelf, Now: time.Now}.Look(t.Context(), step, v, nil)
		if err != nil || f.Report != "whole" || (f.NotKept != nil) != fails {
			t.Fatalf("room for %d: %+v, %v", room, f, err)
		}
		if fails {
			continue
		}
		whole, b := shelf.all[0], shelf.all[2]
		if whole.Visit != "v" || whole.Subject != "a.example" || b.Visit != "" || b.Guide != "g" || b.Step != "s" ||
			b.Subject != "b.example" || b.Worst != report.Problem || b.ID != "" || !b.At.Equal(whole.At) {
			t.Errorf("saved: %+v", shelf.all)
		}
	}
}

// atOnce is a shelf that saves at its end, and at once only what was done when a look is stopped.
type atOnce struct{ apartShelf }

func (s *atOnce) SaveReport(context.Context, report.SavedReport) (string, error) { return "later", nil }

func (s *atOnce) SaveDone(ctx context.Context, all []report.SavedReport) error {
	return report.SaveAll(ctx, &s.apartShelf, all)
}

// TestWhatWasDoneIsSaved: a look that is stopped saves what it found by then, and how many that is is told; one that
// failed otherwise saves nothing.
func TestWhatWasDoneIsSaved(t *testing.T) {
	const saved, lost = "Stopped. Nothing was changed. Handrail saved 1 report. " +
		"Open Reports to read what was checked by then.", "Stopped. What was checked by then could not be saved. The disk is full. Free some space."
	slow, full := &atOnce{apartShelf{room: 1}}, &apartShelf{}
	quick := &apartShelf{room: 1}
	for _, c := range []struct {
		to   report.Library
		kept *apartShelf
		why  error
		want string
	}{{quick, quick, context.Canceled, saved}, {slow, &slow.apartShelf, context.Canceled, saved},
		{full, full, context.Canceled, lost}, {full, full, io.ErrUnexpectedEOF, ""}} {
		ctx, stop := context.WithCancel(t.Context())
		step := Step{ID: "s", Look: func(context.Context, *Visit, task.Report) (*report.Document, error) {
			stop()
			return &report.Document{Apart: []*report.Document{{Title: "One", Subject: "b.example"}}}, c.why
		}}
		_, err := Looker{Library: c.to, Now: time.Now}.Look(ctx, step, &Visit{ID: "v", Guide: "g"}, nil)
		message, hint := app.UserMessage(err)
		if !errors.Is(err, c.why) || c.want != "" && message+" "+hint != c.want ||
			len(c.kept.all) == 1 != (c.want == saved) {
			t.Fatalf("%v: %s %s, %+v", c.why, message, hint, c.kept.all)
		}
		if c.want == saved && (c.kept.all[0].Subject != "b.example" || c.kept.all[0].Visit != "" ||
			c.kept.all[0].At.IsZero()) {
			t.Errorf("%+v", c.kept.all[0])
		}
	}
}
