package screens

import (
	"context"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// longestDraw is how long the goroutine that draws may be busy at once, three times
// what a person is promised, for slow computers of tests.
const longestDraw = 300 * time.Millisecond

// deck runs each job at once and knows whether one is running. What is called
// outside of jobs is called on the goroutine that draws.
type deck struct {
	t      *testing.T
	inJob  bool
	worked time.Duration // in jobs
}

// Start implements task.Runner.
func (d *deck) Start(job task.Job, onProgress func(task.Progress), onDone func(error)) (cancel func()) {
	outside := func(do func()) {
		was := d.inJob
		d.inJob = false
		do()
		d.inJob = was
	}
	was, begun, drawn := d.inJob, time.Now(), time.Duration(0)
	d.inJob = true
	err := job(context.Background(), func(p task.Progress) {
		if onProgress != nil {
			from := time.Now()
			outside(func() { onProgress(p) })
			drawn += time.Since(from)
		}
	})
	d.inJob = was
	d.worked += time.Since(begun) - drawn
	if onDone != nil {
		outside(func() { onDone(err) })
	}
	return func() {}
}

// port fails where a port is called on the goroutine that draws.
func (d *deck) port(name string) {
	d.t.Helper()
	if !d.inJob {
		d.t.Errorf("%s is called on the goroutine that draws", name)
	}
}

// watchedSteps are the steps of a guide whose functions know where they are called.
func watchedSteps(d *deck, g guide.Guide) guide.Guide {
	for i := range g.Steps {
		step := g.Steps[i]
		if look := step.Look; look != nil {
			g.Steps[i].Look = func(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
				d.port("Look")
				return look(ctx, v, rep)
			}
		}
		if plan := step.Plan; plan != nil {
			g.Steps[i].Plan = func(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
				d.port("Plan")
				return plan(ctx, v)
			}
		}
		if apply := step.Apply; apply != nil {
			g.Steps[i].Apply = func(ctx context.Context, v *guide.Visit, p *guide.Plan, rep task.Report) error {
				d.port("Apply")
				return apply(ctx, v, p, rep)
			}
		}
		if hand := step.Hand; hand != nil {
			g.Steps[i].Hand = func(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
				d.port("Hand")
				return hand(ctx, v)
			}
		}
	}
	return g
}

// TestTheWindowNeverWaits opens every screen on an organisation of 100,000 people and
// a long report, and walks through a guide: no port is called on the goroutine that
// draws, and what it does itself is short.
func TestTheWindowNeverWaits(t *testing.T) {
	d := &deck{t: t}
	s, f := tenantStage(t, d)
	f.crowd(100_000)
	m := watchedMemory{s.memory, d}
	s.ports.Visits, s.ports.Journal, s.ports.Settings, s.ports.Library, s.ports.Tenant = m, m, m, m, watchedLink{f, d}
	for i := range s.ports.Guides {
		s.ports.Guides[i] = watchedSteps(d, s.ports.Guides[i])
	}
	doc := &report.Document{Title: "Long", Subject: "example.org", At: sunday, Blocks: []report.Block{manyFindings(5000)}}
	id, err := s.memory.SaveReport(t.Context(), report.SavedReport{Title: doc.Title, At: doc.At, Document: doc})
	if err != nil {
		t.Fatal(err)
	}
	s.open("guides").w.startVisit(s.ports.Guides[0])
	short := func(name string, do func()) {
		t.Helper()
		begun, worked := time.Now(), d.worked
		do()
		if took := time.Since(begun) - (d.worked - worked); took > longestDraw {
			t.Errorf("%s: %v on the goroutine that draws", name, took.Round(time.Millisecond))
		}
	}
	short("begin", func() { s.write("northgate.example").enter() })
	for _, step := range []string{"plan", "hand", "check", "light", "watch"} {
		short(step, func() { s.upTo(step) })
	}
	for range 2 {
		for _, route := range []string{"home", "guides", "reports", "report/" + id, "organisation", "people",
			"people/phone-only", "person/p00007", "settings"} {
			short(route, func() { s.w.Show(route) })
		}
	}
	s.w.Show("people")
	short("search", func() { s.write("99") })
	s.w.Show("organisation")
	short("refresh", func() { s.tab("Refresh everything").enter() })
	if d.worked == 0 {
		t.Error("nothing was done in jobs")
	}
}
