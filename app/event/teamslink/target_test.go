package teamslink

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"handrail/app"
)

const teamsLink = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_ZDVj%40thread.v2/0?context=%7b%22Tid%22%3a" +
	"%2272f988bf-86f1-41af-91ab-2d7cd011db47%22%7d"

// TestWhereAShortLinkLeads: through real servers, with headers only, and Teams
// itself is never asked.
func TestWhereAShortLinkLeads(t *testing.T) {
	var asked atomic.Int32
	var base string
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		to := map[string]string{"/one": teamsLink, "/two": "/one", "/away": "http://example.org/", "/page": "",
			"/round": "/round", "/user": "https://a:b@teams.microsoft.com/", "/get": teamsLink}[r.URL.Path]
		switch {
		case r.URL.Path == "/gone":
			http.NotFound(w, r)
		case r.URL.Path == "/get" && r.Method == http.MethodHead:
			w.WriteHeader(http.StatusMethodNotAllowed)
		case r.URL.Path == "/bare":
			w.WriteHeader(http.StatusFound)
		case to == "":
			fmt.Fprint(w, strings.Repeat("page ", 100_000))
		default:
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusMovedPermanently)
		}
		if r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" {
			t.Errorf("%s tells of the person: %v", r.URL, r.Header)
		}
	}))
	defer s.Close()
	base = s.URL
	for path, want := range map[string]string{"/one": teamsLink, "/two": teamsLink, "/get": teamsLink, "/page": base +
		"/page"} {
		if got, err := Target(t.Context(), s.Client().Transport, base+path); err != nil || got != want {
			t.Errorf("%s leads to %q, %v", path, got, err)
		}
	}
	for path, code := range map[string]app.Code{"/away": app.Invalid, "/user": app.Invalid, "/round": app.Unreachable,
		"/gone": app.Unreachable, "/bare": app.Unreachable} {
		if got, err := Target(t.Context(), s.Client().Transport, base+path); app.CodeOf(err) != code {
			t.Errorf("%s leads to %q, %v", path, got, err)
		}
	}
	before := asked.Load()
	if got, err := Target(t.Context(), s.Client().Transport, teamsLink); err != nil || got != teamsLink ||
		asked.Load() != before {
		t.Errorf("%q, %v", got, err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Target(stopped, s.Client().Transport, base+"/one"); err == nil {
		t.Error("a stopped look asks on")
	}
	s.Close()
	if _, err := Target(t.Context(), s.Client().Transport, base+"/one"); app.CodeOf(err) != app.Unreachable {
		t.Errorf("no server answers: %v", err)
	}
}

// bounce answers for one host with a redirect, and hands all else to the real transport.
type bounce struct {
	to   string
	next http.RoundTripper
}

func (b bounce) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != "short.example" {
		return b.next.RoundTrip(r)
	}
	return &http.Response{StatusCode: http.StatusFound, Header: http.Header{"Location": {b.to}}, Body: http.NoBody,
		Request: r}, nil
}

// TestAShortLinkDoesNotLeadInside: no hop connects to this computer or its network, by
// address, by name, or inside IPv6, and the person is told where the link leads.
func TestAShortLinkDoesNotLeadInside(t *testing.T) {
	var asked atomic.Int32
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer s.Close()
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	for _, to := range []string{s.URL + "/admin", "https://localhost" + port + "/", "https://192.168.7.1/",
		"https://[64:ff9b::a00:1]/", "https://[::ffff:10.0.0.1]/", "https://[fe80::1%25lo]/", "https://0.0.0.0/"} {
		for name, link := range map[string]string{"at once": to, "by redirect": "https://short.example/x"} {
			_, err := Target(t.Context(), bounce{to, publicOnly()}, link)
			message, _ := app.UserMessage(err)
			if app.CodeOf(err) != app.Denied || !strings.Contains(message, to) {
				t.Errorf("%s, %s: %v", to, name, err)
			}
		}
	}
	for _, to := range []string{"https://nobody.invalid/x", "http://plain.example/y"} { // told as well
		_, err := Target(t.Context(), bounce{to, publicOnly()}, "https://short.example/x")
		if message, _ := app.UserMessage(err); !strings.Contains(message, to) {
			t.Errorf("%s: %v", to, err)
		}
	}
	if _, err := Target(t.Context(), nil, s.URL); app.CodeOf(err) != app.Denied {
		t.Errorf("without a transport: %v", err)
	}
	if asked.Load() > 0 {
		t.Error("a server on this computer was asked")
	}
}
