package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/tenant"
)

const usersPath = "/v1.0/users"

func TestRetryAfterInEachForm(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	cases := []struct {
		text string
		want time.Duration
	}{
		{"1", time.Second}, {"30", 30 * time.Second}, {"120", 2 * time.Minute}, {"1.9", 1900 * time.Millisecond},
		{now.Add(90 * time.Second).Format(http.TimeFormat), 90 * time.Second},
		{now.Add(-time.Hour).Format(http.TimeFormat), firstWait}, {"", firstWait}, {"soon", firstWait}, {"-5", firstWait}, {"0", firstWait}, {"NaN", firstWait},
	}
	for _, c := range cases {
		s := serve(t, map[string][]reply{usersPath: {
			{status: 429, header: map[string]string{"Retry-After": c.text, "Date": now.Format(http.TimeFormat)}, body: `{"error":{"code":"TooManyRequests"}}`},
			ok(`{"value":[{"id":"a"}]}`)}})
		g, z := client(t, s)
		var notes []string
		ctx := tenant.WithNote(context.Background(), func(n string) { notes = append(notes, n) })
		rows := 0
		err := g.Fetch(ctx, tenant.SectionUsers, "", func(p tenant.Page) error { rows += len(p.Rows); return nil })
		if err != nil || rows != 1 || len(z.all) != 1 || z.all[0] != c.want {
			t.Errorf("Retry-After %q: waited %v, %d rows, %v; want %v", c.text, z.all, rows, err, c.want)
		}
		if len(notes) != 1 || !strings.HasPrefix(notes[0], "Microsoft asked Handrail to wait ") {
			t.Errorf("Retry-After %q: told %q", c.text, notes)
		}
	}
}

func TestNeverMoreThanFourInARow(t *testing.T) {
	s := serve(t, map[string][]reply{usersPath: {{status: 429, body: `{}`}}})
	g, z := client(t, s)
	_, _, err := fetched(g, tenant.SectionUsers, "")
	if s.calls("/users") != tries || len(z.all) != tries-1 {
		t.Errorf("%d requests, waits %v", s.calls("/users"), z.all)
	}
	if message, hint := app.Say(err); !strings.Contains(message, "asked Handrail to wait") || !strings.Contains(hint, "continues") {
		t.Errorf("said %q %q", message, hint)
	}
}

func TestALongWaitPauses(t *testing.T) {
	s := serve(t, map[string][]reply{usersPath: {{status: 429, header: map[string]string{"Retry-After": "3600"}, body: `{}`}}})
	g, z := client(t, s)
	_, _, err := fetched(g, tenant.SectionUsers, "")
	if len(z.all) != 0 || s.calls("/users") != 1 {
		t.Errorf("waited %v, %d requests", z.all, s.calls("/users"))
	}
	if message, _ := app.Say(err); !strings.Contains(message, "60 min") {
		t.Errorf("said %q", message)
	}
}

func TestReadsAreRepeated(t *testing.T) {
	for name, first := range map[string]reply{
		"502": {status: 502}, "503": {status: 503}, "504": {status: 504}, "cut": {status: 200, body: `{"value":[`, cut: true},
	} {
		s := serve(t, map[string][]reply{usersPath: {first, ok(`{"value":[{"id":"a"},{"id":"b"}]}`)}})
		g, _ := client(t, s)
		rows, _, err := fetched(g, tenant.SectionUsers, "")
		if err != nil || len(rows) != 2 || s.calls("/users") != 2 {
			t.Errorf("%s: %d rows, %d requests, %v", name, len(rows), s.calls("/users"), err)
		}
	}
}

