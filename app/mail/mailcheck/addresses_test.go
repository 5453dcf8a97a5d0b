package mailcheck_test

import (
	"context"
	"net/netip"
	"slices"
	"testing"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck/mailchecktest"
)

// oneLate answers one kind of question after the others. Answers without a record
// may not be kept at all, as where a name server sends no SOA record.
type oneLate struct {
	dns.Fake
	late dns.Type
}

func (o oneLate) Lookup(ctx context.Context, name string, t dns.Type) (dns.Answer, error) {
	if t == o.late {
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
	a, err := o.Fake.Lookup(ctx, name, t)
	if a.Status != dns.Found {
		a.TTL = 0
	}
	return a, err
}

func TestTheOrderOfAnswersDoesNotMatter(t *testing.T) {
	const host = "mta-sts.example.org"
	both := []dns.Record{mailchecktest.At("2001:db8::80"), mailchecktest.At("192.0.2.80")}
	for _, c := range []struct {
		name    string
		records []dns.Record
		addrs   []netip.Addr
	}{
		{"one kind", both[1:], []netip.Addr{both[1].Addr}},
		{"both kinds", both, []netip.Addr{both[1].Addr, both[0].Addr}},
	} {
		for _, late := range []dns.Type{dns.A, dns.AAAA} {
			w := goodWorld(t)
			w.DNS.Zone[host] = c.records
			checker := w.Checker()
			checker.Resolver = oneLate{Fake: w.DNS, late: late}
			s := check(t, checker, org)
			if s.PolicyHost.TTL != time.Hour || !slices.Equal(s.PolicyHost.Addrs, c.addrs) {
				t.Errorf("%s, %s late: %v for %s", c.name, late, s.PolicyHost.Addrs, s.PolicyHost.TTL)
			}
		}
	}
}
