package mtasts_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/mail/cert/certtest"
	"handrail/app/mail/mtasts"
)

const (
	domain = "northgate.example"
	host   = "mta-sts.northgate.example"
	policy = "version: STSv1\r\nmode: testing\r\nmx: mx.northgate.example\r\nmax_age: 86400\r\n"
)

// world is a web server with a certificate under a private root.
type world struct {
	ca      *certtest.CA
	cert    tls.Certificate
	handler http.HandlerFunc
	config  func(*tls.Config)
	http2   bool
	now     time.Time
	timeout time.Duration
}

func text(body string) http.HandlerFunc {
	return typed("text/plain; charset=utf-8", body)
}

func typed(media, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = []string{media}
		_, _ = w.Write([]byte(body))
	}
}

func status(code int, location string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if location != "" {
			w.Header().Set("Location", location)
		}
		w.WriteHeader(code)
		_, _ = w.Write([]byte(policy))
	}
}

func (w world) fetch(t *testing.T) mtasts.Fetched {
	t.Helper()
	s := httptest.NewUnstartedServer(w.handler)
	s.TLS = &tls.Config{Certificates: []tls.Certificate{w.cert}}
	if w.config != nil {
		w.config(s.TLS)
	}
	s.EnableHTTP2 = w.http2
	s.StartTLS()
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	f := mtasts.Fetcher{
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			if address != "192.0.2.10:443" {
				t.Errorf("connected to %s", address)
			}
			return (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
		},
		Roots: w.ca.Pool(), Timeout: w.timeout,
	}
	if !w.now.IsZero() {
		f.Now = func() time.Time { return w.now }
	}
	return f.Fetch(context.Background(), domain, []netip.Addr{netip.MustParseAddr("192.0.2.10")})
}