func TestPagesAndTheirFaults(t *testing.T) {
	page := func(id, next string) reply {
		return ok(`{"@odata.nextLink":"` + next + `","value":[{"id":"` + id + `"}]}`)
	}
	const to = "BASE/v1.0/users?$skiptoken="
	cases := []struct {
		name    string
		replies map[string][]reply
		rows    int
		state   tenant.State // of the SectionError; "" is none
		says    string
	}{
		{"three pages", map[string][]reply{
			usersPath: {page("a", to+"2")}, usersPath + "#2": {page("b", to+"3")},
			usersPath + "#3": {ok(`{"value":[{"id":"c"}]}`)},
		}, 3, "", ""},
		{"a loop", map[string][]reply{usersPath: {page("a", to+"2")}, usersPath + "#2": {page("b", to+"2")}}, 1, tenant.Incomplete, "1 pages"},
		{"another host", map[string][]reply{usersPath: {page("a", "http://192.0.2.9/v1.0/users?$skiptoken=2")}}, 0, tenant.Incomplete, "192.0.2.9"},
		{"another port", map[string][]reply{usersPath: {page("a", "BASE0/v1.0/users?$skiptoken=2")}}, 0, tenant.Incomplete, "Handrail did not contact it"},
		{"broken off", map[string][]reply{usersPath: {page("a", to+"2")}, usersPath + "#2": {{status: 500, body: `{}`}}}, 1, tenant.Incomplete, "read 1 pages"},
		{"null value", map[string][]reply{usersPath: {ok(`{"value":null}`)}}, 0, "", ""},
		{"a null in the list", map[string][]reply{usersPath: {ok(`{"value":[null,{"id":"a"}]}`)}}, 1, "", ""},
		{"a count that is no number", map[string][]reply{usersPath: {ok(`{"@odata.count":"many","value":[{"id":"a"}]}`)}}, 1, "", ""},
	}
	for _, c := range cases {
		s := serve(t, c.replies)
		g, _ := client(t, s)
		rows, _, err := fetched(g, tenant.SectionUsers, "")
		var e *tenant.SectionError
		errors.As(err, &e)
		switch {
		case c.state == "" && (err != nil || len(rows) != c.rows):
			t.Errorf("%s: %d rows, %v", c.name, len(rows), err)
		case c.state != "" && (e == nil || e.State != c.state || !strings.Contains(e.Message, c.says) || len(rows) != c.rows):
			t.Errorf("%s: %d rows, %+v (%v)", c.name, len(rows), e, err)
		}
	}
}

func TestNoTokenLeavesTheCloud(t *testing.T) {
	stranger := serve(t, map[string][]reply{usersPath: {ok(`{"value":[]}`)}})
	s := serve(t, map[string][]reply{
		usersPath:                 {ok(`{"@odata.nextLink":"` + stranger.URL + `/v1.0/users","value":[{"id":"a"}]}`)},
		"/v1.0/organization":      {{status: 302, header: map[string]string{"Location": stranger.URL + "/v1.0/organization"}}},
		"/v1.0/subscribedSkus":    {{status: 307, header: map[string]string{"Location": stranger.URL + "/"}}},
		"/v1.0/directory/unknown": {ok(`{}`)},
	})
	g, _ := client(t, s)
	for _, section := range []string{tenant.SectionUsers, tenant.SectionOrganisation, tenant.SectionLicences} {
		if _, _, err := fetched(g, section, ""); err == nil {
			t.Errorf("%s: no error", section)
		}
	}
	if len(stranger.seen) > 0 {
		t.Errorf("the stranger saw %v", stranger.seen)
	}
	for _, h := range s.headers {
		if h.Get("Authorization") == "" || h.Get("client-request-id") == "" {
			t.Errorf("a request without token or name: %v", h)
		}
	}
}

func TestGoingOnWhereItStopped(t *testing.T) {
	s := serve(t, map[string][]reply{usersPath + "#2": {ok(`{"value":[{"id":"b"}]}`)}})
	g, _ := client(t, s)
	rows, _, err := fetched(g, tenant.SectionUsers, "v1.0/users?$skiptoken=2")
	if err != nil || len(rows) != 1 || rows[0].ID != "b" || len(s.seen) != 1 {
		t.Errorf("%v %v %v", rows, s.seen, err)
	}
	// A place that has expired: everything is read again, once.
	s = serve(t, map[string][]reply{
		usersPath:        {ok(`{"value":[{"id":"a"}]}`)},
		usersPath + "#2": {{status: 400, body: `{"error":{"code":"Directory_ExpiredPageToken"}}`}},
	})
	g, _ = client(t, s)
	rows, _, err = fetched(g, tenant.SectionUsers, "v1.0/users?$skiptoken=2")
	if err != nil || len(rows) != 1 || rows[0].ID != "a" {
		t.Errorf("%v %v %v", rows, s.seen, err)
	}
}

