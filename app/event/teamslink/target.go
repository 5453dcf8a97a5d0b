package teamslink

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"handrail/app"
)

// mostHops is the maximum number of redirects, hopTime the maximum time of each.
const (
	mostHops = 5
	hopTime  = 10 * time.Second
)

// Target follows the redirects of a short link and returns the first address at Teams, or
// else the last one. It requests only headers, opens no page of Teams, and sends no data
// of the person. app.Unreachable if a server does not answer or redirects to nothing,
// app.Invalid if a redirect is not https. next is how servers are reached; nil means
// public addresses on port 443 only, whatever a name or a redirect says: app.Denied
// if the link leads elsewhere.
func Target(ctx context.Context, next http.RoundTripper, link string) (string, error) {
	if next == nil {
		outside := publicOnly()
		defer outside.CloseIdleConnections()
		next = outside
	}
	client := &http.Client{Transport: next, Timeout: hopTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	at, err := url.Parse(link)
	if err != nil {
		return "", notThere("This is not a link.", err)
	}
	for range mostHops {
		if at.Scheme != "https" || at.Host == "" || at.User != nil {
			return "", app.Errorf(app.Invalid, "Create a new short link that redirects to the long link directly.",
				"The short link redirects to %.200s, an address without https.", at.Redacted())
		}
		if l, err := Parse(at.String()); err == nil && l.Kind != Short && l.Kind != OtherPlace && !l.Redirect {
			return at.String(), nil
		}
		to, err := hop(ctx, client, at, link)
		if err != nil {
			return "", err
		}
		if to == nil {
			return at.String(), nil
		}
		at = to
	}
	return "", notThere("The short link redirects too many times.", nil)
}

// hop returns where at redirects to, on the way from link; nil if it does not redirect.
func hop(ctx context.Context, client *http.Client, at *url.URL, link string) (*url.URL, error) {
	for _, method := range []string{http.MethodHead, http.MethodGet} {
		r, err := http.NewRequestWithContext(ctx, method, at.String(), nil)
		if err != nil {
			return nil, notThere("This is not a link.", err)
		}
		r.Header.Set("User-Agent", "Mozilla/5.0 (compatible; Handrail)")
		answer, err := client.Do(r)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if errors.Is(err, app.ErrNotPublic) {
				return nil, notPublic(at, err)
			}
			if at.String() != link {
				return nil, notThere("The short link leads to "+at.Redacted()+". Handrail could not open that page.",
					err)
			}
			return nil, notThere("Handrail could not open the short link.", err)
		}
		_, _ = io.CopyN(io.Discard, answer.Body, 4096) // a short answer frees the connection
		_ = answer.Body.Close()
		switch {
		case answer.StatusCode >= 300 && answer.StatusCode < 400:
			to, err := answer.Location()
			if errors.Is(err, http.ErrNoLocation) || err != nil {
				return nil, notThere("The short link has no target.", err)
			}
			return to, nil
		case answer.StatusCode < 300:
			return nil, nil
		case method == http.MethodGet:
			return nil,
				notThere("The short link does not work. Its "+
					"server answers: "+strings.ToLower(http.StatusText(answer.StatusCode))+".", nil)
		}
	}
	return nil, nil
}

// publicOnly returns a transport without a proxy, so that the address that is dialled is
// the one of the link.
func publicOnly() *http.Transport {
	return &http.Transport{DialContext: app.PublicDial(443), ForceAttemptHTTP2: true, MaxResponseHeaderBytes: 64 << 10,
		TLSHandshakeTimeout: hopTime}
}

func notPublic(at *url.URL, err error) error {
	e := app.Errorf(app.Denied, "Do not publish this link. Create a new short link that redirects to the event.",
		"The short link leads to %.200s. Handrail does not connect there: it is not a public web server.",
		at.Redacted())
	e.Err = err
	return e
}

func notThere(message string, err error) error {
	e := app.Errorf(app.Unreachable, "Open both links in a private window, and compare the pages.", "%s", message)
	e.Err = err
	return e
}
