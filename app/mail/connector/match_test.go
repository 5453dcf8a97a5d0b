package connector

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
)

// A connector that is off takes nothing, and is named where it alone would match.
func TestOff(t *testing.T) {
	e := read(t, all(own("A", "mail.x.example", `,"Enabled":false`), own("B", "b.x.example", `,"Enabled":false`),
		own("C", "mail.x.example", ""), partner("D", "", `,"Enabled":false`)))
	if got := e.Off(Source{Names: []string{"mail.x.example"}}); !slices.Equal(got, []string{"A"}) {
		t.Errorf("%v", got)
	}
	if got := e.Off(Source{}); len(got) != 0 {
		t.Errorf("a server of which nothing is known: %v", got)
	}
}

// The two stages on the way to a connector: what is not known is never a match, and never none.
func TestCandidates(t *testing.T) {
	at := netip.MustParseAddr("203.0.113.5")
	byIP := `,"SenderIPAddresses":["203.0.113.0/28"]`
	for name, c := range map[string]struct {
		rows   string
		source Source
		want   string
		why    Reason
	}{
		"exact":            {own("A", "mail.x.example", ""), Source{Names: []string{"MAIL.x.example"}}, "A:yes", ""},
		"a wildcard and d": {own("A", "*.x.example", ""), Source{Names: []string{"x.example"}}, "A:yes", ""},
		"deeper":           {own("A", "*.x.example", ""), Source{Names: []string{"a.b.x.example"}}, "A:yes", ""},
		"the second name": {own("A", "mail.x.example", ""), Source{Names: []string{"y.example", "mail.x.example"}},
			"A:yes", ""},
		"another": {own("A", "mail.x.example", ""), Source{Names: []string{"y.example"}}, "", ""},
		"off": {own("A", "mail.x.example", `,"Enabled":false`),
			Source{Names: []string{"mail.x.example"}}, "", ""},
		"a wildcard on it": {own("A", "mail.x.example", ""), Source{Names: []string{"*.x.example"}}, "A:unknown",
			ReasonWildcard},
		"both wildcards": {own("A", "*.x.example", ""), Source{Names: []string{"*.x.example"}}, "A:yes", ""},
		"bad name": {own("A", "a.*.example", ""), Source{Names: []string{"a.b.example"}}, "A:unknown",
			ReasonBadName},
		"no TLS": {own("A", "a.x.example", `,"RequireTls":false`), Source{Names: []string{"a.x.example"}},
			"A:unknown", ReasonTLS},
		"name lost": {own("A", "", `,"TlsSenderCertificateName":"a.b…"`),
			Source{Names: []string{"x.example"}}, "", ""},
		"on not known": {own("A", "a.x.example", `,"Enabled":null`), Source{Names: []string{"a.x.example"}},
			"A:unknown", ReasonOn},
		"no certificate": {own("A", "a.x.example", ""), Source{Addr: at}, "A:unknown", ReasonNoName},
		"address":        {own("A", "", byIP), Source{Names: []string{"x.example"}, Addr: at}, "A:yes", ""},
		"mapped address": {own("A", "", byIP), Source{Addr: netip.MustParseAddr("::ffff:203.0.113.5")}, "A:yes",
			""},
		"outside the range": {own("A", "", byIP), Source{Addr: netip.MustParseAddr("203.0.113.16")}, "", ""},
		"address not known": {own("A", "", byIP), Source{Names: []string{"x.example"}}, "A:unknown", ReasonNoAddress},
		"partner, both": {partner("A", "a.x.example", byIP), Source{Names: []string{"a.x.example"}, Addr: at},
			"A:unknown", ReasonBoth},
		"other senders": {partner("A", "a.x.example", `,"SenderDomains":["smtp:y.example;1"]`),
			Source{Names: []string{"a.x.example"}, Domain: "z.example"}, "", ""},
		"senders not known": {partner("A", "a.x.example", `,"SenderDomains":["smtp:y.example;1"]`),
			Source{Names: []string{"a.x.example"}}, "A:unknown", ReasonNoSender},
		"its senders": {partner("A", "a.x.example", `,"SenderDomains":["smtp:*.y.example;1"]`),
			Source{Names: []string{"a.x.example"}, Domain: "b.y.example"}, "A:yes", ""},
		"some domains": {partner("A", "a.x.example", `,"AssociatedAcceptedDomains":["c.example"]`),
			Source{Names: []string{"a.x.example"}}, "A:unknown", ReasonOtherDomain},
		"a number as a type": {strings.Replace(own("A", "a.x.example", ""), `"OnPremises"`, "2", 1),
			Source{Names: []string{"a.x.example"}}, "A:unknown", ReasonType},
		"two types": {own("A", "a.x.example", "") + "," + partner("B", "*.x.example", ""),
			Source{Names: []string{"a.x.example"}}, "A:yes B:yes", ""},
		"own, by nothing": {own("A", "", ""), Source{Names: []string{"a.x.example"}, Addr: at}, "", ""},
	} {
		e := read(t, "["+c.rows+"]")
		got := e.Candidates(c.source)
		if name == "name lost" { // text that ends in dots is a value, not a list: it is no name
			if len(got) != 1 || got[0].Match != Unread {
				t.Errorf("%s: %+v", name, got)
			}
			continue
		}
		if matched(got) != c.want || c.why != "" && !slices.Contains(got[0].Why, c.why) {
			t.Errorf("%s: %q, want %q, %+v", name, matched(got), c.want, got)
		}
	}
	e := read(t, all(partner("A", "", ""), partner("B", "a.x.example", "")))
	got := e.Candidates(Source{Names: []string{"a.x.example"}})
	if len(Certain(got)) != 1 || !got[0].Beaten || Certain(got)[0].Name != "B" {
		t.Errorf("a partner by sender comes after one by certificate: %+v", got)
	}
	e = read(t, all(strings.Replace(partner("A", "", ""), "Partner", "x", 1), partner("B", "a.x.example", "")))
	if got = e.Candidates(Source{Names: []string{"a.x.example"}}); len(got) != 2 || got[0].Beaten {
		t.Errorf("a connector of an unknown type has no known place: %+v", got)
	}
}

