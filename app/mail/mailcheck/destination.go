package mailcheck

import (
	"net/url"
	"strings"

	"handrail/app/mail/dns"
	"handrail/app/mail/tlsrpt"
)

// maxDestinations is how many addresses for reports are looked at.
const maxDestinations = 5

// The states of a Destination.
const (
	Reachable = "reachable" // reports can arrive, as far as DNS shows
	NoName    = "no-name"   // its domain does not exist
	NoServer  = "no-server" // its domain exists, but no server takes mail or shows pages there
	FinalDot  = "final-dot" // its domain ends with a dot (RFC 5321 section 4.1.2)
)

// Destination is one address for reports and whether a report can arrive there.
type Destination struct {
	Address string // as published
	Host    string // domain of a mailto address, host of a web address; lower case
	State   string // one of the constants above, or Unknown
}

// destinations looks up the domain of each address for reports.
func (r *run) destinations(rua []string) {
	for i, address := range rua[:min(len(rua), maxDestinations)] {
		d := Destination{Address: address, Host: hostOf(address), State: Unknown}
		r.s.Destinations = append(r.s.Destinations, d)
		mail := strings.HasPrefix(strings.ToLower(address), "mailto:")
		switch {
		case strings.HasSuffix(d.Host, ".") && mail:
			r.s.Destinations[i].State = FinalDot
		case d.Host == "" || d.Host == r.s.Domain.ASCII:
		case mail:
			r.mailbox(i, d.Host)
		default:
			r.addressesOf(d.Host, func(a addresses) { r.s.Destinations[i].State = arrival(a) })
		}
	}
}

// mailbox asks whether a domain takes mail: by its MX records, else at its own address
// (RFC 5321 section 5.1, RFC 7505).
func (r *run) mailbox(i int, domain string) {
	r.lookup(domain, dns.MX, func(q Question) {
		at := &r.s.Destinations[i]
		switch {
		case q.Err != nil:
		case q.Answer.Status == dns.NXDomain:
			at.State = NoName
		case q.Answer.Status != dns.Found:
			r.addressesOf(domain, func(a addresses) { r.s.Destinations[i].State = arrival(a) })
		case len(q.Answer.Records) == 1 && strings.TrimSuffix(q.Answer.Records[0].Host, ".") == "":
			at.State = NoServer
		default:
			r.servers(i, q.Answer.Records)
		}
	})
}

// servers asks for the addresses of mail servers until one has some. Where there are
// more than maxDestinations, the others may have one.
func (r *run) servers(i int, records []dns.Record) {
	open, state := min(len(records), maxDestinations), NoServer
	if len(records) > maxDestinations {
		state = Unknown
	}
	for _, rec := range records[:open] {
		r.addressesOf(strings.ToLower(strings.TrimSuffix(rec.Host, ".")), func(a addresses) {
			switch got := arrival(a); {
			case got == Reachable:
				state = Reachable
			case got == Unknown && state != Reachable:
				state = Unknown
			}
			if open--; open == 0 {
				r.s.Destinations[i].State = state
			}
		})
	}
}

func arrival(a addresses) string {
	switch {
	case a.status == dns.Found:
		return Reachable
	case a.err != nil:
		return Unknown
	case a.status == dns.NXDomain:
		return NoName
	}
	return NoServer
}

// hostOf returns the domain that a report to address goes to; "" where there is none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if u.Scheme != "mailto" {
		return strings.ToLower(u.Hostname())
	}
	box, err := url.PathUnescape(u.Opaque)
	at := strings.LastIndexByte(box, '@')
	if err != nil || at < 0 {
		return ""
	}
	return strings.ToLower(box[at+1:])
}

// wanted returns the addresses that a domain wants reports at; none without a record
// that senders use.
func wanted(s tlsrpt.Selected) []string {
	if s.State != tlsrpt.Valid || s.Record == nil {
		return nil
	}
	return s.Record.RUA
}
