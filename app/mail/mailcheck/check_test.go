package mailcheck_test

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mailcheck/mailchecktest"
	"handrail/app/task"
)

const policyText = "version: STSv1\r\nmode: enforce\r\nmx: mx1.example.org\r\nmx: *.backup.example\r\nmax_age: " +
	"604800\r\n"

var org = dns.Domain{ASCII: "example.org", Unicode: "example.org"}

// goodWorld has example.org with everything right: two mail servers that encrypt,
// a policy in mode enforce, both TXT records.
func goodWorld(t testing.TB) *mailchecktest.World {
	w := mailchecktest.New(t)
	w.DNS.Zone = dns.Zone{
		"example.org": {mailchecktest.MX(10, "mx1.example.org"), mailchecktest.MX(20, "a.backup.example"),
			mailchecktest.At("192.0.2.9")},
		"mx1.example.org":        {mailchecktest.At("192.0.2.1"), mailchecktest.At("2001:db8::1")},
		"a.backup.example":       {mailchecktest.At("192.0.2.2")},
		"_mta-sts.example.org":   {mailchecktest.TXT("v=STSv1; ", "id=20261101;")},
		"_smtp._tls.example.org": {mailchecktest.TXT("v=TLSRPTv1; rua=mailto:reports@example.net")},
		"mta-sts.example.org":    {mailchecktest.At("192.0.2.80")},
	}
	w.Web("192.0.2.80", w.Cert(60, "mta-sts.example.org"), mailchecktest.Text(policyText))
	one, two := w.Cert(60, "mx1.example.org"), w.Cert(60, "a.backup.example")
	w.Mail("192.0.2.1", &one)
	w.Mail("192.0.2.2", &two)
	return w
}

