package graph

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/tenant"
)

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
		{tenant.SectionDevices, "/v1.0/devices",
			reply{status: 403, body: `{"error":{"code":"Authorization_RequestDenied",` +
				`"message":"Insufficient privileges to complete the operation."}}`}, tenant.NeedsConsent,
			"Device.Read.All"},
		{tenant.SectionSignIns, "/v1.0/auditLogs/signIns", notPremium, tenant.NeedsLicence, "Entra ID P1"},
		{tenant.SectionAccess, "/v1.0/identity/conditionalAccess/policies", reply{
			status: 200, header: map[string]string{"Content-Type": "text/html"},
			body: "<html>Sign in to the guest network",
		}, "", "instead of Microsoft"},
		{tenant.SectionLocations, "/v1.0/identity/conditionalAccess/namedLocations", reply{status: 407}, "",
			"instead of Microsoft"},
		{tenant.SectionStrengths, "/v1.0/nowhere", reply{}, "", "has no data for"},
		{tenant.SectionDefaults, "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy",
			reply{status: 401, body: `{"error":{"code":"InvalidAuthenticationToken"}}`}, "", "sign-in has ended"},
		{tenant.SectionLicences, "/v1.0/subscribedSkus", ok(`not JSON at all`), "",
			"not what its documentation describes"},
	}
	for _, c := range cases {
		s := serve(t, map[string][]reply{c.path: {c.reply}})
		g, _ := client(t, s)
		_, _, err := fetched(g, c.section, "")
		message, hint := app.UserMessage(err)
		var e *tenant.SectionError
		if errors.As(err, &e) {
			message, hint = e.Message, e.Hint
		}
		if (e != nil) != (c.state != "") || e != nil && e.State != c.state ||
			!strings.Contains(message+" "+hint, c.says) || hint == "" {
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
	g, err := NewLocal(s.URL, Options{Sleep: z.sleep, Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, _, err := fetched(g, tenant.SectionAccess, ""); err != nil {
			t.Fatal(err)
		}
	}
	// Each asks v1.0 and the beta; both share the limit.
	if len(z.all) != 5 || z.all[0] != time.Second || z.all[4] != 5*time.Second {
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
	if a.FromReport() || len(a.Methods) != 2 || a.Methods[0] != "mobilePhone" || a.Methods[1] != "tomorrow" ||
		!a.MFARegistered.Yes || a.MFACapable.Known {
		t.Errorf("%+v", a)
	}
	if b.FromReport() || !b.MFARegistered.No() {
		t.Errorf("%+v", b)
	}
}
