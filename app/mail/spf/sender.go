package spf

import (
	"context"
	"errors"
	"net"
	"net/netip"

	"blitiri.com.ar/go/spf"

	"handrail/app/mail/dns"
)

// Func evaluates the record of a domain for the address of a server.
type Func func(ctx context.Context, addr netip.Addr, domain string) (Verdict, error)

// Source returns a Func that asks the DNS client which open returns.
func Source(open func(context.Context) (*dns.Client, error)) Func {
	return func(ctx context.Context, addr netip.Addr, domain string) (Verdict, error) {
		client, err := open(ctx)
		if err != nil {
			return Verdict{}, err
		}
		return Sender(ctx, client, addr, domain)
	}
}

// Sender evaluates the record of a domain as a receiver does, for an email from a server
// with the address. The person in front of the @ is taken to be postmaster. A result that
// comes after a term about the name of the address (ptr) is a passing failure: that name is
// not asked for, so the term may have matched.
func Sender(ctx context.Context, r dns.Resolver, addr netip.Addr, domain string) (Verdict, error) {
	names := &nameless{adapter: adapter{r}}
	result, err := spf.CheckHostWithSender(net.IP(addr.AsSlice()), domain, "postmaster@"+domain, spf.WithContext(ctx),
		spf.WithResolver(names))
	switch {
	case ctx.Err() != nil:
		return Verdict{}, ctx.Err()
	case names.wanted:
		return Verdict{Result: TempError, Err: errors.New("the record decides by the name of the address")}, nil
	}
	return Verdict{Result: string(result), Err: err, Lookups: errors.Is(err, spf.ErrLookupLimitReached),
		Voids: errors.Is(err, spf.ErrVoidLookupLimitReached)}, nil
}

// nameless is an adapter that does not ask for the names of addresses.
type nameless struct {
	adapter
	wanted bool // a term wanted one
}

// LookupAddr returns that the name is not known.
func (n *nameless) LookupAddr(_ context.Context, addr string) ([]string, error) {
	n.wanted = true
	return nil, &net.DNSError{Err: "not asked", Name: addr, IsTemporary: true}
}
