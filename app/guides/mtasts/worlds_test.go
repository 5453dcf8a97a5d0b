package mtasts

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mailcheck/mailchecktest"
	"handrail/app/report"
)

const (
	testingText = "version: STSv1\r\nmode: testing\r\nmx: mx1.example.org\r\nmax_age: 86400\r\n"
	enforceText = "version: STSv1\r\nmode: enforce\r\nmx: mx1.example.org\r\nmax_age: 2592000\r\n"
)

var exampleOrg = dns.Domain{ASCII: "example.org", Unicode: "example.org"}

// bareWorld has one mail server that encrypts, and nothing else set up.
func bareWorld(t testing.TB) *mailchecktest.World {
	w := mailchecktest.New(t)
	w.DNS.Zone = dns.Zone{
		"example.org":     {mailchecktest.MX(10, "mx1.example.org")},
		"mx1.example.org": {mailchecktest.At("192.0.2.1")},
	}
	mail := w.Cert(60, "mx1.example.org", "contoso-com.o-v1.mx.microsoft", "contoso-com.mail.protection.outlook.com",
		"eu-smtp-inbound-1.mimecast.com", "example.org")
	w.Mail("192.0.2.1", &mail)
	return w
}

// servedWorld also serves text and announces it, and asks for reports.
func servedWorld(t testing.TB, text string) *mailchecktest.World {
	return handledWorld(t, mailchecktest.Text(text))
}

func handledWorld(t testing.TB, handler http.HandlerFunc) *mailchecktest.World {
	w := bareWorld(t)
	w.DNS.Zone["_mta-sts.example.org"] = []dns.Record{mailchecktest.TXT("v=STSv1; id=20261101;")}
	w.DNS.Zone["_smtp._tls.example.org"] = []dns.Record{mailchecktest.TXT("v=TLSRPTv1; rua=mailto:reports@example.net")}
	w.DNS.Zone["example.net"] = []dns.Record{mailchecktest.MX(5, "mx.example.net")}
	w.DNS.Zone["mx.example.net"] = []dns.Record{mailchecktest.At("192.0.2.77")}
	w.DNS.Zone["mta-sts.example.org"] = []dns.Record{mailchecktest.At("192.0.2.80")}
	w.Web("192.0.2.80", w.Cert(60, "mta-sts.example.org"), handler)
	return w
}

func stateIn(t testing.TB, w *mailchecktest.World) *mailcheck.State {
	t.Helper()
	s, err := w.Checker().Check(context.Background(), exampleOrg, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// mailTo sends the mail of example.org to hosts, all served by the one mail server.
func mailTo(w *mailchecktest.World, hosts ...string) *mailchecktest.World {
	w.DNS.Zone["example.org"] = nil
	for i, h := range hosts {
		w.DNS.Zone["example.org"] = append(w.DNS.Zone["example.org"], mailchecktest.MX(uint16(10*i), h))
		w.DNS.Zone[h] = []dns.Record{mailchecktest.At("192.0.2.1")}
	}
	return w
}

func policyFor(mode string, mx ...string) string {
	return "version: STSv1\r\nmode: " + mode + "\r\nmx: " + strings.Join(mx, "\r\nmx: ") + "\r\nmax_age: 2592000\r\n"
}

func put(w *mailchecktest.World, name string, records ...dns.Record) *mailchecktest.World {
	if w.DNS.Zone[name] = records; len(records) == 0 {
		delete(w.DNS.Zone, name)
	}
	return w
}

func fail(w *mailchecktest.World, name string, kind dns.Kind) *mailchecktest.World {
	w.DNS.Fail[name] = kind
	return w
}

func header(name, value string, text string) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/plain")
		rw.Header().Set(name, value)
		rw.Write([]byte(text))
	}
}

type world struct {
	name  string
	make  func(t testing.TB) *mailchecktest.World
	facts string // record policy effective reporting
	codes []string
	not   []string
	says  string // somewhere in the findings or the verdict
}