func check(t testing.TB, c mailcheck.Checker, d dns.Domain) *mailcheck.State {
	t.Helper()
	s, err := c.Check(context.Background(), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCheckGood(t *testing.T) {
	s := check(t, goodWorld(t).Checker(), org)
	if s.RecordState != "valid" || s.PolicyState != "valid" || s.ReportingState != "valid" || s.Effective != "enforce" {
		t.Fatalf("record %s, policy %s (%v), reporting %s, effective %s", s.RecordState, s.PolicyState, s.Policy.Err,
			s.ReportingState, s.Effective)
	}
	if string(s.Policy.Body) != policyText {
		t.Errorf("the policy's text is kept as served: %q", s.Policy.Body)
	}
	if len(s.Hosts) != 2 || s.Implicit || s.Null {
		t.Fatalf("hosts: %+v", s.Hosts)
	}
	for _, h := range s.Hosts {
		if h.Covered != "yes" || h.Probe.State != "valid" {
			t.Errorf("%s: covered %q, probe %s %s %s", h.Name, h.Covered, h.Probe.State, h.Probe.Reason, h.Probe.Detail)
		}
	}
	if got := mailcheck.Evaluate(s); got != mailcheck.Enforced {
		t.Errorf("verdict %s", got)
	}
}

func TestCheckWorlds(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(w *mailchecktest.World)
		holds  func(s *mailcheck.State) bool
	}{
		{"no MX: the domain's own address counts",
			func(w *mailchecktest.World) { w.DNS.Zone["example.org"] = []dns.Record{mailchecktest.At("192.0.2.1")} },
			func(s *mailcheck.State) bool {
				return s.Implicit && len(s.Hosts) == 1 && s.Hosts[0].Name == "example.org" && s.Hosts[0].Covered == "no"
			}},
		{"null MX", func(w *mailchecktest.World) {
			w.DNS.Zone["example.org"] = []dns.Record{mailchecktest.MX(0, ""), mailchecktest.At("192.0.2.9")}
		},
			func(s *mailcheck.State) bool { return s.Null && !s.Implicit && len(s.Hosts) == 0 }},
		{"nothing takes mail", func(w *mailchecktest.World) { w.DNS.Zone["example.org"] = nil },
			func(s *mailcheck.State) bool {
				return len(s.Hosts) == 0 && !s.Null && mailcheck.Evaluate(s) == mailcheck.NoHost
			}},
		{"MX fails: unknown, and no implicit host is made up",
			func(w *mailchecktest.World) { w.DNS.Fail["example.org MX"] = dns.ServFail },
			func(s *mailcheck.State) bool {
				return s.MX.Err != nil && len(s.Hosts) == 0 && mailcheck.Evaluate(s) == mailcheck.NotKnown &&
					s.PolicyState == "valid"
			}},
		{"record fails: unknown, the rest goes on",
			func(w *mailchecktest.World) { w.DNS.Fail["_mta-sts.example.org"] = dns.Timeout },
			func(s *mailcheck.State) bool {
				return s.RecordState == "unknown" && s.Effective == "unknown" && s.PolicyState == "valid" &&
					len(s.Hosts) == 2
			}},
		{"one kind of address fails: the other will do",
			func(w *mailchecktest.World) { w.DNS.Fail["mta-sts.example.org AAAA"] = dns.ServFail },
			func(s *mailcheck.State) bool { return s.PolicyState == "valid" }},
		{"the policy host cannot be looked up",
			func(w *mailchecktest.World) { w.DNS.Fail["mta-sts.example.org"] = dns.ServFail },
			func(s *mailcheck.State) bool { return s.PolicyState == "unknown" && s.Hosts[0].Covered == "" }},
		{"dangling policy host", func(w *mailchecktest.World) {
			w.DNS.Zone["mta-sts.example.org"] = []dns.Record{mailchecktest.Alias("gone.hosting.example")}
		},
			func(s *mailcheck.State) bool { return s.PolicyHost.Dangling && s.PolicyState == "absent" }},
		{"record by CNAME", func(w *mailchecktest.World) {
			w.DNS.Zone["_mta-sts.example.org"] = []dns.Record{mailchecktest.Alias("_mta-sts.hosting.example")}
			w.DNS.Zone["_mta-sts.hosting.example"] = []dns.Record{mailchecktest.TXT("v=STSv1; id=7;")}
		},
			func(s *mailcheck.State) bool {
				return s.RecordState == "valid" &&
					slices.Equal(s.RecordAnswer.Chain, []string{"_mta-sts.hosting.example"})
			}},
		{"the domain itself leads in a circle", func(w *mailchecktest.World) {
			w.DNS.Zone["example.org"] = []dns.Record{mailchecktest.Alias("b.example.org")}
			w.DNS.Zone["b.example.org"] = []dns.Record{mailchecktest.Alias("example.org")}
		},
			func(s *mailcheck.State) bool { return mailcheck.Evaluate(s) == mailcheck.AliasLoop }},
		{"CNAME loop", func(w *mailchecktest.World) {
			w.DNS.Zone["_mta-sts.example.org"] = []dns.Record{mailchecktest.Alias("b.example.org")}
			w.DNS.Zone["b.example.org"] = []dns.Record{mailchecktest.Alias("_mta-sts.example.org")}
		},
			func(s *mailcheck.State) bool {
				return s.RecordState == "unknown" && mailcheck.KindOf(s.RecordErr) == dns.Loop
			}},
		{"MX behind a CNAME, and one without address", func(w *mailchecktest.World) {
			w.DNS.Zone["example.org"] = []dns.Record{mailchecktest.MX(1, "alias.example.org"),
				mailchecktest.MX(2, "none.example.org")}
			w.DNS.Zone["alias.example.org"] = []dns.Record{mailchecktest.Alias("mx1.example.org")}
		},
			func(s *mailcheck.State) bool {
				return slices.Equal(s.Hosts[0].Alias, []string{"mx1.example.org"}) && s.Hosts[1].Missing &&
					s.Hosts[1].Probe.State == "untested"
			}},
		{"record where the form doubled the domain", func(w *mailchecktest.World) {
			w.DNS.Zone["_mta-sts.example.org"] = nil
			w.DNS.Zone["_mta-sts.example.org.example.org"] = []dns.Record{mailchecktest.TXT("v=STSv1; id=7;")}
		},
			func(s *mailcheck.State) bool {
				return s.RecordState == "absent" && len(s.Misplaced) == 1 &&
					s.Misplaced[0].Want == "_mta-sts.example.org"
			}},
		{"nobody listens on port 25", func(w *mailchecktest.World) {
			w.DNS.Zone["mx1.example.org"] = []dns.Record{mailchecktest.At("192.0.2.77")}
		},
			func(s *mailcheck.State) bool { return s.Hosts[0].Probe.State == "untested" && s.Effective == "enforce" }},
		{"TLSA beside the policy", func(w *mailchecktest.World) {
			w.DNS.Zone["_25._tcp.mx1.example.org"] = []dns.Record{{Type: dns.TLSA, Usage: 3, Selector: 1, Matching: 1,
				Data: "00"}}
			w.DNS.Authentic = []string{"example.org"}
		},
			func(s *mailcheck.State) bool {
				return len(s.Hosts[0].TLSA) == 1 && s.Hosts[0].Authentic && !s.Hosts[1].Authentic &&
					s.MX.Answer.Authentic
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := goodWorld(t)
			c.change(w)
			if s := check(t, w.Checker(), org); !c.holds(s) {
				t.Errorf("record %s, policy %s, effective %s, hosts %+v", s.RecordState, s.PolicyState, s.Effective,
					s.Hosts)
			}
		})
	}
}

func TestPrivateAddressesAreNotAsked(t *testing.T) {
	w := goodWorld(t)
	w.DNS.Zone["mx1.example.org"] = []dns.Record{mailchecktest.At("127.0.0.1"), mailchecktest.At("10.0.0.1"),
		mailchecktest.At("fd00::1")}
	c := w.Checker()
	c.AllowPrivate, c.Fetcher.AllowPrivate = false, false
	c.AskAt = func(context.Context, netip.AddrPort, string, dns.Type) (dns.Answer, error) {
		t.Error("a name server at a private address was asked")
		return dns.Answer{}, nil
	}
	c.Authorities = func(context.Context, string) ([]dns.Authority, error) {
		return []dns.Authority{{Host: "ns.example.org", Addr: netip.MustParseAddr("192.168.0.1")}}, nil
	}
	s := check(t, c, org)
	if h := s.Hosts[0]; !h.Private || h.Probe.State != "untested" || h.Probe.Reason != mailcheck.Private {
		t.Errorf("host: %+v", h)
	}
	if len(s.Authorities) != 1 || s.Authorities[0].Err == nil {
		t.Errorf("name servers: %+v", s.Authorities)
	}
}

func TestAuthorities(t *testing.T) {
	c := goodWorld(t).Checker()
	ns := func(host, addr string) dns.Authority {
		a, _ := netip.ParseAddr(addr)
		return dns.Authority{Host: host, Addr: a}
	}
	c.Authorities = func(_ context.Context, name string) ([]dns.Authority, error) {
		if strings.HasSuffix(name, "hosting.example") {
			return []dns.Authority{ns("ns.hosting.example", "198.51.100.9")}, nil
		}
		return []dns.Authority{ns("ns1.example.org", "2001:db8::53"), ns("ns1.example.org", "192.0.2.51"),
			ns("ns2.example.org", "192.0.2.52"), ns("ns3.example.org", "")}, nil
	}
	alias := false
	c.AskAt = func(_ context.Context, server netip.AddrPort, name string, _ dns.Type) (dns.Answer, error) {
		switch {
		case server.Addr().String() == "192.0.2.52":
			return dns.Answer{}, &dns.Error{Kind: dns.Timeout, Name: name}
		case alias && name == "_mta-sts.example.org":
			return dns.Answer{Status: dns.NoData, Chain: []string{"_mta-sts.hosting.example"}}, nil
		}
		return dns.Answer{Status: dns.Found,
			Records: []dns.Record{mailchecktest.TXT("v=STSv1; id=from" +
				strings.ReplaceAll(server.Addr().String(), ".", ""))}}, nil
	}
	s := check(t, c, org)
	if len(s.Authorities) != 3 {
		t.Fatalf("each server once: %+v", s.Authorities)
	}
	if a := s.Authorities[0]; a.Addr.String() != "192.0.2.51" || a.Err != nil ||
		a.Answer.Records[0].TXT() != "v=STSv1; id=from1920251" {
		t.Errorf("first: %+v", a)
	}
	if s.Authorities[1].Err == nil || s.Authorities[2].Err == nil {
		t.Errorf("silent servers are told of: %+v", s.Authorities)
	}
	alias = true
	s = check(t, c, org)
	if len(s.Authorities) != 1 || s.Authorities[0].Host != "ns.hosting.example" {
		t.Errorf("behind an alias, the other zone's servers are asked: %+v", s.Authorities)
	}
	c.Authorities = func(context.Context, string) ([]dns.Authority, error) { return nil, errors.New("none") }
	if s = check(t, c, org); s.AuthoritiesErr == nil || s.Effective != "enforce" {
		t.Errorf("without their answer the rest stands: %v %s", s.AuthoritiesErr, s.Effective)
	}
}

func TestProgressOnlyGrows(t *testing.T) {
	var seen []task.Progress
	_, err := goodWorld(t).Checker().Check(context.Background(), org, func(p task.Progress) { seen = append(seen, p) })
	if err != nil || len(seen) < 10 {
		t.Fatalf("%d reports, %v", len(seen), err)
	}
	for i := 1; i < len(seen); i++ {
		a, b := seen[i-1], seen[i]
		if b.Done != a.Done+1 || b.Total < a.Total || len(b.Lines) < len(a.Lines) ||
			!slices.Equal(a.Lines, b.Lines[:len(a.Lines)]) {
			t.Fatalf("report %d does not follow: %+v then %+v", i, a, b)
		}
	}
	last := seen[len(seen)-1]
	if last.Done != last.Total {
		t.Errorf("ends at %d of %d", last.Done, last.Total)
	}
	var all []string
	for _, l := range last.Lines {
		all = append(all, l.State+": "+l.Title)
	}
	for _, want := range []string{"ok: Email goes to mx1.example.org, a.backup.example",
		"ok: The policy is published, in mode enforce", "ok: The MTA-STS record is published, with the ID 20261101"} {
		if !slices.Contains(all, want) {
			t.Errorf("no line %q in %q", want, all)
		}
	}
}

// deaf never answers, and does not heed its context either.
type deaf struct{}

func (deaf) Lookup(context.Context, string, dns.Type) (dns.Answer, error) { select {} }

func TestCancelReturnsAtOnce(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, stop)
	began := time.Now()
	s, err := mailcheck.Checker{Resolver: deaf{}}.Check(ctx, org, nil)
	if s != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", s, err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
	if _, err := (mailcheck.Checker{Resolver: deaf{}}).Check(ctx, org, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("already cancelled: %v", err)
	}
}

