package mfa

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/conformance/shared"
	"handrail/app/identity/access"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// documented returns the examples of Microsoft's documentation.
func documented(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shared.Folder(t, "samples", "graph"), name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestTheDocumentedExamplesAreUnderstood: a null state, an empty default, no
// Voice at all.
func TestTheDocumentedExamplesAreUnderstood(t *testing.T) {
	o := &tenanttest.Organisation{At: day(2026, 11, 22)}
	o.Add(tenant.SectionMethods, string(documented(t, "authenticationMethodsPolicy.get.v1.json")))
	var page struct{ Value []json.RawMessage }
	if err := json.Unmarshal(documented(t, "userRegistrationDetails.list.v1.json"), &page); err != nil {
		t.Fatal(err)
	}
	for _, row := range page.Value {
		o.Add(tenant.SectionRegistration, string(row))
	}
	org, err := Load(context.Background(), o, AdminInput{Now: day(2026, 11, 22)})
	if err != nil {
		t.Fatal(err)
	}
	if len(org.People) != 3 || org.Policy.Legacy.Live != access.No ||
		org.Policy.Methods[Sms].Include[0].SignIn != access.Yes {
		t.Fatalf("%d people, %+v", len(org.People), org.Policy)
	}
	if _, named := org.Policy.Methods[Voice]; named {
		t.Error("Voice is made up")
	}
	bianca := slices.IndexFunc(org.People, func(p Person) bool { return p.UPN == "BiancaP@Contoso.com" })
	p := org.People[bianca]
	if p.Registered != MobilePhone|AppPush|SoftwareCode || p.Preferred != CallMobile ||
		p.SystemPreferred != access.Yes || p.Capable != access.Yes || p.Enabled != access.Unknown {
		t.Errorf("%+v", p)
	}
	off, _ := ParseChanges("sms-off")
	v := Impact(Question{Organisation: org, After: Apply(org.Policy, off), Date: day(2026, 11, 22)})
	if got := v.Results[bianca]; !got.Outcomes.Has(NotKnown) || !got.Shown().Has(MustRegister|LockedOut) {
		t.Errorf("Voice is not named, and still it is said for certain: %v | %v", got.Outcomes.Codes(),
			got.Possible.Codes())
	}
	if len(org.Missing) == 0 {
		t.Error("nothing is said to be missing")
	}
}

// TestAPersonReadMethodByMethod: phones and passes contain more than the report.
func TestAPersonReadMethodByMethod(t *testing.T) {
	now := day(2026, 11, 22)
	row := func(pass string) string {
		return `{"id":"p","methodsRegistered":["mobilePhone","temporaryAccessPass"],` +
			`"handrailMethods":[{"@odata.type":"#microsoft.graph.phoneAuthenticationMethod","smsSignInState":"ready"},` +
			`{"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethod","isUsable":true,` +
			`"startDateTime":"` + pass + `","lifetimeInMinutes":60}]}`
	}
	for start, works := range map[string]bool{"2026-11-22T08:30:00Z": true, "2026-11-22T07:30:00Z": false, "": false} {
		o := &tenanttest.Organisation{At: now}
		o.Add(tenant.SectionRegistration, row(start))
		org, err := Load(context.Background(), o, AdminInput{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		if p := org.People[0]; p.TextReady != access.Yes || p.PassWorks != works {
			t.Errorf("a pass from %q: %v, text %v", start, p.PassWorks, p.TextReady)
		}
	}
}

// TestWhatAPolicyAsks reads Conditional Access policies.
func TestWhatAPolicyAsks(t *testing.T) {
	for body, want := range map[string]Access{
		`{"state":"enabled","conditions":{"applications":{"includeApplications":["All"]}},` +
			`"grantControls":{"builtInControls":["mfa"]}}`: {Asks: true},
		`{"state":"enabledForReportingButNotEnforced","conditions":{"applications":{"includeApplications":["All"]}},` +
			`"grantControls":{"builtInControls":["mfa"]}}`: {},
		`{"state":"disabled","conditions":{"applications":{"includeApplications":["All"]}},` +
			`"grantControls":{"builtInControls":["mfa"]}}`: {},
		`{"state":"enabled","conditions":{"clientAppTypes":["exchangeActiveSync","other"],` +
			`"applications":{"includeApplications":["All"]}},"grantControls":{"builtInControls":["block"]}}`: {
			Only: "only for legacy authentication clients"},
		`{"state":"enabled","conditions":{"applications":{"includeUserActions":["urn:user:registersecurityinfo"]},` +
			`"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}},` +
			`"grantControls":{"builtInControls":["block"]}}`: {Guards: true, Only: "only outside trusted locations"},
		`{"state":"enabled","conditions":{"applications":{"includeApplications":["All"]}},` +
			`"grantControls":{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"4"}}}`: {Asks: true},
		`{"state":"enabled","conditions":{"applications":{"includeApplications":["All"]}},"sessionControls":{}}`: {},
		`{"state":"enabledOnSundays","conditions":{"applications":{"includeApplications":["All"]}},` +
			`"grantControls":{"builtInControls":["mfa"]}}`: {Asks: true}, // for whom is unknown
		`{"state":"enabled","conditions":{"applications":{"includeApplications":["None"]}},` +
			`"grantControls":{"builtInControls":["mfa"]}}`: {},
		`{"state":"enabled","conditions":{"applications":{"includeApplications":[],"applicationFilter":null}},` +
			`"grantControls":{"builtInControls":["mfa"]}}`: {},
		`{"state":"enabled","conditions":{"applications":{"applicationFilter":{"mode":"include","rule":"x"}}},` +
			`"grantControls":{"builtInControls":["mfa"]}}`: {Asks: true, Only: "only for some applications"},
	} {
		var p tenant.AccessPolicy
		if err := json.Unmarshal([]byte(body), &p); err != nil {
			t.Fatal(err)
		}
		if got := AccessOf(p); got.Asks != want.Asks || got.Guards != want.Guards || got.Only != want.Only {
			t.Errorf("%s: %+v", body, got)
		}
	}
}

// TestTheDayMicrosoftStops: the days left, and the effect on each person.
func TestTheDayMicrosoftStops(t *testing.T) {
	for at, want := range map[time.Time]int{day(2026, 11, 22): 71, time.Date(2027, 1, 31, 23, 59, 0, 0, time.UTC): 1,
		day(2027, 2, 1): 0, day(2027, 2, 3): -2} {
		if got := DaysLeft(at); got != want {
			t.Errorf("%v: %d days, want %d", at, got, want)
		}
	}
	for _, c := range []struct {
		row
		fate  RetirementEffect
		reset access.Answer
	}{
		{row{has: "mobile", on: "sms app"}, FatePasskey, access.No},
		{row{has: "mobile", on: "sms app", more: "sspr need=1"}, FatePasskey, access.Yes},
		{row{has: "mobile push", on: "sms app"}, FateNone, access.No},
		{row{has: "mobile push", on: "sms app", more: "sys=no pref=sms"}, FateOtherWay, access.No},
		{row{has: "mobile hello", on: "sms app"}, FateUnknown, access.No},
		{row{has: "mobile hello push", on: "sms app"}, FateNone, access.No},
		{row{has: "hello", on: "sms app"}, FateNone, access.No},
		{row{has: "push", on: "app"}, FateNone, access.No},
		{row{has: "", on: "sms"}, FateNothing, access.No},
		{row{has: "mobile", on: "app"}, FateNothing, access.No},
		{row{has: "mobile", on: "sms app", more: "provider"}, FateUnknown, access.No},
		{row{has: "mobile", on: "sms app", more: "cloud=gcc-high"}, FateNotGlobal, access.No},
		{row{has: "mobile", on: "~sms app"}, FateUnknown, access.No},
		{row{has: "mobile ?", on: "sms app"}, FateUnknown, access.No},
		{row{has: "mobile", on: "sms", more: "absent"}, FateNoReport, access.Unknown},
		{row{has: "alt", on: "voice app"}, FatePasskey, access.No},
	} {
		o, after, e := c.stage(t)
		d := Impact(Question{Organisation: o, After: after, Enforcement: e, Date: day(2026, 11, 22)}).RetirementFor(0)
		if d.Effect != c.fate || d.LosesReset != c.reset || d.Days != 71 || d.Text == "" {
			t.Errorf("%+v: %+v", c.row, d)
		}
	}
}

// TestTheLastAdministrators: a change that locks out all of them, or the signed-in
// one, is refused; one that leaves an administrator is not.
func TestTheLastAdministrators(t *testing.T) {
	build := func(has ...string) *Preview {
		first, self := strings.CutPrefix(has[0], "signed-in ")
		r := row{has: first, on: "sms app", change: "sms-off", more: "guard"}
		o, after, _ := r.stage(t)
		o.People[0].Marks = GlobalAdmin
		if self {
			o.People[0].Marks = SignedIn // with whatever role
		}
		for i, h := range has[1:] {
			more, _, _ := row{has: h, on: "sms app", more: ""}.stage(t)
			p := more.People[0]
			p.ID, p.Marks = string(rune('q'+i)), GlobalAdmin
			o.People = append(o.People, p)
		}
		return Impact(Question{Organisation: o, After: after, Date: day(2026, 11, 22)})
	}
	for _, c := range []struct {
		has     []string
		refused bool
	}{
		{[]string{"mobile", "mobile"}, true}, {[]string{"mobile"}, true}, {[]string{"mobile", "push"}, false},
		{[]string{"push", "push"}, false},
		{[]string{"mobile", "key"}, true}, // that key works nowhere today
		{[]string{"signed-in mobile", "push"}, true}, {[]string{"signed-in push", "mobile", "push"}, false},
	} {
		if a := build(c.has...).CheckSpecialAccounts(); a.Refused != c.refused || a.Refused && a.Why == "" {
			t.Errorf("%v: %+v", c.has, a)
		}
	}
}
