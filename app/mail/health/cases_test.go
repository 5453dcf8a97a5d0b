package health_test

import (
	"fmt"
	"slices"
	"strings"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck/mailchecktest"
	"handrail/app/report"
)

// lineCase is a change of the good domain, and the line that it adds: its code, severity
// and, where there is one, the record that repairs it.
type lineCase struct {
	name, source string
	change       func(w *made)
	code         string
	severity     report.Severity
	fix          string
}

// cases are all of them.
var cases = slices.Concat(senderCases, dmarcCases, tlsCases)

// senderCases are about MX, SPF and DKIM.
var senderCases = []lineCase{
	{"null MX", "RFC 7505 section 3", func(w *made) { w.set("example.org", dns.Record{Type: dns.MX}) },
		"mx-null", report.OK, ""},
	{"no MX, no address", "RFC 5321 section 5.1",
		func(w *made) { w.set("example.org", mailchecktest.TXT("x")) }, "mx-none",
		report.Warning, "0 ."},
	{"no such domain", "RFC 2308 section 2.1", gone, "mx-no-domain",
		report.Problem, ""},
	{"no such domain, no SPF", "RFC 2308 section 2.1", gone, "spf-absent",
		report.Problem, ""},
	{"no MX, an address", "RFC 5321 section 5.1", func(w *made) { w.set("example.org", mailchecktest.At("192.0.2.1")) },
		"mx-implicit", report.Warning, ""},
	{"null among others", "RFC 7505 section 3",
		func(w *made) { w.set("example.org", dns.Record{Type: dns.MX}, mailchecktest.MX(1, host)) },
		"mx-mixed", report.Problem, ""},
	{"an address as MX", "RFC 5321 section 5.1",
		func(w *made) { w.set("example.org", mailchecktest.MX(1, "192.0.2.1")) },
		"mx-literal", report.Problem, ""},
	{"MX without address", "RFC 5321 section 5.1", func(w *made) { w.remove(host) },
		"mx-missing", report.Problem, ""},
	{"MX is an alias", "RFC 2181 section 10.3", func(w *made) {
		w.set(host, mailchecktest.Alias("real.example"))
		w.set("real.example", mailchecktest.At("192.0.2.1"))
	}, "mx-alias", report.Warning, ""},
	{"private address", "RFC 1918", func(w *made) {
		w.public = true
		w.set(host, mailchecktest.At("10.0.0.1"))
	}, "mx-private", report.Problem, ""},
	{"MX silent", "RFC 5321 section 5.1", func(w *made) { w.fail("example.org MX") },
		"mx-unknown", report.Unknown, ""},
	{"address silent", "RFC 5321 section 5.1", func(w *made) { w.fail(host) },
		"mx-address-unknown", report.Unknown, ""},

	{"SPF silent", "RFC 7208 section 2.6.6", func(w *made) { w.fail("example.org TXT") },
		"spf-unknown", report.Unknown, ""},
	{"no SPF", "RFC 7208 section 4.5", func(w *made) { w.spf() }, "spf-absent", report.Problem,
		"v=spf1 include:spf.protection.outlook.com -all"},
	{"SPF with a wrong start", "RFC 7208 section 4.5",
		func(w *made) { w.spf("v=spf1;include:a.example -all") }, "spf-absent",
		report.Problem, "v=spf1 include:spf.protection.outlook.com -all"},
	{"two SPF", "RFC 7208 section 4.5", func(w *made) { w.spf("v=spf1 -all", "v=spf1 ~all") },
		"spf-several", report.Problem, ""},
	{"SPF syntax", "RFC 7208 section 4.6.1", func(w *made) { w.spf("v=spf1 ipv4:192.0.2.1 -all") }, "spf-syntax",
		report.Problem, ""},
	{"eleven lookups", "RFC 7208 section 4.6.4", func(w *made) { many(w, 10) }, "spf-lookups", report.Problem, ""},
	{"ten lookups", "RFC 7208 section 4.6.4", func(w *made) { many(w, 9) }, "spf-limit", report.Note, ""},
	{"three voids", "RFC 7208 section 4.6.4",
		func(w *made) { w.spf("v=spf1 a:a.gone mx:b.gone a:c.gone -all") }, "spf-voids",
		report.Problem, ""},
	{"one void", "RFC 7208 section 4.6.4", func(w *made) { w.spf("v=spf1 a:a.gone -all") },
		"spf-void", report.Note, ""},
	{"include silent", "RFC 7208 section 5.2",
		func(w *made) { w.fail("spf.protection.outlook.com") }, "spf-part-unknown",
		report.Unknown, ""},
	{"macro", "RFC 7208 section 7", func(w *made) { w.spf("v=spf1 exists:%{i}.example.org -all") },
		"spf-depends", report.Note, ""},
	{"include without SPF", "RFC 7208 section 5.2", func(w *made) { w.spf("v=spf1 include:mta-sts.example.org -all") },
		"spf-no-record", report.Problem, ""},
	{"include broken", "RFC 7208 section 5.2", func(w *made) {
		w.spf("v=spf1 include:broken.example -all")
		w.set("broken.example", mailchecktest.TXT("v=spf1 foo"))
	}, "spf-broken", report.Problem, ""},
	{"loop", "RFC 7208 section 4.6.4", func(w *made) { w.spf("v=spf1 include:example.org -all") },
		"spf-loop", report.Problem, ""},
	{"eleven servers", "RFC 7208 section 4.6.4", func(w *made) {
		w.spf("v=spf1 mx:many.example -all")
		for i := range 11 {
			server := mailchecktest.MX(1, fmt.Sprint("m", i, ".example"))
			w.DNS.Zone["many.example"] = append(w.DNS.Zone["many.example"], server)
		}
	}, "spf-many-mx", report.Problem, ""},
	{"ptr", "RFC 7208 section 5.5", func(w *made) { w.spf("v=spf1 ptr -all") }, "spf-ptr", report.Warning, ""},
	{"behind all", "RFC 7208 section 5.1", func(w *made) { w.spf("v=spf1 -all a") },
		"spf-after-all", report.Warning, ""},
	{"redirect beside all", "RFC 7208 section 6.1",
		func(w *made) { w.spf("v=spf1 -all redirect=a.example") }, "spf-redirect",
		report.Warning, ""},
	{"anyone", "RFC 7208 section 5.1", func(w *made) { w.spf("v=spf1 mx +all") },
		"spf-anyone", report.Problem, "v=spf1 mx -all"},
	{"anyone, by version 6", "RFC 7208 section 5.6", func(w *made) { w.spf("v=spf1 ip6:::/0 -all") }, "spf-anyone",
		report.Problem, ""},
	{"anyone, by two halves", "RFC 7208 section 5.6",
		func(w *made) { w.spf("v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 ~all") }, "spf-anyone", report.Problem, ""},
	{"anyone, by a part", "RFC 7208 section 5.2", func(w *made) {
		w.spf("v=spf1 include:open.example -all")
		w.set("open.example", mailchecktest.TXT("v=spf1 +all"))
	}, "spf-anyone", report.Problem, ""},
	{"anyone, without a sign", "RFC 7208 section 4.6.2", func(w *made) {
		w.spf("v=spf1 include:mail.small.example all")
		w.set("mail.small.example", mailchecktest.TXT("v=spf1 ip4:192.0.2.9 -all"))
	}, "spf-anyone", report.Problem, "v=spf1 include:mail.small.example -all"},
	{"neutral", "RFC 7208 section 2.6.2", func(w *made) { w.spf("v=spf1 mx ?all") }, "spf-neutral", report.Warning,
		"v=spf1 mx -all"},
	{"no end", "RFC 7208 section 4.7", func(w *made) { w.spf("v=spf1 mx") }, "spf-neutral", report.Warning, ""},
	{"without Microsoft", "Microsoft Learn, Set up SPF", func(w *made) { w.spf("v=spf1 -all") },
		"spf-microsoft", report.Note, ""},
	{"an error that only a receiver sees", "RFC 7208 section 5.2",
		func(w *made) { w.spf("v=spf1 include:%{d1}.gone.example -all") }, "spf-error", report.Problem, ""},
	{"softfail", "RFC 7208 section 2.6.5", func(w *made) { w.spf("v=spf1 include:spf.protection.outlook.com ~all") },
		"spf-ok", report.OK, ""},

	{"no keys of Microsoft", "Microsoft Learn, Set up DKIM",
		func(w *made) { w.remove("selector1._domainkey.example.org", "selector2._domainkey.example.org") },
		"dkim-microsoft-absent", report.Warning, ""},
	{"no keys, not at Microsoft", "RFC 6376 section 3.6.2.1", func(w *made) {
		w.remove("selector1._domainkey.example.org", "selector2._domainkey.example.org")
		w.set("example.org", mailchecktest.MX(0, "mx.example.org"), mailchecktest.TXT("v=spf1 mx -all"))
		w.set("mx.example.org", mailchecktest.At("192.0.2.1"))
	}, "dkim-unknown", report.Unknown, ""},
	{"no keys, no email", "RFC 7505", func(w *made) {
		w.remove("selector1._domainkey.example.org", "selector2._domainkey.example.org")
		w.set("example.org", dns.Record{Type: dns.MX}, mailchecktest.TXT("v=spf1 -all"))
	}, "dkim-not-needed", report.OK, ""},
	{"aliases lead nowhere", "RFC 6376 section 3.6.2", func(w *made) {
		w.set("selector1._domainkey.example.org", mailchecktest.Alias("gone.example"))
		w.remove("selector2-example-org._domainkey.x.example")
	}, "dkim-dangling", report.Problem, ""},
	{"one alias leads nowhere", "RFC 6376 section 3.6.2",
		func(w *made) { w.remove("selector2-example-org._domainkey.x.example") }, "dkim-one-key", report.Note, ""},
	{"one record only", "Microsoft Learn, Set up DKIM", func(w *made) { w.remove("selector2._domainkey.example.org") },
		"dkim-one-alias", report.Warning, ""},
	{"named and not there", "RFC 6376 section 3.6.2", func(w *made) { w.selectors = []string{"news"} }, "dkim-absent",
		report.Problem, ""},
	{"key silent", "RFC 6376 section 6.1.2", func(w *made) { w.fail("selector1._domainkey.example.org") },
		"dkim-key-unknown", report.Unknown, ""},
	{"two records for a key", "RFC 6376 section 3.6.2.2", func(w *made) {
		w.set("selector1._domainkey.example.org", mailchecktest.TXT(key(1024)), mailchecktest.TXT(key(1024)))
	}, "dkim-several", report.Problem, ""},
	{"revoked", "RFC 6376 section 3.6.1",
		func(w *made) { w.set("selector1._domainkey.example.org", mailchecktest.TXT("v=DKIM1; p=")) }, "dkim-revoked",
		report.Note, ""},
	{"broken key", "RFC 6376 section 3.6.1",
		func(w *made) { w.set("selector1._domainkey.example.org", mailchecktest.TXT("v=DKIM1; p=AAAA")) },
		"dkim-invalid",
		report.Problem, ""},
	{"short key", "RFC 8301 section 3.2",
		func(w *made) { w.set("selector1._domainkey.example.org", mailchecktest.TXT(key(1024))) }, "dkim-short",
		report.Warning, ""},
	{"key without v", "RFC 6376 section 3.6.1", func(w *made) {
		text := strings.TrimPrefix(key(2048), "v=DKIM1; ")
		w.set("selector1._domainkey.example.org", mailchecktest.TXT(text[:250], text[250:]))
	}, "dkim-ok", report.OK, ""},
	{"testing key", "RFC 6376 section 3.6.1", func(w *made) {
		text := strings.Replace(key(2048), "k=rsa", "t=y", 1)
		w.set("selector1._domainkey.example.org", mailchecktest.TXT(text[:250], text[250:]))
	}, "dkim-testing", report.Warning, ""},
}

// many gives the good domain an SPF record with n+1 lookups.
func many(w *made, n int) {
	text := "v=spf1 include:spf.protection.outlook.com"
	for i := range n {
		name := fmt.Sprint("s", i, ".example")
		text += " include:" + name
		w.set(name, mailchecktest.TXT("v=spf1 ip4:192.0.2.1 -all"))
	}
	w.spf(text + " -all")
}

// gone removes the good domain and every name in it.
func gone(w *made) {
	for name := range w.DNS.Zone {
		if strings.HasSuffix(name, "example.org") {
			w.remove(name)
		}
	}
}
