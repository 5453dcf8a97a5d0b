package program

import (
	"context"
	"strings"

	"handrail/app"
	"handrail/app/mail/dns"
	"handrail/app/recommend"
	"handrail/app/task"
)

// FirstCheck checks the domain that was typed, or that of an email address, and returns what speaks for a guide. It asks
// public servers only. The error is an *app.Error.
func (p *Program) FirstCheck(ctx context.Context, typed string, report task.Report) (recommend.Seen, error) {
	typed = strings.TrimSpace(typed)
	domain, err := dns.CleanDomain(typed[strings.LastIndex(typed, "@")+1:])
	if err != nil {
		return recommend.Seen{}, err
	}
	states, err := p.Health(ctx, []dns.Domain{domain}, nil, report)
	if err != nil {
		return recommend.Seen{}, err
	}
	if len(states) != 1 || states[0] == nil {
		return recommend.Seen{}, app.Errorf(app.Unreachable, "Check your connection, then try again.",
			"Handrail could not check %s.", domain.Unicode)
	}
	return recommend.OfDomain(states[0]), nil
}
