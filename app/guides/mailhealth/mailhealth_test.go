package mailhealth_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/mailhealth"
	"handrail/app/guides/services"
	"handrail/app/mail/dns"
	"handrail/app/mail/health"
	"handrail/app/mail/mailcheck/mailchecktest"
	"handrail/app/report"
	"handrail/app/task"
)

func TestGuide(t *testing.T) { guidetest.Run(t, mailhealth.Guide) }

// world is a charity with three domains: one has a policy that does nothing, one is in
// order but for what is optional, one has a name server that is silent.
func world(t *testing.T) services.Services {
	w := mailchecktest.New(t)
	const mx = "mx.example.org"
	cert := w.Cert(60, mx)
	w.Mail("192.0.2.1", &cert)
	text := func(text string) dns.Record { return mailchecktest.TXT(text) }
	mail := []dns.Record{mailchecktest.MX(1, mx), text("v=spf1 mx -all")}
	w.DNS.Zone = dns.Zone{
		mx:                    {{Type: dns.A, Addr: netip.MustParseAddr("192.0.2.1")}},
		"open.example":        mail,
		"_dmarc.open.example": {text("v=DMARC1; p=none; rua=mailto:a@open.example")},
		"safe.example":        mail,
		"_dmarc.safe.example": {text("v=DMARC1; p=reject; rua=mailto:a@safe.example")},
		"k1._domainkey.safe.example": {text("v=DKIM1; k=ed25519; " +
			"p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")},
		"_smtp._tls.safe.example": {text("v=TLSRPTv1; rua=mailto:a@safe.example")},
		"sub.open.example":        mail,
	}
	w.DNS.Fail = map[string]dns.Kind{}
	for _, name := range []string{"silent.example", "_dmarc.silent.example", "_mta-sts.silent.example",
		"_smtp._tls.silent.example", "selector1._domainkey.silent.example", "selector2._domainkey.silent.example",
		"mta-sts.silent.example", "k1._domainkey.silent.example"} {
		w.DNS.Fail[name] = dns.Timeout
	}
	return services.Services{Now: func() time.Time { return w.Now },
		Mail: services.Mail{Health: func(ctx context.Context, domains []dns.Domain, selectors []string,
			progress task.Report) ([]*health.State, error) {
			return health.Check(ctx, w.Checker(), domains, selectors, progress)
		}},
		Files: services.Files{Read: func(path string) ([]byte, error) {
			switch path {
			case "/files/domains.txt":
			case "/files/wide.csv": // as Windows PowerShell writes it
				text := "\"Name\",\"Default\"\r\n\"open.example\",\"True\"\r\n\"safe.example\"\r\n"
				data := []byte{0xff, 0xfe}
				for _, r := range utf16.Encode([]rune(text)) {
					data = binary.LittleEndian.AppendUint16(data, r)
				}
				return data, nil
			case "/files/wrong.txt":
				return []byte("open.example\nnorthgate\n"), nil
			default:
				return nil, app.Errorf(app.NotFound, "Check the name.", "There is no such file.")
			}
			return []byte("\ufeff# ours\nopen.example,main\r\n\"safe.example\"\n\nSilent.Example.\nopen.example\n"), nil
		}}}
}

