package health_test

import (
	"handrail/app/mail/mailcheck/mailchecktest"
	"handrail/app/report"
)

// dmarcCases are about DMARC.
var dmarcCases = []lineCase{
	{"DMARC silent", "RFC 9989 section 4.10.1", func(w *made) { w.fail("_dmarc.example.org") },
		"dmarc-unknown", report.Unknown, ""},
	{"two DMARC", "RFC 9989 section 4.10", func(w *made) {
		w.set("_dmarc.example.org", mailchecktest.TXT("v=DMARC1; p=none"), mailchecktest.TXT("v=DMARC1; p=reject"))
	}, "dmarc-several", report.Problem, ""},
	{"no DMARC", "RFC 9989 section 4.10.1", func(w *made) { w.remove("_dmarc.example.org") },
		"dmarc-absent", report.Problem,
		"v=DMARC1; p=none; rua=mailto:postmaster@example.org"},
	{"wrong start", "RFC 9989 section 4.8", func(w *made) { w.dmarc("v=dmarc1; p=none") },
		"dmarc-absent", report.Problem,
		"v=DMARC1; p=none; rua=mailto:postmaster@example.org"},
	{"wrong place", "RFC 9989 section 4.6",
		func(w *made) { w.spf("v=spf1 -all", "v=DMARC1; p=none") }, "dmarc-misplaced",
		report.Note, ""},
	{"wrong place only", "RFC 9989 section 4.6", func(w *made) {
		w.remove("_dmarc.example.org")
		w.set("_dmarc.example.org.example.org", mailchecktest.TXT("v=DMARC1; p=none"))
	}, "dmarc-misplaced", report.Problem, ""},
	{"found by newer receivers only", "RFC 9989 section 4.10.2", func(w *made) {
		w.remove("_dmarc.example.org")
		w.set("_dmarc.org", mailchecktest.TXT("v=DMARC1; p=reject; psd=y"))
	}, "dmarc-newer-only", report.Warning, "v=DMARC1; p=reject; psd=y"},
	{"not a policy", "RFC 9989 section 4.10.1", func(w *made) { w.dmarc("v=DMARC1; p=deny") },
		"dmarc-broken", report.Problem, ""},
	{"none", "RFC 9989 section 4.7",
		func(w *made) { w.dmarc("v=DMARC1; p=none; rua=mailto:a@example.org") }, "dmarc-none",
		report.Warning, "v=DMARC1; p=quarantine; rua=mailto:a@example.org"},
	{"testing", "RFC 9989 section 4.7", func(w *made) { w.dmarc("v=DMARC1; p=reject; t=y; rua=mailto:a@example.org") },
		"dmarc-testing", report.Warning, "v=DMARC1; p=reject; rua=mailto:a@example.org"},
	{"pct", "RFC 7489 section 6.3", func(w *made) { w.dmarc("v=DMARC1; p=reject; pct=20; rua=mailto:a@example.org") },
		"dmarc-percent", report.Warning, "v=DMARC1; p=reject; rua=mailto:a@example.org"},
	{"subdomains", "RFC 9989 section 4.7",
		func(w *made) { w.dmarc("v=DMARC1; p=reject; sp=none; rua=mailto:a@example.org") },
		"dmarc-subdomains", report.Warning, "v=DMARC1; p=reject; rua=mailto:a@example.org"},
	{"names that do not exist", "RFC 9989 section 4.7",
		func(w *made) { w.dmarc("v=DMARC1; p=reject; np=none; rua=mailto:a@example.org") }, "dmarc-nonexistent",
		report.Warning, "v=DMARC1; p=reject; rua=mailto:a@example.org"},
	{"value", "RFC 9989 section 4.7", func(w *made) { w.dmarc("v=DMARC1; p=reject; aspf=x; rua=mailto:a@example.org") },
		"dmarc-value", report.Warning, ""},
	{"part", "RFC 9989 section 4.8", func(w *made) { w.dmarc("v=DMARC1; p=reject; hello; rua=mailto:a@example.org") },
		"dmarc-part", report.Warning, ""},
	{"twice", "RFC 9989 section 4.8", func(w *made) { w.dmarc("v=DMARC1; p=reject; p=none; rua=mailto:a@example.org") },
		"dmarc-twice", report.Problem, ""},
	{"removed", "RFC 9989 appendix C",
		func(w *made) { w.dmarc("v=DMARC1; p=reject; ri=3600; rua=mailto:a@example.org") },
		"dmarc-removed", report.Note, ""},
	{"unknown tag", "RFC 9989 section 4.7",
		func(w *made) { w.dmarc("v=DMARC1; p=reject; x=y; rua=mailto:a@example.org") },
		"dmarc-tag", report.Note, ""},
	{"size", "RFC 9989 section 4.8", func(w *made) { w.dmarc("v=DMARC1; p=reject; rua=mailto:a@example.org!10m") },
		"dmarc-size", report.Note, ""},
	{"address", "RFC 9989 section 4.8", func(w *made) { w.dmarc("v=DMARC1; p=reject; rua=a@example.org") },
		"dmarc-address", report.Warning, ""},
	{"web address", "RFC 9989 section 4.7", func(w *made) { w.dmarc("v=DMARC1; p=reject; rua=https://example.org/x") },
		"dmarc-scheme", report.Note, ""},
	{"public suffix", "RFC 9989 section 4.7",
		func(w *made) { w.dmarc("v=DMARC1; p=reject; psd=y; rua=mailto:a@example.org") }, "dmarc-psd", report.Warning,
		"v=DMARC1; p=reject; rua=mailto:a@example.org"},
	{"order", "RFC 7489 section 6.3",
		func(w *made) { w.dmarc("v=DMARC1; rua=mailto:a@example.org; p=reject") }, "dmarc-order",
		report.Note, ""},
	{"no p", "RFC 9989 section 4.7", func(w *made) { w.dmarc("v=DMARC1; rua=mailto:a@example.org") }, "dmarc-no-p",
		report.Warning, "v=DMARC1; p=none; rua=mailto:a@example.org"},
	{"no reports", "RFC 9989 section 4.7", func(w *made) { w.dmarc("v=DMARC1; p=reject") },
		"dmarc-no-reports", report.Warning, ""},
	{"reports to a name that is gone", "RFC 9990 section 4",
		func(w *made) { w.dmarc("v=DMARC1; p=reject; rua=mailto:a@gone.example") },
		"dmarc-report-lost", report.Warning, ""},
	{"reports that are not allowed", "RFC 9990 section 4", func(w *made) {
		w.dmarc("v=DMARC1; p=reject; rua=mailto:a@other.example")
		w.set("other.example", mailchecktest.MX(0, host))
	}, "dmarc-report-refused", report.Warning, "v=DMARC1"},
	{"reports not known", "RFC 9990 section 4", func(w *made) {
		w.dmarc("v=DMARC1; p=reject; rua=mailto:a@other.example")
		w.fail("other.example")
	}, "dmarc-report-unknown", report.Unknown, ""},
}

// dmarc sets the DMARC record of the good domain.
func (w *made) dmarc(text string) { w.set("_dmarc.example.org", mailchecktest.TXT(text)) }
