package mfamethods

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/letter"
	"handrail/app/powershell"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const policy = `{"id":"authenticationMethodsPolicy","policyMigrationState":"migrationComplete",` +
	`"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":"disabled",` +
	`"snoozeDurationInDays":1,"excludeTargets":[],"includeTargets":[]}},
"authenticationMethodConfigurations":[
{"@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration","id":"Sms","state":"enabled",` +
	`"excludeTargets":[],"includeTargets":[{"targetType":"group","id":"all_users",` +
	`"isRegistrationRequired":false,"isUsableForSignIn":false}]},
{"@odata.type":"#microsoft.graph.voiceAuthenticationMethodConfiguration","id":"Voice","state":"disabled",` +
	`"isOfficePhoneAllowed":false,"excludeTargets":[],"includeTargets":[{"targetType":"group","id":"all_users"}]},
{"@odata.type":"#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration",` +
	`"id":"MicrosoftAuthenticator","state":"enabled","isSoftwareOathEnabled":true,` +
	`"includeTargets":[{"targetType":"group","id":"all_users","authenticationMode":"any"}]},
{"@odata.type":"#microsoft.graph.fido2AuthenticationMethodConfiguration","id":"Fido2","state":"enabled",` +
	`"isSelfServiceRegistrationAllowed":true,"includeTargets":[{"targetType":"group","id":"all_users"}]},
{"@odata.type":"#microsoft.graph.softwareOathAuthenticationMethodConfiguration","id":"SoftwareOath",` +
	`"state":"disabled","includeTargets":[{"targetType":"group","id":"all_users"}]},
{"@odata.type":"#microsoft.graph.hardwareOathAuthenticationMethodConfiguration","id":"HardwareOath",` +
	`"state":"disabled","includeTargets":[]},
{"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration","id":"TemporaryAccessPass",` +
	`"state":"enabled","defaultLifetimeInMinutes":60,"includeTargets":[{"targetType":"group","id":"all_users"}]},
{"@odata.type":"#microsoft.graph.x509CertificateAuthenticationMethodConfiguration","id":"X509Certificate",` +
	`"state":"disabled","includeTargets":[]},
{"@odata.type":"#microsoft.graph.emailAuthenticationMethodConfiguration","id":"Email","state":"enabled",` +
	`"includeTargets":[{"targetType":"group","id":"all_users"}]}]}`

func user(id, name string) string {
	return `{"id":"` + id + `","displayName":` + quoted(name) + `,"userPrincipalName":"` + id +
		`@northgate.example","accountEnabled":true,"userType":"Member"}`
}

func quoted(s string) string { b, _ := json.Marshal(s); return string(b) }

func registered(id, methods, preferred string) string {
	return `{"id":"` + id + `","userPrincipalName":"` + id +
		`@northgate.example","isAdmin":false,"isMfaCapable":null,"isSsprCapable":false,` +
		`"isSystemPreferredAuthenticationMethodEnabled":false,"methodsRegistered":[` + methods +
		`],"userPreferredMethodForSecondaryAuthentication":"` + preferred + `"}`
}

