package mailcheck

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"testing"

	"handrail/app/mail/dns"
)

func TestReceivers(t *testing.T) {
	own := dns.Record{Type: dns.A, Addr: netip.MustParseAddr("192.0.2.1")}
	zone := dns.Fake{Fail: map[string]dns.Kind{"silent.example": dns.Timeout},
		Zone: dns.Zone{
			"two.example": {{Type: dns.MX, Host: "B.mx.example.", Pref: 20},
				{Type: dns.MX, Host: "a.mx.example", Pref: 10}, own},
			"null.example": {{Type: dns.MX, Host: "."}, own}, "bare.example": {own},
			"text.example": {{Type: dns.TXT, Text: []string{"x"}}}}}
	ask := ReceiversBy(func(context.Context) (*dns.Client, error) { return nil, errors.New("no name server") }, nil)
	if _, err := ask(context.Background(), "two.example"); err == nil {
		t.Error("no name server, and no error")
	}
	for domain, want := range map[string][]string{"two.example": {"a.mx.example", "b.mx.example"}, "null.example": nil,
		"bare.example": {"bare.example"}, "text.example": nil} {
		got, err := receivers(context.Background(), zone, domain).receivers()
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v %v, want %v", domain, got, err, want)
		}
	}
	seen := 0
	ask = ReceiversBy(func(context.Context) (*dns.Client, error) {
		return dns.NewClient(dns.Config{Servers: []string{"127.0.0.1:9"}})
	}, func(context.Context, *State) { seen++ })
	left, leave := context.WithCancel(context.Background())
	leave()
	if _, err := ask(left, "two.example"); err == nil || seen > 0 {
		t.Errorf("the person left: %v, noted %d times", err, seen)
	}
	if _, err := receivers(context.Background(), zone, "silent.example").receivers(); err == nil {
		t.Error("no answer, and no error")
	}
}

// TestGone: a domain without name servers is answered for by its registry, and does not exist.
func TestGone(t *testing.T) {
	for name, c := range map[string]struct {
		domain string
		answer dns.Answer
		err    error
		want   bool
	}{
		"no such name":      {"exampel.org", dns.Answer{Status: dns.NXDomain, Zone: "org"}, nil, true},
		"no name servers":   {"exampel.org", dns.Answer{Status: dns.NoData, Zone: "org"}, nil, true},
		"no mail":           {"example.org", dns.Answer{Status: dns.NoData, Zone: "example.org"}, nil, false},
		"zone not told":     {"example.org", dns.Answer{Status: dns.NoData}, nil, false},
		"below":             {"youth.example.org", dns.Answer{Status: dns.NoData, Zone: "example.org"}, nil, false},
		"alias of nothing":  {"example.org", dns.Answer{Status: dns.NXDomain, Chain: []string{"a.example"}}, nil, false},
		"no answer":         {"example.org", dns.Answer{}, &dns.Error{Kind: dns.ServFail}, false},
		"registry, by name": {"org", dns.Answer{Status: dns.NoData, Zone: "org"}, nil, false},
	} {
		s := &State{Domain: dns.Domain{ASCII: c.domain}, MX: Question{c.answer, c.err}}
		if got := s.Gone(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
		if _, err := s.receivers(); IsNoDomain(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
