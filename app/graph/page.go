package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/tenant"

	abs "github.com/microsoft/kiota-abstractions-go"
)

// collection is a page as Graph sends it (Microsoft Learn, Paging Microsoft Graph data in your app).
type collection struct {
	Value []json.RawMessage `json:"value"`
	Next  tenant.Text       `json:"@odata.nextLink"`
	Count *int              `json:"@odata.count"`
}

// readPage parses one page: an object whose value is a list of objects. Anything else is no list and must not replace
// what was read before: null, an error with status 200, or a list that was cut.
func readPage(body []byte) (collection, error) {
	var c collection
	shape, err := readShape(body)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(shape["value"], &c.Value); err != nil || c.Value == nil {
		return c, unreadable("it has no list where its documentation describes one")
	}
	for _, row := range c.Value {
		if len(row) == 0 || row[0] != '{' {
			return c, unreadable("an entry of its list is empty")
		}
	}
	_ = json.Unmarshal(shape["@odata.count"], &c.Count) // a count that is no number must not cost the rows
	_ = json.Unmarshal(shape["@odata.nextLink"], &c.Next)
	return c, nil
}

// readObject parses the only object of a section. It must have the member without which it says nothing. Some answers
// have it in place of the list.
func readObject(body []byte, member string) (collection, error) {
	var c collection
	shape, err := readShape(body)
	if err != nil {
		return c, err
	}
	var inner []json.RawMessage
	if value := shape["value"]; json.Unmarshal(value, &inner) == nil && len(inner) == 1 {
		body = inner[0]
	} else if len(value) > 0 {
		body = value
	}
	if shape, err = readShape(body); err != nil {
		return c, err
	}
	if value := shape[member]; len(value) == 0 || string(value) == "null" {
		return c, unreadable("it does not have “" + member + "”")
	}
	one, err := bare(body)
	c.Value = []json.RawMessage{one}
	return c, err
}

// readShape returns the members of an answer. It must be an object, and not an error.
func readShape(body []byte) (map[string]json.RawMessage, error) {
	var shape map[string]json.RawMessage
	if json.Unmarshal(body, &shape) != nil || len(shape) == 0 {
		return nil, unreadable("it is not what its documentation describes")
	}
	if fault := shape["error"]; len(fault) > 0 && string(fault) != "null" {
		// Not an *answer: with status 200 it refuses nothing, it only gives nothing.
		err := unreadable("it reports an error")
		err.Err = errors.New(refused(http.StatusOK, http.Header{}, body).Error())
		return nil, err
	}
	return shape, nil
}

// unreadable returns the error for an answer that does not have what was asked for, although its status is good.
func unreadable(why string) *app.Error {
	return app.Errorf(app.Unreachable, "Try again. If it happens again, select “Copy details”.",
		"Handrail could not read Microsoft’s answer: %s.", why)
}

// page sends a request and reads its answer as a page; text is what came.
func (g *Client) page(ctx context.Context, r *abs.RequestInformation) (c collection, text []byte, err error) {
	if text, err = g.send(ctx, r); err != nil {
		return c, nil, err
	}
	c, err = readPage(text)
	return c, text, err
}

// objectOf names the sections that are one object, with the member that it always has.
var objectOf = map[string]string{
	tenant.SectionMethods:  "authenticationMethodConfigurations",
	tenant.SectionDefaults: "isEnabled",
}

// fetchObject reads a section that is one object. There is no next page.
func (g *Client) fetchObject(ctx context.Context, id string) (tenant.Page, error) {
	src, q, err := g.byID(ctx, id)
	if err != nil {
		return tenant.Page{}, err
	}
	body, err := src.read(ctx, q)
	if err != nil {
		return tenant.Page{}, err
	}
	c, err := readObject(body, objectOf[id])
	return tenant.Page{Rows: rowsOf(c.Value)}, err
}

// bare returns an object without the address of its metadata, which names the server and not the organisation.
func bare(object json.RawMessage) (json.RawMessage, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(object, &all); err != nil || all["@odata.context"] == nil {
		return object, nil
	}
	delete(all, "@odata.context")
	return json.Marshal(all)
}

// idOf returns the ID of a row; one without gets an ID from its text.
func idOf(row json.RawMessage) string {
	var r struct {
		ID   tenant.Text `json:"id"`
		User tenant.Text `json:"userId"`
	}
	_ = json.Unmarshal(row, &r)
	switch {
	case r.ID != "":
		return string(r.ID)
	case r.User != "":
		return string(r.User)
	}
	sum := sha256.Sum256(row)
	return hex.EncodeToString(sum[:12])
}

func rowsOf(values []json.RawMessage) []tenant.Row {
	rows := make([]tenant.Row, 0, len(values))
	for _, v := range values {
		rows = append(rows, tenant.Row{ID: idOf(v), Body: v})
	}
	return rows
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

func (p *pager) give(ctx context.Context, c collection, next string, page func(tenant.Page) error) (err error) {
	out := tenant.Page{Rows: rowsOf(c.Value), Next: next}
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
func (p *pager) onward(c collection, body []byte) (string, error) {
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
