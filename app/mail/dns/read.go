package dns

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	mdns "github.com/miekg/dns"
)

// read takes an answer apart: status, CNAME chain, records of the type asked for.
// Records of other names are ignored: an answer counts only for the name in the question.
func read(reply *mdns.Msg, q question) (message, error) {
	m := message{authentic: reply.AuthenticatedData, zone: zoneOf(reply)}
	switch reply.Rcode {
	case mdns.RcodeSuccess, mdns.RcodeNameError:
	case mdns.RcodeServerFailure:
		return m, &Error{Kind: ServFail, Err: reason(reply)}
	case mdns.RcodeRefused, mdns.RcodeNotAuth:
		return m, &Error{Kind: Refused, Err: reason(reply)}
	default:
		return m, &Error{Kind: Malformed, Err: fmt.Errorf("the answer's code is %s", mdns.RcodeToString[reply.Rcode])}
	}
	var ttls []time.Duration
	at := q.name
	for {
		next := ""
		for _, rr := range reply.Answer {
			h := rr.Header()
			if h.Class != mdns.ClassINET || plain(h.Name) != at {
				continue
			}
			r, ok := record(rr)
			switch {
			case ok && r.Type == q.kind:
				m.records = append(m.records, r)
			case ok && r.Type == CNAME:
				next = r.Host
			default:
				continue
			}
			ttls = append(ttls, r.TTL)
		}
		if len(m.records) > 0 || next == "" {
			break
		}
		if next == q.name || slices.Contains(m.chain, next) || len(m.chain) >= maxChain {
			return m, &Error{Kind: Loop}
		}
		m.chain = append(m.chain, next)
		at = next
	}
	return conclude(m, reply, q, ttls)
}

// conclude returns m with its status: found, nodata, nxdomain, or an alias to follow.
func conclude(m message, reply *mdns.Msg, q question, ttls []time.Duration) (message, error) {
	negative, hasSOA := negativeTTL(reply)
	switch {
	case len(m.records) > 0:
		m.status = Found
	case reply.Rcode == mdns.RcodeNameError:
		m.status = NXDomain
	case len(m.chain) > 0 && !hasSOA:
		m.status = "" // ask on at the end of the chain
	case !hasSOA && !reply.Authoritative && hasNS(reply):
		return m, &Error{Kind: Refused, Err: errors.New("the server only refers to other servers")}
	default:
		m.status = NoData
	}
	if hasSOA && m.status != Found {
		ttls = append(ttls, negative)
	}
	if len(ttls) > 0 {
		m.ttl = slices.Min(ttls)
	}
	return m, nil
}

// record turns a record of the library into ours; false for types we do not know.
func record(rr mdns.RR) (Record, bool) {
	h := rr.Header()
	r := Record{Type: Type(h.Rrtype), TTL: time.Duration(h.Ttl) * time.Second}
	switch v := rr.(type) {
	case *mdns.A:
		r.Addr, _ = netip.AddrFromSlice(v.A.To4())
		return r, r.Addr.IsValid()
	case *mdns.AAAA:
		r.Addr, _ = netip.AddrFromSlice(v.AAAA.To16())
		return r, r.Addr.IsValid()
	case *mdns.MX:
		r.Host, r.Pref = plain(v.Mx), v.Preference
	case *mdns.NS:
		r.Host = plain(v.Ns)
	case *mdns.CNAME:
		r.Host = plain(v.Target)
	case *mdns.SOA:
		r.Host = plain(v.Ns)
	case *mdns.TXT:
		for _, s := range v.Txt {
			r.Text = append(r.Text, unescape(s))
		}
	case *mdns.TLSA:
		r.Usage, r.Selector, r.Matching = v.Usage, v.Selector, v.MatchingType
		r.Data = strings.ToLower(v.Certificate)
		if _, err := hex.DecodeString(r.Data); err != nil {
			return r, false
		}
	default:
		return r, false
	}
	return r, true
}

func plain(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }

// unescape returns the bytes of a TXT string, which the library writes as zone
// files do: \" and \\ and \DDD (RFC 1035 section 5.1).
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b []byte
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 >= len(s) {
			b = append(b, s[i])
			continue
		}
		if i+3 < len(s) && isDigits(s[i+1:i+4]) {
			n := int(s[i+1]-'0')*100 + int(s[i+2]-'0')*10 + int(s[i+3]-'0')
			b = append(b, byte(n))
			i += 3
			continue
		}
		b = append(b, s[i+1])
		i++
	}
	return string(b)
}

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// negativeTTL returns how long a negative answer may be cached (RFC 2308 section 5).
func negativeTTL(reply *mdns.Msg) (time.Duration, bool) {
	for _, rr := range reply.Ns {
		if soa, ok := rr.(*mdns.SOA); ok {
			return time.Duration(min(soa.Hdr.Ttl, soa.Minttl)) * time.Second, true
		}
	}
	return 0, false
}

func zoneOf(reply *mdns.Msg) string {
	for _, rr := range slices.Concat(reply.Ns, reply.Answer) {
		if soa, ok := rr.(*mdns.SOA); ok {
			return plain(soa.Hdr.Name)
		}
	}
	return ""
}

func hasNS(reply *mdns.Msg) bool {
	return slices.ContainsFunc(reply.Ns, func(rr mdns.RR) bool { return rr.Header().Rrtype == mdns.TypeNS })
}

// reason returns the reason for a failure that the server gave (RFC 8914), such as a broken DNSSEC chain.
func reason(reply *mdns.Msg) error {
	opt := reply.IsEdns0()
	if opt == nil {
		return nil
	}
	for _, o := range opt.Option {
		if ede, ok := o.(*mdns.EDNS0_EDE); ok {
			return errors.New(strings.TrimSpace(mdns.ExtendedErrorCodeToString[ede.InfoCode] + " " + ede.ExtraText))
		}
	}
	return nil
}
