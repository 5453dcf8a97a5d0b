package smtpprobe_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"handrail/app/mail/cert/certtest"
	"handrail/app/mail/smtpprobe"
)

const host = "mx.northgate.example"

// script is what a mail server does on each connection.
type script func(conn net.Conn, in *bufio.Reader)

func say(conn net.Conn, s string) { _, _ = io.WriteString(conn, s) }

// polite greets, answers EHLO with these abilities and STARTTLS with this line.
func polite(abilities, ready string, then script) script {
	return func(conn net.Conn, in *bufio.Reader) {
		say(conn, "220-mx.northgate.example\r\n220 ESMTP ready\r\n")
		if line, _ := in.ReadString('\n'); !strings.HasPrefix(line, "EHLO [127.0.0.1]\r\n") {
			return
		}
		say(conn, abilities)
		if line, _ := in.ReadString('\n'); line != "STARTTLS\r\n" {
			return
		}
		say(conn, ready)
		if then != nil {
			then(conn, in)
		}
	}
}

const (
	offers = "250-mx.northgate.example hello\r\n250-SIZE 1000\r\n250-starttls\r\n250 PIPELINING\r\n"
	ready  = "220 Ready\r\n"
)

func secure(config *tls.Config) script {
	return polite(offers, ready, func(conn net.Conn, in *bufio.Reader) {
		s := tls.Server(conn, config)
		_ = s.Handshake()
		_, _ = io.Copy(io.Discard, s)
	})
}

// serve runs a script on a real listener and gives a dialer that leads to it.
func serve(t *testing.T, s script) func(context.Context, string, string) (net.Conn, error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() { defer conn.Close(); s(conn, bufio.NewReader(conn)) }()
		}
	}()
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if _, port, _ := net.SplitHostPort(address); port != "25" {
			t.Errorf("connected to %s", address)
		}
		return (&net.Dialer{}).DialContext(ctx, network, l.Addr().String())
	}
}

