package mfa

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/identity/access"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// boardOf returns the board of the one person that a row describes.
func boardOf(t *testing.T, r row, change func(o *Organisation, p *Person), log *Log) *Board {
	t.Helper()
	r.change = "none"
	o, _, _ := r.stage(t)
	if change != nil {
		change(o, &o.People[0])
	}
	return impactOf(o, o.Policy).Board(log)
}

// TestTheQueueOfEachPerson holds by hand what each person has and where they belong.
func TestTheQueueOfEachPerson(t *testing.T) {
	for _, c := range []struct {
		has, on, more, want, why string
	}{
		// a number alone
		{"mobile", "sms app fido", "", "only-method", ""},
		{"office", "voice app", "", "only-method", ""},
		{"alt", "voice app", "", "only-method", ""},
		{"mobile mail q", "sms mail", "", "only-method", ""},                // these reset passwords and no more
		{"mobile push", "sms", "", "only-method", ""},                       // the app is off for everyone
		{"mobile push", "sms app@g", "", "only-method", ""},                 // and for this person
		{"mobile key", "sms fido-synced", "", "only-method", ""},            // no passkey of theirs is allowed
		{"mobile", "sms", "guest", "only-method", ""},                       // and no way is promised
		{"mobile tap", "sms tap", "pass", "only-method", ""},                // a pass ends
		{"mobile cert1", "sms cert", "", "only-method", ""},                 // one factor only
		{"mobile push", "sms app@g", "in?=g", "not-known", whyOther},        // the group was not read
		{"mobile ?", "sms", "", "not-known", whyOther},                      // a new method
		{"mobile hello", "sms", "", "not-known", whyHello},                  // on one computer
		{"mobile", "~sms voice@g", "", "not-known", whyNumber},              // not in Microsoft’s answer
		{"mobile", "app", "legacy", "not-known", whyNumber},                 // the legacy settings
		{"mobile", "sms", "provider", "not-known", whyProvider},             // unknown, not exempt
		{"mobile code", "sms", "legacy l-sms=no", "not-known", whyOther},    // the code may work by them
		{"mobile code", "sms", "legacy l-all=no", "only-method", ""},        // and here it does not
		{"mobile push", "sms app=odd", "", "not-known", whyOther},           // an unknown mode
		{"mobile hello", "sms", "provider", "not-known", whyProvider},       //
		{"mobile key", "sms fido", "provider sys=yes", "to-spare", ""},      // another method is another method
		{"office", "voice-office", "", "", ""},                              // no call to the office
		{"alt", "sms", "", "", ""},                                          // a second mobile takes no texts
		{"office", "sms", "", "", ""},                                       // nor an office phone
		{"mobile", "app", "", "", ""},                                       // registered and not allowed
		{"push", "sms app", "", "", ""},                                     // no number
		{"", "sms app", "", "", ""},                                         //
		{"mobile", "sms", "absent", "not-known", whyNotInReport},            //
		{"mobile", "sms", "unread", "not-known", whyNotRead},                //
		{"mobile", "sms", "cloud=gcc-high", "", ""},                         // nothing is announced
		{"mobile", "sms", "sync", "", ""},                                   // not a person
		{"mobile", "sms", "blocked", "", ""},                                // cannot sign in
		{"mobile push", "sms app", "sys=no pref=sms", "still-default", ""},  // another method works
		{"mobile push", "sms app", "sys=no pref=push", "to-spare", ""},      //
		{"mobile push", "sms app", "sys=yes pref=sms", "to-spare", ""},      // the strongest comes first
		{"mobile code", "sms code", "sys=no pref=sms", "still-default", ""}, //
		{"mobile hard", "sms hard", "sys=no pref=oath", "to-spare", ""},     //
		{"mobile push", "voice app", "sys=no pref=voiceMobile", "still-default", ""},
		{"mobile push", "sms app", "sys=no pref=voiceMobile", "to-spare", ""}, // calls are off
		{"mobile push", "sms app", "sys=no pref=none", "to-spare", ""},        //
		{"mobile push", "sms app", "sys=no", "not-known", whyDefault},         // the report names no default
		{"mobile push", "sms app", "sys=no pref=hologram", "not-known", whyDefault},
		{"mobile push", "sms app", "sys=? pref=sms", "not-known", whyDefault},
		{"mobile push", "sms app", "sys=? pref=push", "to-spare", ""}, // either way
	} {
		b := boardOf(t, row{has: c.has, on: c.on, more: c.more}, nil, nil)
		var got, why string
		if len(b.Lines) > 0 {
			got, why = string(b.Lines[0].Queue), b.Lines[0].Reason
		}
		if got != c.want || why != c.why {
			t.Errorf("%s | %s | %s: %q (%s), want %q (%s)", c.has, c.on, c.more, got, why, c.want, c.why)
		}
	}
}

