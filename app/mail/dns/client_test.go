package dns

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	mdns "github.com/miekg/dns"
)

// server runs a real name server on loopback, UDP and TCP on one port.
func server(t *testing.T, handle mdns.HandlerFunc) string {
	t.Helper()
	for range 20 {
		pc, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l, err := net.Listen("tcp", pc.LocalAddr().String())
		if err != nil {
			pc.Close() // the same port is taken for TCP; take another
			continue
		}
		for _, s := range []*mdns.Server{{PacketConn: pc, Handler: handle}, {Listener: l, Handler: handle}} {
			go func() { _ = s.ActivateAndServe() }()
			t.Cleanup(func() { _ = s.Shutdown() })
		}
		return pc.LocalAddr().String()
	}
	t.Fatal("no port is free for both UDP and TCP")
	return ""
}

// zone answers with the records (in zone file form) of the name asked for.
func zone(t *testing.T, lines ...string) mdns.HandlerFunc {
	t.Helper()
	var all []mdns.RR
	for _, line := range lines {
		rr, err := mdns.NewRR(line)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rr)
	}
	return func(w mdns.ResponseWriter, q *mdns.Msg) {
		m := new(mdns.Msg).SetReply(q)
		m.Authoritative = true
		exists := false
		for _, rr := range all {
			h := rr.Header()
			if !strings.EqualFold(h.Name, q.Question[0].Name) {
				continue
			}
			exists = true
			if h.Rrtype == q.Question[0].Qtype || h.Rrtype == mdns.TypeCNAME {
				m.Answer = append(m.Answer, rr)
			}
		}
		if len(m.Answer) == 0 {
			soa, _ := mdns.NewRR("northgate.example. 600 IN SOA ns.northgate.example. h.northgate.example. 1 2 3 4 300")
			m.Ns = append(m.Ns, soa)
			if !exists {
				m.Rcode = mdns.RcodeNameError
			}
		}
		_ = w.WriteMsg(m)
	}
}

