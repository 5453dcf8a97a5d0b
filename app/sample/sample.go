// Package sample is a small organisation made up for trying Handrail out: a
// charity, Northgate Community Trust, with three mail domains. Its name server,
// policy web server and mail servers run inside this process, on loopback ports
// that the system picks and under a private root made at each start.
//
// Guides talk to it through the same code as to the Internet. What differs is
// Dial: it leads addresses reserved for documentation (RFC 5737, RFC 3849) to the
// servers here and refuses all others, so nothing ever leaves this computer.
package sample

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/netip"
	"sync"
	"time"

	"handrail/app"
	"handrail/app/dns"
)

// organisation is the name of the charity.
const organisation = "Northgate Community Trust"

// Where the servers of the sample stand, as its zones say.
var (
	nameServer4   = netip.MustParseAddr("192.0.2.53")
	nameServer6   = netip.MustParseAddr("2001:db8::53")
	secondServer4 = netip.MustParseAddr("192.0.2.54")
	webServer4    = netip.MustParseAddr("192.0.2.80")
	webServer6    = netip.MustParseAddr("2001:db8::80")
	mailServer4   = netip.MustParseAddr("192.0.2.25")
	mailServer6   = netip.MustParseAddr("2001:db8::25")
	closedServer4 = netip.MustParseAddr("192.0.2.99") // no mail connection gets through to it
)

// Sample is the running organisation.
type Sample struct {
	Resolver string         // host:port of the name server; only Dial leads there
	Address  string         // the same on loopback, for other programs on this computer
	Dial     app.Dial       // leads documentation addresses to the servers here, refuses all others
	Roots    *x509.CertPool // the private root, and nothing else

	now     app.Clock
	world   *world
	root    *root
	diary   string // where practice is kept; "" keeps none
	closers []io.Closer
	running sync.WaitGroup
}

// Start starts the servers. The error is an *app.Error where a port could not
// be opened.
func Start(now app.Clock) (*Sample, error) {
	if now == nil {
		now = time.Now
	}
	root, err := newRoot(now())
	if err != nil {
		return nil, app.Errorf(app.Internal, "Start Handrail again.", "The sample organisation could not make its certificates: %v", err)
	}
	s := &Sample{
		Resolver: netip.AddrPortFrom(nameServer4, 53).String(),
		Roots:    root.pool(), now: now, world: newWorld(), root: root,
	}
	if err := s.listen(); err != nil {
		_ = s.Close()
		e := app.Errorf(app.Denied, "Check whether a security program stops servers on this computer.", "The sample organisation could not open its ports.")
		e.Err = err
		return nil, e
	}
	return s, nil
}

// listen opens every port and tells Dial where each address leads.
func (s *Sample) listen() error {
	routes := map[string]string{}
	udp, tcp, err := listenBoth()
	if err != nil {
		return err
	}
	s.serveNames(udp, tcp)
	s.Address = udp.LocalAddr().String()
	for _, a := range []netip.Addr{nameServer4, nameServer6, secondServer4} {
		routes[netip.AddrPortFrom(a, 53).String()] = s.Address
	}
	web, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s.serveWeb(web)
	mail, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s.serveMail(mail)
	for _, a := range []netip.Addr{webServer4, webServer6} {
		routes[netip.AddrPortFrom(a, 443).String()] = web.Addr().String()
	}
	for _, a := range []netip.Addr{mailServer4, mailServer6} {
		routes[netip.AddrPortFrom(a, 25).String()] = mail.Addr().String()
	}
	s.Dial = router(routes).dial
	return nil
}

// listenBoth opens the same port for UDP and TCP, as a name server needs it.
func listenBoth() (net.PacketConn, net.Listener, error) {
	var last error
	for range 20 { // the number UDP got may be taken for TCP
		udp, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			return nil, nil, err
		}
		tcp, err := net.Listen("tcp", udp.LocalAddr().String())
		if err == nil {
			return udp, tcp, nil
		}
		last = err
		udp.Close()
	}
	return nil, nil, last
}

// Client gives a client of the sample's name server.
func (s *Sample) Client() (*dns.Client, error) {
	return dns.NewClient(dns.Config{Servers: []string{s.Resolver}, Dial: s.Dial})
}

// Organisation gives the name of the charity.
func (s *Sample) Organisation() string { return organisation }

// Close stops every server and waits until nothing of them runs any more.
func (s *Sample) Close() error {
	var errs []error
	for _, c := range s.closers {
		if err := c.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	s.closers = nil
	s.running.Wait()
	return errors.Join(errs...)
}

// run starts serve, which returns once its closer was closed.
func (s *Sample) run(closer io.Closer, serve func()) {
	s.closers = append(s.closers, closer)
	s.running.Go(serve)
}

// router knows where each address of the sample leads.
type router map[string]string

// dial is an app.Dial that never leaves this computer.
func (r router) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if to, ok := r[address]; ok {
		return (&net.Dialer{}).DialContext(ctx, network, to)
	}
	for _, to := range r {
		if to == address { // the loopback address itself
			return (&net.Dialer{}).DialContext(ctx, network, to)
		}
	}
	return nil, &net.OpError{Op: "dial", Net: network, Err: errClosed}
}

// errClosed stands for every address that has no server here.
var errClosed = errors.New("no route: the sample organisation never leaves this computer")
