package mailcheck

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"strings"

	"handrail/app/mail/dns"
	"handrail/app/mail/smtpprobe"
)

// Private is the reason of a probe that was not made because every address of
// the host is a private one.
const Private = "private-address"

// mail asks which hosts take the mail. The domain's own addresses are asked for
// at the same time, for the case that there is no MX record.
func (r *run) mail() {
	r.lookup(r.s.Domain.ASCII, dns.MX, func(q Question) {
		r.s.MX, r.mxKnown = q, true
		r.onMX()
	})
	r.addressesOf(r.s.Domain.ASCII, func(a addresses) {
		r.own, r.ownKnown = a, true
		r.s.Own = Question{Answer: dns.Answer{Name: r.s.Domain.ASCII, Type: dns.A, Status: a.status, Chain: a.chain,
			TTL: a.ttl}, Err: a.err}
		r.onOwn()
	})
	r.lookup(r.s.Domain.ASCII, dns.NS, func(q Question) { r.s.Names = q })
}

func (r *run) onMX() {
	if r.s.MX.Err != nil {
		r.line("unknown", "Handrail could not find your mail servers")
		return
	}
	collectHosts(r.s, r.s.MX.Answer.Records)
	switch {
	case r.s.Null:
		r.line("note", "The domain declares that it receives no email")
	case len(r.s.Hosts) > 0:
		r.line("ok", "Email goes to "+names(r.s.Hosts))
		for i := range r.s.Hosts {
			r.host(i)
		}
	}
	r.onOwn()
}

// onOwn decides about an implicit MX once both answers are there (RFC 5321
// section 5.1).
func (r *run) onOwn() {
	s := r.s
	if !r.mxKnown || !r.ownKnown || s.MX.Err != nil || s.Null || len(s.Hosts) > 0 {
		return
	}
	switch {
	case len(r.own.addrs) > 0:
		s.Implicit = true
		s.Hosts = []Host{{Name: s.Domain.ASCII, Addrs: r.own.addrs}}
		r.line("warning", "The domain has no MX record, so email goes to its own address")
		r.probe(0)
		r.tlsa(0)
	case r.own.err != nil:
		r.line("unknown", "Handrail could not find your mail server")
	case s.Gone():
		r.line("problem", "This domain does not exist")
	default:
		r.line("warning", "No server receives email for this domain")
	}
}

// collectHosts makes the list of mail servers of the MX records: by preference,
// each once, at most MaxHosts.
func collectHosts(s *State, records []dns.Record) {
	best := map[string]uint16{}
	twice := map[string]bool{}
	dot := false
	for _, rec := range records {
		name := strings.ToLower(strings.TrimSuffix(rec.Host, "."))
		if name == "" {
			dot = true
			continue
		}
		pref, seen := best[name]
		if seen {
			twice[name] = true
		}
		if !seen || rec.Pref < pref {
			best[name] = rec.Pref
		}
	}
	for name, pref := range best {
		_, err := netip.ParseAddr(strings.Trim(name, "[]"))
		s.Hosts = append(s.Hosts, Host{Name: name, Pref: pref, Literal: err == nil})
	}
	slices.SortFunc(s.Hosts, func(a, b Host) int {
		return cmp.Or(cmp.Compare(a.Pref, b.Pref), cmp.Compare(a.Name, b.Name))
	})
	s.Null, s.MixedNul = dot && len(best) == 0, dot && len(best) > 0
	for _, h := range s.Hosts {
		if twice[h.Name] {
			s.Duplicates = append(s.Duplicates, h.Name)
		}
	}
	if len(s.Hosts) > MaxHosts {
		s.More = len(s.Hosts) - MaxHosts
		for _, h := range s.Hosts[MaxHosts:] {
			s.Further = append(s.Further, h.Name)
		}
		s.Hosts = s.Hosts[:MaxHosts]
	}
}

// host finds the addresses of one mail server and starts its probe.
func (r *run) host(i int) {
	name := r.s.Hosts[i].Name
	if r.s.Hosts[i].Literal {
		r.s.Hosts[i].Probe = untested(name, "no-address")
		return
	}
	r.tlsa(i)
	r.addressesOf(name, func(a addresses) {
		h := &r.s.Hosts[i]
		h.Addrs, h.Alias, h.AddrsErr = a.addrs, a.chain, a.err
		h.Missing = a.err == nil && len(a.addrs) == 0
		r.probe(i)
	})
}

// probe knocks at port 25 as a sending server does (RFC 3207, RFC 8461 section 4.2).
func (r *run) probe(i int) {
	h := &r.s.Hosts[i]
	if len(h.Addrs) == 0 {
		h.Probe = untested(h.Name, "no-address")
		if h.Missing {
			r.line("problem", h.Name+" has no address")
		} else {
			r.line("unknown", "Handrail could not find the address of "+h.Name)
		}
		return
	}
	addrs, name := r.public(h.Addrs), h.Name
	if len(addrs) == 0 {
		h.Private = true
		h.Probe = untested(name, Private)
		r.line("warning", name+" has only private addresses, which senders cannot reach")
		return
	}
	r.start(func(ctx context.Context) func() {
		result := r.Prober.Probe(ctx, name, addrs)
		return func() {
			r.s.Hosts[i].Probe = result
			switch result.State {
			case smtpprobe.Valid:
				r.line("ok", name+" encrypts, and its certificate is valid")
			case smtpprobe.Invalid:
				r.line("problem", name+" does not encrypt correctly")
			default:
				r.line("unknown", "Handrail could not test "+name+" from here")
			}
		}
	})
}

// tlsa asks for certificates announced in DNS (DANE, RFC 7672). It is a note
// beside the policy, so a failure is only stored.
func (r *run) tlsa(i int) {
	r.lookup("_25._tcp."+r.s.Hosts[i].Name, dns.TLSA, func(q Question) {
		h := &r.s.Hosts[i]
		h.TLSA, h.TLSAErr, h.Authentic = q.Answer.Records, q.Err, q.Err == nil && q.Answer.Authentic
	})
}

func untested(host, reason string) smtpprobe.Result {
	return smtpprobe.Result{Host: host, State: smtpprobe.Untested, Reason: reason}
}

// names lists hosts in words, at most four.
func names(hosts []Host) string {
	var list []string
	for i, h := range hosts {
		if i == 4 {
			return strings.Join(list, ", ") + " and more"
		}
		list = append(list, h.Name)
	}
	return strings.Join(list, ", ")
}
