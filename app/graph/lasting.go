package graph

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"handrail/app"
	"handrail/app/tenant"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// patience is how long one answer may take. Without it, a server that sends a byte now and then keeps the person
// waiting for ever.
type patience struct {
	stall time.Duration // within it, at least little bytes must come
	whole time.Duration // from the request to the last byte
}

// little is how many bytes must come within the time of a stall, unless the answer ends.
const little = 8 << 10

// spans is how many parts of the time of a stall are counted apart. So a stall is found at most one part late, also
// where the bytes stop right after a count.
const spans = 3

// patient is how long Handrail waits for Microsoft. Each page of a refresh is an answer of its own.
var patient = patience{stall: 45 * time.Second, whole: 4 * time.Minute}

// waits returns how long to wait with these options.
func (o Options) waits() patience {
	if o.patience == (patience{}) {
		return patient
	}
	return o.patience
}

// tokenLimit is how long the renewal of a sign-in may take with all its tries. No person is asked then.
const tokenLimit = 2 * time.Minute

// timely is a credential that does not wait for ever.
type timely struct {
	azcore.TokenCredential
	limit time.Duration
}

// GetToken implements azcore.TokenCredential.
func (c timely) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	limited, cancel := context.WithTimeout(ctx, c.limit)
	defer cancel()
	token, err := c.TokenCredential.GetToken(limited, o)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		e := app.Errorf(app.Unreachable, "Try again later. The data saved before is still there.",
			"Microsoft did not renew your sign-in within %s, so Handrail stopped waiting.", inWords(c.limit))
		e.Err = err
		return token, e
	}
	return token, err
}

// errStalled is a connection that gives nothing any more. Reading again may help.
var errStalled = errors.New("graph: the answer stopped coming")

// stalled reports whether err comes from a connection that was there and gave nothing any more.
func stalled(err error) bool {
	var network net.Error
	return errors.Is(err, errStalled) || errors.As(err, &network) && network.Timeout() && !dialling(err)
}

// errTooSlow returns the error for an answer that took too long as a whole. Another try would take as long.
func errTooSlow(d time.Duration) error {
	e := app.Errorf(app.Unreachable,
		"Try again later, or with a better connection. Handrail continues where it stopped.",
		"Microsoft’s answer took longer than %s, so Handrail stopped waiting.", inWords(d))
	e.Err = tenant.ErrStalled
	return e
}

// lasting ends a request whose answer does not come, or does not come to an end.
type lasting struct {
	next http.RoundTripper
	patience
}

// RoundTrip implements http.RoundTripper.
func (t *lasting) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(r.Context())
	whole := time.AfterFunc(t.whole, func() { cancel(errTooSlow(t.whole)) })
	resp, err := t.next.RoundTrip(r.WithContext(ctx))
	if err != nil {
		whole.Stop()
		err = cause(ctx, err)
		cancel(nil)
		return nil, err
	}
	b := &lastingBody{body: resp.Body, ctx: ctx, cancel: cancel, whole: whole, every: t.stall}
	b.stall = time.AfterFunc(t.stall/spans, b.look)
	resp.Body = b
	return resp, nil
}

// cause returns why Handrail ended a request, in place of what the connection reports about that.
func cause(ctx context.Context, err error) error {
	if why := context.Cause(ctx); why != nil && !errors.Is(why, context.Canceled) {
		return why
	}
	return err
}

// lastingBody is a body whose bytes are counted.
type lastingBody struct {
	body         io.ReadCloser
	ctx          context.Context
	cancel       context.CancelCauseFunc
	every        time.Duration
	whole, stall *time.Timer

	mu    sync.Mutex
	came  [spans]int // bytes of the last parts, the latest first
	looks int
	ended bool
}

// look ends the request where too little came within the time of a stall.
func (b *lastingBody) look() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended {
		return
	}
	sum := 0
	for _, n := range b.came {
		sum += n
	}
	if b.looks++; b.looks >= spans && sum < little {
		b.cancel(errStalled)
		return
	}
	copy(b.came[1:], b.came[:spans-1])
	b.came[0] = 0
	b.stall.Reset(b.every / spans)
}

// Read implements io.Reader.
func (b *lastingBody) Read(p []byte) (int, error) {
	n, err := b.body.Read(p)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.came[0] += n
	if err != nil && err != io.EOF {
		err = cause(b.ctx, err)
	}
	return n, err
}

// Close implements io.Closer.
func (b *lastingBody) Close() error {
	b.mu.Lock()
	b.ended = true
	b.mu.Unlock()
	b.whole.Stop()
	b.stall.Stop()
	err := b.body.Close()
	b.cancel(nil)
	return err
}
