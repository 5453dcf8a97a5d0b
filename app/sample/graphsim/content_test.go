package graphsim

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestSameSeedSameOrganisation: two starts on one day serve the same; another
// seed does not.
func TestSameSeedSameOrganisation(t *testing.T) {
	a, b, other := New(Options{Seed: 9, Now: noon, People: 500, Mails: oneMail}),
		New(Options{Seed: 9, People: 500, Mails: oneMail, Now: func() time.Time { return noon().Add(9 * time.Hour) }}),
		New(Options{Seed: 10, Now: noon, People: 500})
	for _, r := range a.routes {
		if r.method != "GET" || r.of == "count" {
			continue
		}
		path := "/beta" + argumentsOf(a, r.pattern)
		x, y := get(t, a, path), get(t, b, path)
		if x.status != 200 || x.text != y.text {
			t.Errorf("%s differs between two starts on one day", path)
		}
	}
	if a.hand[0].id == other.hand[0].id ||
		a.person(300).name+a.person(301).name == other.person(300).name+other.person(301).name {
		t.Error("another seed gives the same people")
	}
}

func TestPeopleAreFoundByIDAndName(t *testing.T) {
	c := New(Options{Seed: 7, Now: noon, People: 3000})
	for i := range c.people {
		p := c.person(i)
		for _, key := range []string{p.id, strings.ToUpper(p.id), p.upn, strings.ToUpper(p.upn)} {
			if q, ok := c.findPerson(key); !ok || q.place != i {
				t.Fatalf("person %d is not found by %s", i, key)
			}
		}
	}
	for _, key := range []string{c.guid("x"), "nobody@northgate.example", "a.b.2999@northgate.example", "miriam.hale",
		""} {
		if p, ok := c.findPerson(key); ok {
			t.Errorf("%q finds %s", key, p.upn)
		}
	}
	if got := get(t, c, "/v1.0/users/"+
		strings.ReplaceAll(c.handPerson(t, "hugo.it").upn, "#", "%23")); got.status != 200 {
		t.Errorf("a guest by sign-in name: %d", got.status)
	}
}

// TestStories: the states for whose sake people are written by hand are there.
func TestStories(t *testing.T) {
	c := small()
	reg := func(key string) registration { return c.registrationOf(c.handPerson(t, key)) }
	value := func(key, name string) any { v, _ := reg(key).get(name); return v }
	lists := map[string]func(p *person) bool{
		"text messages only": func(p *person) bool {
			return slices.Equal(p.methods, []string{"mobilePhone"}) &&
				c.rules.methods["sms"].allows(p, c.groupsOf(p)) && p.preferred == "sms"
		},
		"calls only": func(p *person) bool {
			return slices.Equal(p.methods, []string{"mobilePhone"}) &&
				!c.rules.methods["sms"].allows(p, c.groupsOf(p)) && c.registrationOf(p).allowed(confirms)
		},
		"office phone only": func(p *person) bool { return slices.Equal(p.methods, []string{"officePhone"}) },
		"nothing":           func(p *person) bool { return len(p.methods) == 0 && !p.disabled && !p.guest },
		"registered, not capable": func(p *person) bool {
			return slices.ContainsFunc(p.methods, confirms) && !c.registrationOf(p).allowed(confirms)
		},
		"synced passkey":                 func(p *person) bool { return slices.Contains(p.methods, "passKeySynced") },
		"device-bound passkey":           func(p *person) bool { return slices.Contains(p.methods, "passKeyDeviceBound") },
		"no default":                     func(p *person) bool { return p.preferred == "" },
		"guests":                         func(p *person) bool { return p.guest },
		"disabled":                       func(p *person) bool { return p.disabled },
		"never signed in":                func(p *person) bool { return p.seen < 0 },
		"not licensed":                   func(p *person) bool { return p.licence == "" && !p.guest },
		"Business Basic":                 func(p *person) bool { return p.licence == "B" },
		"per-user MFA":                   func(p *person) bool { return p.perUser != "disabled" },
		"sign in with the number":        func(p *person) bool { return c.rules.smsForEntry.reaches(p, c.groupsOf(p)) },
		"administrators":                 c.isAdmin,
		"shared mailboxes, not licensed": func(p *person) bool { return p.resource && p.licence == "" },
	}
	least := map[string]int{"text messages only": 8, "guests": 8, "disabled": 5, "Business Basic": 20,
		"administrators": 10}
	for name, test := range lists {
		n := 0
		for _, p := range c.hand {
			if test(p) {
				n++
			}
		}
		if n < max(2, least[name]) && !(n == 1 && strings.HasPrefix(name, "calls")) {
			t.Errorf("%s: %d people", name, n)
		}
	}
	if v := value("father.luke", "userPreferredMethodForSecondaryAuthentication"); v != "" {
		t.Errorf("no default is served as %v, not as the empty text", v)
	}
	if value("ruth.ashdown", "isSystemPreferredAuthenticationMethodEnabled") != false ||
		value("tess.okafor", "isSystemPreferredAuthenticationMethodEnabled") != true {
		t.Error("whose default counts is wrong")
	}
	if value("hugo.it", "isAdmin") != true || value("hannah.weiss", "isAdmin") != false {
		t.Error("a role through a group counts, an eligible one does not")
	}
	phones := get(t, c, "/v1.0/users/"+c.handPerson(t, "irene.costa").id+"/authentication/phoneMethods").text
	if !strings.Contains(phones, `"smsSignInState":"ready"`) {
		t.Errorf("sign-in with the number: %s", phones)
	}
	if n := utf8.RuneCountInString(c.handPerson(t, "long.name").name); n < 60 || n > 256 {
		t.Errorf("the long name has %d characters", n)
	}
}

