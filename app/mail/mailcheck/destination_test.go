package mailcheck_test

import (
	"fmt"
	"testing"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mailcheck/mailchecktest"
)

func TestDestinations(t *testing.T) {
	here := mailchecktest.At("192.0.2.77")
	mx := func(hosts ...string) (all []dns.Record) {
		for i, h := range hosts {
			all = append(all, mailchecktest.MX(uint16(i), h))
		}
		return all
	}
	var many []string
	for i := range 9 {
		many = append(many, fmt.Sprintf("gone%d.inbox.example", i))
	}
	for _, c := range []struct {
		name, address, want string
		zone                dns.Zone
		fail                string
	}{
		{"takes mail", "mailto:a@inbox.example", mailcheck.Reachable,
			dns.Zone{"inbox.example": mx("mx.inbox.example"), "mx.inbox.example": {here}}, ""},
		{"in capitals", "mailto:a@INBOX.Example", mailcheck.Reachable,
			dns.Zone{"inbox.example": mx("mx.inbox.example"), "mx.inbox.example": {here}}, ""},
		{"at its own address", "mailto:a@inbox.example", mailcheck.Reachable, dns.Zone{"inbox.example": {here}}, ""},
		{"no such domain", "mailto:a@inbox.example", mailcheck.NoName, nil, ""},
		{"takes no mail", "mailto:a@inbox.example", mailcheck.NoServer, dns.Zone{"inbox.example": mx("")}, ""},
		{"its mail server is gone", "mailto:a@inbox.example", mailcheck.NoServer,
			dns.Zone{"inbox.example": mx("mx.inbox.example")}, ""},
		{"one of two is gone", "mailto:a@inbox.example", mailcheck.Reachable,
			dns.Zone{"inbox.example": mx("gone.inbox.example", "mx.inbox.example"), "mx.inbox.example": {here}}, ""},
		{"one is gone, the other not answered", "mailto:a@inbox.example", mailcheck.Unknown,
			dns.Zone{"inbox.example": mx("gone.inbox.example", "mx.inbox.example")}, "mx.inbox.example"},
		{"too many to ask", "mailto:a@inbox.example", mailcheck.Unknown, dns.Zone{"inbox.example": mx(many...)}, ""},
		{"not answered", "mailto:a@inbox.example", mailcheck.Unknown, nil, "inbox.example"},
		{"a page", "https://inbox.example/x", mailcheck.Reachable, dns.Zone{"inbox.example": {here}}, ""},
		{"a final dot", "mailto:a@inbox.example.", mailcheck.FinalDot, nil, ""},
	} {
		w := goodWorld(t)
		for name, records := range c.zone {
			w.DNS.Zone[name] = records
		}
		w.DNS.Zone["_smtp._tls.example.org"] = []dns.Record{mailchecktest.TXT("v=TLSRPTv1; rua=" + c.address)}
		if c.fail != "" {
			w.DNS.Fail[c.fail] = dns.ServFail
		}
		s := check(t, w.Checker(), org)
		if len(s.Destinations) != 1 || s.Destinations[0].State != c.want {
			t.Errorf("%s: %+v, want %s", c.name, s.Destinations, c.want)
		}
	}
}

func TestRecordsAtEachOthersNames(t *testing.T) {
	w := goodWorld(t)
	sts, rpt := w.DNS.Zone["_mta-sts.example.org"], w.DNS.Zone["_smtp._tls.example.org"]
	w.DNS.Zone["_mta-sts.example.org"], w.DNS.Zone["_smtp._tls.example.org"] = rpt, sts
	s := check(t, w.Checker(), org)
	if len(s.Misplaced) != 2 || s.Misplaced[0].Name != "_smtp._tls.example.org" ||
		s.Misplaced[0].Want != "_mta-sts.example.org" || s.Misplaced[1].Want != "_smtp._tls.example.org" {
		t.Errorf("%+v", s.Misplaced)
	}
}
