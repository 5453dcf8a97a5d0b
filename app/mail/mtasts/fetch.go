package mtasts

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/mail/cert"
)

// PolicyHost returns the host that serves a domain's policy (RFC 8461 section 3.3).
func PolicyHost(domain string) string { return "mta-sts." + domain }

// PolicyPath is where a policy is below the root of its host (RFC 8461 section 3.3).
const PolicyPath = ".well-known/mta-sts.txt"

// PolicyURL returns the one place where senders look for a policy (RFC 8461 section 3.3).
func PolicyURL(domain string) string {
	return "https://" + PolicyHost(domain) + "/" + PolicyPath
}

// Fetcher fetches policies the way a sender must (RFC 8461 section 3.3): HTTPS
// only, only status 200, no redirect, no cache, at most 64 KB in at
// most a minute. Unlike a sender, it also reports exactly what is wrong.
type Fetcher struct {
	Dial         app.Dial       // nil: the network
	Roots        *x509.CertPool // nil: those of this computer
	Now          app.Clock      // nil: time.Now; judges certificates
	AllowPrivate bool           // connect to addresses inside private networks too
	Timeout      time.Duration  // for the whole fetch; 0: one minute
	// Proxy returns the proxy of this network for a request; used where nothing else connects.
	Proxy func(*http.Request) (*url.URL, error)
}

// errBadCert ends a handshake whose certificate or version is not good enough.
var errBadCert = errors.New("mtasts: the server's certificate or TLS version is not good enough")

// Fetch gets the policy of a domain from one of the addresses of its policy host
// (RFC 8461 section 3.3). It always returns a Fetched, with a Fault where something
// is wrong. It connects only to the addresses given.
func (f Fetcher) Fetch(ctx context.Context, domain string, addrs []netip.Addr) Fetched {
	begin := time.Now()
	if f.Timeout <= 0 {
		f.Timeout = time.Minute
	}
	if f.Now == nil {
		f.Now = time.Now
	}
	limited, cancel := context.WithTimeout(ctx, f.Timeout)
	defer cancel()
	a := &attempt{Fetcher: f, host: PolicyHost(domain)}
	a.got.URL = PolicyURL(domain)
	a.fetch(limited, addrs)
	if err := ctx.Err(); errors.Is(err, context.Canceled) && a.got.Fault != "" {
		a.got.Err = err
	}
	a.got.Took = time.Since(begin)
	return a.got
}

// attempt is one fetch under way.
type attempt struct {
	Fetcher
	host      string
	connected bool   // a server took the connection
	unrouted  bool   // this computer has no way to any of the addresses tried
	proxy     string // the proxy that the connection goes through, or ""
	got       Fetched
}

func (a *attempt) fail(fault Fault, cause error) {
	a.got.Fault, a.got.Err, a.got.Policy = fault, a.words(fault, cause), nil
}

func (a *attempt) fetch(ctx context.Context, addrs []netip.Addr) {
	var usable []netip.Addr
	for _, addr := range addrs {
		if a.AllowPrivate || !app.IsPrivate(addr) {
			usable = append(usable, addr)
		}
	}
	switch {
	case len(addrs) == 0:
		a.fail(NoHost, nil)
		return
	case len(usable) == 0:
		a.got.Addr = addrs[0]
		a.fail(PrivateAddress, nil)
		return
	}
	conn, err := a.connect(ctx, usable)
	if err != nil {
		a.connectFault(err)
		return
	}
	defer conn.Close()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.got.URL, nil)
	if err != nil {
		a.fail(NoHost, err)
		return
	}
	req.Header.Set("User-Agent", "Handrail")
	req.Header.Set("Accept-Encoding", "identity")
	transport := over(conn)
	defer transport.CloseIdleConnections()
	resp, err := transport.RoundTrip(req) // a bare round trip: follows nothing, keeps nothing
	if err != nil {
		a.connectFault(err)
		return
	}
	defer resp.Body.Close()
	a.answer(resp)
}

