package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"handrail/app"
	"handrail/app/tenant"
)

// sleep waits, or returns the error of the context earlier.
type sleep func(ctx context.Context, d time.Duration) error

func realSleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// retry repeats reads that Microsoft asked to repeat, or whose connection broke. A write is sent once: after a lost
// answer no one knows whether it was made, and reading decides.
type retry struct {
	next  http.RoundTripper
	sleep sleep
	now   app.Clock
}

// readKey marks a POST that only reads, such as a batch of GETs.
type readKey struct{}

func reading(ctx context.Context) context.Context { return context.WithValue(ctx, readKey{}, true) }

func isRead(r *http.Request) bool {
	marked, _ := r.Context().Value(readKey{}).(bool)
	return r.Method == http.MethodGet || r.Method == http.MethodHead || marked
}

// RoundTrip implements http.RoundTripper.
func (t *retry) RoundTrip(r *http.Request) (*http.Response, error) {
	if !isRead(r) {
		return t.once(r)
	}
	r, err := repeatable(r)
	if err != nil {
		return nil, err
	}
	for n := 1; ; n++ {
		resp, err := t.whole(r)
		if err == nil && !throttled(resp.StatusCode) {
			return resp, nil
		}
		if r.Context().Err() != nil {
			return resp, err
		}
		var header http.Header
		if err == nil {
			header = resp.Header
		} else if !broken(err) {
			return resp, err
		}
		wait := pause(header, t.now(), n)
		if n == tries || wait > longestWait || dialling(err) && n == 2 {
			if err := tired(resp, err, wait); err != nil {
				return nil, err
			}
			return resp, nil
		}
		drop(resp)
		tenant.Note(r.Context(), asked(err, wait))
		if err := t.sleep(r.Context(), wait); err != nil {
			return nil, err
		}
		if r, err = fresh(r); err != nil {
			return nil, err
		}
	}
}

// whole reads an answer to its end, so that one that breaks off is repeated too.
func (t *retry) whole(r *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if err := buffer(resp); err != nil {
		return nil, err
	}
	return resp, nil
}

// buffer reads the body of an answer to its end and closes the connection's.
func buffer(resp *http.Response) error {
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return err
}

// dialling reports whether no server was reached at all. More tries would only keep the person waiting.
func dialling(err error) bool {
	var op *net.OpError
	var name *net.DNSError
	return errors.As(err, &name) || errors.As(err, &op) && op.Op == "dial"
}

// once sends a write. Where its answer is lost, the outcome is unknown.
func (t *retry) once(r *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(r)
	switch {
	case err != nil && notSent(err):
		return nil, err
	case err != nil:
		return nil, &tenant.UnknownOutcome{Err: err}
	case resp.StatusCode >= 500:
		id := resp.Header.Get("request-id")
		drop(resp)
		err := fmt.Errorf("graph: status %d after a write", resp.StatusCode)
		return nil, &tenant.UnknownOutcome{RequestID: id, Err: err}
	}
	id := resp.Header.Get("request-id")
	if err := buffer(resp); err != nil {
		return nil, &tenant.UnknownOutcome{RequestID: id, Err: err}
	}
	return resp, nil
}

// throttled reports whether a status asks to try again.
func throttled(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// broken reports whether an error comes from the connection, and not from a refusal of ours.
func broken(err error) bool {
	var refused *refusal
	var said *app.Error
	return !errors.As(err, &refused) && !errors.As(err, &said)
}

// notSent reports whether a request was never sent: Handrail refused it, or no server was reached.
func notSent(err error) bool { return !broken(err) || dialling(err) }

// tired returns the error for a request that is not repeated any more; nil where the answer itself is the best error.
func tired(resp *http.Response, err error, wait time.Duration) error {
	if err != nil {
		return err
	}
	if wait <= longestWait && resp.StatusCode != http.StatusTooManyRequests {
		return nil
	}
	drop(resp)
	return &app.Error{
		Code: app.Unreachable, Message: "Microsoft asked Handrail to wait " + inWords(wait) + ", so Handrail paused.",
		Hint: "Refresh again later. Handrail continues where it stopped.",
	}
}

// asked returns the text that explains a wait.
func asked(err error, wait time.Duration) string {
	if err != nil {
		return "The connection broke. Trying again in " + inWords(wait) + "."
	}
	return "Microsoft asked Handrail to wait " + inWords(wait) + "."
}

// inWords returns a duration in seconds, minutes or hours, rounded up.
func inWords(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int((d+time.Second-1)/time.Second))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int((d+time.Minute-1)/time.Minute))
	}
	return fmt.Sprintf("%d hours", int((d+time.Hour-1)/time.Hour))
}

// repeatable returns a request whose body can be sent again. The SDK hands over a body that can be read once.
func repeatable(r *http.Request) (*http.Request, error) {
	if r.Body == nil || r.Body == http.NoBody || r.GetBody != nil {
		return r, nil
	}
	body, err := io.ReadAll(r.Body)
	_ = r.Body.Close()
	if err != nil {
		return nil, err
	}
	c := r.Clone(r.Context())
	c.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	c.Body, err = c.GetBody()
	return c, err
}

// fresh returns the request with a body that was not read yet.
func fresh(r *http.Request) (*http.Request, error) {
	if r.GetBody == nil {
		return r, nil
	}
	body, err := r.GetBody()
	if err != nil {
		return nil, err
	}
	c := r.Clone(r.Context())
	c.Body = body
	return c, nil
}

func drop(resp *http.Response) {
	if resp != nil && resp.Body != nil {
		_, _ = io.CopyN(io.Discard, resp.Body, 64<<10)
		_ = resp.Body.Close()
	}
}
