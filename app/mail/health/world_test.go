package health_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"sync"
	"testing"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mailcheck/mailchecktest"
)

const policyText = "version: STSv1\r\nmode: enforce\r\nmx: *.mail.protection.outlook.com\r\nmax_age: 604800\r\n"

// host is the mail server of the good domain, at Microsoft 365.
const host = "example-org.mail.protection.outlook.com"

var org = dns.Domain{ASCII: "example.org", Unicode: "example.org"}

// key returns the record of an RSA key; each length is made once.
var key = func() func(bits int) string {
	var mu sync.Mutex
	made := map[int]string{}
	return func(bits int) string {
		mu.Lock()
		defer mu.Unlock()
		if made[bits] == "" {
			k, err := rsa.GenerateKey(rand.Reader, bits)
			if err != nil {
				panic(err)
			}
			raw, err := x509.MarshalPKIXPublicKey(&k.PublicKey)
			if err != nil {
				panic(err)
			}
			made[bits] = "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(raw)
		}
		return made[bits]
	}
}()

func txt(text string) []dns.Record { return []dns.Record{mailchecktest.TXT(text)} }

// made is a world with one good domain, example.org, and what a test changes in it.
type made struct {
	*mailchecktest.World
	selectors  []string
	public     bool   // private addresses are not asked
	signedOnly string // the one name that is signed; "" for those of DNS.Authentic
}

// good is example.org with everything right.
func good(t testing.TB) *made {
	w := &made{World: mailchecktest.New(t)}
	text := key(2048)
	w.DNS.Authentic = []string{"example.org", "mail.protection.outlook.com", "org"}
	w.DNS.Zone = dns.Zone{
		"org": {{Type: dns.SOA, Host: "a0.org.example"}},
		"example.org": {mailchecktest.MX(0, host), mailchecktest.TXT("v=spf1 include:spf.protection.outlook.com -all"),
			{Type: dns.SOA, Host: "ns.example.org"}},
		host: {mailchecktest.At("192.0.2.1")},
		"_25._tcp." + host: {{Type: dns.TLSA, Usage: 3, Selector: 1, Matching: 1,
			Data: "00"}},
		"spf.protection.outlook.com":                 txt("v=spf1 ip4:192.0.2.0/24 -all"),
		"selector1._domainkey.example.org":           {mailchecktest.TXT(text[:250], text[250:])},
		"selector2._domainkey.example.org":           {mailchecktest.Alias("selector2-example-org._domainkey.x.example")},
		"selector2-example-org._domainkey.x.example": {mailchecktest.TXT(text[:250], text[250:])},
		"_dmarc.example.org":                         txt("v=DMARC1; p=reject; rua=mailto:dmarc@example.org"),
		"_mta-sts.example.org":                       txt("v=STSv1; id=20261101;"),
		"_smtp._tls.example.org":                     txt("v=TLSRPTv1; rua=mailto:tls@example.org"),
		"mta-sts.example.org":                        {mailchecktest.At("192.0.2.80")},
	}
	w.Policy(60, policyText)
	w.Server(60)
	return w
}

// Policy serves a policy with a certificate that is valid for so many days.
func (w *made) Policy(days int, text string) {
	w.Web("192.0.2.80", w.Cert(days, "mta-sts.example.org"), mailchecktest.Text(text))
}

// Server serves the mail server likewise.
func (w *made) Server(days int) {
	cert := w.Cert(days, host)
	w.Mail("192.0.2.1", &cert)
}

// set replaces the records at a name.
func (w *made) set(name string, records ...dns.Record) { w.DNS.Zone[name] = records }

// remove removes names.
func (w *made) remove(names ...string) {
	for _, name := range names {
		delete(w.DNS.Zone, name)
	}
}

// spf sets the SPF record of the good domain.
func (w *made) spf(texts ...string) {
	records := []dns.Record{mailchecktest.MX(0, host), {Type: dns.SOA, Host: "ns.example.org"}}
	for _, text := range texts {
		records = append(records, mailchecktest.TXT(text))
	}
	w.set("example.org", records...)
}

// unsign leaves no name signed but the one by which a resolver shows that it checks.
func (w *made) unsign() {
	w.DNS.Authentic = nil
	w.signedOnly = "org"
}

func (w *made) fail(name string) { w.DNS.Fail[name] = dns.ServFail }

func (w *made) checker() mailcheck.Checker {
	c := w.Checker()
	c.AllowPrivate = !w.public
	c.Resolver = signedOnly{w.DNS, w.signedOnly}
	return c
}

// signedOnly is a resolver that has checked the signatures of one name alone.
type signedOnly struct {
	dns.Fake
	name string
}

func (s signedOnly) Lookup(ctx context.Context, name string, t dns.Type) (dns.Answer, error) {
	a, err := s.Fake.Lookup(ctx, name, t)
	a.Authentic = a.Authentic || name == s.name
	return a, err
}
