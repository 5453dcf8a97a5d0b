package smtpprobe

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"testing"
	"time"
)

// TestAProbeTakesTwentySecondsAtMost: connecting takes half of it at most.
func TestAProbeTakesTwentySecondsAtMost(t *testing.T) {
	var left time.Duration
	p := Prober{Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		end, ok := ctx.Deadline()
		if !ok {
			t.Error("connecting may take for ever")
		}
		left = time.Until(end)
		return nil, errors.New("nothing listens")
	}}
	p.Probe(context.Background(), "mail.example", []netip.Addr{netip.MustParseAddr("192.0.2.1")})
	if left <= 5*time.Second || left > 10*time.Second {
		t.Errorf("connecting may take %v", left)
	}
}
