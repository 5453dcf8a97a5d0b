package sample

import (
	"context"
	"net"
	"net/netip"
	"runtime"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/mail/dns"
	"handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
)

func start(t *testing.T) (*Sample, *dns.Client) {
	t.Helper()
	s, err := Start(time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	c, err := s.Client()
	if err != nil {
		t.Fatal(err)
	}
	return s, c
}

func TestNameServer(t *testing.T) {
	_, c := start(t)
	for _, q := range []struct {
		name   string
		typ    dns.Type
		status dns.Status
		want   string
	}{
		{"northgate.example", dns.MX, dns.Found, "northgate-example.mail.protection.outlook.com"},
		{"NORTHGATE.example", dns.MX, dns.Found, "northgate-example.mail.protection.outlook.com"},
		{"_mta-sts.northgate.example", dns.TXT, dns.NXDomain, ""},
		{"_mta-sts.hall.northgate.example", dns.TXT, dns.Found, "v=STSv1; id=20260901T080000Z;"},
		{"_tls.youth.northgate.example", dns.TXT, dns.NoData, ""},
		{"youth.northgate.example", dns.TLSA, dns.NoData, ""},
		{"example.org", dns.MX, dns.NXDomain, ""},
	} {
		a, err := c.Lookup(context.Background(), q.name, q.typ)
		if err != nil {
			t.Errorf("%s %s: %v", q.name, q.typ, err)
			continue
		}
		got := ""
		if len(a.Records) > 0 {
			got = a.Records[0].Host + a.Records[0].TXT()
		}
		if a.Status != q.status || got != q.want {
			t.Errorf("%s %s: %s %q, want %s %q", q.name, q.typ, a.Status, got, q.status, q.want)
		}
	}
}

// addresses returns what the sample says about a host.
func addresses(t *testing.T, c *dns.Client, host string) (all []netip.Addr) {
	t.Helper()
	for _, typ := range []dns.Type{dns.A, dns.AAAA} {
		a, err := c.Lookup(context.Background(), host, typ)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range a.Records {
			all = append(all, r.Addr)
		}
	}
	return all
}

func TestPoliciesAreServed(t *testing.T) {
	s, c := start(t)
	f := mtasts.Fetcher{Dial: s.Dial, Roots: s.Roots, Now: time.Now}
	for domain, mx := range map[string]string{
		"hall.northgate.example":  "*.mx.microsoft",
		"youth.northgate.example": "youth-northgate-example.mail.protection.outlook.com",
	} {
		got := f.Fetch(context.Background(), domain, addresses(t, c, "mta-sts."+domain))
		if got.Fault != "" || got.Policy == nil || got.Policy.MX[0] != mx {
			t.Errorf("%s: fault %q (%v), policy %+v", domain, got.Fault, got.Err, got.Policy)
		}
	}
	got := f.Fetch(context.Background(), "northgate.example", addresses(t, c, "mta-sts.northgate.example"))
	if got.Fault != mtasts.NoHost {
		t.Errorf("northgate.example has nothing set up, but its fault is %q", got.Fault)
	}
}

func TestMailServers(t *testing.T) {
	s, c := start(t)
	p := smtpprobe.Prober{Dial: s.Dial, Roots: s.Roots, Now: time.Now, Helo: "desk.example"}
	for host, want := range map[string]string{
		"northgate-example.mail.protection.outlook.com": smtpprobe.Valid,
		"hall-northgate-example.o-v1.mx.microsoft":      smtpprobe.Untested,
	} {
		if got := p.Probe(context.Background(), host, addresses(t, c, host)); got.State != want {
			t.Errorf("%s: %s (%s, %s), want %s", host, got.State, got.Reason, got.Detail, want)
		}
	}
}

func TestNothingLeavesThisComputer(t *testing.T) {
	s, _ := start(t)
	for _, address := range []string{"192.0.2.1:443", "192.0.2.25:443", "198.51.100.7:25", "127.0.0.1:1",
		"[2001:db8::1]:53"} {
		if conn, err := s.Dial(context.Background(), "tcp", address); err == nil {
			conn.Close()
			t.Errorf("a connection to %s was opened", address)
		}
	}
}

func TestPublishChangesTheWorld(t *testing.T) {
	s, c := start(t)
	ctx, v := context.Background(), guide.Visit{Subject: "northgate.example"}
	policy := "version: STSv1\r\nmode: testing\r\nmx: northgate-example.mail.protection.outlook.com\r\nmax_age: " +
		"86400\r\n"
	h := &guide.Handover{
		Records: []guide.Record{
			{Name: "mta-sts.northgate.example",
				Zone: "mta-sts.northgate.example. 3600 IN CNAME your-app.azurestaticapps.net."},
			{Name: "_mta-sts.northgate.example", Zone: `_mta-sts.northgate.example. 3600 IN TXT "v=STSv1; id=1;"`},
		},
		Bundles: []guide.Bundle{{Files: []guide.File{{Path: "site/.well-known/mta-sts.txt", Data: []byte(policy)}}}},
	}
	for range 2 { // a second time changes nothing
		if err := s.Publish(ctx, v, h); err != nil {
			t.Fatal(err)
		}
	}
	a, err := c.Lookup(ctx, "_mta-sts.northgate.example", dns.TXT)
	if err != nil || len(a.Records) != 1 || a.Records[0].TXT() != "v=STSv1; id=1;" {
		t.Errorf("the record: %+v, %v", a, err)
	}
	f := mtasts.Fetcher{Dial: s.Dial, Roots: s.Roots, Now: time.Now}
	if got := f.Fetch(ctx, "northgate.example",
		addresses(t, c, "mta-sts.northgate.example")); string(got.Body) != policy || got.Fault != "" {
		t.Errorf("served %q, fault %q (%v)", got.Body, got.Fault, got.Err)
	}
}

func TestPublishRefusesOthersNames(t *testing.T) {
	s, c := start(t)
	if err := s.Publish(context.Background(), guide.Visit{Subject: "example.org"}, &guide.Handover{}); err == nil {
		t.Error("a domain outside the sample was taken")
	}
	h := &guide.Handover{Records: []guide.Record{
		{Name: "_mta-sts.northgate.example", Zone: `_mta-sts.northgate.example. 3600 IN TXT "v=STSv1; id=1;"`},
		{Name: "example.org", Zone: "example.org. 3600 IN A 192.0.2.80"},
	}}
	if err := s.Publish(context.Background(), guide.Visit{Subject: "northgate.example"}, h); err == nil {
		t.Error("a record outside the sample was taken")
	}
	if a, err := c.Lookup(context.Background(), "_mta-sts.northgate.example", dns.TXT); err != nil ||
		a.Status == dns.Found {
		t.Errorf("half of a refused handover was published: %+v, %v", a, err)
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	s, err := Start(time.Now)
	if err != nil {
		t.Fatal(err)
	}
	var ports []string
	for _, a := range []string{"192.0.2.53:53", "192.0.2.80:443", "192.0.2.25:25"} {
		conn, err := s.Dial(context.Background(), "tcp", a)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close() // a conversation that is left open
		ports = append(ports, conn.RemoteAddr().String())
	}
	done := make(chan error)
	go func() { done <- s.Close() }()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(60 * time.Second):
		t.Fatal("Close does not return")
	}
	for _, p := range ports {
		if conn, err := net.Dial("tcp", p); err == nil {
			conn.Close()
			t.Errorf("%s still listens", p)
		}
	}
	for range 100 { // goroutines of net/http end a moment after their server
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	buf := make([]byte, 1<<16)
	t.Errorf("goroutines are left:\n%s", strings.TrimSpace(string(buf[:runtime.Stack(buf, true)])))
}

// TestPracticeLastsOverAStart: what the sample has done is there when it is
// started again, and a sample without a file knows nothing of it.
func TestPracticeLastsOverAStart(t *testing.T) {
	file := t.TempDir() + "/practice.jsonl"
	text := "version: STSv1\r\nmode: testing\r\nmx: northgate-example.mail.protection.outlook.com\r\nmax_age: 86400\r\n"
	found := func(keep bool, then func(*Sample)) (record string, policy string) {
		t.Helper()
		s, c := start(t)
		defer s.Close()
		if keep {
			if err := s.Keep(file); err != nil {
				t.Fatal(err)
			}
		}
		then(s)
		a, err := c.Lookup(context.Background(), "_mta-sts.northgate.example", dns.TXT)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Records) > 0 {
			record = a.Records[0].TXT()
		}
		data, _ := s.world.policy("northgate.example")
		return record, string(data)
	}
	publish := func(s *Sample) {
		h := &guide.Handover{
			Records: []guide.Record{{Type: "TXT", Name: "_mta-sts.northgate.example",
				Zone: `_mta-sts.northgate.example. 3600 IN TXT "v=STSv1; id=1;"`}},
			Bundles: []guide.Bundle{{Files: []guide.File{{Path: ".well-known/mta-sts.txt", Data: []byte(text)}}}},
		}
		if err := s.Publish(context.Background(), guide.Visit{Subject: "northgate.example"}, h); err != nil {
			t.Fatal(err)
		}
	}
	nothing := func(*Sample) {}
	for _, c := range []struct {
		keep bool
		then func(*Sample)
		want string
	}{{true, nothing, ""}, {true, publish, "v=STSv1; id=1;"}, {true, nothing, "v=STSv1; id=1;"}, {false, nothing, ""}} {
		record, policy := found(c.keep, c.then)
		if record != c.want || (policy == text) != (c.want != "") {
			t.Errorf("%+v: %q %q", c, record, policy)
		}
	}
}

// TestOnlyItsOwnDomainsArePractised: an add-in or an event is no domain, and
// another domain is not the sample's.
func TestOnlyItsOwnDomainsArePractised(t *testing.T) {
	s, _ := start(t)
	for subject, want := range map[string]bool{"northgate.example": true, "hall.northgate.example": true,
		"Zoom for Outlook": false, "example.org": false, "": false} {
		if s.Can(guide.Visit{Subject: subject}) != want {
			t.Errorf("%q: %v", subject, !want)
		}
	}
}