// TestNoNameMakesAnyoneFrown: names of people and groups are those of people and groups. Names that try to be commands,
// formulas or pages are in the tests of what they would harm.
func TestNoNameMakesAnyoneFrown(t *testing.T) {
	c := small()
	var names []string
	for _, p := range c.hand {
		names = append(names, p.name)
	}
	for _, g := range c.groups {
		names = append(names, g.body.str("displayName"))
	}
	for _, name := range names {
		if strings.ContainsAny(name, "=$`<>\\\"\u200f\u202e\u202c#") {
			t.Errorf("%q", name)
		}
	}
}

func TestGroupsWithCycle(t *testing.T) {
	c := small()
	id := c.groups[c.byGroup["volunteers"]].id
	own, _ := pages(t, c, "/v1.0/groups/"+id+"/members?$top=999")
	all, _ := pages(t, c, "/v1.0/groups/"+id+"/transitiveMembers?$top=20")
	idsOf(t, all)
	people, _ := pages(t, c, "/v1.0/groups/"+id+"/transitiveMembers/microsoft.graph.user?$select=id&$top=999")
	if len(all) <= len(own) || len(people) != len(all)-2 {
		t.Errorf("%d members, %d through groups, of whom %d are people", len(own), len(all), len(people))
	}
	if !idsOf(t, people)[c.handPerson(t, "tomasz.wrobel").id] {
		t.Error("a keyholder is a volunteer through two groups")
	}
	up, _ := pages(t, c, "/v1.0/users/"+c.handPerson(t, "tomasz.wrobel").id+"/transitiveMemberOf")
	names := []string{}
	for _, g := range up {
		names = append(names, g["displayName"].(string))
	}
	for _, want := range []string{"Keyholders", "Hall volunteers", "Volunteers", "All staff and volunteers"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is missing among %v", want, names)
		}
	}
	excluded, _ := pages(t, c, "/v1.0/groups/"+c.groups[c.byGroup["exclusions"]].id+
		"/transitiveMembers/microsoft.graph.user")
	if len(excluded) != 2 {
		t.Errorf("%d break-glass accounts are excluded through a group in a group", len(excluded))
	}
	devices, _ := pages(t, c, "/v1.0/groups/"+c.groups[c.byGroup["kiosks"]].id+"/members/microsoft.graph.device")
	if len(devices) != 3 {
		t.Errorf("%d shared computers", len(devices))
	}
	roles := get(t, c, "/v1.0/users/"+c.handPerson(t, "fatima.zahra").id+
		"/transitiveMemberOf/microsoft.graph.directoryRole").rows(t)
	if direct := get(t, c, "/v1.0/users/"+c.handPerson(t, "fatima.zahra").id+"/memberOf/microsoft.graph.directoryRole").
		rows(t); len(roles) != 2 || len(direct) != 0 {
		t.Errorf("roles through a group: %d, directly %d", len(roles), len(direct))
	}
	if mine := get(t, c, "/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole").rows(t); len(mine) != 1 ||
		mine[0]["roleTemplateId"] != "62e90394-69f5-4237-9190-012177145e10" {
		t.Errorf("the signed-in account holds %v", mine)
	}
}

