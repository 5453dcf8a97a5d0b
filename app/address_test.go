package app

import (
	"net/netip"
	"testing"
)

func TestIsPrivate(t *testing.T) {
	for addr, want := range map[string]bool{
		"10.0.0.1": true, "172.16.3.4": true, "192.168.1.1": true, "127.0.0.1": true, "::1": true,
		"169.254.169.254": true, "fe80::1": true, "fe80::1%eth0": true, "fd00::1": true, "224.0.0.1": true,
		"0.0.0.0": true, "0.1.2.3": true, "::": true, "100.64.0.1": true, "198.18.0.1": true, "240.0.0.1": true,
		"255.255.255.255": true, "::ffff:10.0.0.1": true, "::ffff:127.0.0.1": true, "fec0::1": true, "ff02::1": true,
		"8.8.8.8": false, "192.0.2.1": false, "2001:db8::1": false, "2606:4700::1": false, "::ffff:8.8.8.8": false,
		"64:ff9b::10.1.2.3": true, "64:ff9b::127.0.0.9": true, "64:ff9b::169.254.7.7": true, "64:ff9b::8.8.4.4": false,
		"::192.168.44.5": true, "::7f00:1": true, "::9.9.9.9": false, "::ffff:0:10.9.8.7": true,
		"2002:c0a8:2c05::1": true, "2002:a01:203:4::9": true, "2002:808:808::1": false,
		"2001:0:a00:1::": true, "2001:0:808:808:0:0:3f57:d3fa": true, "2001:0:808:808:0:0:f6f6:f6f6": false,
		"2606:4700::5efe:10.0.0.7": true, "2606:4700::200:5efe:172.20.0.1": true, "2606:4700::5efe:9.9.9.9": false,
		"2606:4700::1%eth0": true, "::ffff:9.9.9.9%1": true, "64:ff9b::8.8.4.4%lo": true,
		"100.128.0.1": false, "172.32.0.1": false,
	} {
		if got := IsPrivate(netip.MustParseAddr(addr)); got != want {
			t.Errorf("IsPrivate(%s) = %v, want %v", addr, got, want)
		}
	}
	if !IsPrivate(netip.Addr{}) {
		t.Error("an address that is none must not be connected to")
	}
}
