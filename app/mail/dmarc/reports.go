package dmarc

import (
	"context"
	"strings"

	"golang.org/x/net/idna"

	"handrail/app/mail/dns"
)

// maxDestinations is how many addresses for reports are looked at.
const maxDestinations = 8

// The states of a Destination.
const (
	Arrives    = "arrives"     // reports can arrive, as far as DNS shows
	NoName     = "no-name"     // its domain does not exist
	NoServer   = "no-server"   // no server receives email for its domain
	NotAllowed = "not-allowed" // its domain belongs to others and does not allow these reports
	Untested   = "unknown"     // DNS gave no usable answer
	NotMail    = "not-mail"    // not an email address, so it is not looked up
)

// Destination is one address that asks for reports.
type Destination struct {
	Tag     string // rua or ruf
	URI     string
	Address string // the email address; "" for another kind
	Domain  string // of the address
	State   string
	Missing string // NotAllowed: the name of the TXT record that would allow it
	Err     error  // why State is unknown
}

// AllowName returns where a domain allows reports about another one (RFC 9990 section 4).
func AllowName(about, to string) string { return about + "._report._dmarc." + to }

// AllowText is the record that allows it.
const AllowText = "v=DMARC1"

// Destinations looks up the addresses for reports of the record at domain. The error is
// that of ctx.
func Destinations(ctx context.Context, r dns.Resolver, domain string, rec *Record) ([]Destination, error) {
	var all []Destination
	add := func(tag string, uris []string) {
		for _, uri := range uris[:min(len(uris), maxDestinations)] {
			d := Destination{Tag: tag, URI: uri, Address: Mailbox(uri), State: NotMail}
			if d.Address != "" {
				d.Domain = asciiOf(d.Address[strings.LastIndexByte(d.Address, '@')+1:])
				d.check(ctx, r, domain)
			}
			all = append(all, d)
		}
	}
	add("rua", rec.RUA)
	add("ruf", rec.RUF)
	return all, ctx.Err()
}

func asciiOf(domain string) string {
	if ascii, err := idna.Lookup.ToASCII(domain); err == nil {
		return strings.TrimSuffix(ascii, ".")
	}
	return strings.ToLower(strings.TrimSuffix(domain, "."))
}

// check asks whether the domain receives email and whether it allows the reports.
func (d *Destination) check(ctx context.Context, r dns.Resolver, about string) {
	if d.State, d.Err = receives(ctx, r, d.Domain); d.State != Arrives {
		return
	}
	allowed, err := allows(ctx, r, about, d.Domain)
	switch {
	case err != nil:
		d.State, d.Err = Untested, err
	case !allowed:
		d.State, d.Missing = NotAllowed, AllowName(about, d.Domain)
	}
}

// receives reports whether a server receives email for a domain (RFC 5321 section 5.1,
// RFC 7505).
func receives(ctx context.Context, r dns.Resolver, domain string) (string, error) {
	mx, err := r.Lookup(ctx, domain, dns.MX)
	switch {
	case err != nil:
		return Untested, err
	case mx.Status == dns.NXDomain:
		return NoName, nil
	case len(mx.Records) == 1 && mx.Records[0].Host == "":
		return NoServer, nil
	case len(mx.Records) > 0:
		return Arrives, nil
	}
	for _, t := range []dns.Type{dns.A, dns.AAAA} {
		a, failed := r.Lookup(ctx, domain, t)
		if failed != nil {
			err = failed
		} else if len(a.Records) > 0 {
			return Arrives, nil
		}
	}
	if err != nil {
		return Untested, err
	}
	return NoServer, nil
}

// allows reports whether reports about one domain may go to another: both have the same
// organisational domain, or a record says so (RFC 9990 section 4).
func allows(ctx context.Context, r dns.Resolver, about, to string) (bool, error) {
	if about == to {
		return true, nil
	}
	ours, err := Organisation(ctx, r, about)
	if err != nil {
		return false, err
	}
	theirs, err := Organisation(ctx, r, to)
	if err != nil {
		return false, err
	}
	if ours == theirs {
		return true, nil
	}
	name := AllowName(about, to)
	if len(name) > 253 {
		return false, nil
	}
	a, err := r.Lookup(ctx, name, dns.TXT)
	if err != nil {
		return false, err
	}
	for _, rec := range a.Records {
		if IsRecord(rec.TXT()) {
			return true, nil
		}
	}
	return false, nil
}

// Misplaced is a DMARC record at a name where no receiver looks.
type Misplaced struct{ Name, Text string }

// Misplace looks where a record lands by mistake: at the domain itself, and where a form
// adds the domain once more. What fails here does not matter: a misplaced record changes
// nothing for receivers. The error is that of ctx.
func Misplace(ctx context.Context, r dns.Resolver, domain string) (all []Misplaced, err error) {
	for _, name := range []string{domain, Name(domain) + "." + domain, "dmarc." + domain, "_dmarc._dmarc." + domain,
		"_domainkey." + domain} {
		if len(name) > 253 {
			continue
		}
		a, err := r.Lookup(ctx, name, dns.TXT)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil || len(a.Chain) > 0 {
			continue
		}
		for _, rec := range a.Records {
			if text := rec.TXT(); IsRecord(text) || isMeant(text) {
				all = append(all, Misplaced{name, text})
			}
		}
	}
	return all, nil
}
