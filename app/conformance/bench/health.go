package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/dns/dnstest"
)

// nameWait is how long the name server waits before each answer, as one on the internet does.
const nameWait = 20 * time.Millisecond

// checkUp is the guide that checks the email of domains.
const checkUp = "mail-health"

// health checks the same domains at the same name server with the program and with checkdmarc, each from its start to
// its end. The program also asks for DKIM keys and misplaced records, and for each mail server.
func health(b *bench) ([]Figure, error) {
	count := b.size(50, 5)
	f := Figure{Row: "health", Work: fmt.Sprintf("run %s, %d domains, answers 20 ms away", checkUp, count), Unit: "s"}
	zone, names := healthDomains(count)
	address, stop, err := dnstest.Serve(dns.Fake{Zone: zone}, nameWait)
	if err != nil {
		return nil, err
	}
	defer stop()
	list := filepath.Join(b.folder, "health.txt")
	if err := os.WriteFile(list, []byte(strings.Join(names, "\n")), 0o600); err != nil {
		return nil, err
	}
	ours := func() (turn, error) {
		data, err := b.place("health")
		if err != nil {
			return turn{}, err
		}
		defer os.RemoveAll(filepath.Dir(data))
		return b.handrail("run", checkUp, "-resolver", address, "-set", "domains="+list, "-json", "-data", data)
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	in, err := json.Marshal(map[string]any{"server": host, "port": number, "domains": names, "whole": true})
	if err != nil {
		return nil, err
	}
	peer, why, err := b.peer("checkdmarc")
	if err != nil {
		return nil, err
	}
	f.Peer = "checkdmarc" + why
	var theirs func() (turn, error)
	if peer != nil {
		theirs = func() (turn, error) { return peer(in) }
	}
	err = b.beside(&f, ours, theirs)
	return []Figure{f}, err
}

// healthDomains returns domains that all have records of their own, and share services.
func healthDomains(count int) (dns.Zone, []string) {
	text := func(text string) []dns.Record { return []dns.Record{{Type: dns.TXT, Text: []string{text}}} }
	loopback := netip.MustParseAddr("127.0.0.1") // nothing listens there
	zone := dns.Zone{
		"spf.protection.outlook.com": text("v=spf1 ip4:192.0.2.0/24 -all"),
		"news.example":               text("v=spf1 include:a.news.example include:b.news.example -all"),
		"a.news.example":             text("v=spf1 ip4:198.51.100.0/24 -all"),
		"b.news.example":             text("v=spf1 ip4:203.0.113.0/24 -all"),
		"example":                    {{Type: dns.SOA, Host: "ns.example"}},
	}
	var names []string
	for i := range count {
		name := fmt.Sprintf("d%02d.example", i)
		names = append(names, name)
		mx := strings.ReplaceAll(name, ".", "-") + ".mail.protection.outlook.com"
		zone[mx] = []dns.Record{{Type: dns.A, Addr: loopback}}
		zone[name] = append(text("v=spf1 include:spf.protection.outlook.com include:news.example -all"),
			dns.Record{Type: dns.MX, Host: mx}, dns.Record{Type: dns.NS, Host: "ns.example"},
			dns.Record{Type: dns.SOA, Host: "ns.example"})
		zone["_dmarc."+name] = text("v=DMARC1; p=quarantine; rua=mailto:dmarc@" + name)
		zone["_smtp._tls."+name] = text("v=TLSRPTv1; rua=mailto:tls@" + name)
	}
	return zone, names
}