// notPremium is how Graph refuses an organisation without Entra ID P1.
var notPremium = reply{status: 403, body: `{"error":{"code":"Authentication_RequestFromNonPremiumTenantOrB2CTenant",` +
	`"message":"Neither tenant is B2C or tenant doesn't have premium license"}}`}

func TestWhatIsMissingIsSaid(t *testing.T) {
	cases := []struct {
		section string
		path    string
		reply   reply
		state   tenant.State
		says    string
	}{
		{tenant.SectionDevices, "/v1.0/devices", reply{status: 403, body: `{"error":{"code":"Authorization_RequestDenied",` +
			`"message":"Insufficient privileges to complete the operation."}}`}, tenant.NeedsConsent, "Device.Read.All"},
		{tenant.SectionSignIns, "/v1.0/auditLogs/signIns", notPremium, tenant.NeedsLicence, "Entra ID P1"},
		{tenant.SectionAccess, "/v1.0/identity/conditionalAccess/policies", reply{
			status: 200, header: map[string]string{"Content-Type": "text/html"}, body: "<html>Sign in to the guest network",
		}, "", "instead of Microsoft"},
		{tenant.SectionLocations, "/v1.0/identity/conditionalAccess/namedLocations", reply{status: 407}, "", "instead of Microsoft"},
		{tenant.SectionStrengths, "/v1.0/nowhere", reply{}, "", "has no data for"},
		{tenant.SectionDefaults, "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy",
			reply{status: 401, body: `{"error":{"code":"InvalidAuthenticationToken"}}`}, "", "sign-in has ended"},
		{tenant.SectionLicences, "/v1.0/subscribedSkus", ok(`not JSON at all`), "", "not what its documentation describes"},
	}
	for _, c := range cases {
		s := serve(t, map[string][]reply{c.path: {c.reply}})
		g, _ := client(t, s)
		_, _, err := fetched(g, c.section, "")
		message, hint := app.Say(err)
		var e *tenant.SectionError
		if errors.As(err, &e) {
			message, hint = e.Message, e.Hint
		}
		if (e != nil) != (c.state != "") || e != nil && e.State != c.state || !strings.Contains(message+" "+hint, c.says) || hint == "" {
			t.Errorf("%s: %+v said %q %q (%v)", c.section, e, message, hint, err)
		}
	}
}

func TestABatchPartByPart(t *testing.T) {
	s := serve(t, map[string][]reply{
		"/v1.0/domains": {ok(`{"value":[{"id":"a.example"},{"id":"b.example"},{"id":"c.example"}]}`)},
		"/v1.0/$batch": {
			ok(`{"responses":[{"id":"2","status":200,"body":{"value":[{"id":"x","recordType":"Mx"}]}},
				{"id":"0","status":429,"headers":{"Retry-After":"7"},"body":{"error":{"code":"TooManyRequests"}}},
				{"id":"1","status":404,"body":{"error":{"code":"NotFound"}}}]}`),
			ok(`{"responses":[{"id":"0","status":200,"body":{"value":[]}}]}`)},
	})
	g, z := client(t, s)
	rows, _, err := fetched(g, tenant.SectionDomains, "")
	if err != nil || len(rows) != 3 || s.calls("$batch") != 2 || len(z.all) != 1 || z.all[0] != 7*time.Second {
		t.Fatalf("%d rows, waits %v, %v, %v", len(rows), z.all, s.seen, err)
	}
	var d [3]tenant.Domain
	for i := range d {
		if err := json.Unmarshal(rows[i].Body, &d[i]); err != nil {
			t.Fatal(err)
		}
	}
	if d[0].Records == nil || len(d[0].Records) != 0 || d[1].Records != nil || len(d[2].Records) != 1 {
		t.Errorf("records: %v, %v, %v", d[0].Records, d[1].Records, d[2].Records)
	}
	if strings.Contains(s.bodies[2], `"id":"1"`) || !strings.Contains(s.bodies[2], `"id":"0"`) {
		t.Errorf("asked again for %s", s.bodies[2])
	}
	for i, h := range s.headers {
		if h.Get("Content-Encoding") != "" {
			t.Errorf("request %d is compressed", i)
		}
	}
}

