package mfaenforce

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/services"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// world has an administrator with a passkey, two people with per-user MFA, one from
// whom nothing requires MFA, one with nothing registered, and one who is blocked.
func world() *tenanttest.Organisation {
	o := &tenanttest.Organisation{At: noon.Add(-time.Hour), Account: "ada@northgate.example"}
	person := func(id, enabled string) string {
		return `{"id":"` + id + `","displayName":"` + id + `","userPrincipalName":"` + id +
			`@northgate.example","accountEnabled":` + enabled + `,"userType":"Member"}`
	}
	row := func(id, methods string) string {
		return `{"id":"` + id + `","userPrincipalName":"` + id + `@northgate.example","methodsRegistered":[` + methods +
			`],"isSystemPreferredAuthenticationMethodEnabled":true}`
	}
	o.Add(tenant.SectionUsers, person("ada", "true"), person("dora", "true"), person("farida", "true"),
		person("ewan", "true"), person("nia", "true"), person("olu", "false"))
	o.Add(tenant.SectionRegistration, row("ada", `"passKeyDeviceBound"`), row("dora", `"microsoftAuthenticatorPush"`),
		row("farida", `"microsoftAuthenticatorPush"`),
		row("ewan", `"microsoftAuthenticatorPush"`), row("nia", ""), row("olu", ""))
	o.Add(tenant.SectionMethods, `{"id":"authenticationMethodsPolicy","policyMigrationState":"migrationComplete",`+
		`"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"disabled"}},`+
		`"authenticationMethodConfigurations":[
		{"@odata.type":"#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration",`+
		`"id":"MicrosoftAuthenticator","state":"enabled",`+
		`"includeTargets":[{"targetType":"group","id":"all_users","authenticationMode":"any"}]},
		{"@odata.type":"#microsoft.graph.fido2AuthenticationMethodConfiguration","id":"Fido2","state":"enabled",`+
		`"isSelfServiceRegistrationAllowed":true,"includeTargets":[{"targetType":"group","id":"all_users"}]}]}`)
	o.Add(tenant.SectionPerUserMFA, `{"id":"dora","perUserMfaState":"enforced"}`,
		`{"id":"farida","perUserMfaState":"enabled"}`, `{"id":"ewan","perUserMfaState":"disabled"}`,
		`{"id":"nia","perUserMfaState":"disabled"}`, `{"id":"ada","perUserMfaState":"disabled"}`,
		`{"id":"olu","perUserMfaState":"disabled"}`)
	o.Add(tenant.SectionDefaults, `{"id":"d","isEnabled":false}`)
	o.Add(tenant.SectionAccess)
	o.Add(tenant.SectionRoles, `{"id":"r","principalId":"ada","handrailKind":"user",`+
		`"roleDefinitionId":"62e90394-69f5-4237-9190-012177145e10",`+
		`"handrailTemplate":"62e90394-69f5-4237-9190-012177145e10","handrailRole":"Global Administrator",`+
		`"directoryScopeId":"/"}`)
	return o
}

func licence(o *tenanttest.Organisation, plan string) {
	o.Add(tenant.SectionLicences, `{"id":"l","skuPartNumber":"X","capabilityStatus":"Enabled",`+
		`"servicePlans":[{"servicePlanId":"`+plan+`","provisioningStatus":"Success"}]}`)
}

func testDeps(o *tenanttest.Organisation) deps {
	return deps{Services: services.Services{Tenant: services.Tenant{Connection: o},
		Now: func() time.Time { return noon }}}
}

func visit(way string) *guide.Visit {
	return &guide.Visit{ID: "v", Guide: ID, Outcomes: map[string]guide.Outcome{},
		Answers: map[string]string{askWay: way, askGlass: ""}}
}

func quiet(task.Progress) {}

func TestWhatAsksToday(t *testing.T) {
	o := world()
	doc, err := testDeps(o).today(context.Background(), visit(""), quiet)
	if err != nil {
		t.Fatal(err)
	}
	// ada needs MFA in the admin centers, dora and farida have per-user MFA.
	for name, want := range map[string]string{"asked": "3", "not-asked": "2", "asked-unknown": "0", "defaults": "no",
		"policies": "0", "one-by-one": "2", "p1": "no", "recommended": "security-defaults"} {
		if got := doc.Facts()[name]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestTheAdviceFollowsTheLicence(t *testing.T) {
	for plan, want := range map[string]string{tenant.PlanP1: mfa.DemandAccess, tenant.PlanP2: mfa.DemandAccess,
		"other": mfa.DemandDefaults} {
		o := world()
		licence(o, plan)
		doc, err := testDeps(o).today(context.Background(), visit(""), quiet)
		if err != nil || doc.Facts()["recommended"] != want {
			t.Errorf("%s: %q %v", plan, doc.Facts()["recommended"], err)
		}
	}
}

func TestTheWaysSideBySide(t *testing.T) {
	o := world()
	licence(o, tenant.PlanP1)
	doc, err := testDeps(o).ways(context.Background(), visit(""), quiet)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"asked-security-defaults": "5", "asked-conditional-access": "5",
		"asked-conditional-access-admins": "3", "asked-per-user": "5", "asked-portals": "3"} {
		if got := doc.Facts()[name]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	text := words(doc)
	for _, want := range []string{"Handrail recommends: A Conditional Access policy for everyone.",
		"No: needs Entra ID P2", "Not known", "1 February 2027"} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q", want)
		}
	}
}

