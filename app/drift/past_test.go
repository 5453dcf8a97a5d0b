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

func TestWhatWasPutBackSaysSo(t *testing.T) {
	d := &diary{}
	on, off := `{"id":"p","displayName":"MFA","state":"enabled"}`, `{"id":"p","displayName":"MFA","state":"disabled"}`
	d.read(1, "10:00", tenant.SectionAccess, on)
	d.read(3, "10:00", tenant.SectionAccess, off)
	d.read(5, "10:00", tenant.SectionAccess, on)
	d.says(t, 2, 30, "problem The policy “MFA” is now off.",
		"note The policy “MFA” is now on. It was off from 3 to 5 November 2026.")
	d.says(t, 4, 30, "note The policy “MFA” is now on.")
	d.read(6, "10:00", tenant.SectionAccess, off)
	d.read(6, "11:30", tenant.SectionAccess, on)
	d.says(t, 2, 30, "problem The policy “MFA” is now off. It was on from 5 to 6 November 2026.",
		"problem The policy “MFA” is now off.",
		"note The policy “MFA” is now on. It was off on 6 November 2026 from 10:00 to 11:30.",
		"note The policy “MFA” is now on. It was off from 3 to 5 November 2026.")
}

func TestAnAccountThatWasOffForADay(t *testing.T) {
	d := &diary{}
	is := func(enabled string) string { return someone(ada, `"displayName":"Ada","accountEnabled":`+enabled) }
	d.read(1, "10:00", tenant.SectionUsers, is("true"))
	d.read(3, "10:00", tenant.SectionUsers, is("false"))
	d.read(4, "10:00", tenant.SectionUsers, is("true"))
	d.says(t, 2, 30, "note Ada can sign in again. This lasted from 3 to 4 November 2026.", "note Ada cannot sign in any more.")
}

// TestNamesAreThoseOfThen: a person is called what they were called when it happened, also one who left since.
func TestNamesAreThoseOfThen(t *testing.T) {
	d := &diary{}
	user := func(name string) string { return someone(ada, `"displayName":"`+name+`"`) }
	row := func(list string) string { return someone(ada, `"methodsRegistered":[`+list+`]`) }
	d.read(1, "10:00", tenant.SectionUsers, user("Ada Kern"))
	d.read(1, "10:01", tenant.SectionRegistration, row(``))
	d.read(2, "10:01", tenant.SectionRegistration, row(`"passKeyDeviceBound"`))
	d.read(3, "10:00", tenant.SectionUsers, user("Ada Weber"))
	d.read(4, "10:01", tenant.SectionRegistration, row(`"passKeyDeviceBound","email"`))
	d.read(5, "10:00", tenant.SectionUsers)
	d.says(t, 2, 30, "note Ada Weber no longer has an account.", "note Ada Weber registered an email address.",
		"note Ada Kern is now called Ada Weber.", "ok Ada Kern registered a passkey.")
	d.says(t, 2, 3, "note Ada Kern is now called Ada Weber.", "ok Ada Kern registered a passkey.")
	d.says(t, 2, 2, "ok Ada Kern registered a passkey.")
}

// TestWhatProtectedThen: the methods of a new administrator are those of the day, not those of today.
func TestWhatProtectedThen(t *testing.T) {
	d := &diary{}
	row := func(list string) string {
		return someone(ada, `"isMfaRegistered":true,"isMfaCapable":true,"methodsRegistered":[`+list+`]`)
	}
	role := `{"id":"r","handrailTemplate":"` + global + `","handrailName":"Ada","handrailKind":"user","principalId":"` + ada + `"}`
	other := `{"id":"s","handrailTemplate":"fe930be7-5e62-47db-91af-98c3a49a38b1","handrailName":"Ada",` +
		`"handrailKind":"user","principalId":"` + ada + `"}`
	d.read(1, "10:00", tenant.SectionUsers, someone(ada, `"displayName":"Ada"`))
	d.read(1, "10:00", tenant.SectionRegistration, row(`"mobilePhone"`))
	d.read(1, "10:00", tenant.SectionRoles)
	d.read(2, "10:00", tenant.SectionRoles, role)
	d.read(3, "10:00", tenant.SectionRegistration, row(`"mobilePhone","fido2SecurityKey"`))
	d.read(4, "10:00", tenant.SectionRoles, role, other)
	d.says(t, 2, 30,
		"warning Ada is now a User Administrator (also: Global Administrator). Ada has a security key.",
		"warning Ada is now a Global Administrator (was: none). Ada has only text messages or phone calls.",
		"ok Ada registered a security key.")
	d.says(t, 2, 2,
		"warning Ada is now a Global Administrator (was: none). Ada has only text messages or phone calls.")
}

