package mailcheck

import (
	"context"
	"errors"
	"net/netip"
	"sync"

	"handrail/app"
	"handrail/app/mail/dns"
	"handrail/app/mail/mtasts"
	"handrail/app/mail/tlsrpt"
)

// RecordName returns the name of the TXT record that announces a policy (RFC 8461
// section 3.1).
func RecordName(domain string) string { return "_mta-sts." + domain }

// ReportingName returns the name of the TXT record that asks for reports (RFC 8460
// section 3).
func ReportingName(domain string) string { return "_smtp._tls." + domain }

// announcement asks for the TXT record, of the resolver and of every name server
// of the zone.
func (r *run) announcement() {
	name := RecordName(r.s.Domain.ASCII)
	r.lookup(name, dns.TXT, func(q Question) {
		r.s.RecordAnswer, r.s.RecordErr = q.Answer, q.Err
		r.s.Record = mtasts.Select(texts(q.Answer))
		r.s.RecordState = stateOf(r.s.Record.State, q.Err)
		r.astray(q, place{name, ReportingName(r.s.Domain.ASCII), "v=TLSRPTv1"})
		r.beside(name, r.s.RecordState, q.Answer, &r.s.Beside)
		switch r.s.RecordState {
		case mtasts.Valid:
			r.line("ok", "The MTA-STS record is published, with the ID "+r.s.Record.Record.ID)
		case mtasts.Absent:
			r.line("warning", "There is no MTA-STS record")
		case Unknown:
			r.line("unknown", "Handrail could not find out whether there is an MTA-STS record")
		default:
			r.line("problem", "The MTA-STS record is not correct")
		}
	})
	if r.Authorities == nil || r.AskAt == nil {
		return
	}
	r.start(func(ctx context.Context) func() {
		answers, err := r.askAll(ctx, name)
		return func() { r.s.Authorities, r.s.AuthoritiesErr = answers, err }
	})
}

// askAll asks every name server of the zone of name. Where they all say that the
// name is another one's alias, the servers of that other zone are asked.
func (c Checker) askAll(ctx context.Context, name string) ([]AuthorityAnswer, error) {
	var answers []AuthorityAnswer
	for range 2 {
		round, err := c.askZone(ctx, name)
		if err != nil {
			return answers, err
		}
		answers = round
		target := ""
		for _, a := range round {
			if a.Err == nil && len(a.Answer.Records) == 0 && len(a.Answer.Chain) > 0 {
				target = a.Answer.Chain[len(a.Answer.Chain)-1]
			}
		}
		if target == "" {
			break
		}
		name = target
	}
	return answers, nil
}

func (c Checker) askZone(ctx context.Context, name string) ([]AuthorityAnswer, error) {
	find, stop := context.WithTimeout(ctx, authorityFor)
	defer stop()
	servers, err := c.Authorities(find, name)
	if err != nil {
		return nil, err
	}
	answers := oneAddressEach(servers)
	var wait sync.WaitGroup
	for i := range answers {
		a := &answers[i]
		switch {
		case !a.Addr.IsValid():
			a.Err = app.Errorf(app.Unreachable, "Ask your DNS provider.", "This name server has no address.")
		case len(c.public([]netip.Addr{a.Addr})) == 0:
			a.Err = app.Errorf(app.Denied, "Ask your DNS provider.", "This name server has a private address.")
		default:
			wait.Go(func() {
				short, stop := context.WithTimeout(ctx, askFor)
				defer stop()
				a.Answer, a.Err = c.AskAt(short, netip.AddrPortFrom(a.Addr, 53), name, dns.TXT)
			})
		}
	}
	wait.Wait()
	return answers, nil
}

// oneAddressEach returns one address of each server, IPv4 if there is one, because
// more computers can reach those.
func oneAddressEach(servers []dns.Authority) []AuthorityAnswer {
	var kept []AuthorityAnswer
	at := map[string]int{}
	for _, s := range servers {
		i, seen := at[s.Host]
		if !seen {
			if len(kept) == maxServers {
				continue
			}
			at[s.Host] = len(kept)
			kept = append(kept, AuthorityAnswer{Host: s.Host, Addr: s.Addr})
			continue
		}
		if s.Addr.Is4() && !kept[i].Addr.Is4() {
			kept[i].Addr = s.Addr
		}
	}
	return kept
}

// reporting asks who wants reports.
func (r *run) reporting() {
	name := ReportingName(r.s.Domain.ASCII)
	r.lookup(name, dns.TXT, func(q Question) {
		r.s.ReportingAnswer, r.s.ReportingErr = q.Answer, q.Err
		r.s.Reporting = tlsrpt.Select(texts(q.Answer))
		r.s.ReportingState = stateOf(r.s.Reporting.State, q.Err)
		r.astray(q, place{name, RecordName(r.s.Domain.ASCII), "v=STSv1"})
		r.beside(name, r.s.ReportingState, q.Answer, &r.s.ReportingBeside)
		r.destinations(wanted(r.s.Reporting))
		if r.s.ReportingState == tlsrpt.Several {
			r.s.ReportingState = tlsrpt.Invalid
		}
		switch r.s.ReportingState {
		case tlsrpt.Valid:
			r.line("ok", "The TLS-RPT record requests daily reports")
		case tlsrpt.Absent:
			r.line("warning", "You do not receive reports about failed deliveries")
		case Unknown:
			r.line("unknown", "Handrail could not find out whether there is a TLS-RPT record")
		default:
			r.line("problem", "The TLS-RPT record is not correct")
		}
	})
}

// beside looks for an address at the name of a record that is not there: that is what an
// alias looks like which Cloudflare proxies, and no record can be added beside it. An
// address that every name has, because of a wildcard, is none.
func (r *run) beside(name, state string, a dns.Answer, found *bool) {
	if state != mtasts.Absent || len(a.Chain) > 0 || a.Status != dns.NoData {
		return
	}
	r.addressesOf(name, func(here addresses) {
		if here.status != dns.Found || len(here.chain) > 0 {
			return
		}
		r.addressesOf("_no-such-name."+r.s.Domain.ASCII, func(any addresses) {
			*found = any.err == nil && any.status != dns.Found
		})
	})
}

func texts(a dns.Answer) []string {
	var list []string
	for _, rec := range a.Records {
		list = append(list, rec.TXT())
	}
	return list
}

func stateOf(state string, err error) string {
	if err != nil {
		return Unknown
	}
	return state
}

// KindOf returns the kind of a failed DNS question; "" for nil and for other errors.
func KindOf(err error) dns.Kind {
	var e *dns.Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}
