package mtasts_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/mail/cert/certtest"
	"handrail/app/mail/mtasts"
)

// proxyTo is a proxy that leads every connection to one server; status other than 200 refuses.
func proxyTo(t *testing.T, server string, status int) func(*http.Request) (*url.URL, error) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Host != "192.0.2.10:443" {
			t.Errorf("the proxy is asked %s %s", r.Method, r.Host)
		}
		r.Header.Set("Authorization", r.Header.Get("Proxy-Authorization"))
		if name, password, _ := r.BasicAuth(); name != "office" || password != "a:b" {
			t.Errorf("the proxy gets the name %q and the password %q", name, password)
		}
		if status != http.StatusOK {
			w.WriteHeader(status)
			return
		}
		there, err := net.Dial("tcp", server)
		if err != nil {
			t.Error(err)
			return
		}
		here, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(here, "HTTP/1.1 200 Connection established\r\n\r\n")
		go func() { _, _ = io.Copy(there, here); _ = there.Close() }()
		_, _ = io.Copy(here, there)
		_ = here.Close()
	}))
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	at, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	at.User = url.UserPassword("office", "a:b")
	return http.ProxyURL(at)
}

// TestFetchThroughAProxy: only where there is no direct way, and a certificate that the proxy may
// have replaced says nothing about the server.
func TestFetchThroughAProxy(t *testing.T) {
	ca := certtest.New(t)
	blocked := func(context.Context, string, string) (net.Conn, error) { return nil, net.ErrClosed }
	for name, c := range map[string]struct {
		cert   tls.Certificate
		status int
		fault  mtasts.Fault
		words  string
	}{
		"lets through":             {ca.Leaf([]string{host}, nil), 200, "", ""},
		"replaces the certificate": {certtest.SelfSigned(t, []string{host}), 200, mtasts.NoRoute, "may have replaced"},
		"another name":             {ca.Leaf([]string{domain}, nil), 200, mtasts.CertificateName, ""},
		"refuses": {ca.Leaf([]string{host}, nil), 403, mtasts.NoRoute, "127.0.0.1 of your network does not connect to " +
			host + " (status 403). There is no direct way either"},
		"asks for a password": {ca.Leaf([]string{host}, nil), 407, mtasts.NoRoute,
			"127.0.0.1 of your network wants a password"},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewUnstartedServer(text(policy))
			s.TLS = &tls.Config{Certificates: []tls.Certificate{c.cert}}
			s.StartTLS()
			t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
			f := mtasts.Fetcher{Dial: blocked, Roots: ca.Pool(), Proxy: proxyTo(t, s.Listener.Addr().String(), c.status)}
			got := f.Fetch(context.Background(), domain, []netip.Addr{netip.MustParseAddr("192.0.2.10")})
			message, _ := app.UserMessage(got.Err)
			if got.Fault != c.fault || !strings.Contains(message, c.words) || (got.Policy != nil) != (c.fault == "") ||
				(got.Proxy != "") != (c.fault == mtasts.NoRoute) {
				t.Errorf("%q, proxy %q, %v", got.Fault, got.Proxy, got.Err)
			}
			direct := f
			direct.Proxy = func(*http.Request) (*url.URL, error) { return nil, nil }
			if got := direct.Fetch(context.Background(), domain, []netip.Addr{netip.MustParseAddr("192.0.2.10")}); got.Fault !=
				mtasts.Connect {
				t.Errorf("without a proxy: %q, %v", got.Fault, got.Err)
			}
		})
	}
}

// TestAProxyThatNeverEnds: a proxy whose answer has no end is given up before it fills the memory.
func TestAProxyThatNeverEnds(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		here, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = here.Close() }()
		for _, err = io.WriteString(here, "HTTP/1.1 200 OK\r\n"); err == nil; {
			_, err = io.WriteString(here, "X-More: "+strings.Repeat("a", 1000)+"\r\n")
			time.Sleep(time.Millisecond)
		}
	}))
	defer s.Close()
	at, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	f := mtasts.Fetcher{Proxy: http.ProxyURL(at),
		Dial: func(context.Context, string, string) (net.Conn, error) { return nil, net.ErrClosed }}
	start := time.Now()
	got := f.Fetch(context.Background(), domain, []netip.Addr{netip.MustParseAddr("192.0.2.10")})
	if took := time.Since(start); got.Fault != mtasts.Connect || took > 5*time.Second {
		t.Errorf("%q after %v", got.Fault, took)
	}
}
