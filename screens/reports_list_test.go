package screens

import (
	"context"
	"fmt"
	"testing"
	"time"

	"handrail/app/report"
	"handrail/app/task"
)

// shelf is a library with very many reports, that hands them out page by page.
type shelf struct {
	*memory
	n, read int // reports; and how many were handed out
}

func (s *shelf) Reports(context.Context) ([]report.SavedReport, error) {
	panic("all reports are read at once")
}

// ReportPage returns a page as the store does.
func (s *shelf) ReportPage(ctx context.Context, p report.Page) (all []report.SavedReport, err error) {
	skip := p.Skip
	for i := s.n; i > 0 && (p.Limit == 0 || len(all) < p.Limit); i-- {
		k := report.SavedReport{ID: fmt.Sprint("r", i), Title: fmt.Sprint("Look ", i), Subject: "parish.example",
			At: sunday.Add(time.Duration(i-s.n) * time.Hour), Worst: report.OK}
		if i == 7 {
			k.Subject = "chapel.example"
		}
		if p.IDs != nil || p.Keep != nil && !p.Keep(k) {
			continue
		}
		if skip--; skip >= 0 {
			continue
		}
		all = append(all, k)
		s.read++
	}
	return all, ctx.Err()
}

// TestTheListOfReportsIsPaged: of 100,000 only those that are drawn are read, the next ones come with a button, and a
// search finds what is not drawn.
func TestTheListOfReportsIsPaged(t *testing.T) {
	s := newStage(t, task.Inline{})
	lib := &shelf{memory: s.memory, n: 100_000}
	s.ports.Library = lib
	begun := time.Now()
	s.open("reports").shows("Look 100000", "Look 99941", "Show older reports").hides("Look 99940")
	t.Logf("the first page took %v", time.Since(begun))
	if lib.read != reportsShown+1 {
		t.Errorf("%d reports were read for the first page", lib.read)
	}
	s.tab("Show older reports").enter().shows("Look 100000", "Look 99940", "Look 99881").hides("Look 99880")
	if lib.read != 2*(reportsShown+1) {
		t.Errorf("%d reports were read for two pages", lib.read)
	}
	r := s.w.current.(*reports)
	r.list.search.SetText("CHAPEL")
	r.list.search.OnChange("CHAPEL")
	s.shows("Look 7").hides("Look 99999").hides("Show older reports")
	r.list.search.OnChange("nowhere")
	s.shows("No report contains these letters.")
	r.list.search.OnChange("")
	s.shows("Look 100000", "Show older reports").hides("Look 99940")
}

// TestOlderReportsThatAreGone: where the older reports were deleted meanwhile, the list stays as it is.
func TestOlderReportsThatAreGone(t *testing.T) {
	s := newStage(t, task.Inline{})
	lib := &shelf{memory: s.memory, n: 200}
	s.ports.Library = lib
	s.open("reports").shows("Look 200")
	lib.n = reportsShown
	s.tab("Show older reports").enter().shows("Look 200").hides("Show older reports")
}

// TestAnOlderSearchIsDropped: what an older search finds does not take the place of a newer one.
func TestAnOlderSearchIsDropped(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.ports.Library = &shelf{memory: s.memory, n: 200}
	s.open("reports")
	r := s.w.current.(*reports)
	held := &heldRunner{}
	r.jobs.runner = held
	r.list.search.OnChange("look 1")
	r.list.search.OnChange("chapel")
	held.run(1)
	held.run(0)
	s.shows("Look 7").hides("Look 199")
}

// heldRunner runs jobs when it is told to.
type heldRunner struct{ all []func() }

// Start holds a job back.
func (h *heldRunner) Start(job task.Job, _ func(task.Progress), done func(error)) (cancel func()) {
	ctx, stop := context.WithCancel(context.Background())
	h.all = append(h.all, func() { done(job(ctx, nil)) })
	return stop
}

func (h *heldRunner) run(i int) { h.all[i]() }