func client(t *testing.T, servers ...string) *Client {
	t.Helper()
	c, err := NewClient(Config{Servers: servers, Timeout: 1500 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLookup(t *testing.T) {
	c := client(t, server(t, zone(t,
		"northgate.example. 300 IN MX 10 MX1.northgate.example.",
		"northgate.example. 200 IN MX 20 mx2.northgate.example.",
		"null.northgate.example. 300 IN MX 0 .",
		`_mta-sts.northgate.example. 300 IN TXT "v=STSv1; " "id=1;"`,
		`_mta-sts.northgate.example. 300 IN TXT "say \"hi\" \195\164;"`,
		"mx1.northgate.example. 60 IN A 192.0.2.1",
		"mx1.northgate.example. 60 IN AAAA 2001:db8::1",
		"_25._tcp.mx1.northgate.example. 60 IN TLSA 3 1 1 0B9F",
		"alias.northgate.example. 50 IN CNAME two.northgate.example.",
		"two.northgate.example. 40 IN CNAME mx1.northgate.example.",
		"dangling.northgate.example. 50 IN CNAME gone.northgate.example.",
		"northgate.example. 300 IN NS ns.northgate.example.",
		"northgate.example. 300 IN SOA ns.northgate.example. h.northgate.example. 1 2 3 4 300",
	)))
	for _, q := range []struct {
		name   string
		t      Type
		status Status
		ttl    time.Duration
		want   string
		chain  string
	}{
		{"northgate.example", MX, Found, 200 * time.Second, "10 mx1.northgate.example|20 mx2.northgate.example", ""},
		{"NORTHGATE.example.", MX, Found, 200 * time.Second, "10 mx1.northgate.example|20 mx2.northgate.example", ""},
		{"null.northgate.example", MX, Found, 300 * time.Second, "0 ", ""},
		{"_mta-sts.northgate.example", TXT, Found, 300 * time.Second, `v=STSv1; id=1;|say "hi" ä;`, ""},
		{"mx1.northgate.example", A, Found, time.Minute, "192.0.2.1", ""},
		{"mx1.northgate.example", AAAA, Found, time.Minute, "2001:db8::1", ""},
		{"_25._tcp.mx1.northgate.example", TLSA, Found, time.Minute, "3 1 1 0b9f", ""},
		{"alias.northgate.example", A, Found, 40 * time.Second, "192.0.2.1",
			"two.northgate.example mx1.northgate.example"},
		{"alias.northgate.example", CNAME, Found, 50 * time.Second, "two.northgate.example", ""},
		{"alias.northgate.example", TXT, NoData, 40 * time.Second, "", "two.northgate.example mx1.northgate.example"},
		{"dangling.northgate.example", A, NXDomain, 50 * time.Second, "", "gone.northgate.example"},
		{"northgate.example", TXT, NoData, 300 * time.Second, "", ""},
		{"no.northgate.example", TXT, NXDomain, 300 * time.Second, "", ""},
		{"northgate.example", SOA, Found, 300 * time.Second, "ns.northgate.example", ""},
	} {
		a, err := c.Lookup(context.Background(), q.name, q.t)
		if err != nil {
			t.Errorf("%s %s: %v", q.name, q.t, err)
			continue
		}
		if got := show(a); a.Status != q.status || got != q.want || strings.Join(a.Chain, " ") != q.chain ||
			a.TTL != q.ttl {
			t.Errorf("%s %s: %s %q %v %s; want %s %q %s", q.name, q.t, a.Status, got, a.Chain, a.TTL, q.status, q.want,
				q.ttl)
		}
		if a.Authentic || a.Server != c.Servers()[0] || a.Took <= 0 {
			t.Errorf("%s: not told rightly: %+v", q.name, a)
		}
	}
	list, err := c.Authorities(context.Background(), "deep.down.northgate.example")
	if err != nil || !slices.Equal(list, []Authority{{Host: "ns.northgate.example"}}) {
		t.Errorf("authorities: %v, %v", list, err)
	}
}

func show(a Answer) string {
	var parts []string
	for _, r := range a.Records {
		switch r.Type {
		case MX:
			parts = append(parts, string(rune('0'+r.Pref/10))+map[bool]string{true: "0", false: ""}[r.Pref >= 10]+" "+
				r.Host)
		case TXT:
			parts = append(parts, r.TXT())
		case A, AAAA:
			parts = append(parts, r.Addr.String())
		case TLSA:
			parts = append(parts, "3 1 1 "+r.Data)
		default:
			parts = append(parts, r.Host)
		}
	}
	return strings.Join(parts, "|")
}

// Answers that prove nothing are errors, each of its kind, never "absent".
func TestLookupFailures(t *testing.T) {
	code := func(rcode int) mdns.HandlerFunc {
		return func(w mdns.ResponseWriter, q *mdns.Msg) { _ = w.WriteMsg(new(mdns.Msg).SetRcode(q, rcode)) }
	}
	lie := func(change func(*mdns.Msg)) mdns.HandlerFunc {
		return func(w mdns.ResponseWriter, q *mdns.Msg) {
			m := new(mdns.Msg).SetReply(q)
			rr, _ := mdns.NewRR(q.Question[0].Name + " 60 IN A 192.0.2.66")
			m.Answer = []mdns.RR{rr}
			change(m)
			_ = w.WriteMsg(m)
		}
	}
	raw := func(b string) mdns.HandlerFunc {
		return func(w mdns.ResponseWriter, q *mdns.Msg) { _, _ = w.Write([]byte(b)) }
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dead := l.Addr().String()
	nobody := Unreachable
	if runtime.GOOS == "windows" {
		nobody = Timeout // Go turns off SIO_UDP_CONNRESET, so a refusal is not reported
	}
	l.Close()
	for _, c := range []struct {
		name   string
		server string
		kind   Kind
	}{
		{"SERVFAIL", server(t, code(mdns.RcodeServerFailure)), ServFail},
		{"REFUSED", server(t, code(mdns.RcodeRefused)), Refused},
		{"an unknown code", server(t, code(mdns.RcodeYXDomain)), Malformed},
		{"silence", server(t, func(mdns.ResponseWriter, *mdns.Msg) {}), Timeout},
		{"nobody there", dead, nobody},
		{"wrong id", server(t, lie(func(m *mdns.Msg) { m.Id++ })), Malformed},
		{"wrong name in the question", server(t, lie(func(m *mdns.Msg) { m.Question[0].Name = "evil.example." })),
			Malformed},
		{"wrong type in the question", server(t, lie(func(m *mdns.Msg) { m.Question[0].Qtype = mdns.TypeMX })),
			Malformed},
		{"not an answer", server(t, lie(func(m *mdns.Msg) { m.Response = false })), Malformed},
		{"garbage", server(t, raw("\x00\x01 this is not DNS at all")), Malformed},
		{"cut off over TCP too", server(t, lie(func(m *mdns.Msg) { m.Truncated, m.Answer = true, nil })), Malformed},
		{"points to others", server(t, lie(func(m *mdns.Msg) {
			ns, _ := mdns.NewRR("example. 60 IN NS ns.example.")
			m.Answer, m.Ns = nil, []mdns.RR{ns}
		})), Refused},
		{"alias of itself", server(t, zone(t, "x.northgate.example. 60 IN CNAME x.northgate.example.")), Loop},
		{"aliases in a circle", server(t,
			zone(t, "x.northgate.example. 60 IN CNAME y.northgate.example.",
				"y.northgate.example. 60 IN CNAME x.northgate.example.")), Loop},
		{"aliases without end", server(t, func(w mdns.ResponseWriter, q *mdns.Msg) {
			m := new(mdns.Msg).SetReply(q)
			rr, _ := mdns.NewRR(q.Question[0].Name + " 60 IN CNAME a" + q.Question[0].Name)
			m.Answer = []mdns.RR{rr}
			_ = w.WriteMsg(m)
		}), Loop},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a, err := client(t, c.server).Lookup(context.Background(), "x.northgate.example", A)
			var e *Error
			if !errors.As(err, &e) || e.Kind != c.kind || e.Name != "x.northgate.example" || e.Type != A {
				t.Fatalf("got %+v, %v; want %s", a, err, c.kind)
			}
			if e.Error() == "" || e.Server != c.server {
				t.Errorf("not told: %v", e)
			}
		})
	}
}

// A liar beside the true server is not believed: the true answer is waited for.
func TestLookupForged(t *testing.T) {
	addr := server(t, func(w mdns.ResponseWriter, q *mdns.Msg) {
		m := new(mdns.Msg).SetReply(q)
		rr, _ := mdns.NewRR(q.Question[0].Name + " 60 IN A 192.0.2.1")
		forged := m.Copy()
		forged.Id++
		_ = w.WriteMsg(forged)
		other, _ := mdns.NewRR("evil.example. 60 IN A 192.0.2.66")
		m.Answer = []mdns.RR{other, rr}
		_ = w.WriteMsg(m)
	})
	a, err := client(t, addr).Lookup(context.Background(), "x.example", A)
	if err != nil || len(a.Records) != 1 || a.Records[0].Addr.String() != "192.0.2.1" {
		t.Fatalf("got %+v, %v", a, err)
	}
}

// An answer that is cut off is fetched again over TCP, with all its strings.
func TestLookupTruncated(t *testing.T) {
	long := strings.Repeat("x", 255)
	var udp atomic.Int32
	addr := server(t, func(w mdns.ResponseWriter, q *mdns.Msg) {
		m := new(mdns.Msg).SetReply(q)
		if _, tcp := w.RemoteAddr().(*net.TCPAddr); tcp {
			for range 20 {
				m.Answer = append(m.Answer, &mdns.TXT{Hdr: mdns.RR_Header{Name: q.Question[0].Name,
					Rrtype: mdns.TypeTXT, Class: mdns.ClassINET, Ttl: 60}, Txt: []string{long, "end"}})
			}
		} else {
			udp.Add(1)
			m.Truncated = true
		}
		_ = w.WriteMsg(m)
	})
	a, err := client(t, addr).Lookup(context.Background(), "big.example", TXT)
	if err != nil || len(a.Records) != 20 || a.Records[19].TXT() != long+"end" || udp.Load() != 1 {
		t.Fatalf("got %d records, %v", len(a.Records), err)
	}
}

// The AD bit is taken over; the question carries DO; a server without EDNS0 is asked plainly.
func TestLookupBits(t *testing.T) {
	addr := server(t, func(w mdns.ResponseWriter, q *mdns.Msg) {
		m := new(mdns.Msg).SetReply(q)
		opt := q.IsEdns0()
		rr, _ := mdns.NewRR(q.Question[0].Name + " 60 IN A 192.0.2.1")
		m.Answer = []mdns.RR{rr}
		switch {
		case strings.HasPrefix(q.Question[0].Name, "old.") && opt != nil:
			m.Answer, m.Rcode = nil, mdns.RcodeFormatError
		case opt != nil && opt.Do() && q.RecursionDesired && q.AuthenticatedData:
			m.AuthenticatedData = true
		}
		_ = w.WriteMsg(m)
	})
	c := client(t, addr)
	if a, err := c.Lookup(context.Background(), "signed.example", A); err != nil || !a.Authentic {
		t.Errorf("AD: %+v, %v", a, err)
	}
	if a, err := c.Lookup(context.Background(), "old.example", A); err != nil || a.Authentic || len(a.Records) != 1 {
		t.Errorf("without EDNS0: %+v, %v", a, err)
	}
	a, err := c.Ask(context.Background(), netip.MustParseAddrPort(addr), "one.example", A)
	if err != nil || a.Authentic || len(a.Records) != 1 { // RD was not set, so no AD came back
		t.Errorf("Ask: %+v, %v", a, err)
	}
}

// With several servers the first good answer counts; a refusal outweighs silence.
func TestLookupSeveralServers(t *testing.T) {
	silent := server(t, func(mdns.ResponseWriter, *mdns.Msg) {})
	broken := server(t, func(w mdns.ResponseWriter, q *mdns.Msg) {
		m := new(mdns.Msg).SetRcode(q, mdns.RcodeServerFailure)
		m.SetEdns0(1232, true)
		m.IsEdns0().Option = append(m.IsEdns0().Option, &mdns.EDNS0_EDE{InfoCode: mdns.ExtendedErrorCodeDNSBogus})
		_ = w.WriteMsg(m)
	})
	good := server(t, zone(t, "x.northgate.example. 60 IN A 192.0.2.1"))
	a, err := client(t, broken, silent, good).Lookup(context.Background(), "x.northgate.example", A)
	if err != nil || a.Server != good {
		t.Errorf("got %+v, %v", a, err)
	}
	var e *Error
	if _, err = client(t, silent, broken).Lookup(context.Background(), "x.northgate.example", A); !errors.As(err, &e) ||
		e.Kind != ServFail || !strings.Contains(err.Error(), "DNSSEC Bogus") {
		t.Errorf("got %v; want the reason the server gave", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := client(t, silent).Lookup(ctx, "x.northgate.example", A); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: got %v", err)
	}
	for _, name := range []string{"", ".", "a..b", strings.Repeat("a.", 140), strings.Repeat("a", 64) + ".b",
		"ä.example", "a b.example"} {
		if _, err := client(t, good).Lookup(context.Background(), name, A); !errors.As(err, &e) || e.Kind != BadName {
			t.Errorf("%q: got %v", name, err)
		}
	}
}
