package mtasts

import (
	"strings"
	"testing"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mailcheck/mailchecktest"
	"handrail/app/report"
)

// TestAStopIsFineOnlyWhereAnAnswerShowsIt: a domain that does not exist, one whose name servers do not have it, and a
// server that reports an error, refuses or is silent are five things, and none of them is fine.
func TestAStopIsFineOnlyWhereAnAnswerShowsIt(t *testing.T) {
	all := map[string]bool{}
	failing := func(kind dns.Kind) func(testing.TB) *mailchecktest.World {
		return func(t testing.TB) *mailchecktest.World {
			w := bareWorld(t)
			for _, name := range []string{"example.org", "_mta-sts.example.org", "mta-sts.example.org",
				"_smtp._tls.example.org"} {
				fail(w, name, kind)
			}
			return w
		}
	}
	for _, c := range []struct {
		name string
		make func(testing.TB) *mailchecktest.World
		asks error // what the domain's own name servers do
		want string
	}{
		{"missing", func(t testing.TB) *mailchecktest.World {
			w := bareWorld(t)
			w.DNS.Zone = dns.Zone{}
			return w
		}, nil, "problem No such domain"},
		{"servfail", failing(dns.ServFail), nil, "unknown Reported an error"},
		{"refused", failing(dns.Refused), nil, "unknown Refused to answer"},
		{"silent", failing(dns.Timeout), nil, "unknown No answer"},
		{"lame", func(t testing.TB) *mailchecktest.World { return servedWorld(t, testingText) },
			&dns.Error{Kind: dns.Refused}, "problem Domain not set up there"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := stateIn(t, c.make(t))
			if c.asks != nil {
				s.Authorities = []mailcheck.AuthorityAnswer{{Host: "ns1.example.net", Err: c.asks}}
				s.RecordState, s.RecordErr = mailcheck.Unknown, &dns.Error{Kind: dns.ServFail}
			}
			f := findings(s, Made{})
			stops := f.path().Stops
			if got := string(stops[1].Severity) + " " + stops[1].Text; got != c.want || all[got] {
				t.Errorf("the name server: %s, want %s", got, c.want)
			}
			all[c.want] = true
			for _, stop := range stops[2:] {
				if c.name != "lame" && stop.Severity == report.OK {
					t.Errorf("%s is fine: %s", stop.Title, stop.Text)
				}
			}
		})
	}
}

// TestARefusalAloneIsNoFault: where the resolver finds the record, a network may refuse in place of the name servers.
func TestARefusalAloneIsNoFault(t *testing.T) {
	s := stateIn(t, servedWorld(t, testingText))
	s.Authorities = []mailcheck.AuthorityAnswer{{Host: "ns1.example.net", Err: &dns.Error{Kind: dns.Refused}}}
	f := findings(s, Made{})
	codes := map[string]bool{}
	for _, item := range f.items {
		codes[item.Code] = true
	}
	if codes["authorities-lame"] || !codes["authorities-silent"] || f.path().Stops[1].Severity != report.OK {
		t.Errorf("%v, %+v", codes, f.path().Stops[1])
	}
}

// TestTheTableSaysWhatEachServerDid: a server that reported an error did answer, and a name that does not exist has not
// only no record.
func TestTheTableSaysWhatEachServerDid(t *testing.T) {
	got := serverTable(&mailcheck.State{RecordAnswer: dns.Answer{Status: dns.NXDomain},
		Authorities: []mailcheck.AuthorityAnswer{{Host: "a", Err: &dns.Error{Kind: dns.ServFail}},
			{Host: "b", Err: &dns.Error{Kind: dns.Refused}}, {Host: "c", Answer: dns.Answer{Status: dns.NoData}}}}, "")
	var said []string
	for _, row := range got.Rows {
		said = append(said, row[1])
	}
	if want := "No such name, Reported an error, Refused to answer, No record"; strings.Join(said, ", ") != want {
		t.Errorf("%q, want %q", said, want)
	}
}
