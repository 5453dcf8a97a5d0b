// Package sample is the sample organisation: a fictional charity, Northgate Community Trust,
// with three mail domains. Its name server, policy web server and mail servers run in this
// process, on loopback ports that the system chooses, with a private root certificate
// from each start.
//
// Guides use it with the same code as the Internet. Only Dial differs: it connects
// documentation addresses (RFC 5737, RFC 3849) to these servers and refuses all others,
// so nothing ever leaves this computer.
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
	"handrail/app/mail/dns"
	"handrail/app/sample/graphsim"
)

// organisation is the name of the charity.
const organisation = "Northgate Community Trust"

// The addresses of the servers in the zones.
var (
	nameServer4   = netip.MustParseAddr("192.0.2.53")
	nameServer6   = netip.MustParseAddr("2001:db8::53")
	secondServer4 = netip.MustParseAddr("192.0.2.54")
	webServer4    = netip.MustParseAddr("192.0.2.80")
	webServer6    = netip.MustParseAddr("2001:db8::80")
	mailServer4   = netip.MustParseAddr("192.0.2.25")
	mailServer6   = netip.MustParseAddr("2001:db8::25")
)

// Sample is the running organisation.
type Sample struct {
	Resolver string         // host:port of the name server, reachable only through Dial
	Address  string         // its address on loopback, for other programs on this computer
	Dial     app.Dial       // connects documentation addresses to the servers here, refuses all others
	Roots    *x509.CertPool // only the private root

	// Cloud is the organisation's Microsoft Graph; nil where another one is used.
	Cloud *graphsim.Cloud

	now     app.Clock
	world   *world
	root    *root
	diary   string // file that stores published changes; "" stores none
	closers []io.Closer
	running sync.WaitGroup
}

// Start starts the servers. nil means time.Now. The error is an *app.Error.
func Start(now app.Clock) (*Sample, error) {
	if now == nil {
		now = time.Now
	}
	root, err := newRoot(now())
	if err != nil {
		return nil, app.Errorf(app.Internal, "Start Handrail again.",
			"The sample organisation could not create its certificates: %v", err)
	}
	s := &Sample{
		Resolver: netip.AddrPortFrom(nameServer4, 53).String(),
		Roots:    root.pool(), now: now, world: newWorld(), root: root,
	}
	if err := s.listen(); err != nil {
		_ = s.Close()
		e := app.Errorf(app.Denied, "Check whether a security program blocks servers on this computer.",
			"The sample organisation could not open its ports.")
		e.Err = err
		return nil, e
	}
	return s, nil
}

// listen opens every port and sets Dial.
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

// listenBoth opens the same port for UDP and TCP, as a name server needs.
func listenBoth() (net.PacketConn, net.Listener, error) {
	var last error
	for range 20 { // the port may be in use for TCP
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

// Client returns a client of the sample's name server.
func (s *Sample) Client() (*dns.Client, error) {
	return dns.NewClient(dns.Config{Servers: []string{s.Resolver}, Dial: s.Dial})
}

// Organisation returns the name of the charity.
func (s *Sample) Organisation() string { return organisation }

// Close stops every server and waits until they have stopped.
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

// run starts serve, which returns once closer is closed.
func (s *Sample) run(closer io.Closer, serve func()) {
	s.closers = append(s.closers, closer)
	s.running.Go(serve)
}

// router maps the addresses of the sample to loopback addresses.
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

// errClosed is the error for every address without a server here.
var errClosed = errors.New("no route: the sample organisation never leaves this computer")
