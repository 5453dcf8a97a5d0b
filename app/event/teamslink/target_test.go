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
		t.Errorf("nobody answers: %v", err)
	}
}
