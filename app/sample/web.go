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

// serveWeb runs the policy web server. Like a hosting service it holds a
// certificate for every policy host that its customers pointed at it.
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

// errNoHost ends a handshake for a name that has no site here.
var errNoHost = errors.New("sample: no site of that name")

// ServeHTTP serves policies at their one address (RFC 8461 section 3.3).
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