// words returns the texts of banners and tables in a document.
func words(doc *report.Document) string {
	var b strings.Builder
	for _, block := range doc.Blocks {
		switch x := block.(type) {
		case report.Banner:
			b.WriteString(x.Lead + " " + x.Text + "\n")
		case report.Table:
			for _, row := range x.Rows {
				b.WriteString(strings.Join(row, " | ") + "\n")
			}
		case report.Findings:
			for _, f := range x.Items {
				b.WriteString(f.Code + " " + f.Title + "\n")
			}
		}
	}
	return b.String()
}

func TestWhoIsMet(t *testing.T) {
	for _, c := range []struct {
		way, glass, lead, finding string
		must                      string
	}{
		{mfa.DemandAccess, "", newlyLead(2, 0), "", "1"},
		{mfa.DemandAccess, "NIA@northgate.example", newlyLead(1, 0), "", "0"},
		{mfa.DemandDefaults, "nia@northgate.example", newlyLead(2, 0), "glass-not-spared", "1"},
		{mfa.DemandAccess, "nobody@northgate.example", newlyLead(2, 0), "glass-unknown", "1"},
		{mfa.DemandAdmins, "", "No one else needs MFA", "", "0"},
	} {
		v := visit(c.way)
		v.Answers[askGlass] = c.glass
		doc, err := testDeps(world()).who(context.Background(), v, quiet)
		if err != nil {
			t.Fatal(err)
		}
		if text := words(doc); !strings.Contains(text, c.lead) || !strings.Contains(text, c.finding) ||
			doc.Facts()["will-be-asked"] != c.must {
			t.Errorf("%s without %q: %s must register; it says\n%s", c.way, c.glass, doc.Facts()["will-be-asked"], text)
		}
	}
	doc, err := testDeps(world()).who(context.Background(), visit(mfa.DemandManaged), quiet)
	if err != nil || !strings.Contains(words(doc), "not-computed") {
		t.Errorf("it does not report that the effect cannot be computed: %v", err)
	}
}

func TestLookingAgain(t *testing.T) {
	o := world()
	d, v := testDeps(o), visit(mfa.DemandAccess)
	doc, err := d.check(context.Background(), v, quiet)
	if err != nil || doc.Facts()["on"] != "no" || gate(v, doc) == nil {
		t.Errorf("nothing was done, and it says %q %v", doc.Facts()["on"], err)
	}
	o.Add(tenant.SectionAccess, `{"id":"c","displayName":"All","state":"enabled",`+
		`"conditions":{"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},`+
		`"users":{"includeUsers":["All"]}},"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`)
	if doc, err = d.check(context.Background(), v, quiet); err != nil || doc.Facts()["on"] != "yes" ||
		doc.Facts()["asked-now"] != "5" || gate(v, doc) != nil {
		t.Errorf("%v %v", doc.Facts(), err)
	}
	o.Out = true // what is kept may be older than the change
	v.Answers[askWay] = mfa.DemandDefaults
	if doc, err = d.check(context.Background(), v, quiet); err != nil || doc.Facts()["on"] != "unknown" {
		t.Errorf("no one is signed in, and it reports %v %v", doc.Facts(), err)
	}
}

// TestWhatWasNeverReadIsNotKnown: neither “none” nor “it is on”.
func TestWhatWasNeverReadIsNotKnown(t *testing.T) {
	o := world()
	o.Out = true
	delete(o.States, tenant.SectionAccess)
	delete(o.States, tenant.SectionPerUserMFA)
	doc, err := testDeps(o).today(context.Background(), visit(""), quiet)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"policies", "one-by-one", "p1", "p2"} {
		if got := doc.Facts()[name]; got != "unknown" {
			t.Errorf("%s is %q", name, got)
		}
	}
	if text := words(doc); strings.Count(text, "not-read") != 3 || !strings.Contains(text, "Per-user MFA | Not known") {
		t.Errorf("%s", text)
	}
	for _, way := range []string{mfa.DemandPerUser, mfa.DemandAccess} {
		if doc, err := testDeps(o).check(context.Background(), visit(way), quiet); err != nil ||
			doc.Facts()["on"] != "unknown" {
			t.Errorf("%s: %v %v", way, doc.Facts(), err)
		}
	}
}

