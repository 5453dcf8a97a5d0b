// Package health checks a domain’s email from outside, as receivers and senders see it:
// who receives it (MX), who may send in its name (SPF, DKIM, DMARC), and whether its
// delivery is encrypted (MTA-STS, TLS-RPT, DNSSEC, DANE, certificates).
//
// Each part gets lines: fine, to do, or not known with the reason, what it means, and what
// repairs it. A question without an answer is never “not there”.
//
// Many domains are checked side by side. All share one budget of questions, and a question
// that several of them have is asked once.
package health

import (
	"cmp"
	"context"
	"sync"
	"time"

	"handrail/app/mail/dkimkey"
	"handrail/app/mail/dmarc"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/spf"
	"handrail/app/task"
)

// The budget of one run.
const (
	domainsOnce  = 24 // checked side by side
	questionOnce = 64 // DNS questions on their way
)

// control is a name that is signed. A resolver that does not say so checks no signatures.
const control = "org"

// State is what was found of one domain.
type State struct {
	Domain dns.Domain
	At     time.Time // when its check began, UTC
	Server string    // the resolver asked, in words

	Mail      *mailcheck.State
	SPF       *spf.Walk
	Stranger  spf.Verdict // what receivers make of an email from an address that is no one’s
	Keys      []dkimkey.Key
	Microsoft int // how many of Keys, from the first on, are those of Microsoft 365
	DMARC     *dmarc.Found
	Reports   []dmarc.Destination // where the record asks for reports
	Misplaced []dmarc.Misplaced

	SOA       mailcheck.Question // of the domain itself; its Authentic is the answer about DNSSEC
	Validates bool               // the resolver checks signatures: it said so of a name that is signed
}

// Func checks domains. selectors are further names of DKIM keys. It only reads. The states
// are in the order of the domains; the error is that of ctx, or that no name server is known.
type Func func(ctx context.Context, domains []dns.Domain, selectors []string, report task.Report) ([]*State, error)

// Source returns a Func that asks the DNS client which open returns, again for each run.
func Source(open func(context.Context) (*dns.Client, error), net mailcheck.Net) Func {
	return func(ctx context.Context, domains []dns.Domain, selectors []string, report task.Report) ([]*State, error) {
		client, err := open(ctx)
		if err = cmp.Or(err, net.Ready()); err != nil {
			return nil, err
		}
		return Check(ctx, mailcheck.NewChecker(client, net), domains, selectors, report)
	}
}

// Check checks domains side by side with c. Only the resolver’s answers count: the name
// servers of each zone are not asked one by one.
func Check(ctx context.Context, c mailcheck.Checker, domains []dns.Domain, selectors []string,
	report task.Report) ([]*State, error) {
	c.Resolver = dns.NewShared(c.Resolver, questionOnce)
	c.Authorities, c.AskAt = nil, nil
	c.Prober.Dial = mailcheck.NewBreaker(c.Prober.Dial)
	states, err := mailcheck.SideBySide(ctx, domains, domainsOnce, report, func(d dns.Domain) (*State, error) {
		return one(ctx, c, d, selectors)
	})
	if err != nil {
		return nil, err
	}
	return states, nil
}

// one asks everything about one domain at once. Its errors are those of ctx.
func one(ctx context.Context, c mailcheck.Checker, d dns.Domain, selectors []string) (*State, error) {
	now := time.Now
	if c.Now != nil {
		now = c.Now
	}
	s := &State{Domain: d, At: now().UTC(), Server: c.Server}
	names := dkimkey.MicrosoftSelectors(d.ASCII)
	s.Microsoft = len(names)
	for _, name := range selectors {
		if name != names[0] && name != names[1] {
			names = append(names, name)
		}
	}
	s.Keys = make([]dkimkey.Key, len(names))
	r, name := c.Resolver, d.ASCII
	parts := []func() error{
		func() (err error) { s.Mail, err = c.Check(ctx, d, nil); return err },
		func() (err error) { s.SPF, err = spf.Count(ctx, r, name); return err },
		func() (err error) { s.Stranger, err = spf.Stranger(ctx, r, name); return err },
		func() (err error) { s.Misplaced, err = dmarc.Misplace(ctx, r, name); return err },
		func() (err error) {
			if s.DMARC, err = dmarc.Discover(ctx, r, name); err == nil && s.DMARC.Record != nil {
				s.Reports, err = dmarc.Destinations(ctx, r, s.DMARC.At, s.DMARC.Record)
			}
			return err
		},
		func() error {
			s.SOA.Answer, s.SOA.Err = r.Lookup(ctx, name, dns.SOA)
			signed, err := r.Lookup(ctx, control, dns.SOA)
			s.Validates = err == nil && signed.Authentic
			return ctx.Err()
		},
	}
	for i, selector := range names {
		parts = append(parts, func() (err error) {
			s.Keys[i], err = dkimkey.Lookup(ctx, r, selector,
				name)
			return err
		})
	}
	failed := make([]error, len(parts))
	var all sync.WaitGroup
	for i, part := range parts {
		all.Go(func() { failed[i] = part() })
	}
	all.Wait()
	for _, err := range failed {
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}
