package health_test

import (
	"strings"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck/mailchecktest"
	"handrail/app/report"
)

// tlsCases are about encryption.
var tlsCases = []lineCase{
	{"MTA-STS silent", "RFC 8461 section 3.1", func(w *made) { w.fail("_mta-sts.example.org") }, "mta-sts-unknown",
		report.Unknown, ""},
	{"no email, no MTA-STS", "RFC 8461 section 3.1", func(w *made) { w.set("example.org", dns.Record{Type: dns.MX}) },
		"mta-sts-not-needed", report.OK, ""},
	{"no MTA-STS", "RFC 8461 section 3.1", func(w *made) { w.remove("_mta-sts.example.org", "mta-sts.example.org") },
		"mta-sts-absent", report.Warning, ""},
	{"no record", "RFC 8461 section 3.1", func(w *made) { w.remove("_mta-sts.example.org") },
		"mta-sts-record", report.Problem, ""},
	{"no policy", "RFC 8461 section 3.2", func(w *made) { w.remove("mta-sts.example.org") },
		"mta-sts-policy", report.Problem, ""},
	{"server not named", "RFC 8461 section 4.1", func(w *made) {
		w.set("example.org", mailchecktest.MX(0, host), mailchecktest.MX(9, "mx.example.org"))
		w.set("mx.example.org", mailchecktest.At("192.0.2.1"))
	}, "mta-sts-uncovered", report.Problem, ""},
	{"testing mode", "RFC 8461 section 5", func(w *made) {
		w.Policy(60, strings.Replace(policyText, "enforce", "testing", 1))
	}, "mta-sts-testing", report.Note, ""},
	{"mode none", "RFC 8461 section 5",
		func(w *made) { w.Policy(60, strings.Replace(policyText, "enforce", "none", 1)) },
		"mta-sts-none", report.Warning, ""},
	{"TLS-RPT silent", "RFC 8460 section 3", func(w *made) { w.fail("_smtp._tls.example.org") }, "tls-rpt-unknown",
		report.Unknown, ""},
	{"no TLS-RPT", "RFC 8460 section 3", func(w *made) { w.remove("_smtp._tls.example.org") },
		"tls-rpt-absent", report.Warning, ""},
	{"no email, no TLS-RPT", "RFC 8460 section 3", func(w *made) { w.set("example.org", dns.Record{Type: dns.MX}) },
		"tls-rpt-not-needed", report.OK, ""},
	{"broken TLS-RPT", "RFC 8460 section 3",
		func(w *made) { w.set("_smtp._tls.example.org", mailchecktest.TXT("v=TLSRPTv1; rua=x")) }, "tls-rpt-broken",
		report.Problem, ""},
	{"TLS reports to a name that is gone", "RFC 8460 section 3", func(w *made) {
		w.set("_smtp._tls.example.org", mailchecktest.TXT("v=TLSRPTv1; rua=mailto:a@gone.example"))
	}, "tls-rpt-lost", report.Warning, ""},

	{"not signed", "RFC 4033 section 3", func(w *made) { w.unsign() }, "dnssec-absent",
		report.Note, ""},
	{"resolver does not check", "RFC 4035 section 3.2.3", func(w *made) { w.DNS.Authentic = nil }, "dnssec-unknown",
		report.Unknown, ""},
	{"no TLSA", "RFC 7672 section 2.2", func(w *made) { w.remove("_25._tcp." + host) },
		"dane-absent", report.Note, ""},
	{"TLSA without signature", "RFC 7672 section 2.2", func(w *made) { w.unsign() },
		"dane-unsigned", report.Warning, ""},
	{"TLSA silent", "RFC 7672 section 2.1", func(w *made) { w.fail("_25._tcp." + host) },
		"dane-unknown", report.Unknown, ""},
	{"one with DANE", "RFC 7672 section 2.2", func(w *made) {
		w.set("example.org", mailchecktest.MX(0, host), mailchecktest.MX(9, "mx.example.org"))
		w.set("mx.example.org", mailchecktest.At("192.0.2.1"))
	}, "dane-partly", report.Note, ""},
	{"no email, no DANE", "RFC 7672",
		func(w *made) { w.set("example.org", dns.Record{Type: dns.MX}) }, "dane-not-needed",
		report.OK, ""},

	{"certificate of Microsoft's server ended", "RFC 8461 section 4.2", func(w *made) { w.Server(-3) },
		"certificate-mx", report.Warning, ""},
	{"certificate of Microsoft's server ends soon", "RFC 8461 section 4.2", func(w *made) { w.Server(5) },
		"certificate-soon", report.Note, ""},
	{"policy certificate ends soon", "RFC 8461 section 3.3",
		func(w *made) { w.Policy(11, policyText) }, "certificate-soon",
		report.Warning, ""},
	{"policy certificate ended", "RFC 8461 section 3.3", func(w *made) { w.Policy(-1, policyText) },
		"certificate-policy", report.Problem, ""},
	{"port 25 blocked", "RFC 8461 section 4.2", func(w *made) { w.set(host, mailchecktest.At("192.0.2.99")) },
		"certificate-untested", report.Unknown, ""},
	{"nothing to test", "RFC 8461 section 4.2", func(w *made) { w.fail(host); w.remove("_mta-sts.example.org") },
		"certificate-unknown", report.Unknown, ""},
	{"no certificate", "RFC 7505", func(w *made) {
		w.set("example.org", dns.Record{Type: dns.MX})
		w.remove("_mta-sts.example.org")
	}, "certificate-not-needed", report.OK, ""},
}
