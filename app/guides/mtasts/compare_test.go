package mtasts

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mailcheck/mailchecktest"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/policyhistory"
	"handrail/app/report"
)

func TestServedDocument(t *testing.T) {
	long := strings.Replace(testingText, "max_age", "mx: *.mail.protection.outlook.com\r\nmax_age", 1)
	for _, c := range []struct {
		name, served, made, fact, code, says string
	}{
		{"the same", testingText, testingText, "yes", "served-same", "Every line is identical"},
		{"nothing made", testingText, "", "unknown", "served-nothing-made", ""},
		{"short line ends", strings.ReplaceAll(testingText, "\r\n", "\n"), testingText, "yes", "served-line-ends",
			"the line endings changed from CRLF (Windows) to LF (Linux)"},
		{"mixed line ends", strings.Replace(testingText, "\r\n", "\n", 1), testingText, "yes", "served-line-ends",
			"a mixture"},
		{"byte order mark", "\ufeff" + testingText, testingText, "no", "served-bom", "byte order mark"},
		{"no last line end", strings.TrimSuffix(testingText, "\r\n"), testingText, "yes", "served-final-line",
			"no line ending"},
		{"blanks", strings.Replace(testingText, "mode: testing", "mode: testing ", 1), testingText, "no",
			"served-spaces", "Line 2"},
		{"another mode", strings.Replace(testingText, "testing", "enforce", 1), testingText, "no", "served-differs",
			"Your policy has “mode: testing”. The published one has “mode: enforce”"},
		{"another age", strings.Replace(testingText, "86400", "604800", 1), testingText, "no", "served-differs",
			"line 4"},
		{"line missing", testingText, testingText + "mx: a.example\r\n", "no", "served-cut", "mx: a.example"},
		{"line too many", testingText + "mx: a.example\r\n", testingText, "no", "served-more", "Line 5"},
		{"a line in the middle", long, testingText, "no", "served-differs", "line 4"},
		{"an editor's empty line", testingText + "\r\n", testingText, "no", "served-final-line",
			"the file ends with empty lines"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := ServedDocument(stateIn(t, servedWorld(t, c.served)), Made{Policy: c.made})
			if got := d.Facts()["served"]; got != c.fact {
				t.Errorf("served %q, want %q", got, c.fact)
			}
			if codes := codesOf(d); !slices.Contains(codes, c.code) {
				t.Errorf("no %s in %v", c.code, codes)
			}
			if text := plainText(t, d); !strings.Contains(text, c.says) {
				t.Errorf("nowhere %q in:\n%s", c.says, text)
			}
			lintDocument(t, d)
		})
	}
}

func TestServedDocumentWithoutPolicy(t *testing.T) {
	for _, c := range []struct {
		name string
		w    *mailchecktest.World
		fact string
		code string
	}{
		{"no host yet", bareWorld(t), "no", "served-nothing"},
		{"404", handledWorld(t, http.NotFound), "no", "served-nothing"},
		{"DNS fails", fail(bareWorld(t), "mta-sts.example.org", dns.ServFail), "unknown", "policy-host-unknown"},
		{"dangling", put(bareWorld(t), "mta-sts.example.org", mailchecktest.Alias("gone.example")), "no",
			"policy-dangling"},
	} {
		d := ServedDocument(stateIn(t, c.w), Made{Policy: testingText})
		if got := d.Facts()["served"]; got != c.fact || !slices.Contains(codesOf(d), c.code) {
			t.Errorf("%s: served %q, %v", c.name, got, codesOf(d))
		}
		lintDocument(t, d)
	}
}

// said makes what one name server says: an id, or "" for no record.
func said(host, id string, ttl time.Duration) mailcheck.AuthorityAnswer {
	a := mailcheck.AuthorityAnswer{Host: host, Answer: dns.Answer{Status: dns.NXDomain, TTL: ttl}}
	if id != "" {
		a.Answer.Status, a.Answer.Records = dns.Found, []dns.Record{mailchecktest.TXT("v=STSv1; id=" + id + ";")}
	}
	return a
}