// world is an organisation with one person in each condition.
func world() *tenanttest.Organisation {
	o := &tenanttest.Organisation{At: noon.Add(-2 * time.Hour), Account: "ada@northgate.example",
		Objects: map[string]json.RawMessage{policyPath: json.RawMessage(policy)}}
	o.Add(tenant.SectionMethods, policy)
	o.Add(tenant.SectionUsers, user("ada", "Ada"), user("dora", "Dora <b>"), user("ewan", "=Ewan"),
		user("farida", "Farida"), user("gone", "Gone"))
	o.Add(tenant.SectionRegistration,
		registered("ada", `"passKeyDeviceBound"`, ""), registered("dora", `"mobilePhone"`, "sms"),
		registered("ewan", `"mobilePhone","microsoftAuthenticatorPush"`, "sms"),
		registered("farida", `"mobilePhone"`, "sms"))
	o.Add(tenant.SectionPerUserMFA, `{"id":"dora","perUserMfaState":"enforced"}`,
		`{"id":"farida","perUserMfaState":"enforced"}`)
	o.Add(tenant.SectionDefaults, `{"id":"d","isEnabled":false}`)
	o.Add(tenant.SectionRoles, `{"id":"r1","principalId":"ada","handrailKind":"user",`+
		`"roleDefinitionId":"62e90394-69f5-4237-9190-012177145e10",`+
		`"handrailTemplate":"62e90394-69f5-4237-9190-012177145e10","handrailRole":"Global Administrator",`+
		`"directoryScopeId":"/"}`)
	o.Add(tenant.MembersSection("g1"), `{"id":"farida","@odata.type":"#microsoft.graph.user"}`)
	o.Add(tenant.SectionAccess, `{"id":"c1","displayName":"Guard","state":"enabled",`+
		`"conditions":{"clientAppTypes":["all"],`+
		`"applications":{"includeUserActions":["urn:user:registersecurityinfo"]},"users":{"includeGroups":["g1"]}},`+
		`"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`)
	return o
}

// unseen is an organisation whose saved data cannot be read.
type unseen struct{ *tenanttest.Organisation }

func (unseen) View(context.Context) (tenant.View, error) {
	return nil, app.Errorf(app.Damaged, "Refresh your organisation.", "What is kept cannot be read.")
}

func testDeps(o *tenanttest.Organisation) (deps, *guidetest.Journal) {
	b := &guidetest.Journal{}
	return deps{Services: services.Services{Tenant: services.Tenant{Connection: o, Writer: o}, Journal: b,
		Observations: &guidetest.Notes{}, Now: func() time.Time { return noon }}}, b
}

func visit(change string) *guide.Visit {
	return &guide.Visit{ID: "v", Guide: ID, Outcomes: map[string]guide.Outcome{},
		Answers: map[string]string{askChange: change, askReset: "1", askOlder: "unknown", askTelephone: "nobody",
			askCompare: "nothing", askWay: "handrail", askDay: "2026-12-08", askKeep: "keep"}}
}

// outcomes reads "people" as a program does.
func outcomes(t *testing.T, doc *report.Document) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, b := range doc.Blocks {
		e, ok := b.(report.Entries)
		if !ok || e.Name != "people" {
			continue
		}
		for _, item := range e.Items {
			var p mfaview.Person
			if err := json.Unmarshal(item.Program(), &p); err != nil {
				t.Fatal(err)
			}
			if p.UPN == "" || len(p.Sees) == 0 || len(p.Reasons) == 0 || p.Day.Text == "" {
				t.Errorf("something is missing in %+v", p)
			}
			all[p.ID] = strings.Join(p.Outcomes, " ")
		}
	}
	return all
}

