package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/drift"
	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/recheck"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// choices are settings in memory.
type choices map[string]string

func (c choices) Settings(context.Context) (map[string]string, error)    { return c, nil }
func (c choices) SetSetting(_ context.Context, name, value string) error { c[name] = value; return nil }

// quiet is a view that remembers an organisation in which nothing happened.
type quiet struct{ tenant.View }

func (quiet) Past() history.Past { return nothing{} }

type nothing struct{ history.Past }

func (nothing) Moments(context.Context, time.Time, time.Time) ([]history.Moment, error) {
	return nil, nil
}
func (nothing) Changes(context.Context, int64) ([]history.Change, error) { return nil, nil }

func (nothing) AsOf(context.Context, string, time.Time, func(string, []byte) error) (m history.Moment, err error) {
	return m, nil
}

// checking is a check of an organisation in memory.
type checking struct {
	org   *tenanttest.Organisation
	saved choices
	which []recheck.Which // what was looked at again
	lost  bool            // nothing can be remembered
}

func newChecking() *checking {
	c := &checking{org: &tenanttest.Organisation{At: noon, Refusals: map[string]tenant.SectionError{}}, saved: choices{}}
	for _, s := range tenant.Sections() {
		c.org.Add(s.ID)
	}
	return c
}

func (c *checking) run(t *testing.T, args ...string) (status int, out string) {
	t.Helper()
	var o, e bytes.Buffer
	s := &stage{}
	status = Run(t.Context(), append([]string{"check"}, args...), Environment{Out: &o, Err: &e,
		Open: func(context.Context, Flags) (*Program, error) {
			return &Program{Guides: []guide.Guide{s.guide()}, Visits: &s.shelf, Library: &s.shelf, Tenant: c.org,
				Settings: c.saved, Clock: func() time.Time { return noon },
				Changes: func(ctx context.Context) (drift.Sources, error) {
					v, err := c.org.View(ctx)
					if c.lost {
						return drift.Sources{View: v}, err
					}
					return drift.Sources{View: quiet{v}}, err
				},
				Recheck: func(ctx context.Context, which recheck.Which, _ task.Report) error {
					if !tenant.IsUnattended(ctx) {
						t.Error("a person could be asked")
					}
					c.which = append(c.which, which)
					return nil
				}}, nil
		}})
	return status, o.String() + e.String()
}

// TestACheckWithoutASignIn names the reason, shows what is saved, looks again at what needs no organisation, and is not
// the check since which the next one tells.
func TestACheckWithoutASignIn(t *testing.T) {
	c := newChecking()
	c.org.Out = true
	c.org.Refusals[tenant.SectionOrganisation] = tenant.SectionError{State: tenant.Failed,
		Message: "Your sign-in has ended.", Hint: "Sign in again."}
	status, out := c.run(t)
	if status != NotDone || !strings.Contains(out, "Your sign-in has ended. Sign in again.") ||
		!strings.Contains(out, "No action needed") {
		t.Errorf("status %d: %s", status, out)
	}
	if len(c.saved) > 0 || len(c.org.Refreshed) != 1 || len(c.which) != 1 || c.which[0] != recheck.Apart {
		t.Errorf("%v is saved, %v was asked for, %v was looked at", c.saved, c.org.Refreshed, c.which)
	}
}