// R9–R16 at work: RFC 8461 section 3.3 against real web servers.
func TestFetch(t *testing.T) {
	ca := certtest.New(t)
	fine := ca.Leaf([]string{host}, nil)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte(policy))
	_ = z.Close()
	encoded := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed.Bytes())
	}
	endless := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte("a: b\r\n"))
			w.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	}
	silent := func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	for _, c := range []struct {
		name  string
		w     world
		fault mtasts.Fault
		words string
	}{
		{"R9 good", world{handler: text(policy)}, "", ""},
		{"R9 good over HTTP/2", world{handler: text(policy), http2: true}, "", ""},
		{"R10 ended", world{cert: ca.Leaf([]string{host}, certtest.Expired), handler: text(policy)},
			mtasts.CertificateExpired, "expired on"},
		{"R10 not begun", world{cert: ca.Leaf([]string{host}, certtest.NotYet), handler: text(policy)},
			mtasts.CertificateNotYet, "valid only from"},
		{"R10 self-signed", world{cert: certtest.SelfSigned(t, []string{host}), handler: text(policy)},
			mtasts.CertificateUntrusted, "itself"},
		{"R10 wrong name", world{cert: ca.Leaf([]string{domain, "www." + domain}, nil), handler: text(policy)},
			mtasts.CertificateName, "www." + domain},
		{"R10 common name only", world{cert: ca.Leaf([]string{host}, certtest.CNOnly), handler: text(policy)},
			mtasts.CertificateCNOnly, "common name"},
		{"R10 clock wrong by years", world{now: time.Now().AddDate(-20, 0, 0), handler: text(policy)},
			mtasts.CertificateNotYet, "clock"},
		{"R11 TLS 1.1 only", world{handler: text(policy), config: func(c *tls.Config) {
			c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
		}}, mtasts.TLSVersion, "TLS 1.2"},
		{"R11 server wants its name", world{handler: text(policy), config: func(c *tls.Config) {
			c.Certificates, c.GetCertificate = nil, func(h *tls.ClientHelloInfo) (*tls.Certificate, error) {
				if h.ServerName != host {
					return nil, net.ErrClosed
				}
				return &fine, nil
			}
		}}, "", ""},
		{"R12 redirect", world{handler: status(301, "https://www.example.org/x")}, mtasts.Redirect,
			"https://www.example.org/x"},
		{"R12 redirect to itself", world{handler: status(308, mtasts.PolicyURL(domain))}, mtasts.Redirect,
			"do not follow"},
		{"R12 404", world{handler: status(404, "")}, mtasts.Status, "no policy"},
		{"R12 500", world{handler: status(500, "")}, mtasts.Status, "500"},
		{"R12 201 is not 200", world{handler: status(201, "")}, mtasts.Status, "201"},
		{"R13 sign-in page", world{handler: typed("text/html", "<!DOCTYPE html><form>Password</form>")}, mtasts.HTML,
			"web page"},
		{"R13 policy called a web page", world{handler: typed("text/html", policy)}, mtasts.MediaType, "text/html"},
		{"R13 web page called text", world{handler: text("\n <HTML><body>")}, mtasts.HTML, "web page"},
		{"R13 another type", world{handler: typed("application/octet-stream", policy)}, mtasts.MediaType,
			"octet-stream"},
		{"R13 no type", world{handler: typed("", policy)}, mtasts.MediaType, "text/plain"},
		{"R13 type in capitals, with a parameter", world{handler: typed("Text/Plain;charset=us-ascii", policy)}, "",
			""},
		{"R14 10 MB", world{handler: text(strings.Repeat("x: 0123456789abcd\r\n", 10<<20/19))}, mtasts.TooLarge,
			"64 kilobytes"},
		{"R14 64 KB and one byte", world{handler: text(strings.Repeat("x", 64<<10+1))}, mtasts.TooLarge, ""},
		{"R14 endless", world{handler: endless, timeout: 3 * time.Second}, mtasts.Endless, "did not end"},
		{"R14 silent", world{handler: silent, timeout: 400 * time.Millisecond}, mtasts.Timeout, "in time"},
		{"R14 compressed", world{handler: encoded}, mtasts.Encoded, "compressed"},
		{"R14 compressed, and not told", world{handler: text(packed.String())}, mtasts.Encoded, "compressed"},
		{"R15 binary", world{handler: text("\x00\x01\x02\x89PNG")}, mtasts.Charset, "UTF-8"},
		{"R15 UTF-16", world{handler: typed("text/plain; charset=utf-16", "\xff\xfev\x00e\x00r\x00")}, mtasts.Charset,
			"UTF-8"},
		{"R15 Latin 1", world{handler: text(policy + "note: caf\xe9\r\n")}, mtasts.Charset, "UTF-8"},
		{"R15 byte order mark", world{handler: text("\ufeff" + policy)}, mtasts.Charset, "mark"},
		{"R16 not a policy", world{handler: text("hello: world\r\n")}, mtasts.Syntax, "version"},
		{"R16 empty", world{handler: text("")}, mtasts.Syntax, "empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.w.ca = ca
			if c.w.cert.Leaf == nil {
				c.w.cert = fine
			}
			g := c.w.fetch(t)
			message, hint := app.UserMessage(g.Err)
			if g.Fault != c.fault || !strings.Contains(message, c.words) || (g.Fault == "") != (g.Policy != nil) {
				t.Fatalf("got %q: %q %v; want %q", g.Fault, message, g.Err, c.fault)
			}
			if g.Fault != "" && (hint == "" || strings.Contains(message, "internal error")) {
				t.Errorf("no help in %q, %q", message, hint)
			}
			if g.URL != "https://mta-sts.northgate.example/.well-known/mta-sts.txt" || g.TLSVersion == "" ||
				len(g.Certs) == 0 || g.Took <= 0 {
				t.Errorf("not told: %+v", g)
			}
			if len(g.Body) > 64<<10 {
				t.Errorf("%d bytes were kept", len(g.Body))
			}
			if g.Fault == "" && (!g.Trusted || g.DaysLeft != 90 || string(g.Body) != policy || g.HTTP2 != c.w.http2 ||
				g.Status != 200) {
				t.Errorf("a good fetch is told as %+v", g)
			}
		})
	}
}

