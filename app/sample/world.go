package sample

import (
	"net/netip"
	"strings"
	"sync"

	mdns "github.com/miekg/dns"
)

// zones are the records of the sample's name server. Microsoft's names are fictional too.
const zones = `
northgate.example. 3600 IN SOA ns1.northgate.example. hostmaster.northgate.example. 2026112201 7200 3600 1209600 300
northgate.example. 3600 IN NS ns1.northgate.example.
northgate.example. 3600 IN NS ns2.northgate.example.
ns1.northgate.example. 3600 IN A 192.0.2.53
ns1.northgate.example. 3600 IN AAAA 2001:db8::53
ns2.northgate.example. 3600 IN A 192.0.2.54
northgate.example. 3600 IN MX 0 northgate-example.mail.protection.outlook.com.
northgate.example. 3600 IN TXT (
	"v=spf1 include:spf.protection.outlook.com include:giving.example include:tickets.example "
	"include:news.example -all" )
hall.northgate.example. 3600 IN MX 0 hall-northgate-example.o-v1.mx.microsoft.
_mta-sts.hall.northgate.example. 3600 IN TXT "v=STSv1; id=20260901T080000Z;"
mta-sts.hall.northgate.example. 3600 IN A 192.0.2.80
youth.northgate.example. 3600 IN MX 0 youth-northgate-example.mail.protection.outlook.com.
_mta-sts.youth.northgate.example. 3600 IN TXT "v=STSv1; id=20261101T090000Z;"
mta-sts.youth.northgate.example. 3600 IN A 192.0.2.80
mta-sts.youth.northgate.example. 3600 IN AAAA 2001:db8::80
_smtp._tls.youth.northgate.example. 3600 IN TXT "v=TLSRPTv1; rua=mailto:tls-reports@northgate.example"
choir.northgate.example. 3600 IN MX 0 choir-northgate-example.mail.protection.outlook.com.
_mta-sts.choir.northgate.example. 3600 IN TXT "v=STSv1; id=20261020T090000Z;"
mta-sts.choir.northgate.example. 3600 IN A 192.0.2.80
_smtp._tls.choir.northgate.example. 3600 IN TXT "v=TLSRPTv1; rua=mailto:tls-reports@northgate.example"
office.northgate.example. 3600 IN MX 10 mx1.mailfilter.example.
riverside-fund.example. 3600 IN SOA ns1.northgate.example. hostmaster.northgate.example. 1 7200 3600 1209600 300
riverside-fund.example. 3600 IN TXT "v=spf1 ip4:198.51.100.25 -all"
mailfilter.example. 3600 IN SOA ns1.northgate.example. hostmaster.northgate.example. 1 7200 3600 1209600 300
mx1.mailfilter.example. 3600 IN A 192.0.2.99
mail.protection.outlook.com. 3600 IN SOA ns1.northgate.example. hostmaster.northgate.example. 1 7200 3600 1209600 300
northgate-example.mail.protection.outlook.com. 300 IN A 192.0.2.25
northgate-example.mail.protection.outlook.com. 300 IN AAAA 2001:db8::25
youth-northgate-example.mail.protection.outlook.com. 300 IN A 192.0.2.25
choir-northgate-example.mail.protection.outlook.com. 300 IN A 192.0.2.25
mx.microsoft. 3600 IN SOA ns1.northgate.example. hostmaster.northgate.example. 1 7200 3600 1209600 300
hall-northgate-example.o-v1.mx.microsoft. 300 IN A 192.0.2.99
` + senderZones

// The policies at the start, by domain.
var policies = map[string]string{
	// Slightly wrong: the wildcard matches one label, the host has two there.
	"hall.northgate.example": "version: STSv1\r\nmode: testing\r\nmx: *.mx.microsoft\r\nmax_age: 86400\r\n",
	"youth.northgate.example": "version: STSv1\r\nmode: testing\r\nmx: " +
		"youth-northgate-example.mail.protection.outlook.com\r\nmax_age: 86400\r\n",
	"choir.northgate.example": "version: STSv1\r\nmode: enforce\r\nmx: " +
		"choir-northgate-example.mail.protection.outlook.com\r\nmax_age: 604800\r\n",
}

// signed is the zone whose answers have the AD bit (DNSSEC).
const signed = "mx.microsoft."

// world is the data of the servers. Publish changes it.
type world struct {
	mu       sync.RWMutex
	records  map[string][]mdns.RR // by lower-case name with the final dot
	policies map[string][]byte    // by domain
}

func newWorld() *world {
	w := &world{records: map[string][]mdns.RR{}, policies: map[string][]byte{}}
	p := mdns.NewZoneParser(strings.NewReader(zones), "", "")
	for rr, ok := p.Next(); ok; rr, ok = p.Next() {
		w.records[rr.Header().Name] = append(w.records[rr.Header().Name], rr)
	}
	if p.Err() != nil {
		panic("sample: the zones above do not parse: " + p.Err().Error())
	}
	for domain, text := range policies {
		w.policies[domain] = []byte(text)
	}
	return w
}

// find returns the records of a name and whether the name exists.
func (w *world) find(name string) ([]mdns.RR, bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if rrs, ok := w.records[name]; ok {
		return rrs, true
	}
	for other := range w.records { // an empty non-terminal
		if strings.HasSuffix(other, "."+name) {
			return nil, true
		}
	}
	return nil, false
}

// soa returns the SOA record of the zone of name; nil outside the sample.
func (w *world) soa(name string) *mdns.SOA {
	w.mu.RLock()
	defer w.mu.RUnlock()
	for labels := mdns.SplitDomainName(name); len(labels) > 0; labels = labels[1:] {
		for _, rr := range w.records[mdns.Fqdn(strings.Join(labels, "."))] {
			if soa, ok := rr.(*mdns.SOA); ok {
				return soa
			}
		}
	}
	return nil
}

// set replaces all records of the name and type of rr. A CNAME replaces everything at its
// name, and any other record replaces a CNAME.
func (w *world) set(rr mdns.RR) {
	w.mu.Lock()
	defer w.mu.Unlock()
	name, typ := strings.ToLower(rr.Header().Name), rr.Header().Rrtype
	var kept []mdns.RR
	for _, old := range w.records[name] {
		t := old.Header().Rrtype
		if t != typ && t != mdns.TypeCNAME && typ != mdns.TypeCNAME {
			kept = append(kept, old)
		}
	}
	w.records[name] = append(kept, rr)
}

// point sets the addresses of name to the sample's web server.
func (w *world) point(name string) {
	for _, a := range []netip.Addr{webServer4, webServer6} {
		h := mdns.RR_Header{Name: mdns.Fqdn(strings.ToLower(name)), Class: mdns.ClassINET, Ttl: 300}
		if a.Is4() {
			h.Rrtype = mdns.TypeA
			w.set(&mdns.A{Hdr: h, A: a.AsSlice()})
		} else {
			h.Rrtype = mdns.TypeAAAA
			w.set(&mdns.AAAA{Hdr: h, AAAA: a.AsSlice()})
		}
	}
}

// policy returns the policy of a domain; false if there is none.
func (w *world) policy(domain string) ([]byte, bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	text, ok := w.policies[domain]
	return text, ok
}

func (w *world) setPolicy(domain string, text []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.policies[domain] = text
}