// connect opens the encrypted connection and checks the certificates itself.
func (a *attempt) connect(ctx context.Context, addrs []netip.Addr) (net.Conn, error) {
	proxy := a.proxyFor(ctx)
	raw, err := a.dial(ctx, addrs, proxy != nil)
	if err != nil && proxy != nil && ctx.Err() == nil {
		through, problem := a.tunnel(ctx, proxy, addrs[0])
		var by *refusal
		switch {
		case problem == nil:
			raw, err = through, nil
		case errors.As(problem, &by):
			a.refused(by)
		}
	}
	if err != nil {
		return nil, err
	}
	a.connected = true
	conn := tls.Client(raw, &tls.Config{
		ServerName:         a.host,
		NextProtos:         []string{"h2", "http/1.1"},
		MinVersion:         tls.VersionTLS10, // so that an old server can be named; refused in verify
		InsecureSkipVerify: true,             // verify does it, and keeps what it saw
		VerifyConnection:   a.verify,
	})
	if err := conn.HandshakeContext(ctx); err != nil {
		raw.Close()
		return nil, err
	}
	return conn, nil
}

// over uses HTTP over one open connection, with no proxy, and
// leaves the body as it was sent.
func over(conn net.Conn) *http.Transport {
	return &http.Transport{
		DialTLSContext:         func(context.Context, string, string) (net.Conn, error) { return conn, nil },
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: MaxBodyBytes,
	}
}

// dial tries the addresses in order, each with a fair part of the time. Behind a proxy that is
// short: such a network often drops what does not go through it.
func (a *attempt) dial(ctx context.Context, addrs []netip.Addr, proxied bool) (net.Conn, error) {
	var last error
	longest := 10 * time.Second
	if proxied {
		longest = 2 * time.Second
	}
	a.unrouted = true
	for i, addr := range addrs {
		a.got.Addr = addr
		one, cancel := ctx, context.CancelFunc(func() {})
		if deadline, ok := ctx.Deadline(); ok {
			share := time.Until(deadline) / time.Duration(len(addrs)-i)
			one, cancel = context.WithTimeout(ctx, min(share, longest))
		}
		conn, err := a.Dial.Or()(one, "tcp", net.JoinHostPort(addr.String(), "443"))
		cancel()
		if err == nil {
			return conn, nil
		}
		last, a.unrouted = err, a.unrouted && isUnrouted(err)
		if ctx.Err() != nil {
			break
		}
	}
	return nil, last
}

// verify stores the result of the handshake and checks it against RFC 8461 section 3.3
// (certificate) and section 7 (TLS 1.2 or newer).
func (a *attempt) verify(s tls.ConnectionState) error {
	a.got.TLSVersion = tls.VersionName(s.Version)
	fault, words, certs := cert.Inspect(s.PeerCertificates, a.Roots, a.Now(), a.host)
	a.got.Certs = certs
	a.got.Trusted = fault == cert.None
	if len(certs) > 0 {
		a.got.DaysLeft = cert.DaysLeft(certs[0], a.Now())
	}
	if s.Version < tls.VersionTLS12 {
		a.fail(TLSVersion, nil)
		return errBadCert
	}
	if fault == cert.Untrusted && a.proxy != "" {
		a.replaced()
		return errBadCert
	}
	if fault != cert.None {
		a.got.Fault = Fault("certificate-" + string(fault))
		a.got.Err = app.Errorf(app.Denied, cert.Hint(fault), "Senders do not accept the web server's certificate. %s",
			words)
		return errBadCert
	}
	return nil
}

// connectFault names the failure of a connection, of its encryption, or of a
// request without answer.
func (a *attempt) connectFault(err error) {
	var alert tls.AlertError
	switch {
	case a.got.Fault != "": // it is named already
	case isTimeout(err):
		a.fail(Timeout, err)
	case !a.connected && a.unrouted:
		a.fail(NoRoute, err)
	case !a.connected:
		a.fail(Connect, err)
	case errors.As(err, &alert) && strings.Contains(alert.Error(), "protocol version"):
		a.fail(TLSVersion, err)
	case a.got.TLSVersion == "":
		a.fail(TLS, err)
	default:
		a.fail(Status, err) // encrypted, and then no answer in HTTP
	}
}

// readBody reads at most 64 KB and one byte more.
func readBody(resp *http.Response) (body []byte, announced int, err error) {
	announced = -1
	if n, err := strconv.Atoi(resp.Header.Get("Content-Length")); err == nil {
		announced = n
	}
	body, err = io.ReadAll(io.LimitReader(resp.Body, MaxBodyBytes+1))
	return body, announced, err
}
