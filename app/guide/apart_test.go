package guide

import (
	"context"
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

func (s *apartShelf) SaveReport(_ context.Context, k report.SavedReport) (string, error) {
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
