package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"handrail/app/conformance/python"
	"handrail/app/mail/dns"
	"handrail/app/mail/dns/dnstest"
)

// domainsBeside is how many domains both programs check, and nameWait how long the name
// server waits before each answer, as one on the internet does.
const (
	domainsBeside = 50
	nameWait      = 20 * time.Millisecond
)

// checkdmarc checks the same domains at the same name server with the program and with
// checkdmarc, each from its start to its end, and reports how many times longer checkdmarc
// takes. The program also asks for DKIM keys and misplaced records, and for each mail server.
func checkdmarc(program string, runs int) error {
	ctx := context.Background()
	py, script, err := python.Prepare(ctx, "app/conformance/checkdmarc", "checkdmarc")
	if errors.Is(err, python.ErrNotHere) {
		fmt.Fprintln(os.Stderr, "checkdmarc is left out:", err)
		return nil
	}
	if err != nil {
		return err
	}
	zone, names := manyDomains()
	address, stop, err := dnstest.Serve(dns.Fake{Zone: zone}, nameWait)
	if err != nil {
		return err
	}
	defer stop()
	folder, err := os.MkdirTemp("", "handrail-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	list := filepath.Join(folder, "domains.txt")
	if err := os.WriteFile(list, []byte(strings.Join(names, "\n")), 0o600); err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return err
	}
	in, err := json.Marshal(map[string]any{"server": host, "port": number, "domains": names, "whole": true})
	if err != nil {
		return err
	}
	var ours, theirs []float64
	for i := range runs {
		took, err := timed(exec.CommandContext(ctx, program, "run", "mail-health", "-resolver", address, "-set",
			"domains="+list, "-json", "-data", filepath.Join(folder, fmt.Sprint("data", i))), nil)
		if err != nil {
			return err
		}
		ours = append(ours, took)
		if took, err = timed(exec.CommandContext(ctx, py, script), in); err != nil {
			return err
		}
		theirs = append(theirs, took)
	}
	row("email health of 50 domains, each answer 20 ms away", median(ours), "s")
	row("the same by checkdmarc, one domain after the other", median(theirs), "s")
	row("checkdmarc's time over ours", median(theirs)/median(ours), "times")
	return nil
}

// manyDomains returns domains that all have records of their own, and share services.
func manyDomains() (dns.Zone, []string) {
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
	for i := range domainsBeside {
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
