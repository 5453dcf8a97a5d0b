package graph

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/graph/shape"
	"handrail/app/tenant"

	abs "github.com/microsoft/kiota-abstractions-go"
)

// page sends a request and reads its answer as a page; text is what came.
func (g *Client) page(ctx context.Context, r *abs.RequestInformation) (c shape.Collection, text []byte, err error) {
	if text, err = g.send(ctx, r); err != nil {
		return c, nil, err
	}
	c, err = shape.Page(text)
	return c, text, err
}

// pager walks the pages of one collection.
type pager struct {
	source source
	query  query
	change func(context.Context, []tenant.Row) ([]tenant.Row, error)
	seen   map[[32]byte]bool // addresses and bodies
	pages  int
	bare   int // pages in a row without a row
	began  time.Time
}

// How many pages one refresh reads of one list, and for how long. A list of 100,000 people has a few hundred pages.
// Afterwards the refresh pauses and can be resumed.
const (
	mostPages = 2000
	mostBare  = 50 // pages in a row without a row; a filter may leave some empty
	longest   = time.Hour
)

// tooMany returns the error for a list that does not come to an end; nil while it may go on.
func (p *pager) tooMany() error {
	message := ""
	switch {
	case p.bare >= mostBare:
		return &tenant.SectionError{State: tenant.Incomplete, Hint: "Refresh again later.",
			Message: fmt.Sprintf("Microsoft sent %d empty pages in a row, so Handrail stopped.", p.bare)}
	case p.pages >= mostPages:
		message = fmt.Sprintf("the list has more than %d pages, so Handrail paused.", mostPages)
	case time.Since(p.began) >= longest:
		message = "the list took longer than an hour, so Handrail paused."
	default:
		return nil
	}
	return app.Errorf(app.Unreachable, "Refresh again. Handrail continues where it stopped.", "%s", message)
}

// walk reads every page from the first, or from next where a refresh continues.
func (p *pager) walk(ctx context.Context, next string, page func(tenant.Page) error) error {
	p.seen, p.began = map[[32]byte]bool{}, time.Now()
	for restarted := false; ; {
		again, err := p.from(ctx, next, page)
		if again && !restarted && next != "" {
			restarted, next = true, "" // the saved place has expired, so everything is read again
			continue
		}
		if err != nil && p.pages > 0 {
			return incomplete(ctx, p.pages, err)
		}
		return err
	}
}

// request returns the request for the page at next; "" is the first.
func (p *pager) request(ctx context.Context, next string) (*abs.RequestInformation, error) {
	if next == "" {
		return p.source.request(ctx, p.query)
	}
	return p.source.onward(ctx, next, p.query)
}

// from reads pages to the end. again reports whether the place to continue from has expired.
func (p *pager) from(ctx context.Context, next string, page func(tenant.Page) error) (again bool, err error) {
	for resumed := next != ""; ; resumed = false {
		r, err := p.request(ctx, next)
		if err != nil {
			return false, err
		}
		c, body, err := p.source.client.page(ctx, r)
		if err != nil {
			return resumed && gone(err), err
		}
		if next, err = p.onward(c, body); err != nil {
			return false, err
		}
		if err := p.give(ctx, c, next, page); err != nil || next == "" {
			return false, err
		}
		if err := p.tooMany(); err != nil {
			return false, err
		}
	}
}

func (p *pager) give(ctx context.Context, c shape.Collection, next string, page func(tenant.Page) error) (err error) {
	out := tenant.Page{Rows: shape.Rows(c.Value), Next: next}
	if c.Count != nil {
		out.Total = *c.Count
	}
	if p.change != nil {
		if out.Rows, err = p.change(ctx, out.Rows); err != nil {
			return err
		}
	}
	p.pages++
	if p.bare++; len(c.Value) > 0 {
		p.bare = 0
	}
	return page(out)
}

// onward returns where the next page is. It must be in the same cloud, and not read before.
func (p *pager) onward(c shape.Collection, body []byte) (string, error) {
	sum := sha256.Sum256(body)
	if len(c.Value) > 0 && c.Next != "" && p.seen[sum] {
		return "", errLoop
	}
	p.seen[sum] = true
	if c.Next == "" {
		return "", nil
	}
	address := string(c.Next)
	if !within(address, p.source.client.cloud.Root) {
		return "", &refusal{hostOf(address)}
	}
	if sum = sha256.Sum256([]byte(address)); p.seen[sum] {
		return "", errLoop
	}
	p.seen[sum] = true
	return p.source.client.relative(address), nil
}

// errLoop is the error for a list whose pages point back to each other.
var errLoop = &tenant.SectionError{
	State: tenant.Incomplete, Message: "Microsoft’s pages form a loop, so the list may be incomplete.",
	Hint: "Refresh again later.",
}

// gone reports whether a place in a list has expired.
func gone(err error) bool {
	var a *answer
	expired := []int{http.StatusBadRequest, http.StatusGone, http.StatusNotFound}
	return errors.As(err, &a) && slices.Contains(expired, a.Status)
}

// incomplete returns the error for a list that broke off after some pages.
func incomplete(ctx context.Context, pages int, err error) error {
	if ctx.Err() != nil {
		return err
	}
	var s *tenant.SectionError
	var no *refusal
	message, hint := app.UserMessage(err)
	switch {
	case errors.As(err, &s):
		message, hint = s.Message, s.Hint
	case errors.As(err, &no):
		return err
	}
	var a *answer
	if errors.As(err, &a) {
		message = fmt.Sprintf("Microsoft answered with status %d.", a.Status)
		hint = "Refresh again. Handrail continues where it stopped."
	}
	return &tenant.SectionError{State: tenant.Incomplete, Err: err, Hint: hint, GoOn: !errors.Is(err, errLoop),
		Message: fmt.Sprintf("Incomplete: Handrail read %d pages, then: %s", pages, message)}
}
