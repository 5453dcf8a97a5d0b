package graph

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"handrail/app/tenant"
)

const auditLog = "/v1.0/auditLogs/directoryAudits"

const auditRow = `{"id":"a","activityDisplayName":"Update user","activityDateTime":"2026-11-20T09:00:00Z",
	"result":"success",
	"initiatedBy":{"app":null,"user":{"id":"u","userPrincipalName":"m@x","ipAddress":"198.51.100.23"}},
	"targetResources":[{"id":"t","type":"User","modifiedProperties":[{"displayName":"StrongAuthenticationUserDetails",
	"oldValue":"[]","newValue":"+44 7700900123"},
	{"displayName":"AccountEnabled","oldValue":"[true]","newValue":"[false]"}]}],
	"additionalDetails":[{"key":"ipaddr","value":"192.0.2.1"},{"key":"User-Agent","value":"Mozilla/5.0"}]}`

// TestTheAuditLog: the newest 30 days, newest first, without network addresses and telephone numbers.
func TestTheAuditLog(t *testing.T) {
	s := serve(t, map[string][]reply{auditLog: {ok(`{"value":[` + auditRow + `,{"id":"odd","targetResources":7}]}`)}})
	g, _ := client(t, s)
	rows, pages, err := fetched(g, tenant.SectionAudit, "")
	if err != nil || len(rows) != 2 || len(pages[0].Notes) != 0 {
		t.Fatalf("%d rows, %v, %q", len(rows), err, s.seen)
	}
	asked, err := url.QueryUnescape(s.seen[0])
	if err != nil || !strings.Contains(asked, "activityDateTime ge 2026-10-23T09:00:00Z") ||
		!strings.Contains(asked, "$orderby=activityDateTime desc") || !strings.Contains(asked, "$top=500") {
		t.Errorf("asked %s", asked)
	}
	text := string(rows[0].Body)
	for _, secret := range []string{"198.51.100.23", "7700900123", "192.0.2.1"} {
		if strings.Contains(text, secret) {
			t.Errorf("saved: %s", text)
		}
	}
	for _, needed := range []string{"[false]", "StrongAuthenticationUserDetails", "Mozilla", `"m@x"`} {
		if !strings.Contains(text, needed) {
			t.Errorf("lost %s: %s", needed, text)
		}
	}
	if rows[1].ID != "odd" || !strings.Contains(string(rows[1].Body), `"odd"`) {
		t.Errorf("an entry in another form: %s", rows[1].Body)
	}
}

// TestALongAuditLogEnds: an organisation with very many entries is read to a limit, and the cut is noted.
func TestALongAuditLogEnds(t *testing.T) {
	replies := map[string][]reply{}
	for i := range 30 {
		key := auditLog
		if i > 0 {
			key += fmt.Sprint("#", i)
		}
		replies[key] = []reply{ok(fmt.Sprintf(`{"value":[{"id":"e%d"}],"@odata.nextLink":"BASE%s?$skiptoken=%d"}`, i,
			auditLog, i+1))}
	}
	s := serve(t, replies)
	g, _ := client(t, s)
	rows, pages, err := fetched(g, tenant.SectionAudit, "")
	last := pages[len(pages)-1]
	if err != nil || len(rows) != mostAuditPages || len(s.seen) != mostAuditPages || last.Next != "" ||
		len(last.Notes) != 1 || last.Notes[0] != tenant.NoteAuditCut {
		t.Errorf("%d rows, %d requests, %v, %+v", len(rows), len(s.seen), err, last)
	}
}

// TestARefusedAuditLog: each refusal is told as what it is, and never as an empty log.
func TestARefusedAuditLog(t *testing.T) {
	for name, c := range map[string]struct {
		reply reply
		state tenant.State
	}{
		"refused": {reply{status: 403, body: `{"error":{"code":"Authorization_RequestDenied","message":"No."}}`},
			tenant.NeedsConsent},
		"no licence": {reply{status: 403, body: `{"error":{"code":"Authentication_RequestFromNonPremiumTenantOrB2CTenant",
			"message":"Neither tenant is B2C or tenant doesn't have premium license"}}`}, tenant.NeedsLicence},
		"gone":  {reply{status: 404, body: `{"error":{"code":"ResourceNotFound","message":"No."}}`}, ""},
		"bare":  {ok(`{}`), ""},
		"cut":   {reply{status: 200, body: `{"value":[` + auditRow, cut: true}, ""},
		"error": {ok(`{"error":{"code":"x","message":"y"}}`), ""},
	} {
		s := serve(t, map[string][]reply{auditLog: {c.reply}})
		g, _ := client(t, s)
		rows, _, err := fetched(g, tenant.SectionAudit, "")
		if err == nil || len(rows) > 0 {
			t.Errorf("%s: %d rows and no error", name, len(rows))
			continue
		}
		var section *tenant.SectionError
		if c.state != "" && (!errors.As(err, &section) || section.State != c.state) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
