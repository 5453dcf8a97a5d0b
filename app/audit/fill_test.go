package audit

import (
	"context"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// remembered is an organisation with one change that is remembered.
type remembered struct {
	history.Past
	change  history.Change
	answers []history.Answer
	saved   int
}

func (r *remembered) Changes(context.Context, int64) ([]history.Change, error) {
	return []history.Change{r.change}, nil
}

func (r *remembered) Answers(context.Context, string, time.Time, ...string) ([]history.Answer, error) {
	return r.answers, nil
}

func (r *remembered) SaveAnswers(_ context.Context, _ int64, all []history.Answer) error {
	r.answers, r.saved = all, r.saved+1
	return nil
}

func (r *remembered) Unanswered(context.Context, int) ([]history.Moment, error) {
	if len(r.answers) > 0 && r.answers[0].Final {
		return nil, nil
	}
	return []history.Moment{{Number: 1, Section: r.change.Section, At: r.change.At, Since: r.change.Since}}, nil
}

// memory is a view whose past is r.
type memory struct {
	tenant.View
	r *remembered
}

func (m memory) Past() history.Past { return m.r }

// look reads the log so long after the change, and fills in who made it.
func (r *remembered) look(t *testing.T, after time.Duration, edit func(o *tenanttest.Organisation),
	entries ...string) string {
	t.Helper()
	o := &tenanttest.Organisation{At: seen.Add(after)}
	o.Add(tenant.SectionUsers, `{"id":"`+maria+`","displayName":"Maria Weber"}`)
	o.Add(tenant.SectionAudit, entries...)
	if edit != nil {
		edit(o)
	}
	v, err := o.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := Fill(context.Background(), memory{v, r}, seen.Add(after)); err != nil || len(r.answers) != 1 {
		t.Fatal(r.answers, err)
	}
	return shown(r.answers[0])
}

func status(o *tenanttest.Organisation, edit func(st *tenant.Status)) {
	st := o.States[tenant.SectionAudit]
	edit(&st)
	o.States[tenant.SectionAudit] = st
}

func TestTheLogIsAskedUntilItCanSayNoMore(t *testing.T) {
	r := &remembered{change: changed(tenant.SectionUsers, target, "accountEnabled", "true", "false")}
	refuse := func(o *tenanttest.Organisation) {
		status(o, func(st *tenant.Status) {
			*st = tenant.Status{Section: st.Section, State: tenant.NeedsRole, Message: "A role is missing."}
		})
	}
	entry := logged("Disable account", noon, byMaria(), about("User", target))
	for _, step := range []struct {
		name    string
		after   time.Duration
		edit    func(o *tenanttest.Organisation)
		entries []string
		want    string
		saved   int
	}{
		{"refused", time.Minute, refuse, nil, "unread", 1},
		{"still refused: nothing is written again", time.Hour, refuse, nil, "unread", 1},
		{"read, too early", 2 * time.Hour, nil, nil, "not-yet", 2},
		{"the entry came late", 5 * time.Hour, nil, []string{entry}, "Maria Weber", 3},
		{"a day later it is settled, also without the entry", 25 * time.Hour, nil, nil, "Maria Weber", 4},
		{"and no one asks again", 50 * time.Hour, nil, nil, "Maria Weber", 4},
	} {
		if got := r.look(t, step.after, step.edit, step.entries...); got != step.want || r.saved != step.saved {
			t.Fatalf("%s: %q, saved %d times", step.name, got, r.saved)
		}
	}
}

// TestHowFarTheLogReachesBack: as far as Microsoft keeps it with the licences that there are, or as was read.
func TestHowFarTheLogReachesBack(t *testing.T) {
	p1 := func(o *tenanttest.Organisation) {
		o.Add(tenant.SectionLicences, `{"id":"1","capabilityStatus":"Enabled","servicePlans":[{"servicePlanId":"`+
			tenant.PlanP1+`","provisioningStatus":"Success"}]}`)
	}
	cut := func(o *tenanttest.Organisation) {
		p1(o)
		status(o, func(st *tenant.Status) { st.Notes = []string{tenant.NoteAuditCut} })
	}
	old := func(days int) string {
		return logged("Add user", since.AddDate(0, 0, -days).Format(time.RFC3339), byMaria(), about("User", omar))
	}
	for _, c := range []struct {
		name    string
		days    int // after the change
		edit    func(o *tenanttest.Organisation)
		entries []string
		want    string
	}{
		{"5 days ago, licences unknown", 5, nil, nil, "none"},
		{"8 days ago, licences unknown", 8, nil, nil, "older"},
		{"8 days ago, and an older entry is there", 8, nil, []string{old(2)}, "none"},
		{"8 days ago with P1", 8, p1, nil, "none"},
		{"31 days ago with P1", 31, p1, nil, "older"},
		{"cut behind it", 2, cut, nil, "cut"},
		{"cut before it", 2, cut, []string{old(1)}, "none"},
	} {
		r := &remembered{change: changed(tenant.SectionUsers, target, "accountEnabled", "true", "false")}
		if got := r.look(t, time.Duration(c.days)*24*time.Hour, c.edit, c.entries...); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestReadTellsOfOddEntries: one that cannot be read is no proof that there was none.
func TestReadTellsOfOddEntries(t *testing.T) {
	r := &remembered{change: changed(tenant.SectionUsers, target, "accountEnabled", "true", "false")}
	odd, err := json.Marshal(tenant.AuditEntry{ID: "odd"})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.look(t, 48*time.Hour, nil, string(odd)); got != "unclear" {
		t.Errorf("%q", got)
	}
	if !reflect.DeepEqual(kept(nil, r.answers[0]), r.answers[0]) {
		t.Error("what no one knew before is changed")
	}
}
