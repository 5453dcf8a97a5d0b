package connectors

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/conformance/shared"
	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/guides/services"
	"handrail/app/report"
)

var now = time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)

func without() deps {
	return deps{services.Services{Now: func() time.Time { return now }, Files: services.Files{Read: os.ReadFile}},
		&export.Memory[data]{}}
}

// visit returns a visit with answers.
func visit(answers ...string) *guide.Visit {
	v := &guide.Visit{Answers: map[string]string{}, Outcomes: map[string]guide.Outcome{}}
	for i := 0; i < len(answers); i += 2 {
		v.Answers[answers[i]] = answers[i+1]
	}
	return v
}

// page is one of the looks.
type page func(d deps, doc *frame.Draft, x *data, v *guide.Visit)

func look(p page, v *guide.Visit) *report.Document {
	d := without()
	doc, x := d.draft("x"), d.load(v)
	p(d, doc, &x, v)
	return doc.Done()
}

var (
	settings page = deps.settingsOf
	match    page = deps.matchOf
	names    page = deps.nameOf
	refused  page = func(d deps, doc *frame.Draft, x *data, v *guide.Visit) {
		t, err := d.traceOf(context.Background(), x, v, nil)
		if err != nil {
			panic(err)
		}
		d.refusedOf(doc, x, v, &t)
	}
	again page = deps.againOf
)

// codes returns the codes of the findings, with a blank around each.
func codes(doc *report.Document) string {
	text := " "
	for _, f := range doc.Findings() {
		text += f.Code + " "
	}
	return text
}

func own(name, pattern, more string) string {
	return `{"Name":"` + name + `","Identity":"` + name + `","Enabled":true,"ConnectorType":"OnPremises",` +
		`"RequireTls":true,"SenderDomains":["smtp:*;1"],"SenderIPAddresses":[],"AssociatedAcceptedDomains":[],` +
		`"RestrictDomainsToIPAddresses":false,"RestrictDomainsToCertificate":false,"CloudServicesMailEnabled":false,` +
		`"TreatMessagesAsInternal":false,"EFSkipLastIP":false,"EFSkipIPs":[],"EFUsers":[],` +
		`"TlsSenderCertificateName":"` + pattern + `"` + more + `}`
}

const accepted = `{"DomainName":"contoso.example","DomainType":"Authoritative","MatchSubDomains":false}`

const noInbound = `{"AskedCommand":"Get-InboundConnector","AskedCount":0}`

const outbound = `{"AskedCommand":"Get-OutboundConnector","AskedCount":0}`

func rows(parts ...string) string { return "[" + strings.Join(append(parts, outbound), ",") + "]" }

