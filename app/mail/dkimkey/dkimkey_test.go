package dkimkey

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"slices"
	"testing"

	"handrail/app/mail/dns"
)

func rsaKey(t testing.TB, bits int, pkcs1 bool) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	if pkcs1 {
		raw = x509.MarshalPKCS1PublicKey(&key.PublicKey)
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// shortKey looks like an RSA key of 512 bits.
const shortKey = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAN3nZn3Nn1y3hF6nQv1kQd1lOq5sQK3y0n9m3y8bQm0H8o8Vb3m8r0H2xkq8n0Yy" +
	"3v6d2c7m1f5c9k2h4j6l8n0CAwEAAQ=="

// TestParse: each rule of a key record, with its section.
func TestParse(t *testing.T) {
	good, pub := rsaKey(t, 2048, false), func() string {
		key, _, _ := ed25519.GenerateKey(rand.Reader)
		return base64.StdEncoding.EncodeToString(key)
	}()
	for _, c := range []struct {
		text, section, state string
		kind                 string
		bits                 int
		testing              bool
	}{
		{"v=DKIM1; k=rsa; p=" + good, "RFC 6376 section 3.6.1", Valid, "rsa", 2048, false},
		{"p=" + good, "RFC 6376 section 3.6.1: v is optional", Valid, "rsa", 2048, false},
		{"k=rsa; p=" + good + ";", "RFC 6376 section 3.2: a final semicolon", Valid, "rsa", 2048, false},
		{"v=DKIM1; p=" + good[:40] + " " + good[40:], "RFC 6376 section 3.2: blanks in base64", Valid, "rsa", 2048,
			false},
		{"v=DKIM1; p=" + rsaKey(t, 1024, false), "RFC 8301 section 3.2", Valid, "rsa", 1024, false},
		{"v=DKIM1; p=" + rsaKey(t, 1024, true), "erratum 3017 of RFC 6376", Valid, "rsa", 1024, false},
		{"v=DKIM1; t=y; p=" + good, "RFC 6376 section 3.6.1: testing", Valid, "rsa", 2048, true},
		{"v=DKIM1; t=s:y; p=" + good, "RFC 6376 section 3.6.1: two flags", Valid, "rsa", 2048, true},
		{"v=DKIM1; t=s; p=" + good, "RFC 6376 section 3.6.1: strict", Valid, "rsa", 2048, false},
		{"v=DKIM1; k=ed25519; p=" + pub, "RFC 8463 section 4", Valid, "ed25519", 0, false},
		{"v=DKIM1; p=", "RFC 6376 section 3.6.1: revoked", Revoked, "rsa", 0, false},
		{"v=DKIM1; h=sha1; p=" + good, "RFC 8301 section 3.1", Invalid, "rsa", 2048, false},
		{"v=DKIM2; p=" + good, "RFC 6376 section 3.6.1: another version", Invalid, "rsa", 2048, false},
		{"v=DKIM1; k=dsa; p=" + good, "RFC 6376 section 3.3", Invalid, "dsa", 0, false},
		{"v=DKIM1; p=" + good[:100], "cut off", Invalid, "rsa", 0, false},
		{"v=DKIM1", "RFC 6376 section 3.6.1: p is required", Invalid, "rsa", 0, false},
		{"v=DKIM1; k=rsa; k=rsa; p=" + good, "RFC 6376 section 3.2: a tag twice", Invalid, "rsa", 2048, false},
		{"google-site-verification", "no tags", Invalid, "rsa", 0, false},
	} {
		k := Parse(c.text)
		if k.State != c.state || k.Type != c.kind || k.Bits != c.bits || k.Testing != c.testing {
			t.Errorf("%.60s (%s): %s, %s, %d bits, testing %v (%v)", c.text, c.section, k.State, k.Type, k.Bits,
				k.Testing,
				k.Why)
		}
	}
}

// TestMicrosoftSelectors: those of onmicrosoft.com have the domain in their names.
func TestMicrosoftSelectors(t *testing.T) {
	for domain, want := range map[string][]string{
		"example.org": {"selector1", "selector2"},
		"contoso.onmicrosoft.com": {"selector1-contoso-onmicrosoft-com",
			"selector2-contoso-onmicrosoft-com"},
	} {
		if got := MicrosoftSelectors(domain); !slices.Equal(got, want) {
			t.Errorf("%s: %q", domain, got)
		}
	}
}

func TestLookup(t *testing.T) {
	good := "v=DKIM1; k=rsa; p=" + rsaKey(t, 2048, false)
	record := func(text string) dns.Record { return dns.Record{Type: dns.TXT, Text: []string{text}} }
	w := dns.Fake{Fail: map[string]dns.Kind{"c._domainkey.a.example": dns.ServFail}, Zone: dns.Zone{
		"selector1._domainkey.a.example":   {{Type: dns.CNAME, Host: "selector1-a._domainkey.x.example"}},
		"selector1-a._domainkey.x.example": {{Type: dns.TXT, Text: []string{good[:200], good[200:]}}},
		"selector2._domainkey.a.example":   {{Type: dns.CNAME, Host: "gone.x.example"}},
		"b._domainkey.a.example":           {record(good), record(good)},
	}}
	for selector, want := range map[string]Key{
		"selector1": {State: Valid, Bits: 2048},
		"selector2": {State: Absent, Dangling: true},
		"a":         {State: Absent},
		"b":         {State: Several},
		"c":         {State: Unknown},
	} {
		k, err := Lookup(t.Context(), w, selector, "a.example")
		if err != nil || k.State != want.State || k.Bits != want.Bits || k.Dangling != want.Dangling {
			t.Errorf("%s: %+v, %v", selector, k, err)
		}
	}
}

// FuzzParse: nothing breaks the reader, and what it calls valid can be used.
func FuzzParse(f *testing.F) {
	f.Add("v=DKIM1; k=rsa; p=" + shortKey)
	f.Add("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
	f.Add("p=;t=y")
	f.Fuzz(func(t *testing.T, text string) {
		k := Parse(text)
		if k.State == Valid && k.Type == "rsa" && k.Bits < LeastBits {
			t.Fatalf("%q is called valid with %d bits", text, k.Bits)
		}
	})
}