func TestSeveralPeopleOverDays(t *testing.T) {
	d := &diary{count: map[tenant.PeopleFilter]int{tenant.PhoneOnly: 12}}
	rows := func(keys int) (all []string) {
		for n := range 19 {
			list := `"mobilePhone"`
			if n < keys {
				list += `,"passKeyDeviceBound"`
			}
			all = append(all, someone(personID(n), `"methodsRegistered":[`+list+`]`))
		}
		return all
	}
	d.read(18, "10:00", tenant.SectionRegistration, rows(0)...)
	for day, keys := range []int{2, 3, 5, 6, 6, 7} {
		d.read(19+day, "10:00", tenant.SectionRegistration, rows(keys)...)
	}
	r := d.since(t, 18, 30)
	if len(r.Told) != 1 || len(r.Told[0].About) != 7 || r.Told[0].Severity != "ok" || !strings.HasPrefix(r.Told[0].Text,
		"7 people registered a passkey from 19 to 24 November 2026. 12 people still have only text messages or phone calls. ") {
		t.Errorf("%+v", r.Told)
	}
	if headline, rest := r.Told[0].Parts(); !strings.HasSuffix(headline, "November 2026.") || !strings.HasPrefix(rest, "12 ") {
		t.Errorf("%q and %q", headline, rest)
	}
	if r = d.since(t, 18, 22); len(r.Told) != 1 || strings.Contains(r.Told[0].Text, "still") {
		t.Errorf("what is left is known only of today: %+v", r.Told)
	}
}

// TestOneRefreshIsOneChange: what replaces a policy is read a minute later.
func TestOneRefreshIsOneChange(t *testing.T) {
	d := &diary{}
	on := fmt.Sprintf(everyone, "enabled")
	var users, per []string
	for n := range 5 {
		users = append(users, someone(personID(n), `"displayName":"P","accountEnabled":true,"userType":"Member",`+
			`"userPrincipalName":"p@x"`))
		per = append(per, someone(personID(n), `"perUserMfaState":"disabled"`))
	}
	d.read(1, "10:00", tenant.SectionUsers, users...)
	d.read(1, "10:00", tenant.SectionPerUserMFA, per...)
	d.read(1, "10:00", tenant.SectionRoles)
	d.read(1, "10:00", tenant.MembersSection(exceptions))
	d.read(1, "10:00", tenant.SectionAccess, on)
	d.read(1, "10:01", tenant.SectionDefaults, `{"id":"d","isEnabled":false}`)
	d.read(2, "10:00", tenant.SectionAccess)
	d.read(2, "10:01", tenant.SectionDefaults, `{"id":"d","isEnabled":true}`)
	d.says(t, 2, 30,
		"warning The policy “Require MFA for all” was on, and was deleted. The people to whom it applied must still use MFA.",
		"ok Security defaults are now on. 5 more people must use MFA.")
}

// TestWhoIsInAGroupIsSaidOnce: all members and the direct ones are two sections.
func TestWhoIsInAGroupIsSaidOnce(t *testing.T) {
	d := &diary{}
	member := someone(ben, `"displayName":"Ben"`)
	for date, rows := range [][]string{{}, {member}} {
		d.read(1+date, "10:00", tenant.MembersSection(vip), rows...)
		d.read(1+date, "10:00", tenant.DirectMembersSection(vip), rows...)
	}
	d.says(t, 2, 30, "note Ben is now in the group “"+vip+"”.")
}

func TestNoiseIsCountedByKind(t *testing.T) {
	d := &diary{}
	d.read(1, "10:00", tenant.SectionUsers, someone(ada, `"jobTitle":"A"`), someone(ben, `"jobTitle":"A"`))
	d.read(1, "10:00", tenant.SectionLicences, `{"id":"s","consumedUnits":1}`)
	d.read(2, "10:00", tenant.SectionUsers, someone(ada, `"jobTitle":"B"`), someone(ben, `"jobTitle":"B"`))
	d.read(2, "10:00", tenant.SectionLicences, `{"id":"s","consumedUnits":2}`)
	r := d.since(t, 2, 30)
	text := strings.Join(r.Rest(), "\n")
	if r.Noise != 3 || len(r.Quiet) != 3 || !strings.Contains(text,
		"3 changes without consequence: 2 job titles or places of work, 1 counter.") {
		t.Errorf("%d, %d, %q", r.Noise, len(r.Quiet), text)
	}
}

// TestManyEffectsAreNotComputed: a page stays fast, and says what it did not count.
func TestManyEffectsAreNotComputed(t *testing.T) {
	d := &diary{}
	d.read(1, "10:00", tenant.SectionUsers, someone(ada, `"displayName":"Ada"`))
	for n := range 2 * mostEffects {
		d.read(2+n/2, fmt.Sprint(10+n%2, ":00"), tenant.SectionDefaults, fmt.Sprintf(`{"id":"d","isEnabled":%v}`, n%2 == 0))
	}
	r := d.since(t, 1, 30)
	if text := strings.Join(r.Rest(), "\n"); r.Later != mostEffects-1 || !strings.Contains(text,
		"For 11 more changes, Handrail did not count who must use MFA.") {
		t.Errorf("%d: %s", r.Later, text)
	}
}
