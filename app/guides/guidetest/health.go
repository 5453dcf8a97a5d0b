package guidetest

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/health"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/spf"
	"handrail/app/task"
)

// microsoftHost receives email of a World.
const microsoftHost = "northgate-example.mail.protection.outlook.com"

// nameServer is what the name server of a World has about its domains.
func nameServer() dns.Fake {
	text := func(text string) dns.Record { return dns.Record{Type: dns.TXT, Text: []string{text}} }
	mx := dns.Record{Type: dns.MX, Host: microsoftHost}
	zone := dns.Zone{
		"org":                        {{Type: dns.SOA, Host: "a0.org.example"}},
		microsoftHost:                {{Type: dns.CNAME, Host: "host.example"}},
		"spf.protection.outlook.com": {text("v=spf1 ip4:192.0.2.0/24 -all")},

		"bare.northgate.example":  {mx},
		"ready.northgate.example": {mx, text("v=spf1 include:spf.protection.outlook.com -all")},
		"_dmarc.ready.northgate.example": {text("v=DMARC1; p=none; rua=mailto:dmarc@ready.northgate.example," +
			"mailto:reports@example.net")},
		"example.net": {mx},
		"strict.northgate.example": {mx,
			text("v=spf1 a:gone.example a:gone.example a:gone.example ?all")},
		"_dmarc.strict.northgate.example":               {text("v=DMARC1; p=reject; pct=20; sp=none; hello")},
		"selector1._domainkey.strict.northgate.example": {text("v=DKIM1; p=AAAA")},
		"selector2._domainkey.strict.northgate.example": {text("v=DKIM1; p=")},
		"leaving.northgate.example": {mx, text("v=spf1 ptr include:leaving.northgate.example -all a"),
			text("v=DMARC1; p=none")},
		"_dmarc.leaving.northgate.example": {text("v=dmarc1; p=none")},
		"quiet.northgate.example":          {{Type: dns.MX}, text("v=spf1 -all")},
		"_dmarc.quiet.northgate.example":   {text("v=DMARC1; p=reject; rua=mailto:dmarc@ready.northgate.example")},
		"void.northgate.example":           {text("hello")},
	}
	return dns.Fake{Zone: zone, Fail: map[string]dns.Kind{"silent.northgate.example": dns.Timeout}}
}

var errNoWay = errors.New("there is no network in a World")

// checkHealth is the health.Func of a World. It reaches no policy host and no mail server.
func checkHealth(ctx context.Context, domains []dns.Domain, selectors []string,
	progress task.Report) ([]*health.State, error) {
	c := mailcheck.Checker{Resolver: nameServer(), Now: func() time.Time { return Noon }, Server: "192.0.2.53"}
	dial := func(context.Context, string, string) (net.Conn, error) { return nil, errNoWay }
	c.Fetcher.Dial, c.Prober.Dial, c.Fetcher.Now, c.Prober.Now = dial, dial, c.Now, c.Now
	return health.Check(ctx, c, domains, selectors, progress)
}

// checkSPF is the spf.Func of a World.
func checkSPF(ctx context.Context, addr netip.Addr, domain string) (spf.Verdict, error) {
	return spf.Sender(ctx, nameServer(), addr, domain)
}