// Each case, as programs read it: the answers, the page, the facts and the codes that it must
// have, and those that it must not.
func TestCases(t *testing.T) {
	two := rows(accepted, own("A", "*.contoso.example", ""), own("B", "*.contoso.example",
		`,"EFSkipIPs":["203.0.113.0/24"]`))
	for name, c := range map[string]struct {
		page    page
		answers []string
		facts   string
		has     string
		not     string
	}{
		"4-01": {match, []string{askExport, two, askCertificate, "mail.contoso.example"},
			"ambiguous=yes matches=2 open=0 differences=EFSkipIPs", "ambiguous", "one-match goes-later"},
		"4-02": {match, []string{askExport, rows(accepted, own("A", "*.contoso.example", ""), own("B",
			"mail.contoso.example", "")),
			askCertificate, "mail.contoso.example"}, "ambiguous=yes matches=2 differences=none", "ambiguous",
			"one-match goes-later"},
		"4-03": {names, []string{askExport, two, askCertificate, "mail.fabrikam.example"}, "name=not-accepted",
			"name-not-accepted", "name-parent name-accepted"},
		"4-04, first": {names, []string{askExport, two, askCertificate, "mail.contoso.example"}, "name=parent",
			"name-parent",
			"name-accepted name-not-accepted"},
		"4-04, then": {names, []string{askExport, rows(accepted,
			`{"DomainName":"mail.contoso.example","DomainType":"x"}`),
			askCertificate, "mail.contoso.example"}, "name=accepted", "name-accepted", "name-parent"},
		"4-05": {settings, []string{askExport, rows(accepted, own("A", "mail.*.contoso.example", ""))},
			"faults=name-invalid",
			"name-invalid", "no-fault"},
		"4-06": {settings, []string{askExport, rows(accepted, own("A", "", `,"SenderIPAddresses":["203.0.113.5"]`))},
			"faults=address-only", "address-only", "no-fault"},
		"4-07": {settings, []string{askFront, frontFilter, askExport,
			rows(accepted, own("A", "*.contoso.example", `,"RestrictDomainsToCertificate":true`))}, "locked=no",
			"restrict-ignored filter-bypass", "no-fault"},
		"4-09": {settings, []string{askExport, strings.Replace(rows(accepted, own("A", "mx.filter.example",
			`,"SenderIPAddresses":["203.0.113.5"]`)), "OnPremises", "Partner", 1)}, "faults=two-checks", "two-checks",
			"no-fault"},
		"nothing wrong": {settings, []string{askExport, rows(accepted, own("A", "mail.contoso.example", "")),
			askCertificate, "mail.contoso.example", askFront, frontExchange}, "faults=none inbound=1 domains=1 outbound=0",
			"no-fault", "inbound-missing front-unknown"},
		"who is first is not known": {settings, []string{askExport, rows(accepted, own("A", "mail.contoso.example", ""))},
			"faults=unknown front=unknown", "front-unknown", "no-fault"},
		"no connector at all": {settings, []string{askExport, rows(accepted, noInbound), askFront, frontExchange},
			"inbound=0", "no-connectors", "no-fault front-unknown"},
		"two names on one line": {settings, []string{askExport, two, askCertificate,
			"mail.contoso.example, relay.contoso.example"}, "certificates=0", "certificate-unread", "certificate-none"},
		"one": {match, []string{askExport, rows(accepted, own("A", "mail.contoso.example", "")), askCertificate,
			"mail.contoso.example"}, "ambiguous=no matches=1 which=A", "one-match", "ambiguous"},
		"none": {match, []string{askExport, rows(accepted, own("A", "mail.contoso.example", "")), askCertificate,
			"mx.contoso.example"}, "ambiguous=no matches=0 which=none", "no-match", "one-match"},
		"no certificate": {match, []string{askExport, two}, "ambiguous=unknown matches=unknown", "match-unknown",
			"no-match"},
		"no export": {match, []string{askCertificate, "mail.contoso.example"},
			"ambiguous=unknown matches=unknown", "export-none", "no-match"},
		"domains only": {match, []string{askExport, "[" + accepted + "]", askCertificate, "mail.contoso.example"},
			"ambiguous=unknown matches=unknown", "inbound-missing", "no-match"},
		"a part of them": {match, []string{askExport, rows(accepted, own("A", "mail.contoso.example", ""),
			`{"AskedCommand":"Get-InboundConnector","AskedCount":2}`), askCertificate, "mail.contoso.example"},
			"ambiguous=unknown matches=1", "inbound-part", "one-match"},
		"the difference lost": {match, []string{askExport, rows(accepted, own("A", "*.contoso.example", ""),
			own("B", "*.contoso.example", `,"EFSkipIPs":"System.Object[]"`)), askCertificate, "mail.contoso.example"},
			"ambiguous=yes differences=unknown", "difference-unknown export-lost", ""},
		"same name next": {names, []string{askExport, two, askCertificate, "mail.contoso.example", askNext,
			"mx.contoso.example"},
			"renewal=yes", "next-same", "next-other"},
		"another name next": {names, []string{askExport, two, askCertificate, "mail.contoso.example", askNext,
			"mail.fabrikam.example"},
			"renewal=no", "next-other", "next-same"},
		"next not known": {names, []string{askExport, two, askCertificate, "mail.contoso.example"}, "renewal=unknown",
			"next-unknown", "next-same"},
		"refused": {refused, []string{askExport, rows(accepted, own("A", "", `,"SenderIPAddresses":["203.0.113.5"]`),
			`{"RejectDirectSend":true}`), askSenders,
			"Scanner; scan@contoso.example; 198.51.100.7; direct\nWeb; web@contoso.example; password"},
			"refused=2 senders=2 password-senders=1 reject-direct-send=yes password-until=2026-12-31",
			"refused-direct-send refused-password direct-send-off password-end", "senders-unknown"},
		"candidates": {refused, []string{askExport, rows(accepted, own("A", "",
			`,"SenderIPAddresses":["203.0.113.5"]`)), askTrace,
			`[{"SenderAddress":"web@contoso.example","FromIP":"198.51.100.7"},` +
				`{"SenderAddress":"scan@contoso.example","FromIP":"203.0.113.5"}]`},
			"refused=0 candidates=1 spared=1 trace-messages=2 reject-direct-send=unknown",
			"refused-direct-send trace-limits direct-send-unknown", ""},
		"restricted": {refused, []string{askExport, strings.Replace(rows(accepted, own("F", "mx.filter.example",
			`,"RestrictDomainsToCertificate":true`)), "OnPremises", "Partner", 1)}, "senders=unknown",
			"restrict-certificate require-tls", "restrict-addresses"},
		"no one named": {refused, []string{askExport, two}, "senders=unknown refused=unknown trace-messages=unknown",
			"senders-unknown", ""},
	} {
		doc := look(c.page, visit(c.answers...))
		for fact := range strings.FieldsSeq(c.facts) {
			key, want, _ := strings.Cut(fact, "=")
			if got := doc.Facts()[key]; got != want {
				t.Errorf("%s: %s is %q, want %q", name, key, got, want)
			}
		}
		for code := range strings.FieldsSeq(c.has) {
			if !strings.Contains(codes(doc), " "+code+" ") {
				t.Errorf("%s: no %s in %s", name, code, codes(doc))
			}
		}
		for code := range strings.FieldsSeq(c.not) {
			if strings.Contains(codes(doc), " "+code+" ") {
				t.Errorf("%s: %s in %s", name, code, codes(doc))
			}
		}
	}
}