// TestAnOldAnswerIsNoAnswer: a section that could not be read again decides nothing.
func TestAnOldAnswerIsNoAnswer(t *testing.T) {
	o := world()
	o.Refusals = map[string]tenant.SectionError{tenant.SectionDefaults: {State: tenant.NeedsConsent}}
	for way, want := range map[string]string{mfa.DemandDefaults: "unknown", mfa.DemandAccess: "no"} {
		if doc, err := testDeps(o).check(context.Background(), visit(way), quiet); err != nil ||
			doc.Facts()["on"] != want {
			t.Errorf("%s: %v %v", way, doc.Facts(), err)
		}
	}
}

func TestEveryWayIsDescribed(t *testing.T) {
	for _, m := range mfa.Demands() {
		a := about[m.ID]
		if a.hint == "" || a.licence == "" || a.sees == "" || later(m.ID, time.Now()) == "" || a.breaks == "" ||
			a.open == "" ||
			len(a.do) == 0 {
			t.Errorf("%s: %+v", m.ID, a)
		}
		h, err := testDeps(world()).hand(context.Background(), visit(m.ID))
		if err != nil || len(h.Todo) == 0 || len(h.Messages) == 0 {
			t.Errorf("%s: %+v %v", m.ID, h, err)
		}
	}
}

// TestSecurityDefaultsCannotBePutOffAnyMore: the table follows the dated rule.
func TestSecurityDefaultsCannotBePutOffAnyMore(t *testing.T) {
	for day, want := range map[string]string{"2024-06-01": "for 14 days", "2026-11-26": "at their next sign-in"} {
		at, err := time.Parse(time.DateOnly, day)
		d := testDeps(world())
		d.Now = func() time.Time { return at }
		doc, failed := d.ways(context.Background(), visit(""), quiet)
		if err != nil || failed != nil {
			t.Fatal(err, failed)
		}
		if text := fmt.Sprint(doc.Blocks); !strings.Contains(text, want) {
			t.Errorf("%s: %s", day, text)
		}
	}
}

// TestNotKnownIsNotNoOne: what was never read makes no sentence about no one.
func TestNotKnownIsNotNoOne(t *testing.T) {
	for _, c := range []struct {
		asked map[access.Answer]int
		want  string
	}{
		{map[access.Answer]int{access.Yes: 3}, "3 accounts need MFA."},
		{map[access.Answer]int{access.Yes: 3, access.Unknown: 1}, "3 accounts need MFA."},
		{map[access.Answer]int{access.Yes: 1, access.No: 2}, "1 account needs MFA. 2 do not."},
		{map[access.Answer]int{access.Unknown: 5}, "It is not known which accounts need MFA."},
	} {
		if b := askedBanner(c.asked, 0); b.Lead != c.want {
			t.Errorf("%v: %s", c.asked, b.Lead)
		}
	}
	o := world()
	o.Out = true
	delete(o.States, tenant.SectionRegistration)
	delete(o.Rows, tenant.SectionRegistration)
	doc, err := testDeps(o).who(context.Background(), visit(mfa.DemandAccess), quiet)
	if err != nil {
		t.Fatal(err)
	}
	if text := words(doc); !strings.Contains(text, "It is not known whether anyone must register first.") {
		t.Error(text)
	}
	if lead := newlyLead(0, 2); lead != "It is not known whether anyone else needs MFA with this option." {
		t.Error(lead)
	}
}

// TestPerUserIsNotReadAgainForNothing: what was read minutes ago is read again only where it decides, or has a gap.
func TestPerUserIsNotReadAgainForNothing(t *testing.T) {
	for _, c := range []struct {
		way   string
		age   time.Duration
		state tenant.State
		want  bool
	}{{mfa.DemandAccess, time.Minute, tenant.Updated, false}, {mfa.DemandAccess, perUserAge, tenant.Updated, true},
		{mfa.DemandAccess, time.Minute, tenant.Incomplete, true}, {mfa.DemandAccess, -time.Minute, tenant.Updated, true},
		{mfa.DemandPerUser, time.Minute, tenant.Updated, true}, {mfa.DemandDefaults, time.Minute, tenant.Updated, false}} {
		o := world()
		d := testDeps(o)
		o.States[tenant.SectionPerUserMFA] = tenant.Status{Section: tenant.SectionPerUserMFA, State: c.state,
			Completed: d.Now().Add(-c.age)}
		if _, err := d.check(context.Background(), visit(c.way), quiet); err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(o.Refreshed, tenant.SectionPerUserMFA); got != c.want ||
			!slices.Contains(o.Refreshed, tenant.SectionAccess) {
			t.Errorf("%s, %s old, %s: read again %v", c.way, c.age, c.state, o.Refreshed)
		}
	}
}