func TestWithoutBatchEachIsAskedAlone(t *testing.T) {
	s := serve(t, map[string][]reply{
		"/v1.0/domains": {ok(`{"value":[{"id":"a.example"}]}`)},
		"/v1.0/domains/a.example/serviceConfigurationRecords": {ok(`{"value":[{"id":"x"}]}`)},
	})
	g, _ := client(t, s)
	rows, _, err := fetched(g, tenant.SectionDomains, "")
	if err != nil || len(rows) != 1 || !strings.Contains(string(rows[0].Body), "handrailRecords") {
		t.Errorf("%s %v", rows, err)
	}
}

func TestConditionalAccessIsPaced(t *testing.T) {
	s := serve(t, map[string][]reply{"/v1.0/identity/conditionalAccess/policies": {ok(`{"value":[]}`)}})
	z := &slept{}
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	g, err := NewLocal(s.URL, Options{sleep: z.sleep, Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, _, err := fetched(g, tenant.SectionAccess, ""); err != nil {
			t.Fatal(err)
		}
	}
	if len(z.all) != 2 || z.all[0] != time.Second || z.all[1] != 2*time.Second {
		t.Errorf("waited %v", z.all)
	}
	if p := s.headers[0].Get("Prefer"); p != "include-unknown-enum-members" {
		t.Errorf("Prefer: %q", p)
	}
}

func TestWithoutP1EachPersonIsRead(t *testing.T) {
	s := serve(t, map[string][]reply{
		"/v1.0/reports/authenticationMethods/userRegistrationDetails": {notPremium},
		usersPath: {ok(`{"value":[{"id":"a","userPrincipalName":"a@x"},{"id":"b","userPrincipalName":"b@x"}]}`)},
		"/v1.0/$batch": {ok(`{"responses":[{"id":"0","status":200,"body":{"value":[` +
			`{"@odata.type":"#microsoft.graph.phoneAuthenticationMethod","id":"1","phoneType":"mobile"},` +
			`{"@odata.type":"#microsoft.graph.passwordAuthenticationMethod","id":"2"},` +
			`{"@odata.type":"#microsoft.graph.tomorrowAuthenticationMethod","id":"3"}]}},` +
			`{"id":"1","status":200,"body":{"value":[]}}]}`)},
	})
	g, _ := client(t, s)
	rows, pages, err := fetched(g, tenant.SectionRegistration, "")
	if err != nil || len(rows) != 2 || len(pages[0].Notes) != 1 {
		t.Fatalf("%v %v", rows, err)
	}
	var a, b tenant.Registration
	if err := errors.Join(json.Unmarshal(rows[0].Body, &a), json.Unmarshal(rows[1].Body, &b)); err != nil {
		t.Fatal(err)
	}
	if a.FromReport() || len(a.Methods) != 2 || a.Methods[0] != "mobilePhone" || a.Methods[1] != "tomorrow" || !a.MFARegistered.Yes || a.MFACapable.Known {
		t.Errorf("%+v", a)
	}
	if b.FromReport() || !b.MFARegistered.No() {
		t.Errorf("%+v", b)
	}
}

func TestAStopIsNoticedWhileWaiting(t *testing.T) {
	s := serve(t, map[string][]reply{usersPath: {{status: 429, header: map[string]string{"Retry-After": "300"}, body: `{}`}}})
	g, err := NewLocal(s.URL, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ctx = tenant.WithNote(ctx, func(string) { cancel() })
	if err := g.Fetch(ctx, tenant.SectionUsers, "", func(tenant.Page) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestOnlyThisComputerStandsInForGraph(t *testing.T) {
	for _, address := range []string{
		"https://graph.example", "http://192.0.2.1", "ftp://127.0.0.1", "http://127.0.0.1.example/v1.0",
		"http://127.0.0.1:/v1.0", "",
	} {
		if _, err := NewLocal(address, Options{}); err == nil {
			t.Errorf("%q was taken", address)
		}
	}
}
