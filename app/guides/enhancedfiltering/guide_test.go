package enhancedfiltering

import (
	"context"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/conformance/shared"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
	"handrail/app/mail/dns"
	"handrail/app/mail/spf"
	"handrail/app/report"
)

// walk goes through the guide with answers, as the terminal does, and returns every fact, the
// codes of every finding, and what is handed over.
type walk struct {
	facts map[string]string
	codes []string
	found []report.Finding
	hands map[string]*guide.Handover
}

func (w *walk) has(code string) bool { return slices.Contains(w.codes, code) }

// questions has what was asked of DNS about senders, by test.
var questions = map[string][]string{}

// zone has the records of senders.
var zone = dns.Fake{Fail: map[string]dns.Kind{"silent.example": dns.Timeout}, Zone: dns.Zone{
	"sender.example": {{Type: dns.TXT, Text: []string{"v=spf1 ip4:192.0.2.9 -all"}}},
	"other.example":  {{Type: dns.TXT, Text: []string{"v=spf1 ip4:203.0.113.1 -all"}}}}}

// run goes through the guide with the mail servers of the domain.
func run(t *testing.T, mx string, answers map[string]string) walk {
	t.Helper()
	s := services.Services{Now: func() time.Time { return guidetest.Noon }, Files: services.Files{Read: os.ReadFile}}
	if mx != "" {
		s.Mail.Receivers = func(context.Context, string) ([]string, error) { return strings.Fields(mx), nil }
		s.Mail.SPF = func(ctx context.Context, a netip.Addr, domain string) (spf.Verdict, error) {
			questions[t.Name()] = append(questions[t.Name()], a.String()+" "+domain)
			return spf.Sender(ctx, zone, a, domain)
		}
	}
	g, w := Guide(s), walk{facts: map[string]string{}, hands: map[string]*guide.Handover{}}
	v := &guide.Visit{Answers: map[string]string{"domain": "contoso.example"}, Outcomes: map[string]guide.Outcome{}}
	maps.Copy(v.Answers, answers)
	for i, step := range g.Steps {
		for _, a := range step.Asks {
			if _, given := v.Answers[a.Name]; !given && a.Default != nil && (a.When == nil || a.When(v)) {
				v.Answers[a.Name] = a.Default(v)
			}
		}
		out := guide.Outcome{State: guide.Completed, At: guidetest.Noon.Add(time.Duration(i) * time.Minute)}
		if step.Look != nil {
			doc, err := step.Look(t.Context(), v, nil)
			if err != nil {
				t.Fatal(step.ID, err)
			}
			out.Facts = doc.Facts()
			maps.Copy(w.facts, out.Facts)
			for _, f := range doc.Findings() {
				w.codes, w.found = append(w.codes, f.Code), append(w.found, f)
			}
		}
		if step.Hand != nil {
			h, err := step.Hand(t.Context(), v)
			if err != nil {
				t.Fatal(step.ID, err)
			}
			w.hands[step.ID] = h
		}
		v.Outcomes[step.ID] = out
	}
	return w
}

const (
	microsoft = "contoso-example.mail.protection.outlook.com"
	filter    = "mx1.mailfilter.example mx2.mailfilter.example"
	asked     = `{"AskedCommand":"Get-InboundConnector","AskedCount":0}`
)

// inbound is an export with one connector for the filter.
func inbound(filtering string, more ...string) string {
	return "[" + strings.Join(append([]string{`{"Name":"F","Identity":"F","Enabled":true,"ConnectorType":"Partner",` +
		`"SenderDomains":["smtp:*;1"],"RestrictDomainsToIPAddresses":true,"RestrictDomainsToCertificate":false,` +
		`"AssociatedAcceptedDomains":[],"SenderIPAddresses":["203.0.113.0/24"],` + filtering + `}`}, more...), ",\n") +
		"]"
}

// off is a connector without Enhanced Filtering.
const off = `"EFSkipLastIP":false,"EFSkipIPs":[],"EFUsers":[]`

// throughFilter came through a filter to two people.
const throughFilter = `Authentication-Results: spf=fail (sender IP is 203.0.113.24) smtp.mailfrom=sender.example
Received: from out1.mailfilter.example (203.0.113.24)
 by DB1.mail.protection.outlook.com (10.1.1.1) with X; Tue,
	24 Nov 2026 09:02:55 +0000
Received: from scan3.mailfilter.example (unknown [10.20.0.7]) by out1.mailfilter.example with ESMTPS; Tue,
	24 Nov 2026 09:02:31 +0000
Received: from smtp.sender.example (smtp.sender.example [192.0.2.9]) by scan3.mailfilter.example with ESMTPS; Tue,
	24 Nov 2026 09:02:10 +0000
From: a@sender.example
To: Anna <anna@contoso.example>, ben@contoso.example`

// twice was in Exchange Online, at the filter, and in Exchange Online again.
const twice = `Received: from out1.mailfilter.example (203.0.113.24)
 by DB1.mail.protection.outlook.com with X;
 Tue, 24 Nov 2026 09:02:55 +0000
Received: from DB2.outbound.protection.outlook.com (40.93.85.5) by out1.mailfilter.example with X; Tue,
	24 Nov 2026 09:02:50 +0000
Received: from smtp.sender.example (198.51.100.9)
 by DB2.mail.protection.outlook.com with X; Tue,
	24 Nov 2026 09:02:45 +0000
To: anna@contoso.example`

