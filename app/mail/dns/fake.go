package dns

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Zone is data for a Fake: records by name (lower case, no final dot).
type Zone map[string][]Record

// Fake answers from data, for tests and the sample organisation.
type Fake struct {
	Zone      Zone
	Fail      map[string]Kind // what fails: by "name", or by "name TXT" for one type
	Authentic []string        // domains that DNSSEC protects, with all below them
	Server    string          // shown in answers
}

// Lookup answers like a resolver would: a name without records, and without
// names below it, does not exist (RFC 8020); CNAMEs are followed (RFC 1034 section 3.6.2).
func (f Fake) Lookup(ctx context.Context, name string, t Type) (Answer, error) {
	if err := ctx.Err(); err != nil {
		return Answer{}, err
	}
	name, err := askable(name, t)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Name: name, Type: t, Server: f.Server, Authentic: true, TTL: time.Hour}
	for at := name; ; {
		for _, key := range []string{at, at + " " + t.String()} {
			if kind, bad := f.Fail[key]; bad {
				return Answer{}, &Error{Kind: kind, Name: name, Type: t, Server: f.Server}
			}
		}
		a.Authentic = a.Authentic && f.signed(at)
		next := ""
		for _, r := range f.Zone[at] {
			if r.TTL == 0 {
				r.TTL = time.Hour
			}
			switch {
			case r.Type == t:
				a.Records = append(a.Records, r)
			case r.Type == CNAME:
				next = r.Host
			default:
				continue
			}
			a.TTL = min(a.TTL, r.TTL)
		}
		switch {
		case len(a.Records) > 0:
			a.Status = Found
			return a, nil
		case next == "":
			a.Status = f.emptiness(at)
			return a, nil
		case next == name || slices.Contains(a.Chain, next) || len(a.Chain) >= maxChain:
			return Answer{}, &Error{Kind: Loop, Name: name, Type: t, Server: f.Server}
		}
		a.Chain = append(a.Chain, next)
		at = next
	}
}

func (f Fake) emptiness(name string) Status {
	for n := range f.Zone {
		if n == name || strings.HasSuffix(n, "."+name) {
			return NoData
		}
	}
	return NXDomain
}

func (f Fake) signed(name string) bool {
	return slices.ContainsFunc(f.Authentic, func(zone string) bool {
		return name == zone || strings.HasSuffix(name, "."+zone)
	})
}
