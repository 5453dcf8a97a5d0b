package connectors

import (
	"strings"
	"testing"

	"handrail/app/report"
)

// The repair has its order; look, change and undo are blocks of their own.
func TestFix(t *testing.T) {
	text := rows(accepted, own("A", "*.contoso.example", ""), own("B", "*.contoso.example",
		`,"EFSkipIPs":["203.0.113.0/24"]`))
	v := visit(askExport, text, askCertificate, "mail.contoso.example", askNames,
		"A = relay.contoso.example\nB = mail.contoso.example")
	h, err := without().handFix(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	var order, code []string
	after := ""
	for _, b := range h.Blocks {
		switch b := b.(type) {
		case report.Heading:
			order = append(order, b.Text)
		case report.Code:
			code = append(code, b.Text)
		case report.Text:
			after = after + b.Text
		}
	}
	if strings.Join(order, ", ") != "1. Domain, 2. Connector, 3. Server" || len(code) != 3 ||
		!strings.Contains(after, "mail.contoso.example then matches “B” alone.") {
		t.Errorf("%v, %v, %s", order, code, after)
	}
	if strings.Contains(code[1], "-WhatIf") || !strings.Contains(code[0], "-WhatIf") ||
		!strings.Contains(code[2], "'*.contoso.example'") {
		t.Errorf("%v", code)
	}
	if !strings.Contains(after, "Add relay.contoso.example as a domain") ||
		h.Todo[0] != "Add mail.contoso.example as a "+
			"domain of your organisation." {
		t.Errorf("each new name must be a domain first: %s, %v", after, h.Todo)
	}
	for _, bad := range []string{"A", "X = a.b.example", "A = *.contoso.example"} {
		if without().checkNames(v, bad) == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
	if h, err = without().handFix(t.Context(), visit()); err != nil || h.Nothing == "" {
		t.Errorf("without an export: %+v, %v", h, err)
	}
	if got := without().load(v).offer(); got != "A =\nB =" || without().checkNames(v, got) != nil {
		t.Errorf("offered: %q", got)
	}
}

// A job for a connector is on the list, also without a command; what is not known is not
// “nothing to do”.
func TestFixWithoutNames(t *testing.T) {
	off := strings.Replace(own("A", "mail.contoso.example", ""), `"Enabled":true`, `"Enabled":false`, 1)
	for name, c := range map[string]struct{ export, certificate, address, todo, nothing string }{
		"off":  {rows(accepted, off), "mail.contoso.example", "", "Turn on A", ""},
		"none": {rows(accepted, noInbound), "mail.contoso.example", "", "Create an inbound connector", ""},
		"address": {rows(accepted, noInbound), "", "203.0.113.9",
			"Create an inbound connector for this server with the name of its", ""},
		"several": {rows(accepted, own("A", "*.contoso.example", ""), own("B", "*.contoso.example", "")),
			"mail.contoso.example", "", "Give each connector the exact name", ""},
		"nothing entered": {rows(accepted, own("A", "contoso.example", "")), "", "", "", "knows neither"},
		"not known": {rows(accepted, own("A", "contoso.example", "")), "", "203.0.113.9", "",
			"It is not known which connectors match 203.0.113.9."},
		"one": {rows(accepted, own("A", "contoso.example", "")), "contoso.example", "", "", "matches one connector"},
	} {
		h, err := without().handFix(t.Context(), visit(askExport, c.export, askCertificate, c.certificate, askAddress,
			c.address))
		if err != nil || !strings.Contains(h.Nothing, c.nothing) || (h.Nothing == "") != (c.nothing == "") ||
			!strings.Contains(strings.Join(h.Todo, "\n"), c.todo) {
			t.Errorf("%s: %+v, %v", name, h, err)
		}
	}
}

// The header of a new email tells two connectors apart by the stamps, and by nothing else.
func TestAgain(t *testing.T) {
	const stamp = "X-MS-Exchange-ExternalOriginalInternetSender: ip=[198.51.100.25];domain=x.example\n"
	const mail = `Received: from mail.contoso.example (203.0.113.18) by X.mail.protection.outlook.com (10.152.40.79)
 with Microsoft SMTP Server (version=TLS1_2, cipher=X); Tue, 24 Nov 2026 09:02:55 +0000
Received: from x.example (198.51.100.25) by mail.contoso.example with ESMTPS; Tue, 24 Nov 2026 09:02:50 +0000
X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp: TenantId=t-1; Ip=[203.0.113.18]; Helo=[mail.contoso.example]
`
	filtered := own("B", "*.contoso.example", `,"EFSkipIPs":["203.0.113.0/24"]`)
	two := rows(accepted, own("A", "*.contoso.example", ""), filtered)
	for name, c := range map[string]struct{ export, header, address, facts, has string }{
		"with stamps": {two, mail + stamp, "", "fits=B enhanced-filtering=applied attributed-tenant=t-1",
			"fits-one"},
		"without": {two, mail, "", "fits=A enhanced-filtering=no-stamps attributed-name=mail.contoso.example",
			"fits-one"},
		"both filtered": {rows(accepted, filtered, strings.ReplaceAll(filtered, `"B"`, `"C"`)), mail + stamp, "",
			"fits=B;_C", "fits-several"},
		"neither": {rows(accepted, own("A", "*.contoso.example", "")), mail + stamp, "", "fits=none",
			"fits-none"},
		"only one":       {rows(accepted, filtered), mail + stamp, "", "fits=B", "fits-it"},
		"another server": {two, mail, "203.0.113.77", "attributed-address=203.0.113.18", "other-server"},
		"list without it": {rows(accepted, own("A", "*.contoso.example", ""), own("B", "*.contoso.example",
			`,"EFSkipIPs":["192.0.2.1"]`)), mail, "", "fits=A;_B", "fits-several"},
		"no header":     {two, "", "", "fits=unknown attributed-address=unknown", "header-none"},
		"not Microsoft": {two, "From: a@b.example\nSubject: x\n", "", "fits=unknown", "header-outside"},
		"no connectors": {"", mail, "", "fits=unknown attributed-address=203.0.113.18", "fits-unknown"},
	} {
		doc := look(again, visit(askExport, c.export, askCertificate, "mail.contoso.example", askHeader, c.header,
			askAddress, c.address))
		for fact := range strings.FieldsSeq(c.facts) {
			key, want, _ := strings.Cut(fact, "=")
			if got := strings.ReplaceAll(doc.Facts()[key], " ", "_"); got != want {
				t.Errorf("%s: %s is %q, want %q", name, key, got, want)
			}
		}
		if !strings.Contains(codes(doc), " "+c.has+" ") {
			t.Errorf("%s: %s", name, codes(doc))
		}
	}
}
