package graph

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"handrail/app"
)

// TestAReplacedCertificateIsNamed: a proxy that reads along has a certificate of its own.
func TestAReplacedCertificateIsNamed(t *testing.T) {
	s := httptest.NewTLSServer(http.NotFoundHandler())
	defer s.Close()
	_, err := (&http.Client{Transport: network()}).Get(s.URL)
	message, hint := app.UserMessage(err)
	if app.CodeOf(err) != app.Unreachable || !strings.Contains(message, "“Acme Co”") ||
		!strings.Contains(message, "127.0.0.1") || !strings.Contains(hint, "root certificate") {
		t.Errorf("%v: %q %q", err, message, hint)
	}
}

// TestAProxyThatRefusesIsNamed: by its password, or altogether.
func TestAProxyThatRefusesIsNamed(t *testing.T) {
	for status, want := range map[int]string{http.StatusProxyAuthRequired: "wants a password",
		http.StatusForbidden: "does not connect to graph.example (status 403)"} {
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodConnect || r.Host != "graph.example:443" {
				t.Errorf("the proxy is asked %s %s", r.Method, r.Host)
			}
			w.WriteHeader(status)
		}))
		at, err := url.Parse(proxy.URL)
		if err != nil {
			t.Fatal(err)
		}
		_, err = (&http.Client{Transport: worded{through(http.ProxyURL(at))}}).Get("https://graph.example/v1.0/me")
		message, hint := app.UserMessage(err)
		if app.CodeOf(err) != app.Unreachable || !strings.Contains(message, want) ||
			!strings.Contains(hint, "graph.example") {
			t.Errorf("%d: %v: %q %q", status, err, message, hint)
		}
		proxy.Close()
	}
}
