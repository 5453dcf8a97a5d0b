//go:build judge

package health_test

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"

	"handrail/app/conformance/python"
	"handrail/app/mail/dmarc"
	"handrail/app/mail/dns"
	"handrail/app/mail/dns/dnstest"
	"handrail/app/mail/health"
	"handrail/app/mail/mailcheck/mailchecktest"
	"handrail/app/mail/spf"
)

// spfRecords and dmarcRecords are the records of made domains: s0.example and so on, and
// d0.example and so on.
var (
	spfRecords = []string{
		"v=spf1 -all", "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all", "v=spf1 a mx ?all",
		"v=spf1 include:one.example -all", "v=spf1 include:four.example -all",
		"v=spf1 include:four.example include:four2.example -all",
		"v=spf1 include:four.example include:four2.example include:one.example -all",
		"v=spf1 redirect=four.example", "v=spf1 a:gone.example -all", "v=spf1 a:g1.example mx:g2.example -all",
		"v=spf1 a:g1.example mx:g2.example exists:g3.example -all", "v=spf1 include:gone.example -all",
		"v=spf1 include:plain.example -all", "v=spf1 include:broken.example -all", "v=spf1 ip4:192.0.2.256 -all",
		"v=spf1 ipv4:192.0.2.1 -all", "v=spf1 ptr -all", "v=spf1 -all include:one.example", "v=spf10 -all",
		"v=spf1 exists:%{i}.one.example -all", "v=spf1 a/24//64 mx/24 -all", "v=spf1 mx:host.example -all",
		"v=spf1 include:loop.example -all", "v=spf1 +all", "v=spf1 foo=bar -all", "v=spf1 include: -all",
		"v=spf1 redirect=one.example -all", "v=spf1 mx:many.example -all", "v=spf1 ip4:192.0.2.0/33 -all",
	}
	dmarcRecords = []string{
		"v=DMARC1; p=none; rua=mailto:a@one.example", "v=DMARC1; p=quarantine; sp=reject; rua=mailto:a@one.example",
		"v=DMARC1; p=reject; np=none; rua=mailto:a@one.example", "v=DMARC1; p=reject; pct=50",
		"v=DMARC1; p=reject; t=y",
		"v=DMARC1; rua=mailto:a@one.example", "v=DMARC1", "v=DMARC1; p=foo",
		"v=DMARC1; p=foo; rua=mailto:a@one.example",
		"v=dmarc1; p=reject", "p=reject; v=DMARC1", "V = DMARC1 ; p = reject", "v=DMARC1; p=REJECT",
		"v=DMARC1; p=reject;;",
		"v=DMARC1; p=reject; foo=bar", "v=DMARC1; p=reject; ri=1; rf=x", "v=DMARC1; p=reject; p=none",
		"v=DMARC1; p=reject, rua=mailto:a@one.example", "v=DMARC1; p=reject; adkim=x", "v=DMARC1; p=reject; fo=9",
		"v=DMARC1; p=reject; rua=a@one.example", "v=DMARC1; p=reject; rua=mailto:a@one.example!10m",
		"v=DMARC1; p=reject; hello", "v=DMARC1; p=none; psd=y",
		"v=DMARC1; p=reject; t=x", "v=DMARC1; p=reject; sp=foo; rua=mailto:a@one.example", " v=DMARC1; p=reject",
	}
)

