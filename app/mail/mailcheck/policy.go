package mailcheck

import (
	"context"

	"handrail/app"
	"handrail/app/mail/dns"
	"handrail/app/mail/mtasts"
)

// policy finds the policy host and fetches the policy, whether or not a
// policy is announced: each without the other is worth knowing.
func (r *run) policy() {
	host := mtasts.PolicyHost(r.s.Domain.ASCII)
	r.addressesOf(host, func(a addresses) {
		r.s.PolicyHost = PolicyHost{
			Name: host, Chain: a.chain, Addrs: a.addrs, Status: a.status, Err: a.err, TTL: a.ttl,
			Dangling: len(a.chain) > 0 && a.status == dns.NXDomain,
		}
		switch {
		case a.err != nil:
			r.line("unknown", "Handrail could not look up the policy host")
		case a.status != dns.Found && r.s.PolicyHost.Dangling:
			r.line("problem", "The policy host is an alias of a name that does not exist")
		case a.status != dns.Found:
			r.line("note", "There is no policy host")
		default:
			r.fetch(a)
		}
	})
}

// fetch reads the policy as RFC 8461 section 3.3 says.
func (r *run) fetch(a addresses) {
	domain := r.s.Domain.ASCII
	r.start(func(ctx context.Context) func() {
		got := r.Fetcher.Fetch(ctx, domain, a.addrs)
		return func() {
			r.s.Policy = got
			if got.Fault != "" || got.Policy == nil {
				words, _ := app.UserMessage(got.Err)
				if words == "" {
					words = "Handrail could not read the policy."
				}
				state := "problem"
				if got.Fault == mtasts.NoRoute {
					state = "unknown"
				}
				r.line(state, words)
				return
			}
			r.line("ok", "The policy is published, in mode "+string(got.Policy.Mode))
		}
	})
}

// policyState sorts what came of the policy (see the constants).
func policyState(host PolicyHost, got mtasts.Fetched) string {
	switch {
	case host.Err != nil || host.Status == "" || got.Fault == mtasts.NoRoute:
		return Unknown
	case host.Status != dns.Found, got.Fault == mtasts.NoHost:
		return mtasts.Absent
	case got.Fault == "" && got.Policy != nil:
		return mtasts.Valid
	}
	switch got.Fault {
	case mtasts.Status:
		if got.Status == 404 || got.Status == 410 {
			return mtasts.Absent
		}
		return Unreachable
	case mtasts.MediaType, mtasts.TooLarge, mtasts.Encoded, mtasts.Charset, mtasts.HTML, mtasts.Syntax:
		return mtasts.Invalid
	}
	return Unreachable
}
