package release

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/clean"
)

// Newest is what the address says of the newest version.
type Newest struct {
	Version string    // such as 0.2.0
	Date    time.Time // zero where the address does not say it
	Page    string    // where a person gets it; "" where the address does not say it
}

// The most that an answer may take.
const (
	newestTime  = 20 * time.Second
	newestBytes = 16 << 10
)

// Ask asks the address for the newest version. through is nil, or what carries the request. Nothing but the request
// for this address is sent: no version, no name.
func Ask(ctx context.Context, address string, through http.RoundTripper) (Newest, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return Newest{}, app.Errorf(app.Invalid, "Look for a newer version where you got Handrail.",
			"This Handrail has no address that it can ask for a newer version.")
	}
	ctx, stop := context.WithTimeout(ctx, newestTime)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Newest{}, unreached(u.Host, err)
	}
	req.Header.Set("User-Agent", "Handrail")
	req.Header.Set("Accept", "application/json")
	client := http.Client{Transport: through, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // the answer comes from this address or not at all
	}}
	res, err := client.Do(req)
	if err != nil {
		return Newest{}, unreached(u.Host, err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return Newest{}, unread(u.Host, "status "+strconv.Itoa(res.StatusCode))
	}
	text, err := io.ReadAll(io.LimitReader(res.Body, newestBytes+1))
	if err != nil {
		return Newest{}, unreached(u.Host, err)
	}
	if len(text) > newestBytes {
		return Newest{}, unread(u.Host, "more than 16 kB")
	}
	return parseNewest(u.Host, text)
}

// parseNewest reads the answer: {"version":"0.2.0","date":"2026-12-01","page":"https://…"}. The page is on the host
// that answered.
func parseNewest(host string, text []byte) (Newest, error) {
	var said struct{ Version, Date, Page string }
	if err := json.Unmarshal(text, &said); err != nil {
		return Newest{}, unread(host, "another kind of answer")
	}
	if _, ok := numbers(said.Version); !ok {
		return Newest{}, unread(host, "not a version number")
	}
	n := Newest{Version: said.Version}
	if said.Date != "" {
		date, err := time.Parse(time.DateOnly, said.Date)
		if err != nil {
			return Newest{}, unread(host, "not a date")
		}
		n.Date = date
	}
	if said.Page != "" {
		u, err := url.Parse(said.Page)
		if err != nil || u.Scheme != "https" || u.Host != host || u.User != nil || clean.Line(said.Page) != said.Page {
			return Newest{}, unread(host, "a page on another host")
		}
		n.Page = said.Page
	}
	return n, nil
}

func unreached(host string, err error) error {
	e := &app.Error{Code: app.Unreachable, Message: "Handrail could not ask " + host + " for the newest version.",
		Hint: "Check your connection, then try again.", Err: err}
	var said *app.Error
	if errors.As(err, &said) { // such as a proxy that refuses
		e.Message, e.Hint = e.Message+" "+said.Message, said.Hint
	}
	return e
}

func unread(host, what string) error {
	return app.Errorf(app.Invalid, "Look for a newer version where you got Handrail.",
		"%s did not answer with a version (%s), so Handrail does not know whether there is a newer one.", host, what)
}

// numbers returns the parts of a version such as 1.20.3; ok is false for any other text.
func numbers(version string) (all [3]int, ok bool) {
	parts := strings.Split(version, ".")
	if len(parts) != len(all) {
		return all, false
	}
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 31)
		if err != nil || strconv.FormatUint(n, 10) != p {
			return all, false
		}
		all[i] = int(n)
	}
	return all, true
}

// Text returns what the newest version means for the one that runs: newer is true where the person can get one.
func (n Newest) Text(running string) (text string, newer bool) {
	mine, ok := numbers(running)
	theirs, okToo := numbers(n.Version)
	date := ""
	if !n.Date.IsZero() {
		date = " of " + n.Date.Format("2 January 2006")
	}
	if !ok || !okToo {
		return "The newest version is " + n.Version + date + ". Handrail cannot compare it with this one.", false
	}
	for i := range mine {
		switch {
		case theirs[i] > mine[i]:
			return "Version " + n.Version + date + " is newer than this one.", true
		case theirs[i] < mine[i]:
			return "This version is newer than the newest that is published, " + n.Version + date + ".", false
		}
	}
	return "This is the newest version, " + n.Version + date + ".", false
}