// madeZone is the zone of the made domains.
func madeZone() dns.Zone {
	txt := func(text string) dns.Record { return mailchecktest.TXT(text) }
	z := dns.Zone{
		"one.example": {txt("v=spf1 ip4:192.0.2.1 -all"), mailchecktest.MX(0, "host.example")},
		"two.example": {txt("v=spf1 include:one.example -all")}, "three.example": {txt("v=spf1 a:host.example -all")},
		"four.example":   {txt("v=spf1 include:two.example include:three.example -all")},
		"four2.example":  {txt("v=spf1 a:host.example mx:one.example a:host2.example include:three2.example -all")},
		"three2.example": {txt("v=spf1 ip4:192.0.2.7 -all")}, "plain.example": {txt("hello")},
		"broken.example": {txt("v=spf1 foo -all")}, "loop.example": {txt("v=spf1 include:loop2.example -all")},
		"loop2.example": {txt("v=spf1 include:loop.example -all")},
		"host.example":  {mailchecktest.At("192.0.2.1")}, "host2.example": {mailchecktest.At("192.0.2.2")},
		"_dmarc.parent.example": {txt("v=DMARC1; p=none; sp=reject; rua=mailto:a@parent.example")},
		"parent.example":        {mailchecktest.MX(0, "host.example")},
		"a.parent.example": {mailchecktest.MX(5, "host.example"), mailchecktest.MX(7,
			"host2.example")},
		"_smtp._tls.parent.example":   {txt("v=TLSRPTv1; rua=mailto:a@parent.example")},
		"_smtp._tls.a.parent.example": {txt("v=TLSRPTv1; rua=parent.example")},
		"twice.example":               {txt("v=spf1 -all"), txt("v=spf1 ~all")},
		"_dmarc.twice.example":        {txt("v=DMARC1; p=none"), txt("v=DMARC1; p=reject")},
		"apex.example":                {txt("v=DMARC1; p=reject")},
		"b.c.inner.example":           {mailchecktest.MX(0, "host.example")},
		"_dmarc.c.inner.example":      {txt("v=DMARC1; p=reject; psd=n")},
		"_dmarc.inner.example":        {txt("v=DMARC1; p=none")},
	}
	for i := range 11 {
		z["many.example"] = append(z["many.example"], mailchecktest.MX(1, fmt.Sprintf("m%d.many.example", i)))
		z[fmt.Sprintf("m%d.many.example", i)] = []dns.Record{mailchecktest.At("192.0.2.1")}
	}
	for i, text := range spfRecords {
		z[fmt.Sprintf("s%d.example", i)] = []dns.Record{txt(text), mailchecktest.MX(1, "host.example"),
			mailchecktest.At("192.0.2.1")}
	}
	for i, text := range dmarcRecords {
		z[fmt.Sprintf("d%d.example", i)] = []dns.Record{mailchecktest.MX(1, "host.example")}
		z[fmt.Sprintf("_dmarc.d%d.example", i)] = []dns.Record{txt(text)}
		z[fmt.Sprintf("d%d.example._report._dmarc.one.example", i)] = []dns.Record{txt("v=DMARC1")}
	}
	return z
}

// theirs is what checkdmarc finds of a domain.
type theirs struct {
	Domain string
	SPF    struct {
		Valid          bool
		Lookups, Voids *int
		Error          string
	}
	DMARC struct {
		Valid               bool
		Location, P, SP, NP string
		Error               string
		Warnings            []string
	}
	MX  []string
	TLS bool
}

// explained are the differences, by domain and what differs, and why ours is right.
var explained = map[string]string{
	"s10.example voids": "it does not look up the name of “exists”, which a receiver does (RFC 7208 section 5.7)",
	"s10.example spf":   "so it misses the third lookup that finds nothing (RFC 7208 section 4.6.4)",
	"d8.example dmarc":  "a policy that is not valid, with rua, is read as p=none (RFC 9989 section 4.10.1)",
	"d25.example dmarc": "the same for sp (RFC 9989 section 4.10.1)",
	"d13.example dmarc": "an empty part is discarded, not the record (RFC 9989 section 4.7)",
	"d22.example dmarc": "a part that is no tag is discarded, not the record (RFC 9989 section 4.7)",
	"d16.example dmarc": "the second p is discarded (RFC 9989 section 4.7); that receivers may ignore all is a line " +
		"of ours",
	"d19.example dmarc": "a wrong fo is read as its default (RFC 9989 section 4.7)",
	"d20.example dmarc": "a wrong address is ignored, not the policy (RFC 9989 section 4.7)",
	"d24.example dmarc": "a wrong t is read as its default (RFC 9989 section 4.7)",
}

