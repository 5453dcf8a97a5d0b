// Package dnstest serves the names of a dns.Resolver, such as a dns.Fake, on loopback, so
// that programs of others can ask for them.
package dnstest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	mdns "github.com/miekg/dns"

	"handrail/app/mail/dns"
)

// Serve answers questions on a free port of 127.0.0.1, over UDP and TCP, each after wait.
// It returns the address and a function that ends it.
func Serve(names dns.Resolver, wait time.Duration) (address string, stop func(), err error) {
	return ServeAt("127.0.0.1:0", names, wait)
}

// ServeAt does what Serve does, at an address on this computer.
func ServeAt(at string, names dns.Resolver, wait time.Duration) (address string, stop func(), err error) {
	l, err := net.Listen("tcp", at)
	if err != nil {
		return "", nil, err
	}
	pc, err := net.ListenPacket("udp", l.Addr().String())
	if err != nil {
		l.Close()
		return "", nil, err
	}
	h := handler{names, wait}
	servers := []*mdns.Server{{PacketConn: pc, Handler: h}, {Listener: l, Handler: h}}
	for _, s := range servers {
		started := make(chan struct{})
		s.NotifyStartedFunc = func() { close(started) }
		go func() { _ = s.ActivateAndServe() }() // Shutdown ends it
		<-started
	}
	return l.Addr().String(), func() {
		for _, s := range servers {
			_ = s.Shutdown()
		}
	}, nil
}

type handler struct {
	names dns.Resolver
	wait  time.Duration
}

// ServeDNS answers one question.
func (h handler) ServeDNS(to mdns.ResponseWriter, q *mdns.Msg) {
	time.Sleep(h.wait)
	m := new(mdns.Msg)
	m.SetReply(q)
	m.RecursionAvailable = true
	if len(q.Question) == 1 {
		h.answer(m, q.Question[0])
	} else {
		m.Rcode = mdns.RcodeFormatError
	}
	size := mdns.MinMsgSize
	if opt := q.IsEdns0(); opt != nil {
		m.SetEdns0(1232, opt.Do())
		size = int(opt.UDPSize())
	}
	if _, overTCP := to.RemoteAddr().(*net.TCPAddr); !overTCP {
		m.Truncate(size)
	}
	_ = to.WriteMsg(m) // the client has disconnected
}

func (h handler) answer(m *mdns.Msg, q mdns.Question) {
	a, err := h.names.Lookup(context.Background(), q.Name, dns.Type(q.Qtype))
	var failed *dns.Error
	if errors.As(err, &failed) {
		m.Rcode = mdns.RcodeServerFailure
		return
	}
	m.AuthenticatedData = a.Authentic
	owner := q.Name
	for _, next := range a.Chain {
		m.Answer = append(m.Answer, &mdns.CNAME{Hdr: head(owner, mdns.TypeCNAME), Target: next + "."})
		owner = next + "."
	}
	for _, r := range a.Records {
		m.Answer = append(m.Answer, resource(owner, r))
	}
	if a.Status == dns.NXDomain {
		m.Rcode = mdns.RcodeNameError
	}
	if len(a.Records) == 0 {
		top := mdns.Fqdn(owner[strings.LastIndexByte(strings.TrimSuffix(owner, "."), '.')+1:])
		m.Ns = append(m.Ns, &mdns.SOA{Hdr: head(top, mdns.TypeSOA), Ns: "ns." + top, Mbox: "mail." + top, Serial: 1,
			Refresh: 7200, Retry: 900, Expire: 86400, Minttl: 60})
	}
}

func head(name string, kind uint16) mdns.RR_Header {
	return mdns.RR_Header{Name: name, Rrtype: kind, Class: mdns.ClassINET, Ttl: 300}
}

// resource returns a record as it is sent. A kind that no test has is an error of the test.
func resource(owner string, r dns.Record) mdns.RR {
	h := head(owner, uint16(r.Type))
	switch r.Type {
	case dns.A:
		return &mdns.A{Hdr: h, A: r.Addr.AsSlice()}
	case dns.AAAA:
		return &mdns.AAAA{Hdr: h, AAAA: r.Addr.AsSlice()}
	case dns.MX:
		return &mdns.MX{Hdr: h, Mx: mdns.Fqdn(r.Host), Preference: r.Pref}
	case dns.NS:
		return &mdns.NS{Hdr: h, Ns: mdns.Fqdn(r.Host)}
	case dns.SOA:
		return &mdns.SOA{Hdr: h, Ns: mdns.Fqdn(r.Host), Mbox: "mail." + owner, Serial: 1, Refresh: 7200, Retry: 900,
			Expire: 86400, Minttl: 60}
	case dns.TLSA:
		return &mdns.TLSA{Hdr: h, Usage: r.Usage, Selector: r.Selector, MatchingType: r.Matching, Certificate: r.Data}
	case dns.TXT:
		t := &mdns.TXT{Hdr: h}
		for _, text := range r.Text {
			t.Txt = append(t.Txt, escape(text))
		}
		return t
	}
	panic(fmt.Sprintf("dnstest: no way to send %s", r.Type))
}

// escape writes a string as the library and zone files have it (RFC 1035 section 5.1).
func escape(text string) string {
	var b strings.Builder
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\%03d`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
