package terminal

import (
	"context"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/drift"
	"handrail/app/recheck"
	"handrail/app/tenant"
)

// How often, and how much later, a check asks again whether another Handrail has read the organisation.
const (
	mostTurns = 30
	turn      = 2 * time.Second
)

// wait returns after a time, or with the error of the context.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// check does the work of a check.
func (h *Program) check(ctx context.Context, w Environment, o options) (c checked, err error) {
	c = checked{At: h.Clock().UTC(), Attention: []statusRow{}, Changes: []changeRow{}, Accepted: []changeRow{},
		Begun: []string{}, Unread: []section{}}
	if err := h.read(ctx, w, &c); err != nil {
		return c, err
	}
	if err := h.lookAgain(ctx, w, &c); err != nil {
		return c, err
	}
	if err := h.lookAtDomains(ctx, w, &c); err != nil {
		return c, err
	}
	c.At = h.Clock().UTC()
	if err := h.compare(ctx, o, &c); err != nil {
		return c, err
	}
	today, err := h.today(ctx)
	if err != nil {
		return c, err
	}
	c.Sentence, c.Attention = today.Sentence(h.Clock()), append(c.Attention, rowsOf(today.Attention)...)
	return c, nil
}

// read refreshes the organisation that is shown, if there is one.
func (h *Program) read(ctx context.Context, w Environment, c *checked) error {
	if h.Tenant == nil {
		return nil
	}
	org, ok, err := tenant.Current(ctx, h.Tenant)
	if err != nil || !ok {
		return err
	}
	c.organisation = org.ID
	if !h.Tenant.SignedIn(ctx) { // one part tells why: the sign-in has ended, or there is no connection
		if c.Problem, err = h.problem(ctx, w, tenant.SectionOrganisation); err != nil || c.Problem != "" {
			return err
		}
	}
	c.Problem, err = h.problem(ctx, w)
	return err
}

// problem refreshes parts of the organisation, and returns why it could read none; "" where it read one. The error
// is the context's.
func (h *Program) problem(ctx context.Context, w Environment, ids ...string) (string, error) {
	all, err := h.Tenant.Refresh(ctx, ids, w.line())
	for range mostTurns { // another Handrail reads this organisation
		if len(ids) > 0 || app.CodeOf(err) != app.Denied || wait(ctx, turn) != nil {
			break
		}
		all, err = h.Tenant.Refresh(ctx, ids, w.line())
	}
	w.clearLine()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		message, hint := app.UserMessage(err)
		return strings.TrimSpace(message + " " + hint), nil
	}
	why := ""
	for _, st := range all {
		if st.State.Whole() {
			return "", nil
		}
		if why == "" {
			why = strings.TrimSpace(st.Message + " " + st.Hint)
		}
	}
	return why, nil
}

// lookAgain looks again at what stands completed. Where the organisation could not be read, only guides that do not
// rest on it are looked at: the others know nothing newer. Where nothing can be saved, no guide is.
func (h *Program) lookAgain(ctx context.Context, w Environment, c *checked) error {
	if h.Recheck == nil || h.Unsaved != nil {
		return nil
	}
	which := recheck.All
	if c.Problem != "" {
		which = recheck.Apart
	}
	err := h.Recheck(ctx, which, w.line())
	w.clearLine()
	return err
}

// compare fills in what changed.
func (h *Program) compare(ctx context.Context, o options, c *checked) error {
	changes := h.Changes
	if c.organisation == "" {
		changes = h.DomainChanges
	}
	if changes == nil {
		return nil
	}
	s, err := changes(ctx)
	if err != nil || s.View == nil && s.Domains == nil {
		return err
	}
	c.compared, s.Now = true, true
	from, err := h.from(ctx, c, o.since)
	if err != nil {
		return err
	}
	if !from.IsZero() {
		at := from.UTC()
		c.From = &at
	}
	r, err := drift.Since(ctx, s, from, c.At)
	if err != nil {
		return err
	}
	c.add(r)
	return nil
}