// TestCheckdmarcAgrees: another author’s program finds the same of every made domain, but for
// the differences that are explained.
func TestCheckdmarcAgrees(t *testing.T) {
	zone := madeZone()
	names := []string{"parent.example", "a.parent.example", "twice.example", "apex.example", "b.c.inner.example",
		"gone.example"}
	for i := range spfRecords {
		names = append(names, fmt.Sprintf("s%d.example", i))
	}
	for i := range dmarcRecords {
		names = append(names, fmt.Sprintf("d%d.example", i))
	}
	address, stop, err := dnstest.Serve(dns.Fake{Zone: zone}, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	found := askCheckdmarc(t, address, names)
	client, err := dns.NewClient(dns.Config{Servers: []string{address}})
	if err != nil {
		t.Fatal(err)
	}
	c := mailchecktest.New(t).Checker()
	c.Resolver = client
	var domains []dns.Domain
	for _, name := range names {
		domains = append(domains, dns.Domain{ASCII: name, Unicode: name})
	}
	ours, err := health.Check(t.Context(), c, domains, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	used, compared := map[string]bool{}, 0
	for i, s := range ours {
		for what, pair := range differences(s, found[i]) {
			compared++
			if pair[0] == pair[1] {
				continue
			}
			key := s.Domain.ASCII + " " + what
			if explained[key] == "" {
				t.Errorf("%s %q: we find %s, checkdmarc %s (%s%s)", key, text(zone, s.Domain.ASCII), pair[0], pair[1],
					found[i].SPF.Error, found[i].DMARC.Error)
			}
			used[key] = true
		}
	}
	for key := range explained {
		if !used[key] {
			t.Errorf("the explanation of %s is idle", key)
		}
	}
	t.Logf("%d findings about %d domains compared, %d differ with a reason", compared, len(names), len(used))
}

// askCheckdmarc returns what checkdmarc finds at a name server, in the order of names.
func askCheckdmarc(t *testing.T, address string, names []string) (found []theirs) {
	t.Helper()
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	err = python.Ask(t.Context(), "app/conformance/checkdmarc", "checkdmarc",
		map[string]any{"server": host, "port": number, "domains": names}, &found)
	if errors.Is(err, python.ErrNotHere) {
		t.Skip(err)
	}
	if err != nil || len(found) != len(names) {
		t.Fatalf("the judge checked %d of %d: %v", len(found), len(names), err)
	}
	return found
}

// text returns the record that a made domain is about.
func text(zone dns.Zone, name string) string {
	if all := zone["_dmarc."+name]; len(all) > 0 {
		return all[0].TXT()
	}
	if all := zone[name]; len(all) > 0 {
		return all[0].TXT()
	}
	return ""
}

// differences returns what both find, ours first, by what is compared.
func differences(s *health.State, their theirs) map[string][2]string {
	count := func(n *int) string {
		if n == nil {
			return "-"
		}
		return strconv.Itoa(*n)
	}
	usable := s.SPF.State == spf.Valid && s.Stranger.Result != spf.PermError
	lookups, voids := "-", "-"
	if their.SPF.Lookups != nil && s.SPF.Record != nil {
		lookups, voids = strconv.Itoa(len(s.SPF.Lookups)), strconv.Itoa(len(s.SPF.Voids()))
	} else {
		their.SPF.Lookups, their.SPF.Voids = nil, nil
	}
	var hosts []string
	for _, h := range s.Mail.Hosts {
		if !s.Mail.Implicit {
			hosts = append(hosts, h.Name)
		}
	}
	slices.Sort(hosts)
	f := s.DMARC
	policy, at := "", ""
	if f.Record != nil && f.Now.Name != "" {
		r, at2 := f.Record, f.At
		own, _ := r.For(dmarc.Own)
		sub, _ := r.For(dmarc.Subdomain)
		gone, _ := r.For(dmarc.Nonexistent)
		policy, at = strings.Join([]string{own.Name, sub.Name, gone.Name}, " "), at2
	}
	theirPolicy := strings.TrimSpace(strings.Join([]string{their.DMARC.P, their.DMARC.SP, their.DMARC.NP}, " "))
	theirAt := their.DMARC.Location
	if !their.DMARC.Valid {
		theirPolicy, theirAt = "", ""
	}
	return map[string][2]string{
		"spf":     {fmt.Sprint(usable), fmt.Sprint(their.SPF.Valid)},
		"lookups": {lookups, count(their.SPF.Lookups)},
		"voids":   {voids, count(their.SPF.Voids)},
		"dmarc":   {policy + "@" + at, theirPolicy + "@" + theirAt},
		"mx":      {strings.Join(hosts, " "), strings.Join(their.MX, " ")},
		"tls-rpt": {fmt.Sprint(s.Mail.ReportingState == "valid"), fmt.Sprint(their.TLS)},
	}
}