var worlds = []world{
	{"nothing set up", func(t testing.TB) *mailchecktest.World { return bareWorld(t) },
		"absent absent absent absent", []string{"no-record", "no-reporting", "mx-encrypts"},
		[]string{"record-without-policy"}, "Senders deliver, but encryption is not required"},
	{"half: the policy without its record", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "_mta-sts.example.org")
	}, "absent valid absent valid", []string{"policy-without-record", "policy-ok", "mode-testing"},
		[]string{"no-record"}, "its DNS record is missing"},
	{"half: the record without its policy", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "mta-sts.example.org")
	},
		"valid absent absent valid", []string{"record-without-policy"}, nil, "mta-sts.example.org does not exist"},
	{"testing and ready", func(t testing.TB) *mailchecktest.World { return servedWorld(t, testingText) },
		"valid valid testing valid", []string{"record-ok", "policy-ok", "mode-testing", "mx-covered", "max-age-one-day",
			"reporting-ok"}, []string{"mx-not-covered"}, "Senders always deliver, and test encryption"},
	{"enforce", func(t testing.TB) *mailchecktest.World { return servedWorld(t, enforceText) },
		"valid valid enforce valid", []string{"mode-enforce", "mx-covered"}, []string{"max-age-short"},
		"Senders deliver only over verified encryption"},
	{"none", func(t testing.TB) *mailchecktest.World {
		return servedWorld(t, strings.Replace(enforceText, "enforce", "none", 1))
	}, "valid valid none valid", []string{"mode-none"}, nil, "does not require encryption"},
	{"several records", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "_mta-sts.example.org", mailchecktest.TXT("v=STSv1; id=1;"),
			mailchecktest.TXT("v=STSv1; id=2;"))
	}, "several valid absent valid", []string{"several-records"}, nil, "There are 2 MTA-STS records"},
	{"syntax of the record", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "_mta-sts.example.org", mailchecktest.TXT("v=STSv1; id=2026-11-22;"))
	}, "invalid valid absent valid", []string{"record-syntax"}, nil, "The problem is at character"},
	{"unrelated records", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "_mta-sts.example.org", mailchecktest.TXT("v=STSv1; id=1;"),
			mailchecktest.TXT("hello"))
	}, "valid valid testing valid", []string{"record-neighbours"}, nil, ""},
	{"redirect", func(t testing.TB) *mailchecktest.World {
		return handledWorld(t, func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "https://www.example.org/policy", http.StatusMovedPermanently)
		})
	}, "valid unreachable absent valid", []string{"policy-redirect"}, []string{"policy-ok"},
		"https://www.example.org/policy"},
	{"web page", func(t testing.TB) *mailchecktest.World {
		return handledWorld(t, header("Content-Type", "text/html", "<!DOCTYPE html><title>Sign in</title>"))
	}, "valid invalid absent valid", []string{"policy-html"}, nil, "A web page"},
	{"wrong kind of file", func(t testing.TB) *mailchecktest.World {
		return handledWorld(t, header("Content-Type", "application/octet-stream", testingText))
	}, "valid invalid absent valid", []string{"policy-media-type"}, nil, "application/octet-stream"},
	{"404", func(t testing.TB) *mailchecktest.World { return handledWorld(t, http.NotFound) },
		"valid absent absent valid", []string{"record-without-policy"}, nil, "status 404"},
	{"500", func(t testing.TB) *mailchecktest.World {
		return handledWorld(t, func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(500) })
	}, "valid unreachable absent valid", []string{"policy-status"}, nil, "status 500"},
	{"syntax of the policy", func(t testing.TB) *mailchecktest.World {
		return servedWorld(t, strings.Replace(testingText, "testing", "Testing", 1))
	}, "valid invalid absent valid", []string{"policy-syntax"}, nil, "mode: Testing"},
	{"dangling", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "mta-sts.example.org",
			mailchecktest.Alias("gone.azurestaticapps.example"))
	}, "valid absent absent valid", []string{"policy-dangling"}, []string{"record-without-policy"},
		"gone.azurestaticapps.example"},
	{"SERVFAIL", func(t testing.TB) *mailchecktest.World {
		return fail(servedWorld(t, testingText), "_mta-sts.example.org", dns.ServFail)
	}, "unknown valid unknown valid", []string{"record-unknown"}, []string{"no-record"}, "reported an error"},
	{"timeout of the reports record", func(t testing.TB) *mailchecktest.World {
		return fail(servedWorld(t, testingText), "_smtp._tls.example.org", dns.Timeout)
	}, "valid valid testing unknown", []string{"reporting-unknown"}, []string{"no-reporting"},
		"did not answer in time"},
	{"nobody answers", func(t testing.TB) *mailchecktest.World {
		w := servedWorld(t, testingText)
		for _, name := range []string{"example.org", "_mta-sts.example.org", "mta-sts.example.org",
			"_smtp._tls.example.org"} {
			fail(w, name, dns.Unreachable)
		}
		return w
	}, "unknown unknown unknown unknown", []string{"name-servers-silent"}, []string{"record-unknown"},
		"Handrail could not find out"},
	{"null MX", func(t testing.TB) *mailchecktest.World {
		return put(bareWorld(t), "example.org", mailchecktest.MX(0, ""))
	},
		"absent absent absent absent", []string{"no-mail"}, []string{"no-record", "no-reporting"},
		"The domain receives no email"},
	{"null MX beside a policy", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, enforceText), "example.org", mailchecktest.MX(0, ""))
	}, "valid valid enforce valid", []string{"no-mail-with-policy"}, []string{"no-mail"}, "safe order"},
	{"no mail host at all", func(t testing.TB) *mailchecktest.World {
		return put(bareWorld(t), "example.org", mailchecktest.TXT("v=spf1 -all"))
	}, "absent absent absent absent", []string{"no-mail-host"}, []string{"no-record"}, "“0 .”"},
	{"no such domain", func(t testing.TB) *mailchecktest.World { w := bareWorld(t); w.DNS.Zone = dns.Zone{}; return w },
		"absent absent absent absent", []string{"domain-missing"}, []string{"no-record", "no-mail-host"},
		"This domain does not exist"},
	{"implicit MX", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "example.org", mailchecktest.At("192.0.2.1"))
	}, "valid valid testing valid", []string{"implicit-mx", "mx-not-covered"}, nil, "Add the line “mx: example.org”"},
	{"port 25 blocked", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "mx1.example.org", mailchecktest.At("192.0.2.99"))
	}, "valid valid testing valid", []string{"port-25-blocked"}, []string{"mx-not-tested"},
		"not a problem with the domain"},
	{"star over two parts", func(t testing.TB) *mailchecktest.World {
		return mailTo(servedWorld(t, policyFor("testing", "*.mx.microsoft")), "contoso-com.o-v1.mx.microsoft")
	}, "valid valid testing valid", []string{"wildcard-two-labels"}, []string{"mx-not-covered", "policy-names-more"},
		"mx: contoso-com.o-v1.mx.microsoft"},
	{"Microsoft without a star", func(t testing.TB) *mailchecktest.World {
		return mailTo(servedWorld(t, policyFor("enforce", "mail.protection.outlook.com")),
			"contoso-com.mail.protection.outlook.com")
	}, "valid valid enforce valid", []string{"outlook-without-star"}, []string{"policy-names-more"},
		"mx: *.mail.protection.outlook.com"},
	{"a move between Microsoft's families", func(t testing.TB) *mailchecktest.World {
		return mailTo(servedWorld(t, policyFor("testing", "*.mail.protection.outlook.com", "*.o-v1.mx.microsoft")),
			"contoso-com.mail.protection.outlook.com", "contoso-com.o-v1.mx.microsoft")
	}, "valid valid testing valid", []string{"microsoft-move", "mx-covered"}, []string{"policy-names-more"}, ""},
	{"ready for the other family", func(t testing.TB) *mailchecktest.World {
		return mailTo(servedWorld(t, policyFor("testing", "*.mail.protection.outlook.com",
			"contoso-com.o-v1.mx.microsoft")), "contoso-com.mail.protection.outlook.com")
	}, "valid valid testing valid", []string{"policy-names-ahead"}, []string{"policy-names-more"}, ""},
	{"a filter in front, Microsoft in the policy", func(t testing.TB) *mailchecktest.World {
		return mailTo(servedWorld(t, policyFor("enforce", "*.mail.protection.outlook.com")),
			"eu-smtp-inbound-1.mimecast.com")
	}, "valid valid enforce valid", []string{"mail-filter", "mx-not-covered", "policy-names-more"}, nil, "Mimecast"},
	{"a filter beside Microsoft", func(t testing.TB) *mailchecktest.World {
		return mailTo(bareWorld(t), "eu-smtp-inbound-1.mimecast.com", "contoso-com.mail.protection.outlook.com")
	}, "absent absent absent absent", []string{"filter-beside-microsoft"}, nil, "bypass the filter"},
	{"no encryption", func(t testing.TB) *mailchecktest.World {
		w := put(servedWorld(t, enforceText), "mx1.example.org", mailchecktest.At("192.0.2.3"))
		w.Mail("192.0.2.3", nil)
		return w
	}, "valid valid enforce valid", []string{"mx-no-starttls"}, nil, "Senders that support MTA-STS refuse to deliver"},
	{"mail host's certificate for another name", func(t testing.TB) *mailchecktest.World {
		return put(mailTo(servedWorld(t, policyFor("testing", "other.example.org")), "other.example.org"),
			"x.example.org")
	}, "valid valid testing valid", []string{"mx-name"}, []string{"mx-encrypts"}, "would refuse after you enforce"},
	{"policy certificate near its end", func(t testing.TB) *mailchecktest.World {
		w := servedWorld(t, testingText)
		w.Web("192.0.2.81", w.Cert(5, "mta-sts.example.org"), mailchecktest.Text(testingText))
		return put(w, "mta-sts.example.org", mailchecktest.At("192.0.2.81"))
	}, "valid valid testing valid", []string{"policy-certificate-soon"}, nil, "5 days left"},
	{"policy certificate run out", func(t testing.TB) *mailchecktest.World {
		w := servedWorld(t, testingText)
		w.Web("192.0.2.81", w.Cert(-5, "mta-sts.example.org"), mailchecktest.Text(testingText))
		return put(w, "mta-sts.example.org", mailchecktest.At("192.0.2.81"))
	}, "valid unreachable absent valid", []string{"policy-certificate-expired"}, nil, "17 November 2026"},
	{"policy certificate for another name", func(t testing.TB) *mailchecktest.World {
		w := servedWorld(t, testingText)
		w.Web("192.0.2.81", w.Cert(50, "hosting.example"), mailchecktest.Text(testingText))
		return put(w, "mta-sts.example.org", mailchecktest.At("192.0.2.81"))
	}, "valid unreachable absent valid", []string{"policy-certificate-name"}, nil, "hosting.example"},
	{"kept for an hour, line ends mixed", func(t testing.TB) *mailchecktest.World {
		return servedWorld(t, "version: STSv1\nmode: testing\r\nmx: mx1.example.org\r\nmax_age: 3600\r\n")
	}, "valid valid testing valid", []string{"max-age-under-day", "policy-mixed-line-ends"}, []string{"policy-unusual"},
		"cache it for one hour"},
	{"reports to several, and inside the domain", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "_smtp._tls.example.org",
			mailchecktest.TXT("v=TLSRPTv1; rua=mailto:a@example.org,mailto:b@example.net"))
	}, "valid valid testing valid", []string{"reporting-several-addresses", "reporting-inside"}, nil, ""},
	{"two records for reports", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "_smtp._tls.example.org",
			mailchecktest.TXT("v=TLSRPTv1; rua=mailto:a@example.net"),
			mailchecktest.TXT("v=TLSRPTv1; rua=mailto:b@example.net"))
	}, "valid valid testing invalid", []string{"several-reporting"}, nil, ""},
	{"a check of browsers in front", func(t testing.TB) *mailchecktest.World {
		w := servedWorld(t, testingText)
		w.Web("192.0.2.81", w.Cert(60, "mta-sts.example.org"), http.HandlerFunc(
			func(out http.ResponseWriter, _ *http.Request) {
				out.Header().Set("Content-Type", "text/html")
				out.WriteHeader(http.StatusServiceUnavailable)
			}))
		return put(w, "mta-sts.example.org", mailchecktest.At("192.0.2.81"))
	}, "valid unreachable absent valid", []string{"policy-status"}, nil, "browser check or bot protection"},
	{"reports to a domain that is gone", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "_smtp._tls.example.org",
			mailchecktest.TXT("v=TLSRPTv1; rua=mailto:a@nowhere.example"))
	}, "valid valid testing valid", []string{"reporting-no-domain"}, []string{"reporting-ok"}, "nowhere.example"},
	{"reports to a domain without mail, to a dot and to http", func(t testing.TB) *mailchecktest.World {
		w := put(servedWorld(t, testingText), "_smtp._tls.example.org", mailchecktest.TXT("v=TLSRPTv1; "+
			"rua=mailto:a@none.example,mailto:b@example.net.,http://example.net/x,mailto:c@example.net"))
		return put(w, "none.example", mailchecktest.MX(0, ""))
	}, "valid valid testing valid", []string{"reporting-no-server", "reporting-dot", "reporting-scheme",
		"reporting-ok"}, nil, "ends with a dot"},
	{"a space before the address", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "_smtp._tls.example.org",
			mailchecktest.TXT("v=TLSRPTv1; rua=\tmailto:a@example.net"))
	}, "valid valid testing invalid", []string{"reporting-syntax"}, []string{"reporting-ok"},
		"“v=TLSRPTv1; rua=mailto:a@example.net”"},
	{"reports at a name that looks right", func(t testing.TB) *mailchecktest.World {
		w := put(servedWorld(t, testingText), "_smtp._tls.example.org")
		return put(w, "_smtp-tlsrpt.example.org", mailchecktest.TXT("v=TLSRPTv1; rua=mailto:a@example.net"))
	}, "valid valid testing absent", []string{"record-misplaced"}, nil, "_smtp-tlsrpt.example.org"},
	{"the record is an alias of nothing to read", func(t testing.TB) *mailchecktest.World {
		w := put(servedWorld(t, testingText), "_mta-sts.example.org", mailchecktest.Alias("sts.hoster.example"))
		return put(w, "sts.hoster.example", mailchecktest.At("192.0.2.9"))
	}, "absent valid absent valid", []string{"record-alias-empty"}, []string{"policy-without-record"},
		"sts.hoster.example"},
	{"the record is a proxied alias", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "_mta-sts.example.org", mailchecktest.At("192.0.2.9"))
	}, "absent valid absent valid", []string{"record-proxied"}, []string{"policy-without-record"}, "“DNS only”"},
	{"every name has an address", func(t testing.TB) *mailchecktest.World {
		w := put(servedWorld(t, testingText), "_mta-sts.example.org", mailchecktest.At("192.0.2.9"))
		return put(w, "_no-such-name.example.org", mailchecktest.At("192.0.2.9"))
	}, "absent valid absent valid", []string{"policy-without-record"}, []string{"record-proxied"}, ""},
	{"another word for the version", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "_mta-sts.example.org", mailchecktest.TXT("v=STS1; id=7c;"))
	}, "invalid valid absent valid", []string{"record-slip"}, []string{"record-neighbours", "no-record"},
		"“v=STSv1; id=7c;”"},
	{"a space before the semicolon", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "_mta-sts.example.org", mailchecktest.TXT("v=STSv1\t; id=7c"))
	}, "valid valid testing valid", []string{"record-space", "record-ok"}, []string{"record-neighbours"}, ""},
	{"a comma in the record for reports", func(t testing.TB) *mailchecktest.World {
		return put(servedWorld(t, testingText), "_smtp._tls.example.org",
			mailchecktest.TXT("v=TLSRPTv1, rua=mailto:a@example.net"))
	}, "valid valid testing invalid", []string{"reporting-slip"}, []string{"reporting-neighbours", "no-reporting"},
		"“v=TLSRPTv1; rua=mailto:a@example.net”"},
	{"the clock is years behind", func(t testing.TB) *mailchecktest.World {
		w := servedWorld(t, testingText)
		w.Now = w.Now.AddDate(-4, 0, 0)
		return w
	}, "valid unreachable absent valid", []string{"clock-wrong"}, nil, "22 November 2022"},
}

func TestWorlds(t *testing.T) {
	for _, c := range worlds {
		t.Run(c.name, func(t *testing.T) {
			d := Document(stateIn(t, c.make(t)), Made{})
			facts := d.Facts()
			if got := strings.Join([]string{facts["record"], facts["policy"], facts["effective"], facts["reporting"]},
				" "); got != c.facts {
				t.Errorf("facts %q, want %q", got, c.facts)
			}
			codes, text := codesOf(d), plainText(t, d)
			for _, want := range c.codes {
				if !slices.Contains(codes, want) {
					t.Errorf("no %s in %v", want, codes)
				}
			}
			for _, bad := range append(c.not, "policy-unusual") {
				if slices.Contains(codes, bad) {
					t.Errorf("%s in %v", bad, codes)
				}
			}
			if !strings.Contains(text, c.says) {
				t.Errorf("nowhere %q in:\n%s", c.says, text)
			}
			lintDocument(t, d)
		})
	}
}

func codesOf(d *report.Document) []string {
	var all []string
	for _, f := range d.Findings() {
		all = append(all, f.Code)
	}
	return all
}

func plainText(t testing.TB, d *report.Document) string {
	t.Helper()
	var b strings.Builder
	if err := report.WriteText(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
