package screens

import (
	"context"
	"errors"
	"testing"

	"handrail/app/task"
)

// TestANoticeThatComesLaterIsShown: a file may turn out to be damaged while the window is open.
func TestANoticeThatComesLaterIsShown(t *testing.T) {
	s := newStage(t, task.Inline{})
	later := []Notice{
		{Message: "The file with the data about your organisation is damaged.",
			Hint: "The old file is kept as cache-a.db.damaged-1 in /data."},
		{Message: "The other file is empty.", Hint: "Refresh everything."},
	}
	s.ports.NextNotice = func(context.Context) (Notice, error) {
		if len(later) == 0 {
			return Notice{}, errors.New("no more")
		}
		n := later[0]
		later = later[1:]
		return n, nil
	}
	s.open("guides")
	s.shows("organisation is damaged", "kept as cache-a.db.damaged-1 in /data", "other file is empty")
	for range 2 {
		s.tab("Dismiss").enter()
	}
	if s.hides("damaged"); s.w.top.Visible() {
		t.Error("an empty place for notices stays")
	}
}
