package app

import (
	"context"
	"net"
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
