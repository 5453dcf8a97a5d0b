package mailcheck

import (
	"context"
	"slices"
	"strings"

	"handrail/app/mail/dns"
)

// Receivers returns the names of the servers that take email for a domain; none where it
// takes none. It asks DNS alone, and connects to no server.
type Receivers func(ctx context.Context, domain string) ([]string, error)

// ReceiversBy returns a Receivers that asks the DNS client which open returns.
func ReceiversBy(open func(context.Context) (*dns.Client, error)) Receivers {
	return func(ctx context.Context, domain string) ([]string, error) {
		client, err := open(ctx)
		if err != nil {
			return nil, err
		}
		return receivers(ctx, client, domain)
	}
}

func receivers(ctx context.Context, r dns.Resolver, domain string) ([]string, error) {
	mx, err := r.Lookup(ctx, domain, dns.MX)
	if err != nil || mx.Status == dns.NXDomain {
		return nil, err
	}
	var s State
	collectHosts(&s, mx.Records)
	names := slices.Clone(s.Further)
	for _, h := range s.Hosts {
		names = append(names, h.Name)
	}
	if len(names) > 0 || s.Null {
		return names, nil
	}
	for _, t := range []dns.Type{dns.A, dns.AAAA} { // then the domain itself takes it (RFC 5321 section 5.1)
		a, err := r.Lookup(ctx, domain, t)
		switch {
		case err != nil:
			return nil, err
		case len(a.Records) > 0:
			return []string{strings.ToLower(domain)}, nil
		}
	}
	return nil, nil
}
