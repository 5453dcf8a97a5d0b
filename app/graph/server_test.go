package graph

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/app/tenant"
)

// reply is one answer of a scripted server.
type reply struct {
	status int
	header map[string]string
	body   string
	cut    bool // the connection breaks in the middle of the body
}

func ok(body string) reply { return reply{status: 200, body: body} }

// script is a server that answers each path with its replies in turn; the last
// one stays. BASE in a body stands for the server's address.
type script struct {
	*httptest.Server
	mu      sync.Mutex
	replies map[string][]reply
	seen    []string // method, path and query
	headers []http.Header
	bodies  []string
}

func serve(t *testing.T, replies map[string][]reply) *script {
	t.Helper()
	s := &script{replies: replies}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

// ServeHTTP implements http.Handler.
func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	s.seen, s.headers, s.bodies = append(s.seen, r.Method+" "+r.URL.RequestURI()), append(s.headers, r.Header.Clone()),
		append(s.bodies, string(body))
	key := r.URL.Path
	if token := r.URL.Query().Get("$skiptoken"); token != "" {
		key += "#" + token
	}
	all := s.replies[key]
	if len(all) > 1 {
		s.replies[key] = all[1:]
	}
	s.mu.Unlock()
	if len(all) == 0 {
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `{"error":{"code":"Request_ResourceNotFound","message":"Nothing here."}}`)
		return
	}
	a := all[0]
	text := strings.ReplaceAll(a.body, "BASE", s.URL)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("request-id", fmt.Sprintf("request-%d", len(s.seen)))
	for k, v := range a.header {
		w.Header().Set(k, v)
	}
	if a.cut {
		w.Header().Set("Content-Length", fmt.Sprint(len(text)+100))
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, text)
	if a.cut {
		panic(http.ErrAbortHandler)
	}
}

func (s *script) calls(part string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.seen {
		if strings.Contains(c, part) {
			n++
		}
	}
	return n
}

// slept collects waits instead of waiting.
type slept struct {
	mu  sync.Mutex
	all []time.Duration
}

func (s *slept) sleep(ctx context.Context, d time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, d)
	return ctx.Err()
}

func client(t *testing.T, s *script) (*Client, *slept) {
	t.Helper()
	z := &slept{}
	g, err := NewLocal(s.URL+"/v1.0",
		Options{Sleep: z.sleep, NoThrottle: true,
			Now: func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	return g, z
}

// fetched reads a section whole.
func fetched(g *Client, section, next string) (rows []tenant.Row, pages []tenant.Page, err error) {
	err = g.Fetch(context.Background(), section, next, func(p tenant.Page) error {
		rows, pages = append(rows, p.Rows...), append(pages, p)
		return nil
	})
	return rows, pages, err
}