func TestCompareUnknown(t *testing.T) {
	e := read(t, all(own("A", "*.x.example", ""), own("B", "*.x.example", `,"EFSkipIPs":"System.Object[]"`)))
	list := Compare(e.Candidates(Source{Names: []string{"a.x.example"}}))
	if list[0].Setting != SetSkip || list[0].Differs != Unread || len(Differing(list)) != 0 {
		t.Errorf("a lost list is neither equal nor different: %+v", list[0])
	}
}

func TestRanges(t *testing.T) {
	for text, c := range map[string]struct{ in, out string }{
		"203.0.113.0/25":              {"203.0.113.127", "203.0.113.128"},
		"203.0.113.9/31":              {"203.0.113.8", "203.0.113.10"},
		"203.0.113.5":                 {"203.0.113.5", "203.0.113.6"},
		"203.0.113.5 - 203.0.113.250": {"203.0.113.250", "203.0.113.251"},
		"2001:db8::/33":               {"2001:db8:7fff::1", "2001:db8:8000::1"},
		"0.0.0.0/0":                   {"255.255.255.255", "::1"},
	} {
		r, ok := parseRange(text)
		if !ok || !r.contains(netip.MustParseAddr(c.in)) || r.contains(netip.MustParseAddr(c.out)) {
			t.Errorf("%s: %+v", text, r)
		}
	}
	for _, text := range []string{"", "x", "203.0.113.9-203.0.113.1", "1.2.3.4/33", "1.2.3.4-::1", "1.2.3.4/"} {
		if _, ok := parseRange(text); ok {
			t.Errorf("%q is a range", text)
		}
	}
}