func TestAnnouncedDocument(t *testing.T) {
	silent := mailcheck.AuthorityAnswer{Host: "ns9", Err: errors.New("x")}
	hour := time.Hour
	for _, c := range []struct {
		name     string
		resolver string
		servers  []mailcheck.AuthorityAnswer
		made     Made
		fact     string
		codes    []string
		until    time.Duration
	}{
		{"everywhere", "new", []mailcheck.AuthorityAnswer{said("ns1", "new", hour), said("ns2", "new", 2*hour)},
			Made{ID: "new"}, "yes", []string{"announced-same"}, 2 * hour},
		{"the resolver remembers nothing there", "", []mailcheck.AuthorityAnswer{said("ns1", "new", hour)},
			Made{ID: "new"},
			"yes", []string{"announced-same", "announced-remembered"}, hour},
		{"the resolver remembers the old one", "old", []mailcheck.AuthorityAnswer{said("ns1", "new", hour)},
			Made{ID: "new"},
			"yes", []string{"announced-remembered"}, hour},
		{"one server is behind", "new", []mailcheck.AuthorityAnswer{said("ns1", "new", hour), said("ns2", "old", hour)},
			Made{ID: "new"}, "partly", []string{"announced-partly"}, hour},
		{"another id", "old", []mailcheck.AuthorityAnswer{said("ns1", "old", hour)}, Made{ID: "new"}, "no",
			[]string{"announced-other"}, hour},
		{"another id, and no policy yet", "old", []mailcheck.AuthorityAnswer{said("ns1", "old", hour)},
			Made{ID: "new"}, "unknown", []string{"announced-sound"}, hour},
		{"nowhere", "", []mailcheck.AuthorityAnswer{said("ns1", "", hour)}, Made{ID: "new"}, "no",
			[]string{"announced-nowhere"}, hour},
		{"only the resolver could be asked", "new", []mailcheck.AuthorityAnswer{silent}, Made{ID: "new"}, "yes",
			[]string{"announced-same", "authorities-silent"}, hour},
		{"only the resolver, and it has none", "", nil, Made{ID: "new"}, "no", []string{"announced-nowhere"}, hour},
		{"nothing made", "new", nil, Made{}, "unknown", []string{"announced-nothing-made"}, hour},
		{"before the policy", "new", []mailcheck.AuthorityAnswer{said("ns1", "new", hour)},
			Made{ID: "new", Policy: "x"}, "yes", []string{"announced-early"}, hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &mailcheck.State{Domain: exampleOrg, At: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
				PolicyState: sts.Absent, ReportingState: "absent",
				RecordAnswer: said("", c.resolver, hour).Answer, Authorities: c.servers}
			if c.name == "another id" { // an ID is compared only where its policy is there
				s.PolicyState = sts.Valid
			}
			s.Record = sts.Select(textsOf(s.RecordAnswer))
			s.RecordState = s.Record.State
			d := AnnouncedDocument(s, c.made)
			if got := d.Facts()["announced"]; got != c.fact {
				t.Errorf("announced %q, want %q", got, c.fact)
			}
			if want := s.At.Add(c.until).Format(time.RFC3339); d.Facts()["announced-until"] != want {
				t.Errorf("until %q, want %q", d.Facts()["announced-until"], want)
			}
			for _, code := range c.codes {
				if !slices.Contains(codesOf(d), code) {
					t.Errorf("no %s in %v", code, codesOf(d))
				}
			}
			lintDocument(t, d)
		})
	}
}

func TestOlderPoliciesAreRemembered(t *testing.T) {
	s := stateIn(t, servedWorld(t, testingText))
	seen := func(mode, mx string, age int64, ago time.Duration) policyhistory.Policy {
		return policyhistory.Policy{Mode: mode, MX: []string{mx}, MaxAge: age, First: s.At.Add(-ago - time.Hour),
			Last: s.At.Add(-ago)}
	}
	week := 7 * 24 * time.Hour
	for _, c := range []struct {
		name   string
		served []policyhistory.Policy
		code   string
		until  string
	}{
		{"none", nil, "", ""},
		{"strict, still kept", []policyhistory.Policy{seen("enforce", "old.example.org", 604800, 24*time.Hour)},
			"cached-policy-leaves-out", "28 November 2026 12:00 UTC"},
		{"strict, run out", []policyhistory.Policy{seen("enforce", "old.example.org", 604800, week+time.Hour)}, "", ""},
		{"strict, and names the host", []policyhistory.Policy{seen("enforce", "*.example.org", 604800, 0)},
			"cached-enforce", "29 November 2026 12:00 UTC"},
		{"the longest counts", []policyhistory.Policy{seen("enforce", "old.example.org", 604800, 0),
			seen("enforce", "older.example.org",
				31557600, week)}, "cached-policy-leaves-out", "15 November 2027"},
		{"only tested", []policyhistory.Policy{seen("testing", "old.example.org", 604800, 0)},
			"cached-testing-leaves-out", "29 November 2026"},
	} {
		d := Document(s, Made{Served: c.served})
		codes := codesOf(d)
		if c.code == "" && slices.ContainsFunc(codes, func(s string) bool {
			return strings.HasPrefix(s,
				"cached-")
		}) || c.code != "" && !slices.Contains(codes, c.code) {
			t.Errorf("%s: %v", c.name, codes)
		}
		if !strings.Contains(plainText(t, d), c.until) {
			t.Errorf("%s: nowhere %q", c.name, c.until)
		}
	}
}