// TestACheckSavesWhatItPrints: a page and an object can be had at once, -quiet prints nothing where there is nothing
// and saves the page all the same, and a check of a day of its own is not the last check.
func TestACheckSavesWhatItPrints(t *testing.T) {
	c, page := newChecking(), filepath.Join(t.TempDir(), "check.html")
	if status, out := c.run(t, "-since", "2026-11-01", "-quiet", "-html", page); status != Fine || out != "" ||
		len(c.saved) > 0 {
		t.Errorf("status %d: %s, %v is saved", status, out, c.saved)
	}
	if text, err := os.ReadFile(page); err != nil || !bytes.Contains(text, []byte("Nothing that matters changed since")) {
		t.Errorf("%v: %s", err, text)
	}
	status, out := c.run(t, "-json", "-html", page)
	var got struct{ At time.Time }
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != Fine || got.At.IsZero() {
		t.Errorf("status %d, %v: %s", status, err, out)
	}
	if c.saved[lastCheck+"t"] != noon.Format(time.RFC3339Nano) {
		t.Errorf("%v is saved", c.saved)
	}
	if status, out := c.run(t, "-since", "yesterday"); status != NotDone || !strings.Contains(out, "2026-11-01") {
		t.Errorf("status %d: %s", status, out)
	}
	if status, _ := c.run(t, "-html", filepath.Join(page, "no folder", "x.html")); status != NotDone {
		t.Errorf("status %d where the page cannot be written", status)
	}
}

// TestTheStatusOfACheck: what was not read outranks all, and what is only not known is outranked by what needs action.
func TestTheStatusOfACheck(t *testing.T) {
	row := func(s report.Severity) statusRow { return statusRow{Severity: s} }
	for name, c := range map[string]struct {
		checked checked
		want    int
	}{
		"nothing":     {checked{}, Fine},
		"a problem":   {checked{Attention: []statusRow{row(report.Problem)}}, Act},
		"not known":   {checked{Attention: []statusRow{row(report.Unknown)}}, NotDone},
		"one of both": {checked{Attention: []statusRow{row(report.Unknown), row(report.Warning)}}, Act},
		"not read": {checked{Unread: []section{{}}, Attention: []statusRow{row(report.Problem)}},
			NotDone},
		"a change":      {checked{Changes: []changeRow{{Severity: report.Warning}}}, Act},
		"a note":        {checked{Changes: []changeRow{{Severity: report.Note}}}, Fine},
		"it is back":    {checked{Changes: []changeRow{{Severity: report.Unknown, Back: "It may be."}}}, NotDone},
		"no permission": {checked{Problem: "Sign in.", Changes: []changeRow{{Severity: report.Problem}}}, NotDone},
	} {
		if got := c.checked.status(); got != c.want {
			t.Errorf("%s: %d, not %d", name, got, c.want)
		}
	}
}

// TestACheckOfDaysToCome: nothing is said of days that have not come, and a clock that was put back hides nothing.
func TestACheckOfDaysToCome(t *testing.T) {
	c := newChecking()
	if status, out := c.run(t, "-since", noon.AddDate(0, 0, 1).Local().Format(time.DateOnly)); status != NotDone ||
		!strings.Contains(out, "has not come yet. Choose today or an earlier day.") {
		t.Errorf("status %d: %s", status, out)
	}
	if status, out := c.run(t, "-since", noon.Local().Format(time.DateOnly)); status != Fine {
		t.Errorf("today: status %d: %s", status, out)
	}
	c.saved[lastCheck+"t"] = noon.AddDate(1, 0, 0).Format(time.RFC3339Nano)
	status, out := c.run(t, "-json")
	if status != Fine || !strings.Contains(out, `"from": null`) ||
		c.saved[lastCheck+"t"] != noon.Format(time.RFC3339Nano) {
		t.Errorf("the last check is later than now: status %d: %s, %v", status, out, c.saved)
	}
}

// TestACheckThatRemembersNothing: it says so in each form, and is not the check since which the next one tells.
func TestACheckThatRemembersNothing(t *testing.T) {
	c := newChecking()
	c.lost = true
	for _, args := range [][]string{{}, {"-json"}, {"-quiet"}} {
		if status, out := c.run(t, args...); status != NotDone || len(c.saved) > 0 ||
			strings.Count(out, "Handrail cannot remember this organisation, so it does not know what changed") != 1 {
			t.Errorf("%q: status %d: %s, %v is saved", args, status, out, c.saved)
		}
	}
}
