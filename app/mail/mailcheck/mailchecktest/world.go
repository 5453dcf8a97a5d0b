// Package mailchecktest is a small world of mail domains for tests: names answered
// from data, and real web and mail servers on loopback under a root of their own.
package mailchecktest

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"testing"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
)

// World is names, servers and the root that vouches for them.
type World struct {
	DNS   dns.Fake
	Delay time.Duration // before each answer of an email or web server
	Now   time.Time     // what the clock says

	t      testing.TB
	root   *x509.Certificate
	key    *ecdsa.PrivateKey
	mu     sync.Mutex
	doors  map[string]string // "192.0.2.1:443" to where it is really served
	serial int64
}

// New makes a world without domains whose clock stands at noon.
func New(t testing.TB) *World {
	w := &World{t: t, Now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), doors: map[string]string{},
		DNS: dns.Fake{Zone: dns.Zone{}, Fail: map[string]dns.Kind{}}}
	w.key = newKey(t)
	w.serial = 1
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Root of the test world"}, IsCA: true,
		BasicConstraintsValid: true,
		NotBefore:             w.Now.AddDate(-30, 0, 0), NotAfter: w.Now.AddDate(30, 0, 0),
		KeyUsage: x509.KeyUsageCertSign,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &w.key.PublicKey, w.key)
	if err != nil {
		t.Fatal(err)
	}
	if w.root, err = x509.ParseCertificate(raw); err != nil {
		t.Fatal(err)
	}
	return w
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Checker returns a Checker that sees only this world.
func (w *World) Checker() mailcheck.Checker {
	pool := x509.NewCertPool()
	pool.AddCert(w.root)
	c := mailcheck.Checker{Resolver: w.DNS, Now: func() time.Time { return w.Now }, AllowPrivate: true,
		Server: "192.0.2.53:53"}
	c.Fetcher.Dial, c.Fetcher.Roots, c.Fetcher.Now, c.Fetcher.AllowPrivate, c.Fetcher.Timeout = w.dial, pool, c.Now,
		true, 30*time.Second
	c.Prober.Dial, c.Prober.Roots, c.Prober.Now, c.Prober.Timeout = w.dial, pool, c.Now, 30*time.Second
	return c
}

// dial reaches the servers of this world; nothing else is there.
func (w *World) dial(ctx context.Context, network, address string) (net.Conn, error) {
	w.mu.Lock()
	door, ok := w.doors[address]
	w.mu.Unlock()
	if !ok {
		return nil, fmt.Errorf("connect %s: connection refused in the test world", address)
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", door)
}

func (w *World) listen(address string) net.Listener {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { l.Close() })
	w.mu.Lock()
	defer w.mu.Unlock()
	w.doors[address] = l.Addr().String()
	return l
}

// Cert issues a certificate for names that is good for days more days; negative
// means that it has expired.
func (w *World) Cert(days int, names ...string) tls.Certificate {
	key := newKey(w.t)
	w.serial++
	template := &x509.Certificate{
		SerialNumber: big.NewInt(w.serial), Subject: pkix.Name{CommonName: names[0]}, DNSNames: names,
		NotBefore: w.Now.AddDate(0, -3, 0), NotAfter: w.Now.Add(time.Duration(days)*24*time.Hour + time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, w.root, &key.PublicKey, w.key)
	if err != nil {
		w.t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{raw, w.root.Raw}, PrivateKey: key}
}

// Web serves handler at address ("192.0.2.80") with cert.
func (w *World) Web(address string, cert tls.Certificate, handler http.HandlerFunc) {
	l := w.listen(address + ":443")
	server := &http.Server{ErrorLog: log.New(io.Discard, "", 0),
		Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			time.Sleep(w.Delay)
			handler(rw, r)
		})}
	w.t.Cleanup(func() { server.Close() })
	go server.Serve(tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{cert}}))
}

// Text answers every request with text as the policy file should be served.
func Text(text string) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/plain")
		io.WriteString(rw, text)
	}
}

// Mail serves a mail server at address. A nil cert means that it offers no encryption.
func (w *World) Mail(address string, cert *tls.Certificate) {
	l := w.listen(address + ":25")
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go w.serveMail(conn, cert)
		}
	}()
}

// MX, TXT, Alias and At make records.
func MX(pref uint16, host string) dns.Record { return dns.Record{Type: dns.MX, Pref: pref, Host: host} }

// TXT makes a text record of the given strings.
func TXT(text ...string) dns.Record { return dns.Record{Type: dns.TXT, Text: text} }

// Alias makes a CNAME record.
func Alias(target string) dns.Record { return dns.Record{Type: dns.CNAME, Host: target} }

// At makes an address record.
func At(address string) dns.Record {
	a := netip.MustParseAddr(address)
	if a.Is4() {
		return dns.Record{Type: dns.A, Addr: a}
	}
	return dns.Record{Type: dns.AAAA, Addr: a}
}