// TestWhatANumberTakes: texts and calls to a mobile phone, calls only to the others.
func TestWhatANumberTakes(t *testing.T) {
	for _, c := range []struct {
		has, on     string
		sure, maybe Factor
	}{
		{"mobile", "sms voice", Text | CallMobile, Text | CallMobile},
		{"alt", "sms voice", CallAlternate, CallAlternate},
		{"office", "sms voice", CallOffice, CallOffice},
		{"mobile office", "sms voice-office", Text | CallMobile, Text | CallMobile},
		{"mobile", "sms ~voice", Text, Text | CallMobile},
	} {
		b := boardOf(t, row{has: c.has, on: c.on}, nil, nil)
		if l := b.Lines[0]; l.Numbers != c.sure || l.NumbersMaybe != c.maybe {
			t.Errorf("%s | %s: %v, perhaps %v", c.has, c.on, l.Numbers.Titles(), l.NumbersMaybe.Titles())
		}
	}
}

// TestTheDayOfALine: each person has a day, and what is left afterwards.
func TestTheDayOfALine(t *testing.T) {
	all := Retirements()
	for _, c := range []struct {
		more   string
		change func(*Organisation, *Person)
		on     time.Time
		sure   bool
		guest  access.Answer
	}{
		{"", nil, all.First, true, access.No},
		{"guest", nil, all.First, true, access.Yes}, // made in the organisation
		{"", func(_ *Organisation, p *Person) { p.Marks |= GlobalAdmin }, all.Last, true, access.No},
		{"", func(_ *Organisation, p *Person) { p.External = access.Yes }, all.Last, true, access.Yes},
		{"", func(_ *Organisation, p *Person) { p.External = access.Unknown }, all.First, false, access.Unknown},
		{"roles?", nil, all.First, false, access.No},
	} {
		b := boardOf(t, row{has: "mobile", on: "sms app", more: c.more}, c.change, nil)
		l := b.Lines[0]
		if !l.On.Equal(c.on) || l.Sure != c.sure || l.Guest != c.guest || l.Left != 0 || l.LeftMaybe != 0 {
			t.Errorf("%q: %+v", c.more, l)
		}
	}
	b := boardOf(t, row{has: "mobile push key hello", on: "sms app fido", more: "sys=yes"}, nil, nil)
	if l := b.Lines[0]; l.Left != Notify|Passkey|Hello {
		t.Errorf("left: %v", l.Left.Titles())
	}
	for _, at := range []time.Time{all.First.Add(-time.Hour), all.First, all.First.AddDate(1, 0, 0)} {
		o, _, _ := row{has: "mobile", on: "sms app", change: "none"}.stage(t)
		b := Impact(Question{Organisation: o, After: o.Policy, Date: at}).Board(nil)
		if len(b.Lines) != 1 || b.Lines[0].Queue != OnlyNumber {
			t.Errorf("%v: the day takes a person from the board: %+v", at, b.Lines)
		}
	}
}

// TestWhatIsNotRead: nothing that was not read is in a queue that is certain.
func TestWhatIsNotRead(t *testing.T) {
	b := boardOf(t, row{has: "mobile", on: "sms app"}, func(o *Organisation, _ *Person) {
		o.Policy = Policy{Methods: map[Method]Config{}}
		o.Missing = []tenant.Gap{{Section: tenant.SectionMethods}}
	}, nil)
	if l := b.Lines[0]; l.Queue != UnknownNumber || l.Reason != whyNoPolicy || b.OptOut != access.Unknown {
		t.Errorf("%+v", l)
	}
	b = boardOf(t, row{has: "push", on: "sms app"}, func(_ *Organisation, p *Person) {
		p.Names, p.Registered = []string{"phone:satellite"}, Unnamed
	}, nil)
	if len(b.Lines) != 1 || b.Lines[0].Reason != whyNewNumber {
		t.Errorf("%+v", b.Lines)
	}
	b = boardOf(t, row{has: "mobile", on: "app", more: "sys=no"}, nil, nil)
	if b.Forbidden != 1 || b.People != 1 || len(b.Lines) != 0 {
		t.Errorf("%+v", b)
	}
	b = boardOf(t, row{has: "mobile", on: "sms", more: "cloud=gcc-high"}, nil, nil)
	if b.Announced || b.People != 1 || len(b.Lines) != 0 {
		t.Errorf("another cloud: %+v", b)
	}
}

