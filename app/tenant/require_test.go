package tenant_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func progress(task.Progress) {}

// northgate knows its people of an hour ago, its licences of last week, and the
// groups of a refresh that failed later.
func northgate() *tenanttest.Organisation {
	o := &tenanttest.Organisation{At: noon.Add(-time.Hour), Refusals: map[string]tenant.SectionError{}}
	o.Add(tenant.SectionUsers, `{"id":"1","userPrincipalName":"ann@example.org"}`)
	o.Add(tenant.SectionDefaults) // read, and there is none
	o.At = noon.AddDate(0, 0, -7)
	o.Add(tenant.SectionLicences, `{"id":"sku"}`)
	o.At = noon.Add(-2 * time.Hour)
	o.Add(tenant.SectionGroups, `{"id":"g"}`)
	st := o.States[tenant.SectionGroups]
	st.State, st.Message, st.Hint = tenant.Failed, "Microsoft did not answer.", "Try again."
	o.States[tenant.SectionGroups] = st
	o.At = noon
	return o
}

func sections(all []tenant.Gap) (ids []string) {
	for _, g := range all {
		ids = append(ids, g.Section)
	}
	return ids
}

func TestRequire(t *testing.T) {
	refusal := func(s tenant.State) tenant.SectionError {
		return tenant.SectionError{State: s, Message: "Refused.", Hint: "Ask somebody."}
	}
	for name, c := range map[string]struct {
		from              tenant.Request
		out               bool
		refuse            tenant.State
		require           string
		missing, doubtful []string
		state             tenant.State
		refreshed         []string
	}{
		"read an hour ago": {require: tenant.SectionUsers},
		"read, and none":   {require: tenant.SectionDefaults},
		"never read, nothing allowed": {require: tenant.SectionRoles, missing: []string{tenant.SectionRoles},
			state: tenant.NeverRead},
		"never read, nobody signed in": {from: tenant.Request{Report: progress}, out: true,
			require: tenant.SectionRoles,
			missing: []string{tenant.SectionRoles}, state: tenant.NeverRead},
		"never read, read now": {from: tenant.Request{Report: progress}, require: tenant.SectionRoles,
			refreshed: []string{tenant.SectionRoles}},
		"no consent": {from: tenant.Request{Report: progress}, refuse: tenant.NeedsConsent,
			require: tenant.SectionRoles,
			missing: []string{tenant.SectionRoles}, state: tenant.NeedsConsent,
			refreshed: []string{tenant.SectionRoles}},
		"no role": {from: tenant.Request{Report: progress}, refuse: tenant.NeedsRole, require: tenant.SectionSignIns,
			missing: []string{tenant.SectionSignIns}, state: tenant.NeedsRole,
			refreshed: []string{tenant.SectionSignIns}},
		"no licence": {from: tenant.Request{Report: progress}, refuse: tenant.NeedsLicence,
			require: tenant.SectionAccess,
			missing: []string{tenant.SectionAccess}, state: tenant.NeedsLicence,
			refreshed: []string{tenant.SectionAccess}},
		"incomplete": {from: tenant.Request{Report: progress}, refuse: tenant.Incomplete,
			require: tenant.SectionDevices,
			missing: []string{tenant.SectionDevices}, state: tenant.Incomplete,
			refreshed: []string{tenant.SectionDevices}},
		"failed, with older rows": {require: tenant.SectionGroups, doubtful: []string{tenant.SectionGroups},
			state: tenant.Failed},
		"too old": {require: tenant.SectionLicences, doubtful: []string{tenant.SectionLicences},
			state: tenant.Updated},
		"too old, not renewed": {from: tenant.Request{Report: progress}, require: tenant.SectionLicences,
			doubtful: []string{tenant.SectionLicences}, state: tenant.Updated},
		"too old, renewed": {from: tenant.Request{Report: progress, Renew: true}, require: tenant.SectionLicences,
			refreshed: []string{tenant.SectionLicences}},
		"too old, refused": {from: tenant.Request{Report: progress, Renew: true}, refuse: tenant.Failed,
			require:  tenant.SectionLicences,
			doubtful: []string{tenant.SectionLicences}, state: tenant.Failed,
			refreshed: []string{tenant.SectionLicences}},
		"an unknown state": {from: tenant.Request{Report: progress}, refuse: "tomorrow", require: tenant.SectionRoles,
			missing: []string{tenant.SectionRoles}, state: "tomorrow", refreshed: []string{tenant.SectionRoles}},
	} {
		t.Run(name, func(t *testing.T) {
			o := northgate()
			o.Out = c.out
			if c.refuse != "" {
				o.Refusals[c.require] = refusal(c.refuse)
			}
			c.from.Link, c.from.Now = o, noon
			r, err := tenant.Require(t.Context(), c.from, c.require)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(sections(r.Missing), c.missing) || !slices.Equal(sections(r.Doubtful), c.doubtful) ||
				!slices.Equal(o.Refreshed, c.refreshed) {
				t.Fatalf("missing %v, doubtful %v, refreshed %v", r.Missing, r.Doubtful, o.Refreshed)
			}
			for _, g := range append(r.Missing, r.Doubtful...) {
				if g.State != c.state || g.Message == "" || g.Hint == "" || g.Title == "" ||
					g.Known() != (c.missing == nil) {
					t.Errorf("%+v", g)
				}
			}
			if _, known := r.Gap(c.require); known != (c.missing == nil) {
				t.Errorf("known %v", known)
			}
		})
	}
}

