package connector

import (
	"slices"
	"strings"
	"testing"
)

// own is an inbound connector for own servers, as JSON; more replaces its settings.
func own(name, pattern, more string) string {
	return `{"Name":"` + name + `","Identity":"` + name + `","Enabled":true,"ConnectorType":"OnPremises",` +
		`"RequireTls":true,"SenderDomains":["smtp:*;1"],"SenderIPAddresses":[],"AssociatedAcceptedDomains":[],` +
		`"RestrictDomainsToIPAddresses":false,"RestrictDomainsToCertificate":false,"CloudServicesMailEnabled":false,` +
		`"TreatMessagesAsInternal":false,"EFSkipLastIP":false,"EFSkipIPs":[],"EFUsers":[],` +
		`"TlsSenderCertificateName":"` + pattern + `"` + more + `}`
}

func partner(name, pattern, more string) string {
	return strings.Replace(own(name, pattern, more), "OnPremises", "Partner", 1)
}

const accepted = `{"DomainName":"contoso.example","DomainType":"Authoritative","Default":true,"MatchSubDomains":false}`

func all(parts ...string) string { return "[" + strings.Join(parts, ",") + "]" }

func matched(list []Candidate) (names string) {
	for _, c := range list {
		names += c.Name + ":" + string(c.Match) + " "
	}
	return strings.TrimSpace(names)
}

// Case 4-01: both match, the difference is the skip list, and no winner is named.
func TestTwoMatch(t *testing.T) {
	e := read(t, all(own("A", "*.contoso.example", ""), own("B", "*.contoso.example",
		`,"EFSkipIPs":["203.0.113.0/24"]`)))
	got := e.Candidates(Source{Names: []string{"mail.contoso.example"}})
	if matched(got) != "A:yes B:yes" || len(Certain(got)) != 2 {
		t.Fatalf("%+v", got)
	}
	if diff := Differing(Compare(got)); !slices.Equal(diff, []Setting{SetSkip}) {
		t.Errorf("%v", diff)
	}
	if first := Compare(got)[0]; first.Setting != SetSkip || first.Values[0].Text != "" ||
		!first.Values[0].Known || first.Values[1].Text != "203.0.113.0/24" {
		t.Errorf("%+v", first)
	}
	// The order of the export changes nothing.
	swapped := read(t, all(own("B", "*.contoso.example", `,"EFSkipIPs":["203.0.113.0/24"]`), own("A",
		"*.contoso.example", "")))
	if got := swapped.Candidates(Source{Names: []string{"mail.contoso.example"}}); len(Certain(got)) != 2 {
		t.Errorf("%+v", got)
	}
}

// Case 4-02: an exact name does not win over a wildcard.
func TestWildcardAndExact(t *testing.T) {
	e := read(t, all(own("A", "*.contoso.example", ""), own("B", "mail.contoso.example", "")))
	got := e.Candidates(Source{Names: []string{"mail.contoso.example"}})
	if matched(got) != "A:yes B:yes" || got[0].Beaten || got[1].Beaten {
		t.Errorf("%+v", got)
	}
	if lints := e.Lints(Unread); len(lints) != 1 || lints[0].Fault != Overlapping ||
		lints[0].Value != "mail.contoso.example" {
		t.Errorf("%+v", lints)
	}
}

// Cases 4-03 and 4-04: whose domain the name on the certificate is.
func TestTheName(t *testing.T) {
	const more = `,{"DomainName":"mail.contoso.example","DomainType":"Authoritative","MatchSubDomains":false}`
	for name, c := range map[string]struct {
		domains string
		names   []string
		want    Standing
		domain  string
	}{
		"another's":       {accepted, []string{"mail.fabrikam.example"}, Foreign, ""},
		"only the parent": {accepted, []string{"mail.contoso.example"}, ByParent, "contoso.example"},
		"the name itself": {accepted + more, []string{"mail.contoso.example"}, Accepted, "mail.contoso.example"},
		"with a wildcard": {accepted, []string{"*.contoso.example"}, ByParent, "contoso.example"},
		"one of two": {accepted, []string{"x.fabrikam.example", "contoso.example"}, Accepted,
			"contoso.example"},
		"capitals": {accepted, []string{"Contoso.Example."}, Accepted, "contoso.example"},
		"another alphabet": {strings.ReplaceAll(accepted, "contoso", "münchen"), []string{"xn--mnchen-3ya.example"},
			Accepted, "xn--mnchen-3ya.example"},
		"a longer word": {accepted, []string{"notcontoso.example"}, Foreign, ""},
		"no name":       {accepted, nil, "", ""},
		"all below": {strings.Replace(accepted, "false", "true", 1), []string{"a.b.contoso.example"},
			Accepted, "contoso.example"},
		"subdomains unknown": {`{"DomainName":"contoso.example","DomainType":"x"}`, []string{"mail.contoso.example"},
			ByParent, "contoso.example"},
		"no domains": {own("A", "*.x.example", ""), []string{"mail.contoso.example"}, StandsAt, ""},
	} {
		e := read(t, "["+c.domains+"]")
		if got := e.Tenant(Source{Names: c.names}); got.Standing != c.want || got.Domain != c.domain {
			t.Errorf("%s: %+v", name, got)
		}
	}
	e := read(t, "["+accepted+"]")
	got := e.Tenant(Source{Names: []string{"x.fabrikam.example", "contoso.example"}})
	if !slices.Equal(got.Others, []string{"x.fabrikam.example"}) || got.Name != "contoso.example" {
		t.Errorf("%+v", got)
	}
}

