package recheck

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/drift"
	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

var then = time.Date(2026, 11, 3, 9, 0, 0, 0, time.Local)

// world is what the tests below look at.
type world struct {
	visits  []guide.Visit
	kept    map[string]guide.Recheck
	then    *report.Document // what was found when the guide was completed; nil: it is not saved
	now     []report.Finding
	fails   error
	looks   int
	changes []history.Change // one moment of now, of the section of the first
	guide   guide.Guide
}

func (w *world) Visits(context.Context) ([]guide.Visit, error) { return w.visits, nil }
func (w *world) SaveRecheck(_ context.Context, r guide.Recheck) error {
	w.kept[r.Visit] = r
	return nil
}
func (w *world) Rechecks(context.Context) (all []guide.Recheck, err error) {
	for _, r := range w.kept {
		all = append(all, r)
	}
	return all, nil
}

func (w *world) Moments(_ context.Context, from, to time.Time) (all []history.Moment, err error) {
	at := then.AddDate(0, 0, 9)
	if len(w.changes) > 0 && at.After(from) {
		all = append(all, history.Moment{Number: 1, Section: w.changes[0].Section, Kind: history.MomentChange, At: at})
	}
	return all, nil
}
func (w *world) Changes(context.Context, int64) ([]history.Change, error) { return w.changes, nil }

// stored is an alias, so that its method Visits is not hidden by a field.
type stored = guide.Visits

type visitsOf struct {
	stored
	*world
}

func (v visitsOf) Visits(ctx context.Context) ([]guide.Visit, error) { return v.world.Visits(ctx) }

type libraryOf struct {
	report.Library
	*world
}

func (l libraryOf) Report(context.Context, string) (report.SavedReport, error) {
	if l.then == nil {
		return report.SavedReport{}, app.Errorf(app.NotFound, "", "It is gone.")
	}
	return report.SavedReport{Document: l.then}, nil
}

type remembering struct {
	tenant.View
	*world
}

func (r remembering) Past() history.Past { return pastOf{world: r.world} }

type pastOf struct {
	history.Past
	*world
}

func (p pastOf) Moments(ctx context.Context, from, to time.Time) ([]history.Moment, error) {
	return p.world.Moments(ctx, from, to)
}

func (pastOf) AsOf(context.Context, string, time.Time, func(string, []byte) error) (m history.Moment, err error) {
	return m, nil
}

func (p pastOf) Changes(ctx context.Context, n int64) ([]history.Change, error) {
	return p.world.Changes(ctx, n)
}

// newWorld is a guide that was completed on 3 November and rests on the roles.
func newWorld() *world {
	w := &world{kept: map[string]guide.Recheck{}, then: &report.Document{}}
	w.guide = guide.Guide{ID: "g", Title: "Protect administrators", Steps: []guide.Step{{ID: "s", Title: "Check",
		Look: func(ctx context.Context, _ *guide.Visit, _ task.Report) (*report.Document, error) {
			w.looks++
			guide.RestsOn(ctx, tenant.SectionRoles)
			if !tenant.IsUnattended(ctx) {
				return nil, errors.New("a person could be asked")
			}
			return &report.Document{Blocks: []report.Block{report.Findings{Items: w.now}}}, w.fails
		}}}}
	w.visits = []guide.Visit{{ID: "v", Guide: "g", Ended: then, Changed: then, Outcomes: map[string]guide.Outcome{
		"s": {State: guide.Completed, At: then, Report: "r", Rests: []string{tenant.SectionRoles}}}}}
	return w
}

// run looks again on 20 November, and returns what is kept of the visit.
func (w *world) run(t *testing.T, which Which) guide.Recheck {
	t.Helper()
	o := &tenanttest.Organisation{At: then}
	o.Add(tenant.SectionUsers)
	p := Ports{Guides: []guide.Guide{w.guide}, Visits: visitsOf{world: w}, Kept: w, Library: libraryOf{world: w},
		Clock: func() time.Time { return then.AddDate(0, 0, 17) }, Link: o,
		Changes: func(ctx context.Context) (drift.Sources, error) {
			v, err := o.View(ctx)
			return drift.Sources{View: remembering{v, w}}, err
		}}
	if err := p.Run(t.Context(), which, nil); err != nil {
		t.Fatal(err)
	}
	return w.kept["v"]
}

// global is the ID of the role Global Administrator.
const global = "62e90394-69f5-4237-9190-012177145e10"

func added() history.Change {
	return history.Change{Section: tenant.SectionRoles, ID: "a", Kind: history.Added, At: then.AddDate(0, 0, 9),
		After: []byte(`{"id":"a","handrailName":"Ada","roleDefinitionId":"` + global + `","handrailTemplate":"` + global +
			`","principalId":"11111111-1111-1111-1111-111111111111","directoryScopeId":"/"}`)}
}

func weak(title string) report.Finding {
	return report.Finding{Code: "weak", Severity: report.Problem, Title: title}
}

