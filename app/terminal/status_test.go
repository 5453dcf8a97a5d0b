package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// statusWith runs "status" with one completed visit, and these notices of its guide.
func statusWith(t *testing.T, notices []guide.Notice, args ...string) (status int, out string) {
	t.Helper()
	s := &stage{}
	s.shelf.visits = []guide.Visit{{ID: "v", Guide: "walk", Subject: "parish.example", Step: "watch",
		Ended: noon.AddDate(0, 0, -9), Outcomes: map[string]guide.Outcome{}}}
	g := s.guide()
	g.Notices = func(context.Context, []guide.Visit) ([]guide.Notice, error) { return notices, nil }
	var o, e bytes.Buffer
	status = Run(t.Context(), append([]string{"status"}, args...), Environment{Out: &o, Err: &e,
		Open: func(context.Context, Flags) (*Program, error) {
			return &Program{Guides: []guide.Guide{g}, Visits: &s.shelf, Library: &s.shelf,
				Clock: func() time.Time { return noon }}, nil
		}})
	if e.Len() > 0 {
		t.Error(e.String())
	}
	return status, o.String()
}

func TestStatusShowsTheLinesOfHome(t *testing.T) {
	grew := guide.Notice{Visit: "v", Step: "today", Code: "grew", Severity: report.Warning,
		Title: "“Admins” excludes 1 more: Ben", Text: "Check it."}
	ends := guide.Notice{Visit: "v", Step: "today", Code: "ends", Title: "The exclusion of Cai ends",
		At: noon.AddDate(0, 0, 9)}
	open := guide.Notice{Visit: "v", Step: "today", Code: "open", Severity: report.Unknown, Title: "Not known"}
	status, out := statusWith(t, []guide.Notice{grew, ends, open})
	for _, want := range []string{"2 things need your attention.",
		"\nNeeds your attention\n  Warning  A walk: “Admins” excludes 1 more: Ben. Check it.\n",
		"  Not tested  A walk: Not known\n", "\nWaiting\n  2026-12-01  ", "A walk: The exclusion of Cai ends\n",
		"\nCompleted\n  2026-11-13  A walk, parish.example"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if status != Act {
		t.Errorf("status %d", status)
	}
	for want, notices := range map[int][]guide.Notice{Fine: {ends}, NotDone: {open, ends}, Act: {open, grew}} {
		if got, _ := statusWith(t, notices); got != want {
			t.Errorf("status %d, want %d: %v", got, want, notices)
		}
	}
}

func TestStatusForPrograms(t *testing.T) {
	_, out := statusWith(t, []guide.Notice{{Visit: "v", Step: "today", Code: "grew", Severity: report.Warning,
		Title: "More", Text: "Why."}}, "-json")
	var got struct {
		Attention []map[string]any `json:"attention"`
		Waiting   []map[string]any `json:"waiting"`
		Completed []map[string]any `json:"completed"`
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err, out)
	}
	a := got.Attention[0]
	if a["code"] != "grew" || a["line"] != "More" || a["severity"] != "warning" || a["guide"] != "walk" ||
		got.Waiting == nil || len(got.Completed) != 1 || got.Completed[0]["at"] == nil {
		t.Error(out)
	}
}

// entries is a change log.
type entries []guide.JournalEntry

func (e entries) Record(context.Context, guide.JournalEntry) error { return nil }

func (e entries) Entries(context.Context, string) ([]guide.JournalEntry, error) { return e, nil }

// TestStatusNamesAChangeThatWasCutOff, as Home and "guides" do.
func TestStatusNamesAChangeThatWasCutOff(t *testing.T) {
	for _, c := range []struct {
		state string
		shown bool
	}{{"sent", true}, {"confirmed", false}} {
		s := &stage{}
		s.shelf.visits = []guide.Visit{{ID: "v", Guide: "walk", Subject: "parish.example", Step: "watch",
			Changed: noon, Outcomes: map[string]guide.Outcome{}}}
		g := s.guide()
		g.Steps[0].Apply = func(context.Context, *guide.Visit, *guide.Plan, task.Report) error { return nil }
		log := entries{{Visit: "v", Step: g.Steps[0].ID, State: c.state, At: noon}}
		var o, e bytes.Buffer
		Run(t.Context(), []string{"status"}, Environment{Out: &o, Err: &e,
			Open: func(context.Context, Flags) (*Program, error) {
				return &Program{Guides: []guide.Guide{g}, Visits: &s.shelf, Library: &s.shelf, Journal: log,
					Clock: func() time.Time { return noon }}, nil
			}})
		if e.Len() > 0 || strings.Contains(o.String(), "Handrail was closed") != c.shown {
			t.Errorf("%s:\n%s%s", c.state, o.String(), e.String())
		}
	}
}
