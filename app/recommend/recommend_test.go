package recommend

import (
	"context"
	"encoding/json"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides"
	"handrail/app/guides/guidetest"
	"handrail/app/mail/dns"
	"handrail/app/mail/health"
	"handrail/app/mail/mailcheck"
	"handrail/app/report"
	"handrail/app/tenant"
)

var at = time.Date(2026, 11, 25, 16, 18, 0, 0, time.UTC)

// TestEachReasonIsOneSentence: every sign names a guide and a step that exist, and its reason is one sentence of at most
// 25 words.
func TestEachReasonIsOneSentence(t *testing.T) {
	all := guides.All(guidetest.New().Services())
	for code, r := range reasons {
		found := false
		for _, g := range all {
			if g.ID != r.guide {
				continue
			}
			found = r.step == ""
			for _, s := range g.Steps {
				found = found || s.ID == r.step
			}
		}
		if !found {
			t.Errorf("%s: there is no guide %s with a step %q", code, r.guide, r.step)
		}
		for _, n := range []int{1, 7} {
			for _, now := range []time.Time{at, at.AddDate(0, 2, 6), at.AddDate(0, 2, 7), at.AddDate(1, 0, 0)} {
				got := r.says(Sign{code, n, "The server mx.example has no address"}, now)
				if words := len(strings.Fields(got)); words < 4 || words > 25 || !strings.HasSuffix(got, ".") ||
					strings.Contains(got, "..") {
					t.Errorf("%s: %q", code, got)
				}
			}
		}
	}
}

// TestTheMostUrgentIsFirst: at most three guides, each once, and nothing of a domain that is not there or did not answer.
func TestTheMostUrgentIsFirst(t *testing.T) {
	seen := Seen{Domain: "northgate.example", At: at, Signs: []Sign{{Code: NoPolicy}, {Code: MailToDo, Count: 4},
		{Code: NameForged, Subject: "Your DMARC record does not stop forged email in your name"}, {Code: Retirement},
		{Code: NoReports}, {Code: "a-code-of-tomorrow"}, {Code: Filter, Subject: "Mimecast"}}}
	got := Guides(at, seen)
	if len(got) != 3 || got[0].Guide != "mfa-methods" || !got[0].Connect || got[1].Guide != "mail-health" ||
		got[2].Guide != "mta-sts" {
		t.Fatalf("%+v", got)
	}
	if want := "You use Microsoft 365, where text messages for sign-in end in 68 days."; got[0].Reason != want {
		t.Errorf("%q", got[0].Reason)
	}
	for _, change := range []func(*Seen){func(s *Seen) { s.Gone = true }, func(s *Seen) { s.Silent = true }} {
		other := seen
		change(&other)
		if got := Guides(at, other); len(got) != 0 {
			t.Errorf("of %+v: %+v", other, got)
		}
	}
	text, err := json.Marshal(seen)
	var kept Seen
	if err != nil || json.Unmarshal(text, &kept) != nil || len(Guides(at, kept)) != 3 {
		t.Errorf("kept as %s", text)
	}
}

// TestPeopleAreReasonsOnlyWhereCounted: the number of a guide is said as it is, and a list that stands in for it is
// another fact in other words.
func TestPeopleAreReasonsOnlyWhereCounted(t *testing.T) {
	lists := map[tenant.PeopleFilter]int{tenant.PhoneOnly: 31, tenant.NoMFA: 12}
	for name, c := range map[string]struct {
		counts []guide.Counted
		want   string
	}{
		"counted": {[]guide.Counted{{Guide: "mfa-methods", Count: 7}}, "7 people can sign in only by phone"},
		"not counted": {[]guide.Counted{{Guide: "mfa-methods", Severity: report.Unknown}},
			"31 people have registered only phones"},
		"no guide": {nil, "31 people have registered only phones"},
		"nobody":   {[]guide.Counted{{Guide: "mfa-methods", Severity: report.OK}}, "12 people have no MFA method."},
	} {
		got := Guides(at, OfPeople(People{At: at, Lists: lists, Counts: c.counts}))
		if len(got) == 0 || !strings.HasPrefix(got[0].Reason, c.want) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestASilentDomainIsNoReason: where no question was answered, nothing is recommended, and it is not called gone.
func TestASilentDomainIsNoReason(t *testing.T) {
	client, err := dns.NewClient(dns.Config{Servers: []string{"127.0.0.1:1"}, Timeout: 200 * time.Millisecond, Tries: 1})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	checker := mailcheck.NewChecker(client, mailcheck.Net{Now: func() time.Time { return at }})
	states, err := health.Check(ctx, checker, []dns.Domain{{ASCII: "northgate.example", Unicode: "northgate.example"}}, nil,
		nil)
	if err != nil {
		t.Fatal(err)
	}
	if seen := OfDomain(states[0]); !seen.Silent || seen.Gone || len(Guides(at, seen)) != 0 {
		t.Errorf("%+v", seen)
	}
}

// TestNothingRefusedIsFine: of a domain with good records, each question alone is refused, fails or has no answer. Email is
// called fine only where every question about it has an answer.
func TestNothingRefusedIsFine(t *testing.T) {
	const d = "parish.example"
	names := []string{d, "mx.parish.example", "_dmarc." + d}
	for _, kind := range []dns.Kind{"", dns.Refused, dns.ServFail, dns.Timeout, dns.Malformed} {
		for _, name := range names {
			fake := dns.Fake{Zone: dns.Zone{
				d:             {{Type: dns.MX, Pref: 10, Host: "mx." + d}, {Type: dns.TXT, Text: []string{"v=spf1 ip4:192.0.2.1 -all"}}},
				"mx." + d:     {{Type: dns.A, Addr: netip.MustParseAddr("192.0.2.1")}},
				"_dmarc." + d: {{Type: dns.TXT, Text: []string{"v=DMARC1; p=reject; rua=mailto:a@parish.example"}}},
			}, Fail: map[string]dns.Kind{}}
			if kind != "" {
				fake.Fail[name] = kind
			}
			c := mailcheck.Checker{Resolver: fake, Now: func() time.Time { return at }}
			states, err := health.Check(t.Context(), c, []dns.Domain{{ASCII: d, Unicode: d}}, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			seen := OfDomain(states[0])
			fine := slices.ContainsFunc(seen.Signs, func(s Sign) bool { return s.Code == MailFine })
			for _, r := range Guides(at, seen) {
				fine = fine || strings.Contains(r.Reason, "nothing to fix")
			}
			if want := kind == ""; fine != want {
				t.Errorf("%q of %s: email is fine: %v, %+v", kind, name, fine, seen.Signs)
			}
		}
	}
}