// TestSignInsFitTheActivity: the latest sign-in of a person is the one that
// signInActivity reports, and nothing is outside 30 days.
func TestSignInsFitTheActivity(t *testing.T) {
	c := small()
	rows, _ := pages(t, c, "/v1.0/auditLogs/signIns?$top=200", "Prefer", "include-unknown-enum-members")
	latest, results, clients := map[string]string{}, map[string]int{}, map[string]int{}
	before := "9"
	for _, r := range rows {
		at := r["createdDateTime"].(string)
		if at > before || at < "2026-10-23" || at > "2026-11-22T12" {
			t.Errorf("a sign-in at %s after one at %s", at, before)
		}
		before = at
		if user := r["userId"].(string); latest[user] == "" {
			latest[user] = at
		}
		clients[r["clientAppUsed"].(string)]++
		for _, p := range r["appliedConditionalAccessPolicies"].([]any) {
			results[p.(map[string]any)["result"].(string)]++
		}
	}
	for _, p := range c.hand {
		want := ""
		if p.seen >= 0 && p.seen < history && p.key != "sync" {
			want = c.base.Add(-p.seen).Format(time.RFC3339)
		}
		if latest[p.id] != want {
			t.Errorf("%s signed in last at %q, the activity says %q", p.name, latest[p.id], want)
		}
	}
	for _, want := range []string{"success", "failure", "notApplied", "notEnabled", "reportOnlySuccess",
		"reportOnlyInterrupted", "reportOnlyFailure", "reportOnlyNotApplied"} {
		if results[want] == 0 {
			t.Errorf("no policy had the result %s: %v", want, results)
		}
	}
	if clients["IMAP4"] == 0 || clients["Authenticated SMTP"] == 0 || clients["Exchange ActiveSync"] == 0 {
		t.Errorf("old clients are missing: %v", clients)
	}
	plain := get(t, c, "/v1.0/auditLogs/signIns").text
	if strings.Contains(plain, "reportOnly") || !strings.Contains(plain, "unknownFutureValue") {
		t.Error("report-only results come without being asked for by Prefer")
	}
	quiet, _ := pages(t, c, "/beta/auditLogs/signIns?$filter=signInEventTypes/any(t:t%20eq%20'nonInteractiveUser')")
	if len(quiet) == 0 || quiet[0]["userId"] != c.handPerson(t, "sync").id || quiet[0]["isInteractive"] != false {
		t.Errorf("%d sign-ins of programs", len(quiet))
	}
	week, _ := pages(t, c, "/v1.0/auditLogs/signIns?$filter=createdDateTime%20ge%202026-11-15T00:00:00Z")
	if len(week) == 0 || len(week) >= len(rows) || len(rows) < 500 {
		t.Errorf("%d sign-ins in 7 days, %d in 30", len(week), len(rows))
	}
}

func TestWithoutPremium(t *testing.T) {
	c := New(Options{Now: noon, NoPremium: true})
	for _, path := range []string{"/v1.0/auditLogs/signIns",
		"/v1.0/reports/authenticationMethods/userRegistrationDetails", "/v1.0/users?$select=id,signInActivity",
		"/v1.0/users/" + c.hand[0].id + "?$select=signInActivity"} {
		if r := get(t, c, path); r.status != 403 ||
			r.code() != "Authentication_RequestFromNonPremiumTenantOrB2CTenant" ||
			!strings.Contains(r.text, "premium license") {
			t.Errorf("%s: %d %s", path, r.status, r.text)
		}
	}
	if r := get(t, c, "/v1.0/users?$select=id,accountEnabled"); r.status != 200 {
		t.Errorf("people: %d", r.status)
	}
	if skus := get(t, c, "/v1.0/subscribedSkus").text; strings.Contains(skus, "AAD_PREMIUM") ||
		!strings.Contains(skus, "O365_BUSINESS_PREMIUM") {
		t.Errorf("licences without P1: %s", skus)
	}
	if !strings.Contains(get(t, c, "/v1.0/users/"+c.hand[0].id+"/authentication/methods").text,
		"microsoftAuthenticatorAuthenticationMethod") {
		t.Error("methods can be read person by person")
	}
	on := New(Options{Now: noon, PerUserMFA: true})
	if r := get(t, on, "/v1.0/users?$select=id,perUserMfaState"); r.status != 200 ||
		!strings.Contains(r.text, `"perUserMfaState":"enforced"`) {
		t.Errorf("perUserMfaState where it is switched on: %d", r.status)
	}
}

const hundredThousand = 100_000

// TestManyPeople: the last of 100,000 is as near as the first.
func TestManyPeople(t *testing.T) {
	c := New(Options{Seed: 1, Now: noon, People: hundredThousand})
	last := c.person(hundredThousand - 1)
	if r := get(t, c, "/v1.0/users/"+last.id+"?$select=userPrincipalName"); r.body["userPrincipalName"] != last.upn {
		t.Errorf("the last person: %d %s", r.status, r.text)
	}
	if r := get(t, c, "/v1.0/users/$count", "ConsistencyLevel", "eventual"); r.text != "100000" {
		t.Errorf("there are %s people", r.text)
	}
	if _, ok := c.personPlace(c.personID(hundredThousand)); ok {
		t.Error("somebody stands behind the last")
	}
}

func BenchmarkUsersPage(b *testing.B) {
	benchmarkPages(b, "/v1.0/users?$top=999&$select=id,displayName,userPrincipalName,mail,accountEnabled,userType,on"+
		"PremisesSyncEnabled,createdDateTime,jobTitle,department,officeLocation,usageLocation,preferredLanguage,"+
		"assignedLicenses,assignedPlans")
}

func BenchmarkRegistrationPage(b *testing.B) {
	benchmarkPages(b, "/v1.0/reports/authenticationMethods/userRegistrationDetails?$top=999")
}

func BenchmarkSignInsPage(b *testing.B) { benchmarkPages(b, "/v1.0/auditLogs/signIns") }

// benchmarkPages walks through a list of 100,000 and reports pages per second.
func benchmarkPages(b *testing.B, first string) {
	c := New(Options{Seed: 1, Now: noon, People: hundredThousand})
	path := first
	b.ResetTimer()
	for b.Loop() {
		r := get(b, c, path)
		if r.status != 200 {
			b.Fatal(r.text)
		}
		if path = r.next(); path == "" {
			path = first
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New(Options{Seed: 1, Now: noon, People: hundredThousand})
	}
}
