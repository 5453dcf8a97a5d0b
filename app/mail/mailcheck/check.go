// Package mailcheck checks what a sending mail server sees of a domain.
//
// Before it delivers, a server looks up the domain's mail servers (MX records, RFC
// 5321 section 5) and its MTA-STS record (a TXT record, RFC 8461 section 3.1), and
// fetches the policy from the policy host (section 3.3). Then it connects to an email
// server, asks for encryption, and compares the server's name and certificate with
// the policy (section 4). A second TXT record has the address for reports about
// failures (RFC 8460 section 3).
//
// A Checker asks everything at once. A question that fails does not stop the others:
// its result is "unknown", and the State has the reason.
package mailcheck

import (
	"context"
	"crypto/x509"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/mail/cert"
	"handrail/app/mail/dns"
	"handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
	"handrail/app/task"
)

// The limits that keep a hostile domain from costing more than an honest one.
const (
	MaxHosts     = 20 // mail servers looked at
	maxAddrs     = 8  // addresses of one host
	maxServers   = 13 // name servers of one zone asked
	authorityFor = 5 * time.Second
	askFor       = 3 * time.Second
)

// Checker asks everything a sending server would ask of a domain.
type Checker struct {
	Resolver dns.Resolver
	// Authorities finds the name servers of a zone, AskAt asks one of them. Both
	// may be nil; then only the resolver's answer counts.
	Authorities  func(ctx context.Context, name string) ([]dns.Authority, error)
	AskAt        func(ctx context.Context, server netip.AddrPort, name string, t dns.Type) (dns.Answer, error)
	Fetcher      mtasts.Fetcher
	Prober       smtpprobe.Prober
	Now          app.Clock // nil means time.Now
	AllowPrivate bool      // also ask servers at private addresses; for the sample organisation and tests
	Server       string    // the resolver's name for the record
}

// Net is how a Checker reaches the world.
type Net struct {
	Dial         app.Dial       // nil means a plain dialer
	Roots        *x509.CertPool // nil means the system's
	Now          app.Clock      // nil means time.Now
	AllowPrivate bool
	// Proxy returns the proxy of this network for a web request; nil: none. Only policies use it.
	Proxy func(*http.Request) (*url.URL, error)
}

// Ready returns an error where no certificate can be checked.
func (n Net) Ready() error {
	if n.Roots != nil {
		return nil
	}
	err := cert.LoadRoots()
	if err == nil {
		return nil
	}
	return &app.Error{Code: app.Unreachable, Message: "This computer has no list of trusted certificate issuers, so " +
		"Handrail cannot check certificates.", Hint: "Install the list of your system (on Linux, the package " +
		"ca-certificates), then try again.", Err: err}
}

// NewChecker makes a Checker that asks DNS through client, and web and mail
// servers through net.
func NewChecker(client *dns.Client, net Net) Checker {
	if net.Dial == nil && !net.AllowPrivate {
		net.Dial = app.PublicDial(25, 443) // whatever was checked before, the dialled address decides
	}
	return Checker{
		Resolver: client, Authorities: client.Authorities, AskAt: client.Ask,
		Fetcher: mtasts.Fetcher{Dial: net.Dial, Roots: net.Roots, Now: net.Now, AllowPrivate: net.AllowPrivate,
			Proxy: net.Proxy},
		Prober: smtpprobe.Prober{Dial: net.Dial, Roots: net.Roots, Now: net.Now},
		Now:    net.Now, AllowPrivate: net.AllowPrivate, Server: strings.Join(client.Servers(), ", "),
	}
}

// Check asks everything about domain at once. It takes as long as its slowest
// chain of questions, reports each result to report (which may be nil) when it
// arrives, and returns at once when ctx is cancelled. The only error is that of
// ctx: what is not known is in the State.
func (c Checker) Check(ctx context.Context, domain dns.Domain, report task.Report) (*State, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	// The rest stops when Check returns.
	inner, stop := context.WithCancel(ctx)
	defer stop()
	r := &run{
		Checker: c, ctx: inner, report: report, arrived: make(chan func()),
		s: &State{Domain: domain, At: c.now().UTC(), Server: c.Server},
	}
	r.mail()
	r.announcement()
	r.policy()
	r.reporting()
	r.misplaced()
	for r.answered < r.asked {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case apply := <-r.arrived:
			r.answered++
			apply()
			r.tell()
		}
	}
	conclude(r.s)
	return r.s, nil
}