// What Require itself has just read is not too old, although it was read after Now
// was taken.
func TestWhatWasJustReadIsNotTooOld(t *testing.T) {
	o := northgate()
	o.At = noon.Add(time.Second) // the refresh ends after Now
	got, err := tenant.Require(context.Background(), tenant.Request{Link: o, Now: noon, Report: progress},
		tenant.SectionRoles)
	if err != nil || len(got.Missing) > 0 || len(got.Doubtful) > 0 {
		t.Errorf("%v: missing %v, doubtful %v", err, got.Missing, got.Doubtful)
	}
}

// What lacks a licence is asked for again only where older rows are renewed too.
func TestALicenceIsNotAskedForEachTime(t *testing.T) {
	for renew, want := range map[bool]int{false: 0, true: 1} {
		o := northgate()
		o.States[tenant.SectionAccess] = tenant.Status{Section: tenant.SectionAccess, State: tenant.NeedsLicence}
		r, err := tenant.Require(t.Context(), tenant.Request{Link: o, Now: noon, Report: progress, Renew: renew},
			tenant.SectionAccess)
		if err != nil || len(o.Refreshed) != want || len(r.Missing) != 1-want {
			t.Errorf("renew %v: %v, %v, missing %v", renew, err, o.Refreshed, r.Missing)
		}
	}
}

// A section that was never read is not an empty list.
func TestNeverReadIsNotEmpty(t *testing.T) {
	o := northgate()
	r, err := tenant.Require(t.Context(), tenant.Request{Link: o, Now: noon}, tenant.SectionRoles,
		tenant.SectionDefaults)
	if err != nil {
		t.Fatal(err)
	}
	count := func(section string) (n int, err error) {
		err = tenant.Each(t.Context(), r, section, func(map[string]any) error { n++; return nil })
		return n, err
	}
	for _, section := range []string{tenant.SectionRoles, tenant.SectionDevices,
		tenant.MembersSection("g")} { // required or not
		n, err := count(section)
		var g tenant.Gap
		if n != 0 || app.CodeOf(err) != app.NotFound || !errors.As(err, &g) || g.Section != section ||
			g.State != tenant.NeverRead {
			t.Errorf("%s: %d, %v", section, n, err)
		}
		if message, hint := app.UserMessage(err); !strings.Contains(message, g.Title) || hint == "" {
			t.Errorf("%s: %q, %q", section, message, hint)
		}
		if _, err := r.Row(t.Context(), section, "x"); !errors.As(err, &g) {
			t.Errorf("%s: row: %v", section, err)
		}
	}
	if n, err := count(tenant.SectionDefaults); n != 0 || err != nil {
		t.Errorf("read, and none: %d, %v", n, err)
	}
	if n, err := count(tenant.SectionUsers); n != 1 || err != nil {
		t.Errorf("people: %d, %v", n, err)
	}
	var g tenant.Gap
	if _, err := r.Row(t.Context(), tenant.SectionUsers, "2"); app.CodeOf(err) != app.NotFound || errors.As(err, &g) {
		t.Errorf("no such row: %v", err)
	}
}

