package main

import (
	"context"
	"net"
	"testing"
	"time"

	"handrail/app/dns"
	"handrail/app/guide"
	"handrail/app/task"
	"handrail/app/terminal"
)

// TestKeptNameServer: the name server chosen in Settings is asked, from the next
// look on and without a new start.
func TestKeptNameServer(t *testing.T) {
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	ctx, stop := context.WithCancel(context.Background())
	f := terminal.Flags{Data: t.TempDir()}
	h, err := openHouse(ctx, f, false)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	check, err := h.checker(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.store.SetSetting(ctx, guide.ResolverSetting, server.LocalAddr().String()); err != nil {
		t.Fatal(err)
	}
	d, err := dns.CleanDomain("example.org")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan bool)
	go func() {
		_, _ = check(ctx, d, func(task.Progress) {})
		close(ended)
	}()
	_ = server.SetReadDeadline(time.Now().Add(20 * time.Second))
	if _, _, err := server.ReadFrom(make([]byte, 512)); err != nil {
		t.Error("the kept name server was not asked:", err)
	}
	stop()
	<-ended
}