// Case 4-08: the two connectors in each form; what is lost is said with the command.
func TestForms(t *testing.T) {
	folder := shared.Folder(t, "samples", "admin", "exchange", "forms")
	for name, want := range map[string]string{"connectors.ps51.utf16le-bom.json": "2",
		"connectors.pwsh7.utf8.json":   "2",
		"connectors.export-clixml.xml": "2", "connectors.format-list.txt": "2", "connectors.single-object.json": "1",
		"connectors.export-csv.typename-loss.csv": "2"} {
		doc := look(settings, visit(askExport, filepath.Join(folder, name)))
		lost := strings.Contains(codes(doc), " export-lost ")
		if got := doc.Facts()["inbound"]; got != want || lost != strings.Contains(name, "csv") {
			t.Errorf("%s: %s connectors, lost %v", name, got, lost)
		}
	}
}

// No answer ever names a winner where two match.
func TestNoWinner(t *testing.T) {
	doc := look(match, visit(askExport, rows(accepted, own("A", "*.contoso.example", ""), own("B",
		"mail.contoso.example", "")),
		askCertificate, "mail.contoso.example"))
	p, ok := doc.Blocks[0].(report.Path)
	if !ok || p.Verdict != "Two match" || !strings.Contains(p.Why, "no order") || len(p.Verdict) > 45 {
		t.Errorf("%+v", doc.Blocks[0])
	}
}

// A PFX and a private key are refused with what to do.
func TestKeysStayOutside(t *testing.T) {
	key := "-----BEGIN PRIVATE KEY-----\nAQID\n-----END PRIVATE KEY-----\n"
	v := visit(askCertificate, key)
	a := without().firstAsks()[2]
	if err := a.Validate(v, key); app.CodeOf(err) != app.Invalid || a.Saved(v) {
		t.Errorf("%v, saved: %v", err, a.Saved(v))
	}
	path := filepath.Join(t.TempDir(), "server.pfx")
	if err := os.WriteFile(path,
		[]byte("\x30\x19\x02\x01\x03\x30\x14\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x07\x04\x05"+
			"\xde\xad\xbe\xef\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	doc := look(settings, visit(askCertificate, path))
	if !strings.Contains(codes(doc), " certificate-unread ") || !strings.Contains(doc.Findings()[1].Do,
		"Export-Certificate") {
		t.Errorf("%+v", doc.Findings())
	}
}
