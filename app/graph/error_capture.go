package graph

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"regexp"
	"sync"

	"handrail/app"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// errorCapture saves the code with which Microsoft explains why a sign-in failed. With a code on
// another device, the library
// has read the answer before it returns the error.
type errorCapture struct {
	next policy.Transporter

	mu   sync.Mutex
	code string
	said error // why Microsoft was not reached, in words
}

var reason = regexp.MustCompile(`AADSTS[0-9]+`)

// Do implements policy.Transporter.
func (h *errorCapture) Do(r *http.Request) (*http.Response, error) {
	resp, err := h.next.Do(r)
	if said := (*app.Error)(nil); errors.As(err, &said) {
		h.mu.Lock()
		h.said = said
		h.mu.Unlock()
	}
	if err != nil || resp.StatusCode < http.StatusBadRequest {
		return resp, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if code := reason.Find(body); code != nil {
		h.mu.Lock()
		h.code = string(code)
		h.mu.Unlock()
	}
	return resp, err
}

// forget removes the last code, so that it does not explain a later failure.
func (h *errorCapture) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.code, h.said = "", nil
}

// explain returns why Microsoft was not reached, in words, or err: the library does not pass
// every error on.
func (h *errorCapture) explain(err error) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err == nil || h.said == nil {
		return err
	}
	return errors.Join(h.said, err)
}

func (h *errorCapture) last() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.code
}