func (c Checker) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

// run is one check under way. Questions wait in goroutines of their own; what
// they bring is applied on the goroutine of Check alone, so nothing is locked.
type run struct {
	Checker
	ctx             context.Context
	report          task.Report
	s               *State
	arrived         chan func()
	asked, answered int
	lines           []task.Line

	mxKnown, ownKnown bool
	own               addresses
}

// start runs ask in the background and the function it returns back here.
func (r *run) start(ask func(ctx context.Context) (apply func())) {
	r.asked++
	go func() {
		apply := ask(r.ctx)
		select {
		case r.arrived <- apply:
		case <-r.ctx.Done():
		}
	}()
}

// lookup asks one DNS question.
func (r *run) lookup(name string, t dns.Type, then func(Question)) {
	r.start(func(ctx context.Context) func() {
		answer, err := r.Resolver.Lookup(ctx, name, t)
		return func() { then(Question{answer, err}) }
	})
}

// addresses is what the A and AAAA questions of a name said together.
type addresses struct {
	addrs  []netip.Addr
	chain  []string
	status dns.Status
	ttl    time.Duration // of the addresses; of the answers where there is none
	err    error
}

// addressesOf asks for both kinds of address at once. One kind that fails does
// no harm as long as the other is found. The order in which they arrive does not matter.
func (r *run) addressesOf(name string, then func(addresses)) {
	kinds := []dns.Type{dns.A, dns.AAAA}
	got, open := make([]Question, len(kinds)), len(kinds)
	for i, t := range kinds {
		r.lookup(name, t, func(q Question) {
			if got[i], open = q, open-1; open == 0 {
				then(join(got))
			}
		})
	}
}

func join(answers []Question) addresses {
	a := addresses{status: dns.NoData}
	var found, absent []time.Duration
	for _, q := range answers {
		if q.Err != nil {
			a.err = q.Err
			continue
		}
		if len(q.Answer.Chain) > len(a.chain) {
			a.chain = q.Answer.Chain
		}
		if q.Answer.Status == dns.NXDomain {
			a.status = dns.NXDomain
		}
		if q.Answer.Status == dns.Found {
			found = append(found, q.Answer.TTL)
		} else {
			absent = append(absent, q.Answer.TTL)
		}
		for _, rec := range q.Answer.Records {
			if rec.Addr.IsValid() && len(a.addrs) < maxAddrs {
				a.addrs = append(a.addrs, rec.Addr.Unmap())
			}
		}
	}
	if len(found) == 0 {
		found = absent
	}
	if len(found) > 0 {
		a.ttl = slices.Min(found)
	}
	switch {
	case len(a.addrs) > 0:
		a.status, a.err = dns.Found, nil
	case a.err != nil:
		a.status = ""
	}
	return a
}

// public returns the addresses that may be asked: only public ones, so that a
// hostile domain cannot make this computer connect to its own network.
func (c Checker) public(addrs []netip.Addr) []netip.Addr {
	if c.AllowPrivate {
		return addrs
	}
	var open []netip.Addr
	for _, a := range addrs {
		if !app.IsPrivate(a) {
			open = append(open, a)
		}
	}
	return open
}

// line adds one result to the reported ones.
func (r *run) line(state, title string) {
	r.lines = append(r.lines, task.Line{State: state, Title: title})
}

func (r *run) tell() {
	if r.report == nil {
		return
	}
	r.report(task.Progress{
		Done: r.answered, Total: r.asked, Note: "Checking " + r.s.Domain.Unicode + "…",
		Lines: r.lines[:len(r.lines):len(r.lines)],
	})
}
