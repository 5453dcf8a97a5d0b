package terminal

import (
	"context"
	"fmt"
	"time"

	"handrail/app"
	"handrail/app/drift"
	"handrail/app/guide"
	"handrail/app/mail/domainpart"
	"handrail/app/tenant"
)

// lookAtDomains looks again at the domains that are known. What cannot be asked is said; it does not end the check.
func (h *Program) lookAtDomains(ctx context.Context, w Environment, c *checked) error {
	if h.Domains == nil {
		return nil
	}
	left, err := h.Domains(ctx, w.line())
	if w.Progress {
		_, _ = fmt.Fprint(w.overwritten(), "\r\033[K")
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		message, hint := app.UserMessage(err)
		c.domainProblem = "Handrail could not check your domains. " + message + " " + hint
	case len(left) > 0:
		c.domainProblem = "The time was too short to check " + guide.Names(left) + "."
	}
	c.At = h.Clock().UTC()
	return nil
}

// domainsAlone compares domains where no organisation is connected.
func (h *Program) domainsAlone(ctx context.Context, since string, c *checked) error {
	if h.Changes == nil {
		return nil
	}
	s, err := h.Changes(ctx)
	if err != nil || s.Domains == nil {
		return err
	}
	from, err := h.from(ctx, "", since)
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
	c.connected = true
	c.add(r)
	if h.Settings == nil {
		return nil
	}
	return h.Settings.SetSetting(ctx, lastCheck, c.At.Format(time.RFC3339Nano))
}

// unanswered returns the parts of domains about which DNS did not answer. A mail server or a policy host that cannot be
// reached from this computer is usual: most networks block port 25.
func unanswered(r drift.Result) (all []section) {
	for _, m := range r.Missed {
		switch _, part, _, _ := domainpart.Split(m.Section); part {
		case domainpart.MX, domainpart.SPF, domainpart.DMARC, domainpart.Record, domainpart.Reports:
			s := section{ID: m.Section, Title: drift.TitleOf(m.Section), State: tenant.Failed, Error: m.Why,
				Notes: []string{}, Requests: []string{}}
			if !m.Since.IsZero() {
				at := m.Since.UTC()
				s.Completed = &at
			}
			all = append(all, s)
		}
	}
	return all
}
