package sample

import (
	"net"
	"strings"

	mdns "github.com/miekg/dns"
)

// maxChain is the maximum number of CNAMEs in a chain.
const maxChain = 8

// serveNames runs the name server on both sockets.
func (s *Sample) serveNames(udp net.PacketConn, tcp net.Listener) {
	for _, server := range []*mdns.Server{
		{PacketConn: udp, Handler: s.world},
		{Listener: tcp, Handler: s.world},
	} {
		started := make(chan struct{})
		server.NotifyStartedFunc = func() { close(started) }
		s.run(closeFunc(server.Shutdown), func() { _ = server.ActivateAndServe() })
		<-started // a shutdown before the start would leave it running
	}
}

// closeFunc is a function as an io.Closer.
type closeFunc func() error

// Close calls f.
func (f closeFunc) Close() error { return f() }

// ServeDNS answers one question like a resolver: it follows CNAMEs, and distinguishes a name
// that does not exist from one without such records (RFC 2308).
func (w *world) ServeDNS(to mdns.ResponseWriter, q *mdns.Msg) {
	m := new(mdns.Msg)
	m.SetReply(q)
	m.RecursionAvailable, m.Authoritative = true, true
	if len(q.Question) != 1 {
		m.Rcode = mdns.RcodeFormatError
		_ = to.WriteMsg(m)
		return
	}
	w.answer(m, strings.ToLower(q.Question[0].Name), q.Question[0].Qtype)
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

// answer adds the records of name to m.
func (w *world) answer(m *mdns.Msg, name string, typ uint16) {
	m.AuthenticatedData = strings.HasSuffix(name, "."+signed)
	for range maxChain {
		rrs, exists := w.find(name)
		var alias *mdns.CNAME
		found := false
		for _, rr := range rrs {
			if rr.Header().Rrtype == typ {
				m.Answer = append(m.Answer, rr)
				found = true
			}
			if c, ok := rr.(*mdns.CNAME); ok {
				alias = c
			}
		}
		if found || alias == nil {
			w.negative(m, name, exists, found)
			return
		}
		m.Answer = append(m.Answer, alias)
		m.AuthenticatedData = false
		name = strings.ToLower(alias.Target)
	}
	m.Rcode = mdns.RcodeServerFailure
}

// negative adds the response code and the SOA record to an answer without records.
func (w *world) negative(m *mdns.Msg, name string, exists, found bool) {
	if found {
		return
	}
	if !exists {
		m.Rcode = mdns.RcodeNameError
	}
	if soa := w.soa(name); soa != nil {
		m.Ns = append(m.Ns, soa)
	}
}
