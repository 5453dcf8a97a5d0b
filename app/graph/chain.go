package graph

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"handrail/app"
	"handrail/app/webproxy"
)

// biggest is the largest answer that is read, in bytes.
const biggest = 64 << 20

// newHTTP returns the client for one cloud. The order of its links is fixed, the outermost first: refuse other hosts,
// repeat reads, stay below Microsoft's limits, note the request ID, limit the size and the time. Bodies are never
// compressed: not every service of Microsoft takes them.
func newHTTP(c Cloud, o Options, ids *requestIDs) *http.Client {
	now, wait := o.Now, o.Sleep
	if now == nil {
		now = time.Now
	}
	if wait == nil {
		wait = realSleep
	}
	var chain http.RoundTripper = &lasting{network(), o.waits()}
	chain = &capped{next: chain}
	chain = &noted{next: chain, ids: ids}
	chain = &pace{next: chain, sleep: wait, now: now, limits: o.limits()}
	chain = &retry{next: chain, sleep: wait, now: now}
	chain = &only{next: chain, cloud: c}
	return &http.Client{Transport: chain, CheckRedirect: neverElsewhere}
}

// network returns the transport to the network, through the proxy of this system.
func network() http.RoundTripper { return worded{through(webproxy.System())} }

// through returns the transport that asks proxy which proxy to use.
func through(proxy func(*http.Request) (*url.URL, error)) *http.Transport {
	return &http.Transport{
		Proxy: proxy, OnProxyConnectResponse: webproxy.Answer, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 4,
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout: 15 * time.Second, ResponseHeaderTimeout: 60 * time.Second,
		IdleConnTimeout: 90 * time.Second,
	}
}

// neverElsewhere follows no redirect: neither Graph nor the sign-in uses them, and what is sent to them is for no one
// else.
func neverElsewhere(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// refusal is a request that Handrail did not send.
type refusal struct{ host string }

// Error returns the host that was refused.
func (r *refusal) Error() string {
	return fmt.Sprintf("graph: a request to %q was refused: it is not the chosen cloud", r.host)
}

// only refuses every host but the cloud's own, so that no token can leave it.
type only struct {
	next  http.RoundTripper
	cloud Cloud
}

// RoundTrip implements http.RoundTripper.
func (t *only) RoundTrip(r *http.Request) (*http.Response, error) {
	if !within(r.URL.String(), t.cloud.Root) {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, &refusal{r.URL.Host}
	}
	return t.next.RoundTrip(r)
}

// within reports whether an address is below root: same scheme, host and port.
func within(address, root string) bool { return strings.HasPrefix(address, root+"/") }

// requestIDs collects the IDs by which Microsoft's support finds a request. It is safe for concurrent use.
type requestIDs struct {
	mu  sync.Mutex
	all []string
}

// keptIDs is how many are saved for one section. The latest are enough to find a refresh of many pages.
const keptIDs = 20

func (q *requestIDs) add(id string) {
	if id == "" {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.all = append(q.all, id)
	if len(q.all) > keptIDs {
		q.all = q.all[len(q.all)-keptIDs:]
	}
}

func (q *requestIDs) take() []string {
	q.mu.Lock()
	defer q.mu.Unlock()
	all := q.all
	q.all = nil
	return all
}

// noted adds our own ID to each request and saves Microsoft’s.
type noted struct {
	next http.RoundTripper
	ids  *requestIDs
}

// RoundTrip implements http.RoundTripper.
func (t *noted) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("client-request-id", guid())
	r.Header.Set("User-Agent", "Handrail")
	resp, err := t.next.RoundTrip(r)
	if err == nil {
		t.ids.add(resp.Header.Get("request-id"))
	}
	return resp, err
}

// guid returns a random UUID (RFC 9562 section 5.4).
func guid() string {
	s := app.NewID() + app.NewID()
	return s[:8] + "-" + s[8:12] + "-4" + s[13:16] + "-a" + s[17:20] + "-" + s[20:32]
}

// capped stops reading an answer that is larger than biggest.
type capped struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (t *capped) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(r)
	if err == nil && resp.Body != nil {
		resp.Body = &cappedBody{ReadCloser: resp.Body, left: biggest}
	}
	return resp, err
}

type cappedBody struct {
	io.ReadCloser
	left int64
}

// Read implements io.Reader.
func (b *cappedBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, app.Errorf(app.Invalid, "Try again. If it happens again, copy the technical details.",
			"An answer was larger than 64 MB, so Handrail stopped reading it.")
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.ReadCloser.Read(p)
	b.left -= int64(n)
	return n, err
}
