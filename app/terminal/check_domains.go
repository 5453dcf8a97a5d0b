package terminal

import (
	"context"
	"strings"

	"handrail/app"
	"handrail/app/drift"
	"handrail/app/guide"
	"handrail/app/tenant"
)

// lookAtDomains looks again at the domains that are known. What cannot be asked is said; it does not end the check.
func (h *Program) lookAtDomains(ctx context.Context, w Environment, c *checked) error {
	if h.Domains == nil || h.Unsaved != nil {
		return nil
	}
	left, err := h.Domains(ctx, w.line())
	w.clearLine()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		message, hint := app.UserMessage(err)
		c.trouble("Handrail could not check your domains. " + message + " " + hint)
	case len(left) > 0:
		c.trouble("The time was too short to check " + guide.Names(left) + ".")
	}
	return nil
}

// trouble adds why something could not be done.
func (c *checked) trouble(why string) {
	c.Problem = strings.TrimSpace(c.Problem + " " + strings.TrimSpace(why))
}

// unanswered returns the parts of domains about which DNS did not answer.
func unanswered(r drift.Result) (all []section) {
	for _, m := range r.Unanswered() {
		s := section{ID: m.Section, Title: drift.TitleOf(m.Section), State: tenant.Failed, Error: m.Why,
			Notes: []string{}, Requests: []string{}}
		if !m.Since.IsZero() {
			at := m.Since.UTC()
			s.Completed = &at
		}
		all = append(all, s)
	}
	return all
}