func TestEachPersonIsNamedWithWhatTheyMeet(t *testing.T) {
	for change, want := range map[string]map[string]string{
		"sms-off": {"ada": "no-change", "dora": "must-register", "ewan": "asked-differently",
			"farida": "locked-out", "gone": "not-in-report"},
		"none": {"ada": "no-change", "dora": "no-change", "ewan": "no-change", "farida": "no-change",
			"gone": "not-in-report"},
		"voice-off": {"ada": "no-change", "dora": "no-change", "ewan": "no-change", "farida": "no-change",
			"gone": "not-in-report"},
		"sms-off,voice-off": {"ada": "no-change", "dora": "must-register", "ewan": "asked-differently",
			"farida": "locked-out", "gone": "not-in-report"},
	} {
		d, _ := testDeps(world())
		doc, err := d.who(context.Background(), visit(change), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := outcomes(t, doc)
		for id, codes := range want {
			if got[id] != codes {
				t.Errorf("%s, %s: %q, want %q", change, id, got[id], codes)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d people, want %d", change, len(got), len(want))
		}
	}
}

// TestTwoPlansAreComparedPersonByPerson: people with the same outcome under both are
// omitted, and the worst outcome comes first.
func TestTwoPlansAreComparedPersonByPerson(t *testing.T) {
	d, _ := testDeps(world())
	v := visit("sms-off")
	v.Answers[askCompare] = "voice-off"
	doc, err := d.who(context.Background(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range doc.Blocks {
		if e, ok := b.(report.Entries); ok && e.Name == "" {
			for _, item := range e.Items {
				got = append(got, item.About+": "+item.State)
			}
		}
	}
	want := []string{
		"farida@northgate.example: Turn off text messages: Locked out until an administrator helps. Turn off phone " +
			"calls: Nothing changes.",
		"dora@northgate.example: Turn off text messages: Must register a new sign-in method. Turn off phone calls: " +
			"Nothing changes.",
		"ewan@northgate.example: Turn off text messages: Uses a different sign-in method. Turn off phone calls: " +
			"Nothing changes.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

func TestUnreadGroupsLeaveAnUnknown(t *testing.T) {
	o := world()
	delete(o.States, tenant.MembersSection("g1"))
	d, _ := testDeps(o)
	doc, err := d.who(context.Background(), visit("sms-off"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := outcomes(t, doc)["farida"]; got != "locked-out unknown" {
		t.Errorf("farida: %s", got)
	}
}

// TestTheChangeIsMadeOnceAndTakenBackExactly walks from plan to undo.
func TestTheChangeIsMadeOnceAndTakenBackExactly(t *testing.T) {
	o := world()
	d, b := testDeps(o)
	v, ctx := visit("sms-off,campaign-start:authenticator"), context.Background()
	plan, err := d.plan(ctx, v)
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Patches) != 0 {
		t.Fatal("something was written before it was confirmed")
	}
	if err := d.apply(ctx, v, plan, nil); err != nil {
		t.Fatal(err)
	}
	if len(o.Patches) != 2 || o.Patches[0].Object != policyPath+"/authenticationMethodConfigurations/Sms" ||
		strings.Contains(o.Patches[0].Body, "includeTargets") ||
		!strings.Contains(o.Patches[0].Body, `"@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration"`) {
		t.Fatalf("sent %+v", o.Patches)
	}
	if doc, err := d.worked(ctx, v, nil); err != nil || doc.Facts()["as-planned"] != "yes" {
		t.Errorf("not as planned: %v", err)
	}
	if n := len(slices.DeleteFunc(slices.Clone(b.All),
		func(e guide.JournalEntry) bool { return e.State != "confirmed" || e.Report == "" })); n != 2 {
		t.Errorf("%d changes stand in the journal with their request id, want 2", n)
	}
	v.Answers[askKeep] = "undo"
	back, err := d.planKeep(ctx, v)
	if err != nil || len(back.Changes) != len(plan.Changes) {
		t.Fatalf("%v, %+v", err, back)
	}
	for i, c := range plan.Changes { // back is the way there, read backwards
		if want := (guide.Change{Setting: c.Setting, Now: c.After, After: c.Now}); back.Changes[i] != want {
			t.Errorf("taking back: %+v, want %+v", back.Changes[i], want)
		}
	}
	unread := d
	unread.Tenant.Connection = unseen{o}
	if again, err := unread.planKeep(ctx, v); err != nil || len(again.Changes) != len(back.Changes) {
		t.Errorf("without the organisation: %v", err)
	}
	if doc, err := unread.worked(ctx, v, nil); err != nil || doc.Facts()["as-planned"] != "yes" {
		t.Errorf("read back without the organisation: %v", err)
	}
	if err := d.applyKeep(ctx, v, back, nil); err != nil {
		t.Fatal(err)
	}
	var was, is any
	_ = json.Unmarshal([]byte(policy), &was)
	_ = json.Unmarshal(o.Objects[policyPath], &is)
	if a, b := quotedJSON(was), quotedJSON(is); a != b {
		t.Errorf("not as before:\n%s\n%s", a, b)
	}
	if _, again, err := d.undone(ctx, v); err != nil || len(again) != 0 {
		t.Errorf("there is still something to take back: %v, %v", again, err)
	}
}

func quotedJSON(v any) string { b, _ := json.Marshal(v); return string(b) }

func TestDriftStopsTheChange(t *testing.T) {
	o := world()
	d, _ := testDeps(o)
	v, ctx := visit("sms-off"), context.Background()
	plan, err := d.plan(ctx, v)
	if err != nil {
		t.Fatal(err)
	}
	o.Objects[policyPath] = json.RawMessage(strings.Replace(policy, `"id":"Voice","state":"disabled"`,
		`"id":"Voice","state":"enabled"`, 1))
	if err := d.apply(ctx, v, plan, nil); app.CodeOf(err) != app.Invalid || len(o.Patches) != 0 {
		t.Errorf("%v, and %d writes", err, len(o.Patches))
	}
}

func TestALostAnswerIsUnknownAndNotSentAgain(t *testing.T) {
	o := world()
	o.Fault = func(string, int) (bool, error) { return true, nil }
	d, b := testDeps(o)
	v, ctx := visit("sms-off,voice-on"), context.Background()
	plan, err := d.plan(ctx, v)
	if err != nil {
		t.Fatal(err)
	}
	err = d.apply(ctx, v, plan, nil)
	var lost *tenant.UnknownOutcome
	if app.CodeOf(err) != app.Unreachable || !errors.As(err, &lost) || len(o.Patches) != 1 {
		t.Errorf("%v, and %d writes", err, len(o.Patches))
	}
	if b.All[len(b.All)-1].State != "unknown" {
		t.Errorf("the journal ends with %+v", b.All[len(b.All)-1])
	}
}

// TestReadingBackDecides: a request without an answer counts as made once it is seen,
// and as failed only when Microsoft has had time.
func TestReadingBackDecides(t *testing.T) {
	for _, c := range []struct {
		made  bool
		after time.Duration
		state string
	}{{true, 0, "confirmed"}, {false, time.Minute, "unknown"}, {false, time.Hour, "failed"},
		{true, time.Hour, "confirmed"}} {
		o := world()
		o.Fault = func(string, int) (bool, error) { return true, nil }
		d, b := testDeps(o)
		v, ctx := visit("sms-off"), context.Background()
		plan, err := d.plan(ctx, v)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.apply(ctx, v, plan, nil); app.CodeOf(err) != app.Unreachable {
			t.Fatal(err)
		}
		if !c.made {
			o.Objects[policyPath] = json.RawMessage(policy)
		}
		d.Now = func() time.Time { return noon.Add(c.after) }
		for range 2 {
			if _, err := d.worked(ctx, v, nil); err != nil {
				t.Fatal(err)
			}
		}
		if last := b.All[len(b.All)-1]; last.State != c.state || len(o.Patches) != 1 {
			t.Errorf("made %v, after %v: %s, and %d writes", c.made, c.after, last.State, len(o.Patches))
		}
		if _, writes, err := d.undone(ctx, v); err != nil || (len(writes) == 0) != (c.state == "failed") {
			t.Errorf("made %v, after %v: %d to undo, %v", c.made, c.after, len(writes), err)
		}
	}
}

// TestALaterChangeLeavesAnEarlierOneOpen: what is there now says nothing of a request
// that another one replaced.
func TestALaterChangeLeavesAnEarlierOneOpen(t *testing.T) {
	o := world()
	d, b := testDeps(o)
	v, ctx := visit("sms-off"), context.Background()
	send := func(state string, from, to string) {
		w := write("", configurations+"Sms", object{"state": raw(to)}, object{"state": raw(from)})
		b.All = append(b.All, guide.JournalEntry{At: noon.Add(-time.Hour), Visit: v.ID, Guide: ID, Step: change.Exact,
			What: "change " + w.Object, Old: string(w.Undo), New: string(w.Body), State: state})
	}
	send("unknown", "enabled", "disabled")
	send("confirmed", "disabled", "enabled")
	n := len(b.All)
	if _, err := d.worked(ctx, v, nil); err != nil || len(b.All) != n {
		t.Errorf("%v: %+v", err, b.All[n:])
	}
	if _, writes, err := d.undone(ctx, v); err != nil || len(writes) != 2 {
		t.Errorf("%d to undo, %v", len(writes), err)
	}
}

func TestGroupsThatWereNeverReadHoldTheRollOut(t *testing.T) {
	o := world()
	o.Out = true
	d, _ := testDeps(o)
	v := visit("sms-off")
	v.Answers[askFor], v.Answers[askWaves] = inWaves, "Staff"
	doc, err := d.today(context.Background(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	if f := doc.Findings(); len(f) != 1 || f[0].Code != "not-read" || d.gateToday(v, doc) == nil {
		t.Errorf("%+v", f)
	}
}

func TestWhatWasNeverReadIsNotZero(t *testing.T) {
	o := world()
	o.Out = true
	delete(o.States, tenant.SectionRegistration)
	delete(o.States, tenant.SectionMethods)
	d, _ := testDeps(o)
	doc, err := d.today(context.Background(), visit("none"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range doc.Blocks {
		if table, ok := b.(report.Table); ok {
			for _, row := range table.Rows {
				if row[1] != "Not known" || row[2] != "Not known" {
					t.Errorf("%v", row)
				}
			}
		}
	}
	if doc, err = d.who(context.Background(), visit("sms-off"), nil); err != nil {
		t.Fatal(err)
	}
	var said string
	for _, b := range doc.Blocks {
		if banner, ok := b.(report.Banner); ok {
			said += banner.Lead + " " + banner.Text + "\n"
		}
	}
	if strings.Contains(strings.ToLower(said), "no one") ||
		!strings.Contains(said, "It is not known who needs to do something.") ||
		!strings.Contains(said, "It is not known who depends only on them.") {
		t.Error(said)
	}
}

func TestARefusalChangesNothing(t *testing.T) {
	o := world()
	d, _ := testDeps(o)
	v, ctx := visit("sms-off"), context.Background()
	plan, _ := d.plan(ctx, v)
	o.Denied = true
	if err := d.apply(ctx, v, plan, nil); app.CodeOf(err) != app.Denied || len(o.Patches) != 0 {
		t.Errorf("%v, and %d writes", err, len(o.Patches))
	}
}

func TestTheLastAdministratorsAreNotLockedOut(t *testing.T) {
	o := world()
	o.Account = "ewan@northgate.example" // who stays
	o.Rows[tenant.SectionRegistration][0].Body = json.RawMessage(registered("ada", `"mobilePhone"`, "sms"))
	o.Rows[tenant.MembersSection("g1")] = append(o.Rows[tenant.MembersSection("g1")],
		tenant.Row{ID: "ada", Body: json.RawMessage(`{"id":"ada"}`)})
	d, _ := testDeps(o)
	v, ctx := visit("sms-off"), context.Background()
	doc, err := d.who(ctx, v, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d.gateWho(v, doc) == nil {
		t.Error("the walk goes on")
	}
	plan, _ := d.plan(ctx, v)
	if err := d.apply(ctx, v, plan, nil); app.CodeOf(err) != app.Denied || len(o.Patches) != 0 {
		t.Errorf("%v, and %d writes", err, len(o.Patches))
	}
}

// TestTheSignedInAdministratorIsNotLockedOut: neither by the change, though another
// Global Administrator stays, nor by undoing one that turned on all they have.
func TestTheSignedInAdministratorIsNotLockedOut(t *testing.T) {
	ctx := context.Background()
	self := func(methods string) *tenanttest.Organisation {
		o := world()
		o.Account = "DORA@northgate.example"
		o.Rows[tenant.SectionRegistration][1].Body = json.RawMessage(registered("dora", methods, ""))
		o.Rows[tenant.MembersSection("g1")] = append(o.Rows[tenant.MembersSection("g1")],
			tenant.Row{ID: "dora", Body: json.RawMessage(`{"id":"dora"}`)})
		return o
	}
	o := self(`"mobilePhone"`)
	d, _ := testDeps(o)
	v := visit("sms-off")
	doc, err := d.who(ctx, v, nil)
	if err != nil {
		t.Fatal(err)
	}
	if message, _ := app.UserMessage(d.gateWho(v, doc)); !strings.Contains(message, "lock yourself out") {
		t.Errorf("the gate says %q", message)
	}
	plan, _ := d.plan(ctx, v)
	if err := d.apply(ctx, v, plan, nil); app.CodeOf(err) != app.Denied || len(o.Patches) != 0 {
		t.Errorf("%v, and %d writes", err, len(o.Patches))
	}
	o = self(`"mobilePhone"`) // at Microsoft, calls are all that is left of phones; the saved data is older
	o.Objects[policyPath] = json.RawMessage(strings.NewReplacer(`"id":"Sms","state":"enabled"`,
		`"id":"Sms","state":"disabled"`, `"id":"Voice","state":"disabled"`, `"id":"Voice","state":"enabled"`).Replace(policy))
	d, _ = testDeps(o)
	v = visit("voice-off")
	plan, _ = d.plan(ctx, v)
	if err := d.apply(ctx, v, plan, nil); app.CodeOf(err) != app.Denied || len(o.Patches) != 0 {
		t.Errorf("by older data: %v, and %d writes", err, len(o.Patches))
	}
	o = self(`"softwareOneTimePasscode"`)
	d, _ = testDeps(o)
	v = visit("softwareoath-on")
	if plan, err = d.plan(ctx, v); err == nil {
		err = d.apply(ctx, v, plan, nil)
	}
	if err != nil || len(o.Patches) != 1 {
		t.Fatalf("%v, and %d writes", err, len(o.Patches))
	}
	v.Answers[askKeep] = "undo"
	plan, err = d.planKeep(ctx, v)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.applyKeep(ctx, v, plan, nil); app.CodeOf(err) != app.Denied || len(o.Patches) != 1 {
		t.Errorf("undone: %v, and %d writes", err, len(o.Patches))
	}
}

// TestADraftGoesToOnePerson: whatever the address is, no other one can be in its place.
func TestADraftGoesToOnePerson(t *testing.T) {
	for address, want := range map[string]string{
		"dora@vestry.example": "dora@vestry.example", "dora bell@vestry.example": "dora bell@vestry.example",
		"dora@a.example>, <eve@evil.example": "dora@a.example>, <eve@evil.example", "dora@a.example, eve": "",
		"dora@a.example\r\nCc: eve@evil.example": "",
	} {
		draft, err := eml(recipient{name: "Dora", mail: address, language: "en", outcome: mfa.MustRegister}, texts{})
		if err != nil {
			t.Fatal(err)
		}
		m, err := mail.ReadMessage(bytes.NewReader(draft))
		if err != nil || m.Header.Get("Cc") != "" {
			t.Fatalf("%q: %v, %v", address, err, m)
		}
		to, err := m.Header.AddressList("To")
		if want == "" && err == nil || want != "" && (err != nil || len(to) != 1 || to[0].Address != want) {
			t.Errorf("%q: the draft goes to %v, %v", address, to, err)
		}
	}
}

// TestTextsAreInert: the name of a person never becomes a formula, a header
// or markup.
func TestTextsAreInert(t *testing.T) {
	o := world()
	o.Rows[tenant.SectionUsers][1].Body = json.RawMessage(user("dora", "Dora\r\nBcc: x@evil.example <b>"))
	d, _ := testDeps(o)
	v := visit("sms-off")
	v.Answers[askAdd] = "Ask Ada <b>at the door.\nBcc: y@evil.example"
	h, err := d.prepare(context.Background(), v)
	if err != nil {
		t.Fatal(err)
	}
	drafts := 0
	for _, f := range h.Bundles[0].Files {
		data, err := f.Content()
		if err != nil || !bytes.Contains(data, []byte("Ask Ada")) {
			t.Errorf("%s lacks the person's own words", f.Path)
		}
		switch {
		case f.Path == "people.csv" && bytes.Contains(data, []byte("\n=Ewan")):
			t.Error("a name in the table is a formula")
		case strings.HasSuffix(f.Path, ".eml"):
			drafts++
			m, err := mail.ReadMessage(bytes.NewReader(data))
			if err != nil || m.Header.Get("Bcc") != "" || m.Header.Get("To") == "" {
				t.Errorf("%s: %v, %v", f.Path, err, m)
			}
			_, params, _ := mime.ParseMediaType(m.Header.Get("Content-Type"))
			parts := multipart.NewReader(m.Body, params["boundary"])
			for part, err := parts.NextPart(); err == nil; part, err = parts.NextPart() {
				text, _ := io.ReadAll(part)
				if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") &&
					bytes.Contains(text, []byte("<b>")) {
					t.Errorf("%s holds markup of a name: %s", f.Path, text)
				}
				if len(text) < 50 {
					t.Errorf("%s has a part of %d bytes", f.Path, len(text))
				}
			}
		}
	}
	if drafts != 3 {
		t.Errorf("%d drafts, want 3: Dora, Ewan, Farida", drafts)
	}
}

// TestTheScriptHoldsNothingThatCouldBeRun: a hostile value stays inside its literal,
// as data of the request.
func TestTheScriptHoldsNothingThatCouldBeRun(t *testing.T) {
	d, _ := testDeps(world())
	v := visit(`sms-only:';Remove-Item-$(calc)`)
	v.Answers[askWay] = "hand"
	h, err := d.byHand(context.Background(), v)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, f := range h.Bundles[0].Files {
		for _, line := range strings.Split(string(f.Data), "\r\n") {
			if !strings.Contains(line, "Remove-Item") {
				continue
			}
			body, ok := powershell.Unquote(strings.TrimSuffix(strings.TrimSpace(line), ","))
			if !ok || !json.Valid([]byte(body)) || !strings.Contains(body, `';Remove-Item-$(calc)`) {
				t.Errorf("%s has the line %s", f.Path, line)
			}
			found = true
		}
	}
	if !found {
		t.Error("no file holds the value")
	}
}

func TestThePreviewIsComparedWithWhatHappened(t *testing.T) {
	o := world()
	d, _ := testDeps(o)
	v, ctx := visit("sms-off"), context.Background()
	if _, err := d.who(ctx, v, nil); err != nil {
		t.Fatal(err)
	}
	for i, r := range o.Rows[tenant.SectionRegistration] {
		if r.ID == "dora" {
			o.Rows[tenant.SectionRegistration][i].Body = json.RawMessage(registered("dora",
				`"mobilePhone","passKeyDeviceBound"`, ""))
		}
	}
	doc, err := d.watch(ctx, v, nil)
	if err != nil {
		t.Fatal(err)
	}
	if f := doc.Facts(); f["foreseen"] != "2" || f["registered-since"] != "1" {
		t.Errorf("%v", f)
	}
}

// TestADayIsWrittenAsPeopleWriteIt: in the language of the email.
func TestADayIsWrittenAsPeopleWriteIt(t *testing.T) {
	for _, c := range [][3]string{
		{"en", "2026-12-08", "8 December 2026"},
		{"de", "2027-03-01", "1. März 2027"},
		{"fr", "2027-02-01", "1er février 2027"},
		{"fr", "2026-08-14", "14 août 2026"},
		{"en", "soon", "soon"},
	} {
		if got := letter.Day(c[0], c[1]); got != c[2] {
			t.Errorf("%s in %s: %q, want %q", c[1], c[0], got, c[2])
		}
	}
}