// TestDormantAccounts: only what was read makes an account dormant.
func TestDormantAccounts(t *testing.T) {
	at := day(2026, 12, 1)
	ago := func(days int) time.Time { return at.AddDate(0, 0, -days) }
	for name, c := range map[string]struct {
		last, created time.Time
		read          bool
		log           *Log
		want          access.Answer
	}{
		"90 days":            {ago(90), ago(900), true, nil, access.Yes},
		"89 days":            {ago(89), ago(900), true, nil, access.No},
		"never":              {time.Time{}, ago(900), true, nil, access.Yes},
		"never, age unknown": {time.Time{}, time.Time{}, true, nil, access.Yes},
		"never, and new":     {time.Time{}, ago(10), true, nil, access.No},
		"not read":           {time.Time{}, ago(900), false, nil, access.Unknown},
		"in the log": {time.Time{}, ago(900), false,
			&Log{people: map[string]*seenIn{"p": {last: ago(3)}}}, access.No},
		"in an old log": {time.Time{}, ago(900), false,
			&Log{people: map[string]*seenIn{"p": {last: ago(300)}}}, access.Unknown},
	} {
		b := boardOf(t, row{has: "mobile", on: "sms"}, func(o *Organisation, p *Person) {
			o.Read = map[string]time.Time{tenant.SectionUsers: at}
			p.LastSignIn, p.Created, p.SignInRead = c.last, c.created, c.read
		}, c.log)
		if b.Lines[0].Dormant != c.want {
			t.Errorf("%s: %v", name, b.Lines[0].Dormant)
		}
	}
}

// TestDepartments: one list a department, however its name is written.
func TestDepartments(t *testing.T) {
	o, _, _ := row{has: "mobile", on: "sms", change: "none"}.stage(t)
	for i, name := range []string{"Food bank", "", "food bank ", "Advice"} {
		p := o.People[0]
		p.ID, p.Name, p.Department = fmt.Sprint(i), fmt.Sprint("Person ", i), name
		o.People = append(o.People, p)
	}
	var got []string
	for _, d := range impactOf(o, o.Policy).Board(nil).Departments() {
		got = append(got, fmt.Sprint(d.Name, ":", len(d.Lines), "/", d.Count(OnlyNumber)))
	}
	if all := strings.Join(got, " "); all != "Advice:1/1 Food bank:2/2 :2/2" {
		t.Error(all)
	}
}

// TestWhatWasLoaded: the fields of Microsoft’s answers that a board needs.
func TestWhatWasLoaded(t *testing.T) {
	o := &tenanttest.Organisation{At: day(2026, 12, 1)}
	o.Add(tenant.SectionUsers, `{"id":"a","department":"Caf\u00e9","createdDateTime":"2020-02-03T00:00:00Z",`+
		`"signInActivity":null}`, `{"id":"b","signInActivity":{"lastSignInDateTime":"2026-01-02T03:04:05Z"}}`,
		`{"id":"c","department":null}`)
	o.Add(tenant.SectionRegistration)
	for beta, want := range map[string]access.Answer{
		`,"handrailBeta":{"optOutSettings":{"passkeyDynamicMigration":true}}`:  access.Yes,
		`,"handrailBeta":{"optOutSettings":{"passkeyDynamicMigration":false}}`: access.No,
		`,"handrailBeta":{}`: access.Unknown, ``: access.Unknown} {
		delete(o.Rows, tenant.SectionMethods)
		o.Add(tenant.SectionMethods, `{"id":"authenticationMethodsPolicy"`+beta+`}`)
		org, err := Load(context.Background(), o, AdminInput{Now: o.At})
		if err != nil {
			t.Fatal(err)
		}
		if org.Policy.PasskeyOptOut != want {
			t.Errorf("%s: %v", beta, org.Policy.PasskeyOptOut)
		}
		a, b, c := org.People[0], org.People[1], org.People[2]
		if a.Department != "Café" || a.Created.Year() != 2020 || !a.SignInRead || !a.LastSignIn.IsZero() ||
			!b.SignInRead || b.LastSignIn.IsZero() || c.SignInRead || c.Department != "" {
			t.Errorf("%+v\n%+v\n%+v", a, b, c)
		}
	}
}