// Cases 4-05, 4-06, 4-07 and 4-09, and what else is wrong with a connector.
func TestLints(t *testing.T) {
	for name, c := range map[string]struct {
		rows  string
		front Answer
		want  string
	}{
		"4-05 wildcard inside": {own("A", "mail.*.contoso.example", ""), No, "name-invalid"},
		"4-06 by address":      {own("A", "", `,"SenderIPAddresses":["203.0.113.5"]`), No, "address-only"},
		"4-07": {own("A", "*.contoso.example", `,"RestrictDomainsToCertificate":true`), Yes,
			"restrict-ignored filter-bypass"},
		"4-09": {partner("A", "mx.filter.example", `,"SenderIPAddresses":["203.0.113.5"]`), No,
			"two-checks"},
		"nothing": {own("A", "*.contoso.example", ""), No, ""},
		"no TLS":  {own("A", "*.contoso.example", `,"RequireTls":false`), No, "name-unused"},
		"test domains": {partner("A", "*.x.example", `,"AssociatedAcceptedDomains":["contoso.example"]`), No,
			"test-domains"},
		"internal": {own("A", "*.x.example", `,"TreatMessagesAsInternal":true`), No, ""},
		"internal, cloud": {own("A", "*.x.example",
			`,"TreatMessagesAsInternal":true,"CloudServicesMailEnabled":true`), No, "internal-wrong"},
		"internal, other": {partner("A", "*.x.example", `,"TreatMessagesAsInternal":true`), No, "internal-wrong"},
		"off": {own("A", "a.*.example", `,"Enabled":false,"EFSkipIPs":["203.0.113.5"]`), No,
			"off-with-filter"},
		"reserved": {own("A", "*.x.example", `,"EFTestMode":true`), No, "test-mode"},
		"too wide": {partner("A", "", `,"SenderIPAddresses":["203.0.0.0/16"]`), No, "address-invalid"},
		"IPv6":     {partner("A", "", `,"SenderIPAddresses":["2001:db8::1"]`), No, "address-invalid"},
		"name lost": {own("A", "",
			`,"SenderIPAddresses":["203.0.113.5"],"TlsSenderCertificateName":"System.Object[]"`), No, ""},
		"two of one": {own("A", "", `,"SenderIPAddresses":["203.0.113.0/24"]`) + "," + partner("B", "",
			`,"SenderIPAddresses":["203.0.113.9"]`), No, "address-only overlap"},
		"locked by address": {partner("A", "",
			`,"SenderIPAddresses":["203.0.113.0/24"],"RestrictDomainsToIPAddresses":true`), Yes, ""},
		"locked by name":    {partner("A", "*.filter.example", `,"RestrictDomainsToCertificate":true`), Yes, ""},
		"locked to nothing": {partner("A", "", `,"RestrictDomainsToCertificate":true`), Yes, "filter-bypass"},
		"some senders": {partner("A", "*.filter.example",
			`,"RestrictDomainsToCertificate":true,"SenderDomains":["smtp:x.example;1"]`), Yes, "filter-bypass"},
		"not known": {partner("A", "*.filter.example", `,"RestrictDomainsToCertificate":null`), Yes,
			"filter-bypass-unknown"},
		"none asked": {accepted, Yes, "filter-bypass-unknown"},
	} {
		e, got := read(t, "["+c.rows+"]"), []string{}
		for _, l := range e.Lints(c.front) {
			got = append(got, string(l.Fault))
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
}