// R21 and R11: STARTTLS, TLS 1.2, a trusted certificate for the MX host (RFC 8461 section 4.2).
func TestProbe(t *testing.T) {
	ca := certtest.New(t)
	good := &tls.Config{Certificates: []tls.Certificate{ca.Leaf([]string{host}, nil)}}
	shows := func(c tls.Certificate) script { return secure(&tls.Config{Certificates: []tls.Certificate{c}}) }
	old := func(max uint16) script {
		return secure(&tls.Config{Certificates: good.Certificates, MinVersion: tls.VersionTLS10, MaxVersion: max})
	}
	quiet := func(conn net.Conn, in *bufio.Reader) { _, _ = io.Copy(io.Discard, in) }
	first := func(s string) script { return func(conn net.Conn, _ *bufio.Reader) { say(conn, s) } }
	for _, c := range []struct {
		name          string
		s             script
		state, reason string
	}{
		{"R21 good", secure(good), smtpprobe.Valid, ""},
		{"R21 never greets", quiet, smtpprobe.Untested, smtpprobe.NoGreeting},
		{"R21 greets 5xx", first("554 no\r\n"), smtpprobe.Untested, smtpprobe.Rejected},
		{"R21 greets 4xx", first("421 later\r\n"), smtpprobe.Untested, smtpprobe.TempFail},
		{"R21 closes at once", first(""), smtpprobe.Untested, smtpprobe.Dropped},
		{"R21 half a line, then closes", first("220 mx"), smtpprobe.Untested, smtpprobe.Dropped},
		{"R21 garbage", first("\x00\xff\x16 nonsense\r\n"), smtpprobe.Untested, smtpprobe.Garbage},
		{"R21 a web server", first("HTTP/1.1 400 Bad Request\r\n\r\n"), smtpprobe.Untested, smtpprobe.Garbage},
		{"R21 a line without end", first(strings.Repeat("2", 9000)), smtpprobe.Untested, smtpprobe.Garbage},
		{"R21 a greeting without end", first(strings.Repeat("220-x\r\n", 200)), smtpprobe.Untested, smtpprobe.Garbage},
		{"R21 codes differ", first("220-a\r\n250 b\r\n"), smtpprobe.Untested, smtpprobe.Garbage},
		{"R21 EHLO refused", polite("550 who are you\r\n", "", nil), smtpprobe.Untested, smtpprobe.Rejected},
		{"R21 EHLO unknown", polite("502 what\r\n", "", nil), smtpprobe.Invalid, smtpprobe.NoSTARTTLS},
		{"R21 silent after EHLO", polite("", "", quiet), smtpprobe.Untested, smtpprobe.Silent},
		{"R21 no STARTTLS", polite("250-mx\r\n250 SIZE\r\n", "", nil), smtpprobe.Invalid, smtpprobe.NoSTARTTLS},
		{"R21 STARTTLS only as the host's name", polite("250 STARTTLS\r\n", "", nil), smtpprobe.Invalid,
			smtpprobe.NoSTARTTLS},
		{"R21 STARTTLS refused", polite(offers, "502 no\r\n", nil), smtpprobe.Invalid, smtpprobe.NoSTARTTLS},
		{"R21 STARTTLS later", polite(offers, "454 not now\r\n", nil), smtpprobe.Untested, smtpprobe.TempFail},
		{"R21 drops at STARTTLS", polite(offers, "", nil), smtpprobe.Invalid, smtpprobe.Dropped},
		{"R21 drops after STARTTLS", polite(offers, ready, nil), smtpprobe.Invalid, smtpprobe.Dropped},
		{"R21 clear text behind STARTTLS", polite(offers, ready+"250 hello\r\n", quiet), smtpprobe.Invalid,
			smtpprobe.TLS},
		{"R21 garbage in place of TLS", polite(offers, ready, func(conn net.Conn, in *bufio.Reader) {
			_, _ = in.ReadByte()
			say(conn, "500 what is that?\r\n")
		}), smtpprobe.Invalid, smtpprobe.TLS},
		{"R21 silent in place of TLS", polite(offers, ready, quiet), smtpprobe.Invalid, smtpprobe.TLS},
		{"R21 ended", shows(ca.Leaf([]string{host}, certtest.Expired)), smtpprobe.Invalid, "expired"},
		{"R21 not begun", shows(ca.Leaf([]string{host}, certtest.NotYet)), smtpprobe.Invalid, "not-yet"},
		{"R21 self-signed", shows(certtest.SelfSigned(t, []string{host})), smtpprobe.Invalid, "untrusted"},
		{"R21 wrong name", shows(ca.Leaf([]string{"northgate.example"}, nil)), smtpprobe.Invalid, "name"},
		{"R21 common name only", shows(ca.Leaf([]string{host}, certtest.CNOnly)), smtpprobe.Invalid, "cn-only"},
		{"R11 TLS 1.0", old(tls.VersionTLS10), smtpprobe.Invalid, smtpprobe.TLSVersion},
		{"R11 TLS 1.1", old(tls.VersionTLS11), smtpprobe.Invalid, smtpprobe.TLSVersion},
		{"R11 TLS 1.2", old(tls.VersionTLS12), smtpprobe.Valid, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			timeout := 10 * time.Second
			if strings.Contains(c.name, "silent") || strings.Contains(c.name, "never") {
				timeout = 500 * time.Millisecond
			}
			p := smtpprobe.Prober{Dial: serve(t, c.s), Roots: ca.Pool(), Timeout: timeout}
			r := p.Probe(context.Background(), host, []netip.Addr{netip.MustParseAddr("192.0.2.25")})
			if r.State != c.state || r.Reason != c.reason || r.Detail == "" {
				t.Fatalf("got %s, %q (%s); want %s, %q", r.State, r.Reason, r.Detail, c.state, c.reason)
			}
			if r.Host != host || r.Took <= 0 || !r.Addr.IsValid() {
				t.Errorf("not told: %+v", r)
			}
			if r.State == smtpprobe.Valid &&
				(r.Banner != "mx.northgate.example" || !r.STARTTLS || len(r.Certs) == 0 || r.TLSVersion == "") {
				t.Errorf("a good host is told as %+v", r)
			}
		})
	}
}

// Port 25 is shut in most networks: that proves nothing about the host.
func TestProbeCannotConnect(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := l.Addr().String()
	l.Close()
	hang := func(ctx context.Context, _, _ string) (net.Conn, error) { <-ctx.Done(); return nil, ctx.Err() }
	refuse := func(ctx context.Context, _, _ string) (net.Conn, error) { return net.Dial("tcp", closed) }
	two := []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")}
	for _, c := range []struct {
		name   string
		p      smtpprobe.Prober
		addrs  []netip.Addr
		reason string
	}{
		{"silence", smtpprobe.Prober{Dial: hang}, two, smtpprobe.Blocked},
		{"refused", smtpprobe.Prober{Dial: refuse}, two, smtpprobe.Refused},
		{"no address", smtpprobe.Prober{Dial: hang}, nil, smtpprobe.NoAddress},
	} {
		if c.p.Timeout = 300 * time.Millisecond; c.reason == smtpprobe.Refused {
			c.p.Timeout = 10 * time.Second // an answer comes, on a slow machine late
		}
		r := c.p.Probe(context.Background(), host, c.addrs)
		if r.State != smtpprobe.Untested || r.Reason != c.reason || r.Detail == "" {
			t.Errorf("%s: got %+v", c.name, r)
		}
		if r.Took > 5*time.Second {
			t.Errorf("%s: it took %s", c.name, r.Took)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	if r := (smtpprobe.Prober{Dial: hang}).Probe(ctx, host, two); r.Reason != smtpprobe.Stopped ||
		r.State != smtpprobe.Untested {
		t.Errorf("stopped: got %+v", r)
	}
}
