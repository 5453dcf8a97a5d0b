package dnstest_test

import (
	"net/netip"
	"reflect"
	"testing"

	"handrail/app/mail/dns"
	"handrail/app/mail/dns/dnstest"
)

// TestServe: a client that asks over the network gets what the resolver behind has.
func TestServe(t *testing.T) {
	long := make([]byte, 250)
	for i := range long {
		long[i] = 'x'
	}
	text := string(long)
	behind := dns.Fake{Authentic: []string{"a.example"}, Fail: map[string]dns.Kind{"silent.example": dns.ServFail},
		Zone: dns.Zone{
			"a.example": {{Type: dns.TXT, Text: []string{`v="x\y"` + "\xff", "two"}}, {Type: dns.MX, Pref: 5,
				Host: "m.example"},
				{Type: dns.MX, Pref: 9}, {Type: dns.SOA, Host: "ns.example"}, {Type: dns.NS, Host: "ns.example"}},
			"m.example": {{Type: dns.A, Addr: netip.MustParseAddr("192.0.2.1")}, {Type: dns.AAAA,
				Addr: netip.MustParseAddr("::1")}},
			"_25._tcp.example": {{Type: dns.TLSA, Usage: 3, Selector: 1, Matching: 1, Data: "00ff"}},
			"alias.example":    {{Type: dns.CNAME, Host: "a.example"}},
			"dangling.example": {{Type: dns.CNAME, Host: "gone.test"}},
			"big.example": {{Type: dns.TXT, Text: []string{text, text, text}}, {Type: dns.TXT, Text: []string{text,
				text, text}},
				{Type: dns.TXT, Text: []string{text, text, text}}},
		}}
	address, stop, err := dnstest.Serve(behind, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	client, err := dns.NewClient(dns.Config{Servers: []string{address}, Tries: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []struct {
		name string
		kind dns.Type
	}{{"a.example", dns.TXT}, {"a.example", dns.MX}, {"a.example", dns.SOA}, {"a.example", dns.NS}, {"m.example",
		dns.A},
		{"m.example", dns.AAAA}, {"_25._tcp.example", dns.TLSA}, {"alias.example", dns.TXT}, {"dangling.example",
			dns.TXT},
		{"big.example", dns.TXT}, {"m.example", dns.TXT}, {"gone.example", dns.A}} {
		want, _ := behind.Lookup(t.Context(), q.name, q.kind)
		got, err := client.Lookup(t.Context(), q.name, q.kind)
		for i := range got.Records {
			got.Records[i].TTL = 0
		}
		for i := range want.Records {
			want.Records[i].TTL = 0
		}
		if err != nil || got.Status != want.Status || !reflect.DeepEqual(got.Records, want.Records) ||
			!reflect.DeepEqual(got.Chain, want.Chain) || got.Authentic != want.Authentic {
			t.Errorf("%s %s: %+v, %v, want %+v", q.name, q.kind, got, err, want)
		}
	}
	if _, err := client.Lookup(t.Context(), "silent.example", dns.A); err == nil {
		t.Error("a failure became an answer")
	}
}
