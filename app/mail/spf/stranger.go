package spf

import (
	"context"
	"errors"
	"net"

	"blitiri.com.ar/go/spf"

	"handrail/app/mail/dns"
)

// The results for an email, as receivers write them (RFC 7208 section 2.6).
const (
	Pass      = "pass"
	Fail      = "fail"
	SoftFail  = "softfail"
	Neutral   = "neutral"
	None      = "none"
	PermError = "permerror"
	TempError = "temperror"
)

// Verdict is what a receiver makes of an email from an address.
type Verdict struct {
	Result  string // one of the constants above
	Lookups bool   // it gave up because of too many lookups
	Voids   bool   // it gave up because too many lookups found nothing
	Err     error  // the library’s reason; may be nil
}

// stranger is an address that no sender can have: 240.0.0.0/4 is reserved (RFC 1112
// section 4), and so is 8000::/3 (RFC 4291 section 2.4, IANA’s list of the IPv6 address
// space). So no term that names real senders matches them.
var stranger, stranger6 = net.IPv4(240, 0, 0, 1), net.ParseIP("8000::1")

// Stranger evaluates the record of a domain as a receiver does, for an address that is
// no one’s. A library decides, by RFC 7208 with its limits. A record that lets a stranger of
// version 6 pass lets anyone send.
func Stranger(ctx context.Context, r dns.Resolver, domain string) (Verdict, error) {
	v, err := check(ctx, r, domain, stranger)
	if err != nil || v.Result == Pass || v.Result == PermError || v.Result == TempError || v.Result == None {
		return v, err
	}
	if v6, err := check(ctx, r, domain, stranger6); err != nil || v6.Result == Pass {
		return v6, err
	}
	return v, nil
}

func check(ctx context.Context, r dns.Resolver, domain string, from net.IP) (Verdict, error) {
	result, err := spf.CheckHostWithSender(from, "stranger.invalid", "postmaster@"+domain,
		spf.WithContext(ctx), spf.WithResolver(adapter{r}))
	if ctx.Err() != nil {
		return Verdict{}, ctx.Err()
	}
	return Verdict{Result: string(result), Err: err, Lookups: errors.Is(err, spf.ErrLookupLimitReached),
		Voids: errors.Is(err, spf.ErrVoidLookupLimitReached)}, nil
}

// adapter asks a dns.Resolver in the form that the library expects: a name that does not
// exist is “not found”, a name without such a record is an empty list, and a question
// without an answer is a passing failure.
type adapter struct{ dns.Resolver }

func (a adapter) ask(ctx context.Context, name string, t dns.Type) ([]dns.Record, error) {
	answer, err := a.Lookup(ctx, name, t)
	switch {
	case impossible(err):
		return nil, &net.DNSError{Err: err.Error(), Name: name, IsNotFound: true}
	case err != nil:
		return nil, &net.DNSError{Err: err.Error(), Name: name, IsTemporary: true}
	case answer.Status == dns.NXDomain:
		return nil, &net.DNSError{Err: "no such name", Name: name, IsNotFound: true}
	}
	return answer.Records, nil
}

// LookupTXT returns the texts of a name.
func (a adapter) LookupTXT(ctx context.Context, name string) (all []string, err error) {
	records, err := a.ask(ctx, name, dns.TXT)
	for _, r := range records {
		all = append(all, r.TXT())
	}
	return all, err
}

// LookupMX returns the mail servers of a domain.
func (a adapter) LookupMX(ctx context.Context, name string) (all []*net.MX, err error) {
	records, err := a.ask(ctx, name, dns.MX)
	for _, r := range records {
		all = append(all, &net.MX{Host: r.Host, Pref: r.Pref})
	}
	return all, err
}

// LookupIPAddr returns the addresses of a host. The stranger’s address is of version 4,
// but a receiver of version 6 counts the same terms.
func (a adapter) LookupIPAddr(ctx context.Context, host string) (all []net.IPAddr, err error) {
	for _, t := range []dns.Type{dns.A, dns.AAAA} {
		records, failed := a.ask(ctx, host, t)
		if failed != nil && err == nil {
			err = failed
		}
		for _, r := range records {
			all = append(all, net.IPAddr{IP: r.Addr.AsSlice()})
		}
	}
	if len(all) > 0 {
		err = nil
	}
	return all, err
}

// LookupAddr returns no name: no one has the stranger’s address, so it has no name either.
func (a adapter) LookupAddr(_ context.Context, addr string) ([]string, error) {
	return nil, &net.DNSError{Err: "no such name", Name: addr, IsNotFound: true}
}
