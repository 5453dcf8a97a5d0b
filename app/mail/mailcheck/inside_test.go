package mailcheck

import (
	"errors"
	"net"
	"testing"

	"handrail/app"
	"handrail/app/mail/dns"
)

// TestTheDialledAddressIsChecked: even an address that got past the first check is not
// connected to, unless private ones were allowed.
func TestTheDialledAddressIsChecked(t *testing.T) {
	client, err := dns.NewClient(dns.Config{Servers: []string{"192.0.2.53:53"}})
	if err != nil {
		t.Fatal(err)
	}
	c := NewChecker(client, Net{})
	for name, dial := range map[string]app.Dial{"web": c.Fetcher.Dial, "mail": c.Prober.Dial} {
		for _, address := range []string{"10.9.8.7:443", "[64:ff9b::7f00:1]:25", "[::ffff:192.168.9.9]:443",
			"9.9.9.9:80"} {
			if conn, err := dial.Or()(t.Context(), "tcp", address); !errors.Is(err, app.ErrNotPublic) {
				if err == nil {
					conn.Close()
				}
				t.Errorf("%s: %s: %v", name, address, err)
			}
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c = NewChecker(client, Net{AllowPrivate: true})
	conn, err := c.Fetcher.Dial.Or()(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
}
