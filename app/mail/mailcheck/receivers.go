package mailcheck

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/mail/dns"
)

// Receivers returns the names of the servers that take email for a domain; none where it
// takes none. The error of a domain that does not exist is one of IsNoDomain. It asks DNS alone, and connects to no
// server.
type Receivers func(ctx context.Context, domain string) ([]string, error)

// ReceiversBy returns a Receivers that asks the DNS client which open returns. seen, which may be nil, is called with
// what was found, or with why it was not: the fields of State about MX records.
func ReceiversBy(open func(context.Context) (*dns.Client, error), seen func(context.Context, *State)) Receivers {
	return func(ctx context.Context, domain string) ([]string, error) {
		client, err := open(ctx)
		if err != nil {
			return nil, err
		}
		s := receivers(ctx, client, domain)
		if seen != nil && ctx.Err() == nil {
			seen(ctx, s)
		}
		return s.receivers()
	}
}

// receivers asks only which servers take email for a domain.
func receivers(ctx context.Context, r dns.Resolver, domain string) *State {
	s := &State{Domain: dns.Domain{ASCII: strings.ToLower(domain), Unicode: domain}}
	s.MX.Answer, s.MX.Err = r.Lookup(ctx, domain, dns.MX)
	if s.MX.Err != nil || s.Gone() {
		return s
	}
	collectHosts(s, s.MX.Answer.Records)
	if len(s.Hosts) > 0 || s.Null {
		return s
	}
	for _, t := range []dns.Type{dns.A, dns.AAAA} { // then the domain itself takes it (RFC 5321 section 5.1)
		s.Own.Answer, s.Own.Err = r.Lookup(ctx, domain, t)
		switch {
		case s.Own.Err != nil:
			return s
		case len(s.Own.Answer.Records) > 0:
			s.Implicit, s.Hosts = true, []Host{{Name: s.Domain.ASCII}}
			return s
		}
	}
	return s
}

// errNoDomain is in the chain of the error of a domain that does not exist.
var errNoDomain = errors.New("mailcheck: DNS has no such domain")

// IsNoDomain reports whether err means that a domain does not exist.
func IsNoDomain(err error) bool { return errors.Is(err, errNoDomain) }

// NoSuchDomain returns the error, an app.NotFound, of a domain that does not exist.
func NoSuchDomain() error {
	return &app.Error{Code: app.NotFound, Message: "This domain does not exist.", Err: errNoDomain,
		Hint: "Check the spelling. If it is right, renew the domain where it was registered."}
}

// receivers returns the names of the servers that were found, or why they are not known. A domain that does not exist
// is an error: that it takes no email would be said of one that does.
func (s *State) receivers() ([]string, error) {
	if s.Gone() {
		return nil, NoSuchDomain()
	}
	if err := cmp.Or(s.MX.Err, s.Own.Err); err != nil {
		return nil, err
	}
	names := slices.Clone(s.Further)
	for _, h := range s.Hosts {
		names = append(names, h.Name)
	}
	return names, nil
}
