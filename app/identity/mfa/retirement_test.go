package mfa

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// TestTheDayOfEachPerson: Global Administrators and external users have until the
// last day, everyone else until the first, guests made in the organisation too.
func TestTheDayOfEachPerson(t *testing.T) {
	all := Retirements()
	if DayWords(all.First) != "1 February 2027" ||
		DayWords(all.Last) != "1 July 2027" || all.Read == "" || len(all.Sources) == 0 {
		t.Fatalf("%+v", all)
	}
	o := &tenanttest.Organisation{At: day(2026, 12, 1)}
	user := func(id, more string) string {
		return `{"id":"` + id + `","userPrincipalName":"` + id + `@northgate.example",` + more + `}`
	}
	o.Add(tenant.SectionUsers, user("member", `"userType":"Member","externalUserState":null`),
		user("chief", `"userType":"Member","externalUserState":null`),
		user("invited", `"userType":"Guest","externalUserState":"PendingAcceptance"`),
		user("made", `"userType":"Guest","externalUserState":null`),
		user("partner#EXT#", `"userType":"Member","externalUserState":"Accepted"`), user("older", `"userType":"Guest"`))
	o.Add(tenant.SectionRegistration)
	o.Add(tenant.SectionRoles, `{"id":"r","principalId":"chief","handrailKind":"user",`+
		`"handrailTemplate":"`+roles.GlobalAdministrator+`","handrailRole":"Global Administrator","directoryScopeId":"/"}`)
	org, err := Load(context.Background(), o, AdminInput{Now: o.At})
	if err != nil {
		t.Fatal(err)
	}
	for i := range org.People {
		p := &org.People[i]
		late := p.ID == "chief" || p.ID == "invited" || p.ID == "partner#EXT#"
		if on, sure := p.Retires(); on.Equal(all.Last) != late || sure != (p.ID != "older") {
			t.Errorf("%s: %v, certain %v", p.ID, on, sure)
		}
	}
}

// TestAfterTheDayNoPhoneIsAWay: no phone call replaces a text message that has ended,
// unless the organisation's own provider may send it.
func TestAfterTheDayNoPhoneIsAWay(t *testing.T) {
	for _, c := range []struct {
		more, want string
		at         time.Time
		marks      Mark
	}{
		{"", "call-instead", day(2027, 1, 31), 0},
		{"", "already-broken", day(2027, 2, 1), 0},
		{"capable=yes sspr need=1", "already-broken", day(2027, 3, 1), 0},
		{"", "call-instead", day(2027, 6, 30), GlobalAdmin},
		{"", "already-broken", day(2027, 7, 1), GlobalAdmin},
		{"cloud=gcc-high", "call-instead", day(2028, 1, 1), 0},
		{"provider", "unknown already-broken call-instead must-register", day(2027, 3, 1), 0},
	} {
		o, after, _ := row{has: "mobile", on: "sms voice app", change: "sms-off", more: c.more}.stage(t)
		o.People[0].Marks = c.marks
		v := Impact(Question{Organisation: o, After: after, Date: c.at})
		r := v.Results[0]
		if r.Outcomes.Has(LosesReset) {
			t.Errorf("%+v: a reset by phone that has ended is lost again", c)
		}
		for _, code := range (r.Outcomes | r.Possible).Codes() {
			if !strings.Contains(c.want, code) && code != "loses-sspr" && code != "no-change" {
				t.Errorf("%+v: %v, possible %v", c, r.Outcomes.Codes(), r.Possible.Codes())
			}
		}
		if r.Outcomes.Has(CallInstead) != (c.want == "call-instead") {
			t.Errorf("%+v: %v, possible %v", c, r.Outcomes.Codes(), r.Possible.Codes())
		}
		if d := v.RetirementFor(0); c.more == "" && d.Effect != FatePasskey {
			t.Errorf("%+v: %+v", c, d)
		}
	}
}

// TestWhatIsSaidOfTheDay: who signs in with the number alone, whose provider is their
// own, and guests made in the organisation.
func TestWhatIsSaidOfTheDay(t *testing.T) {
	for _, c := range []struct {
		more, on, says, not string
		effect              RetirementEffect
	}{
		{"ready=yes", "sms! app", "phone number alone ends", "", FatePasskey},
		{"", "sms! app", "phone number alone ends", "", FatePasskey},
		{"ready=no", "sms! app", "passkey", "number alone", FatePasskey},
		{"", "sms app", "passkey", "number alone", FatePasskey},
		{"provider", "sms! app", "moved to it", "continues", FateUnknown},
		{"guest", "sms app", "not certain how", "until they set up a passkey", FatePasskey},
	} {
		o, after, _ := row{has: "mobile", on: c.on, more: c.more, change: "none"}.stage(t)
		d := Impact(Question{Organisation: o, After: after, Date: day(2026, 12, 1)}).RetirementFor(0)
		if d.Effect != c.effect || !strings.Contains(d.Text, c.says) || c.not != "" && strings.Contains(d.Text, c.not) {
			t.Errorf("%+v: %+v", c, d)
		}
	}
	o, after, _ := row{has: "mobile push", on: "sms app", more: "provider", change: "none"}.stage(t)
	d := Impact(Question{Organisation: o, After: after, Date: day(2026, 12, 1)}).RetirementFor(0)
	if d.Effect != FateNone || o.People[0].External != access.No {
		t.Errorf("%+v", d)
	}
}

// TestTheWordsOfTheDays: both days are named, before, between and after them.
func TestTheWordsOfTheDays(t *testing.T) {
	all := Retirements()
	for _, c := range []struct {
		at   time.Time
		want []string
	}{
		{day(2026, 12, 1), []string{"ends", "1 February 2027, in 62 days", "until 1 July 2027"}},
		{day(2027, 1, 31), []string{"ends", "1 February 2027, tomorrow", "until 1 July 2027"}},
		{day(2027, 2, 1), []string{"ends", "today", "until 1 July 2027"}},
		{day(2027, 3, 1), []string{"ended", "on 1 February 2027", "until 1 July 2027"}},
		{day(2027, 7, 1), []string{"has ended", "for everyone", "since 1 July 2027"}},
	} {
		for _, want := range c.want {
			if got := all.Sentence(c.at); !strings.Contains(got, want) {
				t.Errorf("%v: %q lacks %q", c.at, got, want)
			}
		}
	}
	if words := all.Words(); !strings.Contains(words, "1 February 2027") || !strings.Contains(words, "1 July 2027") {
		t.Error(words)
	}
}
