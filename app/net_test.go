package app

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"
)

// TestPublicDialStaysOutside: the address that is dialled decides, also where it comes from a name.
func TestPublicDialStaysOutside(t *testing.T) {
	for _, address := range []string{"127.0.0.1:0", "[::1]:0"} {
		l, err := net.Listen("tcp", address)
		if err != nil {
			continue // this computer has no IPv6
		}
		defer l.Close()
		_, port, _ := net.SplitHostPort(l.Addr().String())
		mine := uint16(l.Addr().(*net.TCPAddr).Port)
		for _, host := range []string{"127.0.0.1", "localhost", "::1", "::ffff:127.0.0.1"} {
			conn, err := PublicDial(mine)(t.Context(), "tcp", net.JoinHostPort(host, port))
			if err == nil {
				conn.Close()
				t.Errorf("%s: connected inside", host)
			}
		}
	}
}

func TestPublicDialKnowsItsPorts(t *testing.T) {
	for address, want := range map[string]bool{
		"9.9.9.9:443": true, "9.9.9.9:25": false, "[2606:4700::9]:443": true, "[2606:4700::9%eth0]:443": false,
		"[64:ff9b::10.0.0.9]:443": false, "10.0.0.9:443": false, "name.example:443": false, "9.9.9.9": false,
	} {
		if err := checkPublic(address, []uint16{443}); (err == nil) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	if _, err := PublicDial(443)(ctx, "tcp", "169.254.1.1:443"); !errors.Is(err, ErrNotPublic) {
		t.Errorf("%v", err)
	}
}
