package tlsrpt

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/conformance/shared"
	"handrail/app/mail/tlsreport"
)

// rfcExample is the report in RFC 8460 appendix B, of which there are many copies.
const rfcExample = "sts company-y.example 5326/303 mx *.mail.company-y.example" +
	" [certificate-expired 100 mx1.mail.company-y.example 2001:db8:abcd:0012::1 -]" +
	" [starttls-not-supported 200 mx2.mail.company-y.example 2001:db8:abcd:0013::1 203.0.113.56]" +
	" [validation-failure 3 mx-backup.mail.company-y.example 198.51.100.62 203.0.113.58]"

// sampleTable returns what is in each file, as read by eye in the raw text: writer,
// id, days, then each policy with type, domain, sessions that succeeded and
// failed, hosts, and [result count host sender receiver] of each failure.
var sampleTable = []struct {
	file, writer, id, days string
	policies               []string
	odd                    string
	signed                 tlsreport.SignedState
}{
	{"cry-inc+dmarc-report-viewer/testdata_smtp-tls-reports_google.json", "Google Inc.",
		"2025-05-22T00:00:00Z_foo-bar.io", "2025-05-22",
		[]string{"sts foo-bar.io 1/0 mx *.foo-bar.io"}, "", "untested"},
	{"cry-inc+dmarc-report-viewer/testdata_smtp-tls-reports_microsoft.json", "Microsoft Corporation",
		"133925885310113267+random.net", "2025-05-23",
		[]string{"sts random.net 2/0 mx -", "tlsa random.net 2/0 mx -"}, "policy-nested", "untested"},
	{"cry-inc+dmarc-report-viewer/testdata_smtp-tls-reports_no-contact.json", "server.com", "123_456", "2026-01-11",
		[]string{"sts server.com 1/0 mx mx.server.com"}, "ends-at-midnight mx-prefix no-contact", "untested"},
	{"cry-inc+dmarc-report-viewer/testdata_smtp-tls-reports_no-policy.json", "Google Inc.",
		"2025-03-27T00:00:00Z_foo-bar.io", "2025-03-27",
		[]string{"no-policy-found foo-bar.io 1/0 mx -"}, "", "untested"},
	{"cry-inc+dmarc-report-viewer/testdata_smtp-tls-reports_no_ip_and_mx.json", "Microsoft Corporation", "1234567890+",
		"2025-06-14",
		[]string{"sts xxxxxxxx.xx 0/3 mx - [sts-policy-fetch-error 3 - - -]"}, "", "untested"},
	{"cry-inc+dmarc-report-viewer/testdata_smtp-tls-reports_rfc-example.json", "Company-X",
		"5065427c-23d3-47ca-b6e0-946ea0e8c4be", "2016-04-01",
		[]string{rfcExample}, "", "untested"},
	{"domainaware+parsedmarc/samples_smtp_tls_google.com_smtp_tls_report.eml", "Google Inc.",
		"2024-09-03T00:00:00Z_cardinalhealth.ca", "2024-09-03",
		[]string{"no-policy-found cardinalhealth.ca 48/0 mx -"}, "", "untested"},
	{"domainaware+parsedmarc/samples_smtp_tls_mail.ru.json", "Mail.ru", "b28254de-7b2e-be36-bb5c-4c3b92da8b25@mail.ru",
		"2024-02-22",
		[]string{"sts example.com 0/1 mx - [sts-policy-fetch-error 1 - - -] [sts-policy-fetch-error 1 - - -]"},
		"ends-at-midnight sums-differ", "untested"},
	{"domainaware+parsedmarc/samples_smtp_tls_rfc8460.json", "Company-X", "5065427c-23d3-47ca-b6e0-946ea0e8c4be",
		"2016-04-01",
		[]string{rfcExample}, "mx-is-text", "untested"},
	{"domainaware+parsedmarc/samples_smtp_tls_smtp_tls.json", "Example Inc.", "2024-01-09T00:00:00Z_example.com",
		"2024-01-09",
		[]string{"sts example.com 0/3 mx - [validation-failure 2 example.com 209.85.222.201 173.212.201.41] " +
			"[validation-failure 1 example.com 209.85.208.176 173.212.201.41]"}, "", "untested"},
	{"marcbradshaw+mail-tls-rpt/t_data_email.eml", "Google Inc.", "2020-03-02T00:00:00Z_fastmaildmarc.com",
		"2020-03-02",
		[]string{"no-policy-found fastmaildmarc.com 343/0 mx -"}, "", "untested"},
	{"marcbradshaw+mail-tls-rpt/t_data_expected.json", "Google Inc.", "2020-03-02T00:00:00Z_fastmaildmarc.com",
		"2020-03-02",
		[]string{"no-policy-found fastmaildmarc.com 343/0 mx -"}, "", "untested"},
	{"marcbradshaw+mail-tls-rpt/t_data_report.json", "Google Inc.", "2020-03-02T00:00:00Z_fastmaildmarc.com",
		"2020-03-02",
		[]string{"no-policy-found fastmaildmarc.com 343/0 mx -"}, "", "untested"},
	{"marcbradshaw+mail-tls-rpt/t_data_report.json.gz.b64", "Google Inc.", "2020-03-02T00:00:00Z_fastmaildmarc.com",
		"2020-03-02",
		[]string{"no-policy-found fastmaildmarc.com 343/0 mx -"}, "", "untested"},
	{"mjl-+mox/testdata_tlsreports_example.eml", "Google Inc.", "2022-09-15T00:00:00Z_test.xmox.nl", "2022-09-15",
		[]string{"sts test.xmox.nl 3/0 mx komijn.test.xmox.nl"}, "", "untested"},
	{"mjl-+mox/testdata_tlsreports_microsoft.eml", "Microsoft Corporation", "133198585438131172+test.xmox.nl",
		"2023-01-10",
		[]string{"sts test.xmox.nl 2/0 mx -"}, "time-without-zone", "untested"},
	{"phi-ag+mta-sts-exporter/examples_google.json", "Google Inc.", "2024-02-17T00:00:00Z_example.com", "2024-02-17",
		[]string{"sts example.com 53/0 mx example.com"}, "", "untested"},
	{"phi-ag+mta-sts-exporter/examples_microsoft-2.json", "Microsoft Corporation", "133561180919336230+example.com",
		"2024-03-26",
		[]string{"sts example.com 7/0 mx -"}, "time-without-zone", "untested"},
	{"phi-ag+mta-sts-exporter/examples_microsoft.json", "Microsoft Corporation", "133526718584528772+example.com",
		"2024-02-16",
		[]string{"sts example.com 18/0 mx -"}, "", "untested"},
	{"phi-ag+mta-sts-exporter/examples_rfc-errata-6241.json", "Company-X", "5065427c-23d3-47ca-b6e0-946ea0e8c4be",
		"2016-04-01",
		[]string{rfcExample}, "", "untested"},
	{"phi-ag+mta-sts-exporter/examples_rfc.json", "Company-X", "5065427c-23d3-47ca-b6e0-946ea0e8c4be", "2016-04-01",
		[]string{rfcExample}, "mx-is-text", "untested"},
	{"stalwartlabs+mail-auth/resources_tlsrpt_rpt01.eml", "Company-X", "5065427c-23d3-47ca-b6e0-946ea0e8c4be",
		"2016-04-01",
		[]string{rfcExample}, "", "fail"}, // not signed
	{"stalwartlabs+mail-auth/resources_tlsrpt_rpt01.json", "Company-X", "5065427c-23d3-47ca-b6e0-946ea0e8c4be",
		"2016-04-01",
		[]string{rfcExample}, "", "untested"},
	{"stalwartlabs+mail-auth/resources_tlsrpt_rpt02.eml", "Google Inc.", "2020-01-01T00:00:00Z_example.com",
		"2020-01-01..2020-01-07",
		[]string{"sts example.com 23/1 mx - [certificate-host-mismatch 1 demo.example.com 123.123.123.123 " +
			"234.234.234.234]"}, "several-days", "fail"}, // not signed
	{"stalwartlabs+mail-auth/resources_tlsrpt_rpt02.json", "Google Inc.", "2020-01-01T00:00:00Z_example.com",
		"2020-01-01..2020-01-07",
		[]string{"sts example.com 23/1 mx - [certificate-host-mismatch 1 demo.example.com 123.123.123.123 " +
			"234.234.234.234]"}, "several-days", "untested"},
	{"stalwartlabs+mail-auth/resources_tlsrpt_rpt03.json", "Google Inc.", "2019-04-14T00:00:00Z_example.org",
		"2019-04-14",
		[]string{"no-policy-found - 1/0 mx -", "invalid-policy-type - 1/0 mx -"}, "no-count no-domain unknown-type",
		"untested"},
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func policyLine(p tlsreport.Policy) string {
	s := fmt.Sprintf("%s %s %d/%d mx %s", p.Type, dash(p.Domain), p.Succeeded, p.Failed, dash(strings.Join(p.MX, " ")))
	for _, f := range p.Failures {
		s += fmt.Sprintf(" [%s %d %s %s %s]", f.Result, f.Count, dash(f.Host), dash(f.SendingIP), dash(f.ReceivingIP))
	}
	return s
}

func daysOf(r *tlsreport.Report) string {
	s := r.Start.Format(time.DateOnly)
	if end := r.End.Add(-time.Second); end.Sub(r.Start) > 24*time.Hour {
		s += ".." + end.Format(time.DateOnly)
	}
	return s
}

func readFile(t testing.TB, r *Reader, name string) []Found {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []Found
	if err := r.Read(context.Background(), f, func(f Found) error { all = append(all, f); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestReportsByOthers(t *testing.T) {
	dir := shared.Folder(t, "samples", "tlsrpt")
	listed := map[string]bool{}
	for _, c := range sampleTable {
		listed[c.file] = true
		t.Run(c.file, func(t *testing.T) {
			all := readFile(t, &Reader{}, filepath.Join(dir, filepath.FromSlash(c.file)))
			if len(all) != 1 || all[0].Err != nil {
				t.Fatalf("got %+v", all)
			}
			r, day := all[0].Report, c.days[:10]
			if strings.Contains(c.odd, tlsreport.SeveralDays) {
				day = c.days[len(c.days)-10:]
			}
			if r.Organisation != c.writer || r.ID != c.id || daysOf(r) != c.days ||
				r.Day().Format(time.DateOnly) != day {
				t.Errorf("by %q, id %q, about %s", r.Organisation, r.ID, daysOf(r))
			}
			var lines []string
			for _, p := range r.Policies {
				lines = append(lines, policyLine(p))
			}
			if got, want := strings.Join(lines, "\n"), strings.Join(c.policies, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if got := strings.Join(r.Anomalies, " "); got != c.odd {
				t.Errorf("odd %q, want %q", got, c.odd)
			}
			if r.Signed.State != c.signed || r.Signed.Why == "" {
				t.Errorf("signed %+v, want %s", r.Signed, c.signed)
			}
			again, err := ParseReport(r.Raw)
			if err != nil || again.ID != r.ID {
				t.Errorf("the raw text is not kept: %v", err)
			}
		})
	}
	_ = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, name)
		if rel = filepath.ToSlash(rel); err == nil && !d.IsDir() && rel != "README.md" && rel != "MANIFEST.tsv" &&
			!listed[rel] {
			t.Errorf("%s stands in no row of the table", rel)
		}
		return err
	})
}

func TestPolicyTextOfMicrosoftIsUnpacked(t *testing.T) {
	all := readFile(t, &Reader{}, filepath.Join(shared.Folder(t, "samples", "tlsrpt"),
		"cry-inc+dmarc-report-viewer", "testdata_smtp-tls-reports_microsoft.json"))
	got := all[0].Report.Policies[1].Text
	want := []string{"3 1 1 6007EEE553E85D8DF007A845D19EC343283D4E416E9A33F9EF3040C8B7C285BC",
		"3 1 1 837C773D54C2E2BD71871A3FC352BE8214D5646CBAE5E3091401A7274717998B"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q", got)
	}
}
