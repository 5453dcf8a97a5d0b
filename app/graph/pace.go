package graph

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"handrail/app"
	"handrail/app/mail/connector"
)

// limit is what Microsoft allows for some addresses: a number of requests within a time, for all apps of an
// organisation together. Handrail stays below it, because Conditional Access sends no Retry-After with its 429
// (Microsoft Learn, Microsoft Graph service-specific throttling limits).
type limit struct {
	paths  []string // parts of the path
	count  int
	within time.Duration
}

// limits returns the limits that a small organisation can reach.
func limits() []limit {
	return []limit{
		{[]string{"/identity/conditionalAccess/", "/identityProtection/"}, 1, time.Second},
		// No page names a limit here; a public reader of these reports is refused above one request a second.
		{[]string{"/security/dataDiscovery/"}, 1, time.Second},
		{[]string{"/reports/", "/auditLogs/"}, 5, 10 * time.Second},
		{[]string{"/admin/exchange/tracing/"}, connector.RuleNumber("trace-requests") * 9 / 10,
			time.Duration(connector.RuleNumber("trace-requests-minutes")) * time.Minute},
	}
}

// pace holds requests back until Microsoft's limits allow them.
type pace struct {
	next   http.RoundTripper
	sleep  sleep
	now    app.Clock
	limits []limit

	mu   sync.Mutex
	sent [][]time.Time // by limit: when the latest were sent, oldest first
}

// RoundTrip implements http.RoundTripper.
func (p *pace) RoundTrip(r *http.Request) (*http.Response, error) {
	for i, l := range p.limits {
		if !l.holds(r.URL.Path) {
			continue
		}
		if wait := p.book(i, l); wait > 0 {
			if err := p.sleep(r.Context(), wait); err != nil {
				return nil, err
			}
		}
	}
	return p.next.RoundTrip(r)
}

func (l limit) holds(path string) bool {
	for _, part := range l.paths {
		if strings.Contains(path, part) {
			return true
		}
	}
	return false
}

// book reserves the next request within a limit and returns how long to wait for it.
func (p *pace) book(i int, l limit) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sent == nil {
		p.sent = make([][]time.Time, len(p.limits))
	}
	now := p.now()
	at := now
	if s := p.sent[i]; len(s) >= l.count {
		if first := s[len(s)-l.count].Add(l.within); first.After(at) {
			at = first
		}
	}
	p.sent[i] = append(p.sent[i], at)
	if len(p.sent[i]) > l.count {
		p.sent[i] = p.sent[i][len(p.sent[i])-l.count:]
	}
	return at.Sub(now)
}
