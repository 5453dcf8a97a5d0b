package screens

import (
	"context"
	"slices"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// TestHomeShowsWhatChangedSinceARecord: each notice is a line of its own beside the visit,
// a day to come waits, and the button continues at the step that looks again.
func TestHomeShowsWhatChangedSinceARecord(t *testing.T) {
	s, _ := tenantStage(t, task.Inline{})
	v := guide.Visit{ID: "v", Guide: "demo", Subject: "northgate.example", Step: "keep", Page: guide.ShowPage,
		Answers: map[string]string{"domain": "northgate.example"}, Started: sunday.Add(-time.Hour), Ended: sunday,
		Outcomes: map[string]guide.Outcome{"where": {State: guide.Completed}}}
	if err := s.memory.SaveVisit(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	demo := slices.IndexFunc(s.ports.Guides, func(g guide.Guide) bool { return g.ID == "demo" })
	s.ports.Guides[demo].Notices = func(_ context.Context, visits []guide.Visit) ([]guide.Notice, error) {
		return []guide.Notice{
			{Visit: visits[0].ID, Step: "today", Code: "grew", Severity: report.Warning,
				Title: "“Admins” excludes 1 more: Ben Okafor", Text: "He was not excluded for the record."},
			{Visit: visits[0].ID, Step: "today", Code: "open", Severity: report.Unknown,
				Title: "Not known what changed"},
			{Visit: visits[0].ID, Step: "today", Code: "ends", Title: "The exclusion of Cai ends on 1 December 2026",
				At: sunday.AddDate(0, 0, 9)},
		}, nil
	}
	title := s.ports.Guides[demo].Title
	s.open("home").shows("5 things need you now; 1 waits.").tab("Show 2 more").enter()
	s.shows(title+": “Admins” excludes 1 more: Ben Okafor",
		"He was not excluded for the record.", title+": Not known what changed",
		title+": The exclusion of Cai ends on 1 December 2026.", "What is well", "How people sign in")
	s.tab("Check again").enter()
	if z := s.wizard(); z.s.Step().ID != "today" {
		t.Errorf("it leads to %s", z.s.Step().ID)
	}
}