// walk answers the questions and returns the page and the visit.
func walk(t *testing.T, given map[string]string) (*guide.Visit, *report.Document) {
	t.Helper()
	g := mailhealth.Guide(world(t))
	v := guidetest.Walk(t, g, given)
	doc, err := g.Steps[0].Look(t.Context(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	return v, doc
}

// TestFacts: what programs read of one domain, and that silence is never “absent” or fine.
func TestFacts(t *testing.T) {
	for domain, want := range map[string]map[string]string{
		"open.example": {"receives": "yes", "protected": "no", "spf": "ok", "spf-lookups": "1", "dkim": "unknown",
			"dmarc": "to-do", "dmarc-policy": "none", "dmarc-before": "none", "mta-sts": "to-do", "tls-rpt": "to-do",
			"dane": "optional", "certificates": "ok", "mx": "ok", "dnssec": "unknown"},
		"safe.example": {"receives": "yes", "protected": "yes", "dmarc": "ok", "dmarc-policy": "reject",
			"dmarc-policy-percent": "100", "tls-rpt": "ok", "records": ""},
		"sub.open.example": {"protected": "no", "dmarc-policy": "none", "dmarc-before": "none"},
		"gone.example": {"receives": "no", "protected": "no", "dmarc-policy": "absent", "dmarc-policy-percent": "0",
			"spf": "to-do", "mta-sts": "unknown", "certificates": "unknown", "mx": "to-do"},
		"silent.example": {"receives": "unknown", "protected": "unknown", "mx": "unknown", "spf": "unknown",
			"spf-lookups": "unknown", "dkim": "unknown", "dmarc": "unknown", "dmarc-policy": "unknown",
			"dmarc-before": "unknown", "dmarc-before-percent": "unknown", "mta-sts": "unknown", "tls-rpt": "unknown",
			"dnssec": "unknown", "dane": "unknown", "certificates": "unknown", "records": ""},
	} {
		_, doc := walk(t, map[string]string{"domain": domain})
		facts := doc.Facts()
		for name, value := range want {
			if facts[name] != value {
				t.Errorf("%s: %s is %q, want %q", domain, name, facts[name], value)
			}
		}
		if _, first := doc.Blocks[0].(report.Path); !first || doc.Headline == "" {
			t.Errorf("%s: the answer is not the first line: %+v", domain, doc.Blocks[0])
		}
	}
}

// TestSelectors: a key that the person names is looked up.
func TestSelectors(t *testing.T) {
	_, doc := walk(t, map[string]string{"domain": "safe.example", "selectors": "K1"})
	if doc.Facts()["dkim"] != "ok" {
		t.Errorf("dkim is %q: %+v", doc.Facts()["dkim"], doc.Findings())
	}
	for _, f := range doc.Findings() {
		if f.Code == "dkim-ok" && f.Title != "DKIM: 1 key" {
			t.Errorf("%q", f.Title)
		}
	}
}

// TestSeveral: a file of domains, with a byte order mark, comments, columns and one twice.
func TestSeveral(t *testing.T) {
	v, doc := walk(t, map[string]string{"domains": "/files/domains.txt"})
	if v.Answer("domain") != "open.example" {
		t.Errorf("the first domain is %q", v.Answer("domain"))
	}
	facts := doc.Facts()
	if facts["domains"] != "3" || facts["domains-to-do"] != "2" || facts["domains-unprotected"] != "1" ||
		facts["dmarc"] != "to-do" || doc.Headline != "2 of 3 domains need action" {
		t.Errorf("%q, %v", doc.Headline, facts)
	}
	var list report.Entries
	for _, b := range doc.Blocks {
		if e, ok := b.(report.Entries); ok {
			list = e
		}
	}
	if len(list.Items) != 3 {
		t.Fatalf("%+v", list.Items)
	}
	for _, item := range list.Items {
		var data struct {
			Domain, Answer, DMARC string
			Codes                 []string
		}
		if err := json.Unmarshal(item.Program(), &data); err != nil || data.Domain != item.Title || data.Answer == "" ||
			len(data.Codes) < len(health.Parts) || item.Document().Facts()["mx"] == "" {
			t.Errorf("%s: %+v, %v", item.Title, data, err)
		}
	}
}

// TestRecords: a record is handed over with its condition, or there is nothing to do.
func TestRecords(t *testing.T) {
	v, doc := walk(t, map[string]string{"domain": "open.example"})
	h, err := mailhealth.Guide(world(t)).Steps[1].Hand(t.Context(), v)
	if err != nil || len(h.Records) != 1 || h.Records[0].Value != "v=DMARC1; p=quarantine; rua=mailto:a@open.example" ||
		h.Records[0].Host != "_dmarc" || !strings.Contains(h.Todo[0], "When the reports show") {
		t.Errorf("%+v, %v", h, err)
	}
	var out bytes.Buffer
	if err := report.WriteHTML(&out, doc); err != nil || !strings.Contains(out.String(), "p=quarantine") {
		t.Errorf("the page lacks the record: %v", err)
	}
	v, _ = walk(t, map[string]string{"domain": "safe.example"})
	if h, err = mailhealth.Guide(world(t)).Steps[1].Hand(t.Context(), v); err != nil || h.Nothing == "" {
		t.Errorf("%+v, %v", h, err)
	}
}

// TestAFileOfPowerShell: a file in UTF-16 with a heading is read, and what is wrong in a file is
// named.
func TestAFileOfPowerShell(t *testing.T) {
	_, doc := walk(t, map[string]string{"domain": "open.example", "domains": "/files/wide.csv"})
	if got := doc.Facts()["domains"]; got != "2" {
		t.Errorf("%s domains", got)
	}
	_, doc = walk(t, map[string]string{"domain": "open.example", "domains": "/files/wrong.txt"})
	wrong := slices.IndexFunc(doc.Findings(), func(f report.Finding) bool { return f.Code == "not-a-domain" })
	if wrong < 0 || !strings.HasPrefix(doc.Findings()[wrong].Title, "Line 2: “northgate”: ") ||
		doc.Facts()["domains"] != "1" {
		t.Errorf("%+v", doc.Findings())
	}
}

// TestRefused: what is not a list of domains is refused with the reason.
func TestRefused(t *testing.T) {
	g := mailhealth.Guide(world(t))
	for name, texts := range map[string][]string{
		"domains": {"/files/gone.txt", "open.example; a@open.example", "http://open.example",
			"www.a.b\n" + strings.Repeat("x", 64) + ".example"},
		"selectors": {"k1._domainkey.open example!", "a/b"},
	} {
		for _, text := range texts {
			for _, a := range g.Steps[0].Asks {
				if a.Name == name && a.Validate(&guide.Visit{}, text) == nil {
					t.Errorf("%s accepts %.40q", name, text)
				}
			}
		}
	}
}