// Where no TLS comes about at all.
func TestFetchConnect(t *testing.T) {
	refuse := func(context.Context, string, string) (net.Conn, error) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		return net.Dial("tcp", l.Addr().String())
	}
	answer := func(say string) app.Dial {
		return func(context.Context, string, string) (net.Conn, error) {
			a, b := net.Pipe()
			go func() {
				_, _ = b.Read(make([]byte, 4096))
				_, _ = b.Write([]byte(say))
				b.Close()
			}()
			return a, nil
		}
	}
	away := func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "[") {
			return nil, &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ENETUNREACH)}
		}
		return refuse(ctx, network, address)
	}
	hang := func(ctx context.Context, _, _ string) (net.Conn, error) { <-ctx.Done(); return nil, ctx.Err() }
	must := func(context.Context, string, string) (net.Conn, error) {
		t.Error("connected")
		return nil, net.ErrClosed
	}
	for _, c := range []struct {
		name  string
		addrs []string
		dial  app.Dial
		fault mtasts.Fault
	}{
		{"no address", nil, must, mtasts.NoHost},
		{"inside the network", []string{"10.1.2.3", "::1", "169.254.169.254"}, must, mtasts.PrivateAddress},
		{"port closed", []string{"192.0.2.1"}, refuse, mtasts.Connect},
		{"no IPv6 here", []string{"2001:db8::1", "2001:db8::2"}, away, mtasts.NoRoute},
		{"no way there", []string{"2001:db8::3"}, func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.EHOSTUNREACH)}
		}, mtasts.NoRoute},
		{"no IPv6 here, and the other one is closed", []string{"2001:db8::1", "192.0.2.1"}, away, mtasts.Connect},
		{"silence", []string{"192.0.2.1", "192.0.2.2"}, hang, mtasts.Timeout},
		{"plain HTTP", []string{"192.0.2.1"}, answer("HTTP/1.1 400 Bad Request\r\n\r\n"), mtasts.TLS},
		{"closes", []string{"192.0.2.1"}, answer(""), mtasts.TLS},
	} {
		t.Run(c.name, func(t *testing.T) {
			var addrs []netip.Addr
			for _, a := range c.addrs {
				addrs = append(addrs, netip.MustParseAddr(a))
			}
			limit := 30 * time.Second
			if c.fault == mtasts.Timeout {
				limit = 300 * time.Millisecond
			}
			g := mtasts.Fetcher{Dial: c.dial, Timeout: limit}.Fetch(context.Background(), domain, addrs)
			if message, hint := app.UserMessage(g.Err); g.Fault != c.fault || message == "" || hint == "" {
				t.Fatalf("got %q, %v; want %q", g.Fault, g.Err, c.fault)
			}
		})
	}
}

// Stopping a fetch is told as stopping, at once.
func TestFetchCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	hang := func(ctx context.Context, _, _ string) (net.Conn, error) {
		cancel()
		<-ctx.Done()
		return nil, ctx.Err()
	}
	g := mtasts.Fetcher{Dial: hang}.Fetch(ctx, domain, []netip.Addr{netip.MustParseAddr("192.0.2.1")})
	if app.CodeOf(g.Err) != app.Cancelled || g.Took > 5*time.Second {
		t.Fatalf("got %v after %s", g.Err, g.Took)
	}
}

// The second address is tried when the first is dead.
func TestFetchSecondAddress(t *testing.T) {
	ca := certtest.New(t)
	s := httptest.NewUnstartedServer(text(policy))
	s.TLS = &tls.Config{Certificates: []tls.Certificate{ca.Leaf([]string{host}, func(*x509.Certificate) {})}}
	s.StartTLS()
	defer s.Close()
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "[2001:db8::1]") {
			return nil, net.UnknownNetworkError("no IPv6 here")
		}
		return net.Dial(network, s.Listener.Addr().String())
	}
	g := mtasts.Fetcher{Dial: dial, Roots: ca.Pool()}.Fetch(context.Background(), domain,
		[]netip.Addr{netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("192.0.2.9")})
	if g.Fault != "" || g.Addr.String() != "192.0.2.9" {
		t.Fatalf("got %q at %s: %v", g.Fault, g.Addr, g.Err)
	}
}
