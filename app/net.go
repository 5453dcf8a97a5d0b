package app

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"syscall"
)

// Dial opens a connection, like net.Dialer.DialContext. Rooms that speak to
// servers take one, so that the sample organisation and tests can stand in for
// the Internet; nil means a plain net.Dialer.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// Or returns d, or a plain dialer where d is nil.
func (d Dial) Or() Dial {
	if d == nil {
		return (&net.Dialer{}).DialContext
	}
	return d
}

// ErrNotPublic is the error of PublicDial for an address that it does not connect to.
var ErrNotPublic = errors.New("not a public address, or another port")

// PublicDial returns a Dial that connects to public addresses only, and only to
// these ports. It checks the address that is about to be dialled, after its name
// was resolved, so that no text and no second answer of DNS leads inside.
func PublicDial(ports ...uint16) Dial {
	d := net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		return checkPublic(address, ports)
	}}
	return d.DialContext
}

// checkPublic returns ErrNotPublic unless address, as IP:port, is public and has one of the ports.
func checkPublic(address string, ports []uint16) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return ErrNotPublic
	}
	a, err := netip.ParseAddr(host)
	if err != nil || IsPrivate(a) {
		return ErrNotPublic
	}
	for _, p := range ports {
		if port == strconv.Itoa(int(p)) {
			return nil
		}
	}
	return ErrNotPublic
}