func TestAlsoTriesEachSectionOnce(t *testing.T) {
	o := northgate()
	members, parents := tenant.MembersSection("g"), tenant.ParentsSection("g")
	o.Refusals[tenant.SectionRoles] = tenant.SectionError{State: tenant.NeedsConsent}
	r, err := tenant.Require(t.Context(), tenant.Request{Link: o, Now: noon, Report: progress}, tenant.SectionUsers,
		tenant.SectionRoles)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := r.Also(t.Context(), members, tenant.SectionRoles, parents); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(o.Refreshed, []string{tenant.SectionRoles, members, parents}) ||
		!slices.Equal(sections(r.Missing), []string{tenant.SectionRoles}) {
		t.Errorf("refreshed %v, missing %v", o.Refreshed, r.Missing)
	}
	if g := r.Missing[0]; g.Message == "" || g.Hint == "" {
		t.Errorf("no words of its own: %+v", g)
	}
}

func TestRequireFails(t *testing.T) {
	if _, err := tenant.Require(t.Context(), tenant.Request{}, tenant.SectionUsers); app.CodeOf(err) != app.NotFound {
		t.Errorf("no link: %v", err)
	}
	if _, err := tenant.Require(t.Context(), tenant.Request{Link: &tenanttest.Organisation{}},
		tenant.SectionUsers); app.CodeOf(err) != app.NotFound {
		t.Errorf("no organisation: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := tenant.Require(ctx, tenant.Request{Link: northgate()}, tenant.SectionUsers); !errors.Is(err,
		context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	// Without a clock nothing is too old.
	r, err := tenant.Require(t.Context(), tenant.Request{Link: northgate()}, tenant.SectionLicences)
	if err != nil || len(r.Doubtful)+len(r.Missing) != 0 {
		t.Errorf("%v, %v", r, err)
	}
}

func TestWithProgress(t *testing.T) {
	var said []string
	tenant.Note(tenant.WithProgress(t.Context(), func(p task.Progress) { said = append(said, p.Note) }), "Waiting.")
	tenant.Note(tenant.WithProgress(t.Context(), nil), "Nobody hears this.")
	if !slices.Equal(said, []string{"Waiting."}) {
		t.Errorf("said %q", said)
	}
}

// several has organisations, one of which is shown.
type several struct {
	*tenanttest.Organisation
	current string
	err     error
}

func (s several) Organisations(context.Context) ([]tenant.Organisation, string, error) {
	return []tenant.Organisation{{ID: "a", Account: "ann@a.example"},
		{ID: "b", Account: "ben@b.example"}}, s.current, s.err
}

func TestCurrent(t *testing.T) {
	for _, c := range []struct {
		current, account string
		err              error
	}{{"b", "ben@b.example", nil}, {"", "", nil}, {"b", "ben@b.example", context.Canceled}} {
		o, ok, err := tenant.Current(t.Context(), several{current: c.current, err: c.err})
		if o.Account != c.account || ok != (c.account != "" && c.err == nil) || !errors.Is(err, c.err) {
			t.Errorf("%q: %+v, %v, %v", c.current, o, ok, err)
		}
	}
}