func TestIDsGoWithTheText(t *testing.T) {
	s := stateIn(t, servedWorld(t, testingText)) // announced with the id 20261101
	for _, c := range []struct {
		name string
		made Made
		code string
	}{
		{"in step", Made{Policy: testingText, ID: "20261101"}, ""},
		{"text new, id old", Made{Policy: testingText, ID: "20261122"}, "id-unchanged"},
		{"id new, text old", Made{Policy: enforceText, ID: "20261101"}, "id-ahead"},
		{"not yet begun", Made{Policy: enforceText, ID: "20261122"}, ""},
		{"the id stood for another policy",
			Made{Served: []policyhistory.Policy{{Mode: "enforce", MX: []string{"mx1.example.org"},
				MaxAge: 86400, ID: "20261101"}}}, "id-unchanged"},
	} {
		codes := codesOf(Document(s, c.made))
		for _, code := range []string{"id-unchanged", "id-ahead"} {
			if slices.Contains(codes, code) != (code == c.code) {
				t.Errorf("%s: %v", c.name, codes)
			}
		}
	}
}

func TestTwoSpellings(t *testing.T) {
	w := bareWorld(t)
	put(w, "xn--bcher-kva.example", mailchecktest.MX(1, "mx1.example.org"))
	s := stateIn(t, w)
	s.Domain = dns.Domain{ASCII: "xn--bcher-kva.example", Unicode: "bücher.example"}
	d := Document(s, Made{})
	if !slices.Contains(codesOf(d), "two-spellings") || d.Subject != "bücher.example (xn--bcher-kva.example)" {
		t.Errorf("subject %q, %v", d.Subject, codesOf(d))
	}
}

// TestFacts holds the names and values that programs rely on.
func TestFacts(t *testing.T) {
	facts := Document(stateIn(t, mailTo(servedWorld(t, testingText), "mx1.example.org", "other.example.org")),
		Made{}).Facts()
	for name, want := range map[string]string{
		"record": "valid", "policy": "valid", "effective": "testing", "reporting": "valid",
		"mx": "mx1.example.org other.example.org", "mx/mx1.example.org/covered": "yes",
		"mx/other.example.org/covered":   "no",
		"mx/mx1.example.org/certificate": "valid", "mx/other.example.org/certificate": "invalid",
		"record-id": "20261101", "policy-mode": "testing", "policy-max-age": "86400", "policy-mx": "mx1.example.org",
		"policy-text": testingText,
		"record-ttl":  "3600", "policy-ttl": "3600",
	} {
		if facts[name] != want {
			t.Errorf("%s is %q, want %q", name, facts[name], want)
		}
	}
	facts = Document(stateIn(t, put(bareWorld(t), "mx1.example.org", mailchecktest.At("192.0.2.99"))), Made{}).Facts()
	if facts["mx/mx1.example.org/covered"] != "no" || facts["mx/mx1.example.org/certificate"] != "untested" {
		t.Errorf("without policy and port 25: %v", facts)
	}
	facts = Document(stateIn(t, fail(bareWorld(t), "mta-sts.example.org", dns.Timeout)), Made{}).Facts()
	if facts["policy"] != "unknown" || facts["mx/mx1.example.org/covered"] != "unknown" {
		t.Errorf("policy host not answered: %v", facts)
	}
}

func TestNothingFoundOutThereCanMarkUp(t *testing.T) {
	s := stateIn(t, put(servedWorld(t, testingText), "_mta-sts.example.org",
		mailchecktest.TXT("v=STSv1; id=\x1b[31m<script>alert(1)</script>;")))
	d := Document(s, Made{})
	var b strings.Builder
	if err := report.WriteHTML(&b, d); err != nil || strings.Contains(b.String(), "<script>alert") {
		t.Errorf("a record came through as markup: %v", err)
	}
	if strings.ContainsRune(plainText(t, d), '\x1b') {
		t.Error("a control character came through")
	}
}