// hostile answers everything with a heap of records.
type hostile struct{}

func (hostile) Lookup(_ context.Context, name string, t dns.Type) (dns.Answer, error) {
	a := dns.Answer{Name: name, Type: t, Status: dns.Found}
	for i := range 300 {
		r := dns.Record{Type: t, Host: strings.Repeat("\x1b[31m", 3) + string(rune('a'+i%26)) + strings.Repeat("x",
			i%60) + ".evil", Pref: uint16(i),
			Addr: netip.AddrFrom4([4]byte{127, 0, byte(i), 1}),
			Text: []string{"v=STSv1; id=\x00", strings.Repeat("A", 255)}}
		a.Records = append(a.Records, r)
	}
	return a, nil
}

func TestHostileAnswers(t *testing.T) {
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	defer stop()
	s, err := mailcheck.Checker{Resolver: hostile{}}.Check(ctx, org, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Hosts) != mailcheck.MaxHosts || s.More == 0 || s.RecordState == "valid" {
		t.Errorf("%d hosts, %d more, record %s", len(s.Hosts), s.More, s.RecordState)
	}
	for _, h := range s.Hosts {
		if len(h.Addrs) > 8 || !h.Private {
			t.Errorf("%q: %d addresses", h.Name, len(h.Addrs))
		}
	}
}
