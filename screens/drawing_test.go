package screens

import (
	"context"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
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

// watchedMemory is a memory that knows where it is called.
type watchedMemory struct {
	*memory
	d *deck
}

func (m watchedMemory) SaveVisit(ctx context.Context, v guide.Visit) error {
	m.d.port("SaveVisit")
	return m.memory.SaveVisit(ctx, v)
}

func (m watchedMemory) Visits(ctx context.Context) ([]guide.Visit, error) {
	m.d.port("Visits")
	return m.memory.Visits(ctx)
}

func (m watchedMemory) Visit(ctx context.Context, id string) (guide.Visit, error) {
	m.d.port("Visit")
	return m.memory.Visit(ctx, id)
}

func (m watchedMemory) DeleteVisit(ctx context.Context, id string) error {
	m.d.port("DeleteVisit")
	return m.memory.DeleteVisit(ctx, id)
}

func (m watchedMemory) Record(ctx context.Context, e guide.JournalEntry) error {
	m.d.port("Record")
	return m.memory.Record(ctx, e)
}

func (m watchedMemory) Entries(ctx context.Context, visit string) ([]guide.JournalEntry, error) {
	m.d.port("Entries")
	return m.memory.Entries(ctx, visit)
}

func (m watchedMemory) SaveReport(ctx context.Context, k report.SavedReport) (string, error) {
	m.d.port("SaveReport")
	return m.memory.SaveReport(ctx, k)
}

func (m watchedMemory) Reports(ctx context.Context) (all []report.SavedReport, err error) {
	m.d.port("Reports")
	for _, k := range m.kept {
		all = append(all, k)
	}
	return all, nil
}

func (m watchedMemory) Report(ctx context.Context, id string) (report.SavedReport, error) {
	m.d.port("Report")
	return m.memory.Report(ctx, id)
}

func (m watchedMemory) Settings(ctx context.Context) (map[string]string, error) {
	m.d.port("Settings")
	return m.memory.Settings(ctx)
}

func (m watchedMemory) SetSetting(ctx context.Context, name, value string) error {
	m.d.port("SetSetting")
	return m.memory.SetSetting(ctx, name, value)
}

// watchedLink is an organisation that knows where it is called.
type watchedLink struct {
	*fakeLink
	d *deck
}

func (l watchedLink) Organisations(ctx context.Context) ([]tenant.Organisation, string, error) {
	l.d.port("Organisations")
	return l.fakeLink.Organisations(ctx)
}

func (l watchedLink) ShowOrganisation(ctx context.Context, id string) error {
	l.d.port("ShowOrganisation")
	return l.fakeLink.ShowOrganisation(ctx, id)
}

func (l watchedLink) View(ctx context.Context) (tenant.View, error) {
	l.d.port("View")
	return l, nil
}

func (l watchedLink) Refresh(ctx context.Context, ids []string, rep task.Report) ([]tenant.Status, error) {
	l.d.port("Refresh")
	return l.fakeLink.Refresh(ctx, ids, rep)
}

func (l watchedLink) SignedIn(ctx context.Context) bool {
	l.d.port("SignedIn")
	return l.fakeLink.SignedIn(ctx)
}

func (l watchedLink) SignOut(ctx context.Context) error {
	l.d.port("SignOut")
	return l.fakeLink.SignOut(ctx)
}

func (l watchedLink) Statuses(ctx context.Context) ([]tenant.Status, error) {
	l.d.port("Statuses")
	return l.fakeLink.Statuses(ctx)
}

func (l watchedLink) Each(ctx context.Context, section string, do func(string, []byte) error) error {
	l.d.port("Each")
	return l.fakeLink.Each(ctx, section, do)
}

func (l watchedLink) Find(ctx context.Context, q tenant.PeopleQuery) ([]int64, error) {
	l.d.port("Find")
	keys := make([]int64, len(l.people)) // all of them, however narrow
	for i := range keys {
		keys[i] = int64(i)
	}
	return keys, nil
}

func (l watchedLink) At(ctx context.Context, keys []int64) ([]tenant.Person, error) {
	l.d.port("At")
	return l.fakeLink.At(ctx, keys)
}

func (l watchedLink) Count(ctx context.Context) (map[tenant.PeopleFilter]int, error) {
	l.d.port("Count")
	return map[tenant.PeopleFilter]int{tenant.AllPeople: len(l.people), tenant.PhoneOnly: len(l.people)}, nil
}

func (l watchedLink) Person(ctx context.Context, id string) (tenant.Person, error) {
	l.d.port("Person")
	return l.fakeLink.Person(ctx, id)
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
	s.open("home")
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