func TestWhatIsWorseIsToldWithWhatChanged(t *testing.T) {
	w := newWorld()
	w.changes, w.now = []history.Change{added()}, []report.Finding{weak("1 administrator has no passkey")}
	r := w.run(t, Changed)
	if r.Severity != report.Problem || r.Title != "1 administrator has no passkey" ||
		!strings.HasPrefix(r.Text, "Changed since 3 November 2026: Ada is now a Global Administrator") || r.Step != "s" {
		t.Errorf("%+v", r)
	}
	notices, err := guide.NoticesWith(t.Context(), []guide.Guide{w.guide}, w.visits, w)
	if err != nil || len(notices) != 1 || notices[0].Title != r.Title || notices[0].Severity != report.Problem {
		t.Errorf("Home has %+v, %v", notices, err)
	}
	if w.run(t, Changed); w.looks != 1 {
		t.Errorf("looked at %d times, and nothing changed since", w.looks)
	}
	w.visits[0].Changed = then.AddDate(0, 1, 0)
	if notices, _ := guide.NoticesWith(t.Context(), []guide.Guide{w.guide}, w.visits, w); len(notices) > 0 {
		t.Errorf("the person looked since, and Home has %+v", notices)
	}
}

func TestWhatIsNoWorseIsNotTold(t *testing.T) {
	for name, c := range map[string]struct {
		then, now []report.Finding
		worse     bool
	}{
		"the same":        {[]report.Finding{weak("2 have none")}, []report.Finding{weak("2 have none")}, false},
		"fewer":           {[]report.Finding{weak("10 have none")}, []report.Finding{weak("9 have none")}, false},
		"more":            {[]report.Finding{weak("9 have none")}, []report.Finding{weak("10 have none")}, true},
		"gone":            {[]report.Finding{weak("2 have none")}, nil, false},
		"good news":       {nil, []report.Finding{{Code: "weak", Severity: report.OK, Title: "All have one"}}, false},
		"no longer known": {nil, []report.Finding{{Code: "weak", Severity: report.Unknown, Title: "Not read"}}, true},
	} {
		w := newWorld()
		w.then.Blocks, w.now = []report.Block{report.Findings{Items: c.then}}, c.now
		if r := w.run(t, All); (r.Severity != report.OK) != c.worse || w.looks != 1 {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// TestWhatMayHaveBeenThereIsNotWorse: where the earlier document is gone, only what holds the step back counts.
func TestWhatMayHaveBeenThereIsNotWorse(t *testing.T) {
	for _, held := range []bool{false, true} {
		w := newWorld()
		w.then, w.now = nil, []report.Finding{weak("2 have none")}
		if held {
			w.guide.Steps[0].Ready = func(*guide.Visit, *report.Document) error {
				return app.Errorf(app.Invalid, "Register one.", "It must be there.")
			}
		}
		if r := w.run(t, All); (r.Severity == report.Problem) != held {
			t.Errorf("held %v: %+v", held, r)
		}
	}
}

func TestWhichGuidesAreLookedAt(t *testing.T) {
	for name, c := range map[string]struct {
		edit  func(w *world)
		which Which
		looks int
	}{
		"nothing changed":     {func(*world) {}, Changed, 0},
		"all":                 {func(*world) {}, All, 1},
		"apart, but it rests": {func(*world) {}, Apart, 0},
		"apart": {func(w *world) {
			w.visits[0].Outcomes["s"] = guide.Outcome{At: then, Report: "r", Rests: []string{}}
		}, Apart, 1},
		"another section": {func(w *world) {
			w.changes = []history.Change{{Section: tenant.SectionGroups, ID: "g", Kind: history.Removed}}
		}, Changed, 0},
		"not known what it rests on": {func(w *world) {
			w.changes = []history.Change{{Section: tenant.SectionGroups, ID: "g", Kind: history.Removed}}
			w.visits[0].Outcomes["s"] = guide.Outcome{At: then, Report: "r"}
		}, Changed, 1},
		"under way": {func(w *world) { w.visits[0].Ended = time.Time{} }, All, 0},
		"begun again": {func(w *world) {
			w.visits = append([]guide.Visit{{ID: "w", Guide: "g", Outcomes: map[string]guide.Outcome{}}}, w.visits...)
		}, All, 0},
		"a person is needed": {func(w *world) { w.guide.Steps[0].CheckLabel = "Sign in" }, All, 0},
		"an answer is not saved": {func(w *world) {
			w.guide.Steps[0].Asks = []guide.Ask{{Name: "a", Saved: func(*guide.Visit) bool { return false }}}
		}, All, 0},
	} {
		w := newWorld()
		c.edit(w)
		if w.run(t, c.which); w.looks != c.looks {
			t.Errorf("%s: looked at %d times", name, w.looks)
		}
	}
}

func TestALookThatFailsIsToldAsThat(t *testing.T) {
	w := newWorld()
	w.fails = app.Errorf(app.Unreachable, "Check your connection.", "The server did not answer.")
	if r := w.run(t, All); r.Severity != report.Unknown || r.Title != "It could not be checked again" ||
		r.Text != "The server did not answer. Check your connection." {
		t.Errorf("%+v", r)
	}
}

// TestWhatWasNotKnownThenIsNotCalledFine: a part that could not be read then may have been like this already.
func TestWhatWasNotKnownThenIsNotCalledFine(t *testing.T) {
	w := newWorld()
	w.then = &report.Document{Blocks: []report.Block{report.Findings{Items: []report.Finding{{Code: "not-compared",
		Severity: report.Unknown, Title: "Not read"}}}}}
	w.now = []report.Finding{{Code: "weak", Severity: report.Problem, Title: "Ada has no MFA"}}
	if r := w.run(t, All); r.Title != "Ada has no MFA" || r.Text !=
		"The check on 3 November 2026 did not find it like this. Handrail saw no change that explains it." {
		t.Errorf("%+v", r)
	}
}
