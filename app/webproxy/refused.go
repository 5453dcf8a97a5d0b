package webproxy

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"handrail/app"
)

// Answer explains a proxy that does not let a connection through; a http.Transport asks it for each
// (OnProxyConnectResponse).
func Answer(_ context.Context, proxy *url.URL, r *http.Request, resp *http.Response) error {
	host, _, _ := strings.Cut(r.Host, ":")
	return Refused(proxy, host, resp.StatusCode)
}

// Refused returns in words that a proxy did not connect to host; nil for the status 200.
func Refused(proxy *url.URL, host string, status int) error {
	switch status {
	case http.StatusOK:
		return nil
	case http.StatusProxyAuthRequired:
		return app.Errorf(app.Unreachable, "Ask your network administrator to let this computer reach "+host+
			" without a password.", "The proxy %s of your network wants a password, which Handrail does not have.",
			proxy.Hostname())
	}
	return app.Errorf(app.Unreachable, "Ask your network administrator to allow "+host+".",
		"The proxy %s of your network does not connect to %s (status %d).", proxy.Hostname(), host, status)
}
