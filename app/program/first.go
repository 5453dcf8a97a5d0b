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
	domain, err := typedDomain(typed)
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

// typedDomain returns the domain that was typed, or that of an email address: “ada@example.org”, also as programs for
// email copy it: “Ada <ada@example.org>”. The error is app.Invalid.
func typedDomain(typed string) (dns.Domain, error) {
	typed = strings.TrimSpace(typed)
	at := strings.LastIndex(typed, "@")
	name := typed[at+1:]
	if at >= 0 {
		name = strings.TrimRight(name, "> ;,")
	}
	d, err := dns.CleanDomain(name)
	if rest, is := strings.CutPrefix(d.Unicode, "www."); err == nil && is && strings.Contains(rest, ".") {
		return d, app.Errorf(app.Invalid, "Did you mean "+rest+"?", "This is the address of a website, not a domain for email.")
	}
	return d, err
}
