package drift

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
)

// life is a past with changes of Ada, of Ben, of the policy that excludes the group, and of the group.
func life() *past {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	p := begun(at.AddDate(0, -1, 0))
	p.changes = map[int64][]history.Change{
		1: {change(tenant.SectionUsers, ada, `{"displayName":"Ada","accountEnabled":true}`,
			`{"displayName":"Ada","accountEnabled":false}`),
			change(tenant.SectionUsers, ben, `{"displayName":"Ben","jobTitle":"a"}`, `{"displayName":"Ben","jobTitle":"b"}`)},
		2: {change(tenant.SectionRoles, "r1", "", `{"principalId":"`+strings.ToUpper(ada)+`","handrailRole":"Reader"}`),
			change(tenant.SectionRoles, "r2", "", `{"principalId":"`+ben+`","handrailRole":"Helper"}`)},
		3: {change(tenant.MembersSection(vip), ada, "", `{"displayName":"Ada"}`)},
		4: {change(tenant.SectionAccess, "p", `{"displayName":"MFA for all","state":"enabled"}`,
			`{"displayName":"MFA for all","state":"disabled"}`)},
		5: {change(tenant.MembersSection("another"), ben, "", `{"displayName":"Ben"}`)},
	}
	for n, changes := range p.changes {
		m := history.Moment{Number: n, Section: changes[0].Section, Kind: history.MomentChange,
			At: at.Add(time.Duration(n) * time.Hour)}
		for i := range changes {
			changes[i].At = m.At
		}
		p.moments = append(p.moments, m)
	}
	return p
}

func TestOneRowHasItsOwnHistory(t *testing.T) {
	view := kept{read{now(t)}, life()}
	for _, c := range []struct {
		section, id string
		want        []string // the latest first
		noise       int
	}{
		{tenant.SectionUsers, ada, []string{"Ada is now in the group “Exceptions”.",
			"Ada now has the role Reader (was: none).", "Ada cannot sign in any more."}, 0},
		{tenant.SectionUsers, ben, []string{"Ben is now in the group “another”.",
			"Ben now has the role Helper (was: none)."}, 1},
		{tenant.SectionAccess, "p", []string{"The policy “MFA for all” is now off.",
			"Ada is now in the group “Exceptions”."}, 0},
		{tenant.SectionGroups, vip,
			[]string{"Ada is now in the group “Exceptions”."}, 0},
		{tenant.SectionUsers, "nobody", nil, 0},
	} {
		r, err := Of(context.Background(), Sources{View: view}, c.section, c.id, first)
		var got []string
		for _, one := range r.Told {
			got = append(got, one.Text)
		}
		if err != nil || fmt.Sprint(got) != fmt.Sprint(c.want) || r.Noise != c.noise || r.From.IsZero() {
			t.Errorf("%s %s: %q, noise %d, from %s, %v", c.section, c.id, got, r.Noise, r.From, err)
		}
	}
	if r, err := Of(context.Background(), Sources{View: now(t)}, tenant.SectionUsers, ada, first); err != nil || !r.None {
		t.Errorf("without a past: %+v, %v", r, err)
	}
	r, err := Of(context.Background(), Sources{View: kept{now(t), &past{}}}, tenant.SectionRoles, ada, first)
	if err != nil || len(r.Unread) != 1 || !r.From.IsZero() {
		t.Errorf("never read: %+v, %v", r, err)
	}
}

func TestTheLeadCountsWhatMatters(t *testing.T) {
	begin := time.Date(2026, 11, 20, 9, 0, 0, 0, time.Local)
	some := func(n int) []Told { return make([]Told, n) }
	for want, r := range map[string]Result{
		"5 changes matter, 46 do not. Worst first.":                                     {Told: some(5), Noise: 46},
		"1 change matters, 1 does not.":                                                 {Told: some(1), Noise: 1},
		"2 changes matter. Worst first.":                                                {Told: some(2)},
		"5,000 changes matter. Worst first.":                                            {Told: some(5000)},
		"Nothing that matters changed since 20 November 2026.":                          {From: begin},
		"Handrail cannot remember this organisation, so it does not know what changed.": {None: true},
	} {
		if got := r.Lead(); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	r := Result{Told: some(1), Unread: []tenant.Status{{Section: tenant.SectionRoles, Message: "It is refused.",
		Hint: "Ask for a role."}}}
	if got := fmt.Sprint(r.Gaps()); !strings.Contains(got, "could not read “Administrators”") ||
		!strings.Contains(got, "It is refused. Ask for a role.") {
		t.Error(got)
	}
	r.Unread = append(r.Unread, tenant.Status{Section: tenant.SectionUsers})
	if got := r.Gaps(); len(got) != 1 || got[0].Tone != report.Warning ||
		!strings.Contains(got[0].Text, "Administrators and People") {
		t.Error(got)
	}
}

func TestEverySectionHasItsSubject(t *testing.T) {
	for section, want := range map[string]Subject{tenant.SectionUsers: SubjectPeople, tenant.SectionRoles: SubjectPeople,
		tenant.SectionAccess: SubjectPolicies, tenant.MembersSection("x"): SubjectGroups,
		tenant.SectionLicences: SubjectSettings, tenant.SectionDevices: SubjectDevices,
		tenant.IntuneSection(tenant.IntuneApps): SubjectDevices, tenant.SectionDomains: SubjectDomains} {
		if got := SubjectOf(section); got != want {
			t.Errorf("%s is about %s, not %s", section, got, want)
		}
	}
	counted := map[Subject]int{}
	for _, s := range tenant.Sections() {
		counted[SubjectOf(s.ID)]++
	}
	for _, s := range Subjects() {
		if counted[s.ID] == 0 || s.Title == "" {
			t.Errorf("nothing is about %s", s.ID)
		}
	}
}

// TestOneOfManyIsToldWithTheOthers: a sentence that counts people counts all of that moment, also for one of them.
func TestOneOfManyIsToldWithTheOthers(t *testing.T) {
	p := life()
	for n := range 5 {
		c := change(tenant.MembersSection(vip), fmt.Sprint("more-", n), "",
			`{"userPrincipalName":"more@x","displayName":"More `+fmt.Sprint(n)+`"}`)
		c.At = p.changes[3][0].At
		p.changes[3] = append(p.changes[3], c)
	}
	for _, one := range []struct{ section, id string }{{tenant.SectionUsers, ada}, {tenant.SectionGroups, vip}} {
		r, err := Of(context.Background(), Sources{View: kept{read{now(t)}, p}}, one.section, one.id, first)
		if err != nil || !strings.Contains(fmt.Sprint(r.Told), "6 people are now in the group “Exceptions”") {
			t.Errorf("%v: %v, %v", one, r.Told, err)
		}
	}
	r, err := Of(context.Background(), Sources{View: kept{read{now(t)}, p}}, tenant.SectionUsers, ben, first)
	if err != nil || strings.Contains(fmt.Sprint(r.Told), "Exceptions") {
		t.Errorf("who is not in it: %v, %v", r.Told, err)
	}
}
