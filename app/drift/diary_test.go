package drift

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// diary is an organisation that remembers what was read of it: a past that is computed from whole readings, in the
// order of time. Its last readings are what it is now.
type diary struct {
	looks []look
	count map[tenant.PeopleFilter]int
}

// look is one reading of a section.
type look struct {
	at      time.Time
	section string
	rows    map[string]string
}

func rowsOf(rows ...string) map[string]string {
	all := map[string]string{}
	for _, r := range rows {
		var head struct{ ID string }
		_ = json.Unmarshal([]byte(r), &head)
		all[head.ID] = r
	}
	return all
}

// read adds a reading on a day of November 2026, at a time such as 10:00.
func (d *diary) read(date int, clock, section string, rows ...string) {
	at, err := time.ParseInLocation("2006-01-02 15:04", fmt.Sprintf("2026-11-%02d %s", date, clock), time.Local)
	if err != nil {
		panic(err)
	}
	d.looks = append(d.looks, look{at, section, rowsOf(rows...)})
}

// people reads so many people on the first day. Per-user MFA is off, and no one has a role.
func (d *diary) people(many int) {
	var users, per []string
	for n := range many {
		users = append(users, someone(personID(n), `"displayName":"P","accountEnabled":true,"userType":"Member",`+
			`"userPrincipalName":"p@x"`))
		per = append(per, someone(personID(n), `"perUserMfaState":"disabled"`))
	}
	d.read(1, "10:00", tenant.SectionUsers, users...)
	d.read(1, "10:00", tenant.SectionPerUserMFA, per...)
	d.read(1, "10:00", tenant.SectionRoles)
}

func (d *diary) before(i int) *look {
	for j := i - 1; j >= 0; j-- {
		if d.looks[j].section == d.looks[i].section {
			return &d.looks[j]
		}
	}
	return nil
}

func (d *diary) Moments(_ context.Context, from, to time.Time) (all []history.Moment, err error) {
	for i := len(d.looks) - 1; i >= 0; i-- {
		l := d.looks[i]
		m := history.Moment{Number: int64(i + 1), Section: l.section, Kind: history.MomentBegin, At: l.at}
		if b := d.before(i); b != nil {
			m.Kind, m.Since = history.MomentChange, b.at
		}
		if l.at.After(from) && !l.at.After(to) {
			all = append(all, m)
		}
	}
	return all, nil
}

func (d *diary) Changes(_ context.Context, n int64) (all []history.Change, err error) {
	l, b := d.looks[n-1], d.before(int(n-1))
	if b == nil {
		return nil, nil
	}
	ids := map[string]bool{}
	for _, rows := range []map[string]string{b.rows, l.rows} {
		for id := range rows {
			ids[id] = true
		}
	}
	for id := range ids {
		if c := change(l.section, id, b.rows[id], l.rows[id]); c.Kind != history.Changed || len(c.Fields) > 0 {
			c.At, c.Since = l.at, b.at
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b history.Change) int { return strings.Compare(a.ID, b.ID) })
	return all, nil
}

func (d *diary) AsOf(_ context.Context, section string, at time.Time,
	f func(id string, body []byte) error) (m history.Moment, err error) {
	for i := len(d.looks) - 1; i >= 0; i-- {
		if l := d.looks[i]; l.section == section && !l.at.After(at) {
			for id, row := range l.rows {
				if err := f(id, history.Canon([]byte(row))); err != nil {
					return m, err
				}
			}
			return history.Moment{Number: int64(i + 1), Section: section, At: l.at}, nil
		}
	}
	return m, nil
}

func (d *diary) Row(ctx context.Context, section, id string) (all []history.Change, err error) {
	for n := len(d.looks); n > 0; n-- {
		changes, _ := d.Changes(ctx, int64(n))
		for _, c := range changes {
			if c.Section == section && c.ID == id {
				all = append(all, c)
			}
		}
	}
	return all, nil
}

// remembers is the view of a diary.
type remembers struct {
	tenant.View
	d *diary
}

func (r remembers) Past() history.Past { return r.d }

func (r remembers) Count(context.Context) (map[tenant.PeopleFilter]int, error) { return r.d.count, nil }

func (d *diary) view(t *testing.T) tenant.View {
	t.Helper()
	o := &tenanttest.Organisation{}
	o.Add(tenant.SectionOrganisation)
	for _, l := range d.looks {
		o.At = l.at
		o.Rows[l.section] = nil
		o.Add(l.section)
		for _, row := range l.rows {
			o.Add(l.section, row)
		}
	}
	v, err := o.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return remembers{v, d}
}

// since returns what changed in November from one day to the end of another.
func (d *diary) since(t *testing.T, from, to int) Result {
	t.Helper()
	first := time.Date(2026, 11, from, 0, 0, 0, 0, time.Local)
	last := time.Date(2026, 11, to, 23, 59, 0, 0, time.Local)
	r, err := Since(context.Background(), Sources{View: d.view(t)}, first, last)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (d *diary) says(t *testing.T, from, to int, want ...string) {
	t.Helper()
	var got []string
	for _, one := range d.since(t, from, to).Told {
		got = append(got, fmt.Sprint(one.Severity, " ", one.Text))
	}
	if !slices.Equal(got, want) {
		t.Errorf("from %d to %d:\n%s\nshould be\n%s", from, to, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func someone(id, parts string) string { return fmt.Sprintf(`{"id":%q,%s}`, id, parts) }
