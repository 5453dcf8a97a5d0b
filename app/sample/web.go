package sample

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"time"
)

// serveWeb runs the policy web server. Like a hosting service, it has a certificate for
// every policy host with its address.
func (s *Sample) serveWeb(l net.Listener) {
	server := &http.Server{
		Handler:           s.world,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0),
		TLSConfig: &tls.Config{
			MinVersion: tls.VersionTLS12,
			GetCertificate: func(h *tls.ClientHelloInfo) (*tls.Certificate, error) {
				name := strings.ToLower(h.ServerName)
				if _, exists := s.world.find(name + "."); !exists || !strings.HasPrefix(name, "mta-sts.") {
					return nil, errNoHost
				}
				return s.root.certificate(name)
			},
		},
	}
	s.run(server, func() { _ = server.ServeTLS(l, "", "") })
}

// errNoHost ends a handshake for a name without a site here.
var errNoHost = errors.New("sample: no site with this name")

// ServeHTTP serves policies at their well-known path (RFC 8461 section 3.3).
func (w *world) ServeHTTP(to http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	domain, ok := strings.CutPrefix(strings.ToLower(host), "mta-sts.")
	text, there := w.policy(domain)
	if !ok || !there || r.URL.Path != "/.well-known/mta-sts.txt" {
		http.NotFound(to, r)
		return
	}
	to.Header().Set("Content-Type", "text/plain; charset=utf-8")
	to.Header().Set("Cache-Control", "no-store")
	_, _ = to.Write(text)
}
