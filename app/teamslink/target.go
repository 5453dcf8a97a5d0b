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

// mostHops is how often a short link may lead on, hopTime how long each may take.
const (
	mostHops = 5
	hopTime  = 10 * time.Second
)

// Target asks where a short link leads, hop by hop, and gives the first address
// that is Teams' own, or the last one. It asks each place for its headers only,
// opens no page of Teams, and sends nothing of the person. Only https is followed.
// app.Unreachable where a place does not answer or leads nowhere, app.Invalid where
// it leads out of https.
func Target(ctx context.Context, next http.RoundTripper, link string) (string, error) {
	client := &http.Client{Transport: next, Timeout: hopTime, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	at, err := url.Parse(link)
	if err != nil {
		return "", notThere("This is no link.", err)
	}
	for range mostHops {
		if at.Scheme != "https" || at.Host == "" || at.User != nil {
			return "", app.Errorf(app.Invalid, "Make a new short link that leads to the long one at once.", "The short link leads to an address without https.")
		}
		if l, err := Parse(at.String()); err == nil && l.Kind != Short && l.Kind != OtherPlace {
			return at.String(), nil
		}
		to, err := hop(ctx, client, at)
		if err != nil {
			return "", err
		}
		if to == nil {
			return at.String(), nil
		}
		at = to
	}
	return "", notThere("The short link leads on and on.", nil)
}

// hop gives where at leads; nil where it leads nowhere else.
func hop(ctx context.Context, client *http.Client, at *url.URL) (*url.URL, error) {
	for _, method := range []string{http.MethodHead, http.MethodGet} {
		r, err := http.NewRequestWithContext(ctx, method, at.String(), nil)
		if err != nil {
			return nil, notThere("This is no link.", err)
		}
		r.Header.Set("User-Agent", "Mozilla/5.0 (compatible; Handrail)")
		answer, err := client.Do(r)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, notThere("Where the short link leads could not be asked.", err)
		}
		_, _ = io.CopyN(io.Discard, answer.Body, 4096) // a short answer leaves the connection free
		_ = answer.Body.Close()
		switch {
		case answer.StatusCode >= 300 && answer.StatusCode < 400:
			to, err := answer.Location()
			if errors.Is(err, http.ErrNoLocation) || err != nil {
				return nil, notThere("The short link leads nowhere.", err)
			}
			return to, nil
		case answer.StatusCode < 300:
			return nil, nil
		case method == http.MethodGet:
			return nil, notThere("The short link does not work: its place answers with "+strings.ToLower(http.StatusText(answer.StatusCode))+".", nil)
		}
	}
	return nil, nil
}

func notThere(message string, err error) error {
	e := app.Errorf(app.Unreachable, "Open it in a private window, and compare the page with that of the long link.", "%s", message)
	e.Err = err
	return e
}