// TestCases has the cases 3-01 to 3-09 of the examples by others: the facts and findings of a
// walk through the guide.
func TestCases(t *testing.T) {
	people := `{"DisplayName":"Anna","PrimarySmtpAddress":"anna@contoso.example",` +
		`"EmailAddresses":["SMTP:anna@contoso.example"],` +
		`"ExternalEmailAddress":"SMTP:anna@contoso.mail.onmicrosoft.com"}`
	fallback := filepath.Join(shared.Folder(t, "samples"),
		"admin/exchange/headers/07-hybrid-skiplisted-falls-back-2023-10-03.txt")
	line := map[string]string{"back": "no", "own": "no"}
	for _, c := range []struct {
		name, mx string
		answers  map[string]string
		facts    map[string]string
		has, not []string
	}{
		{"3-01", filter, map[string]string{"export": inbound(off), "message": fallback, "ranges": "175.98.123.7"},
			map[string]string{"spf-before": "175.98.123.7", "spf-after": "175.98.123.7", "changes": "no",
				"wrong":   "fallback",
				"skipped": "4"}, []string{"wrong-fallback", "effect-none", "seen-alone"},
			[]string{"effect", "seen-found"}},
		{"3-02", filter,
			map[string]string{"export": inbound(`"EFSkipLastIP":true,"EFSkipIPs":["203.0.113.0/24"],"EFUsers":[]`)},
			map[string]string{"list-not-used": "yes", "state": "on"}, []string{"list-not-used"}, nil},
		{"3-03", filter, map[string]string{"export": inbound(off), "ranges": "10.20.0.0/16, 192.168.1.5, 203.0.113.7"},
			map[string]string{"entries": "3", "refused": "2", "problems": "private", "handed-over": "1"},
			[]string{"entry-private"},
			nil},
		{"3-04", filter, map[string]string{"export": inbound(off, people), "pilot": "anna@contoso.example"},
			map[string]string{"pilot-people": "1", "not-covered": "1", "added": "1"}, []string{"address-missing"}, nil},
		{"3-05", filter, map[string]string{"export": inbound(off, people), "message": throughFilter,
			"pilot": "anna@contoso.example"}, map[string]string{"email-covered": "no", "spf-before": "203.0.113.24"},
			[]string{"email-not-covered", "all-recipients"}, nil},
		{"3-06", microsoft, map[string]string{"export": asked}, map[string]string{"state": "not-needed",
			"route": "direct", "true-source": ""},
			[]string{"state-not-needed"}, []string{"state-off", "state-no-connector", "email-none"}},
		{"3-07", filter, map[string]string{"export": inbound(`"EFSkipLastIP":false,"EFSkipIPs":["203.0.113.0/24"],` +
			`"EFUsers":["anna@contoso.example"],"EFTestMode":true`)}, map[string]string{"state": "pilot"},
			[]string{"state-pilot", "test-mode"}, []string{"state-off", "state-on"}},
		{"3-08", microsoft, map[string]string{"export": inbound(off), "message": twice, "back": "unknown"},
			map[string]string{"route": "loop", "because": "header", "changes": "", "works": ""},
			[]string{"route-loop", "stopped"}, []string{"effect", "works"}},
		{"3-09", filter, map[string]string{"export": inbound(off),
			"ranges": "203.0.113.0/24, 203.0.113.9, 198.51.0.0/8"}, map[string]string{"refused": "1",
			"problems": "too-wide, host-bits, redundant", "handed-over": "1"},
			[]string{"entry-redundant", "entry-too-wide", "entry-host-bits"}, nil},
	} {
		answers := maps.Clone(line)
		maps.Copy(answers, c.answers)
		w := run(t, c.mx, answers)
		for name, want := range c.facts {
			if w.facts[name] != want {
				t.Errorf("%s: %s is %q, want %q", c.name, name, w.facts[name], want)
			}
		}
		for _, code := range c.has {
			if !w.has(code) {
				t.Errorf("%s: no %s in %v", c.name, code, w.codes)
			}
		}
		for _, code := range c.not {
			if w.has(code) {
				t.Errorf("%s: %s is found", c.name, code)
			}
		}
	}
}

// The words about an entry name what is meant: how many addresses, the right range, and the
// entry that has it already.
func TestWordsOfAnEntry(t *testing.T) {
	w := run(t, filter, map[string]string{"ranges": "203.0.113.0/24, 203.0.113.9, 198.51.0.0/8", "back": "no"})
	all := ""
	for _, f := range w.found {
		all += f.Title + " " + f.Text + " " + f.Do + "\n"
	}
	for _, want := range []string{"16.8 million addresses", "It means 198.0.0.0/8", "203.0.113.0/24 has all of it"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not said:\n%s", want, all)
		}
	}
	if strings.Contains(all, "{") {
		t.Errorf("a value is missing:\n%s", all)
	}
	for name, n := range map[string]string{"entries": "3", "handed-over": "1", "refused": "1", "repeated": "1"} {
		if w.facts[name] != n {
			t.Errorf("%s: %s, want %s", name, w.facts[name], n)
		}
	}
}

// The state follows the answer where it differs from DNS.
func TestStateFollowsTheAnswer(t *testing.T) {
	for name, c := range map[string]struct{ mx, first, want string }{
		"filter, and DNS says Microsoft": {microsoft, "filter", "off"},
		"filter, and DNS did not answer": {"", "filter", "off"},
		"Microsoft, and DNS says filter": {filter, "microsoft", "not-needed"},
		"the same":                       {filter, "filter", "off"},
	} {
		w := run(t, c.mx, map[string]string{"export": inbound(off), "first": c.first, "back": "no", "own": "no"})
		if w.facts["state"] != c.want || !w.has("state-"+c.want) {
			t.Errorf("%s: %s, %v", name, w.facts["state"], w.codes)
		}
	}
}
