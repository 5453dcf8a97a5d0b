// Package dkimkey reads the public keys that a domain publishes for signatures of email
// (DKIM, RFC 6376).
//
// A sender signs an email with a private key. The matching public key is in a TXT record
// at <selector>._domainkey.<domain>; the signature names the selector. A domain cannot be
// asked which selectors it has: only those that one knows can be looked up. Microsoft 365
// has two for each domain, so that it can change keys:
//
//	selector1._domainkey.example.org, selector2._domainkey.example.org
//	selector1-tenant-onmicrosoft-com._domainkey.tenant.onmicrosoft.com, the same with selector2
//
// A library that verifies signatures decides whether a key can be used (see Usable); Parse
// explains what is in it.
package dkimkey

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"strings"

	"github.com/emersion/go-msgauth/dkim"

	"handrail/app/mail/dns"
)

// The lengths of RSA keys, in bits (RFC 8301 section 3.2).
const (
	LeastBits = 1024 // below this, receivers ignore the signature
	GoodBits  = 2048 // signers should use at least this
)

// onMicrosoft is the zone in which every organisation of Microsoft 365 has a domain.
const onMicrosoft = ".onmicrosoft.com"

// MicrosoftSelectors returns the two selectors with which Microsoft 365 signs for a domain.
func MicrosoftSelectors(domain string) []string {
	if strings.HasSuffix(domain, onMicrosoft) {
		tail := "-" + strings.ReplaceAll(domain, ".", "-")
		return []string{"selector1" + tail, "selector2" + tail}
	}
	return []string{"selector1", "selector2"}
}

// Name returns where the key of a selector is published (RFC 6376 section 3.6.2.1).
func Name(selector, domain string) string { return selector + "._domainkey." + domain }

// The states of a Key.
const (
	Valid   = "valid"   // receivers can use it
	Absent  = "absent"  // there is no key
	Revoked = "revoked" // its value is empty (RFC 6376 section 3.6.1)
	Invalid = "invalid" // receivers cannot use it
	Several = "several" // more than one record, which receivers treat as they like (section 3.6.2.2)
	Unknown = "unknown" // DNS gave no usable answer
)

// Key is the key of one selector.
type Key struct {
	Selector string
	Name     string   // where it was looked up
	Alias    []string // the names that its CNAME led to
	State    string
	Raw      string
	Type     string // rsa, ed25519, or another that the record names
	Bits     int    // length of an RSA key; 0 where not known
	Testing  bool   // t=y: receivers must treat the email as if it were not signed (section 3.6.1)
	Why      error  // why State is Invalid or Unknown
	Dangling bool   // its CNAME leads to a name without a key
}

// Lookup reads the key of one selector. The error is that of ctx.
func Lookup(ctx context.Context, r dns.Resolver, selector, domain string) (Key, error) {
	k := Key{Selector: selector, Name: Name(selector, domain)}
	a, err := r.Lookup(ctx, k.Name, dns.TXT)
	if ctx.Err() != nil {
		return k, ctx.Err()
	}
	if err != nil {
		k.State, k.Why = Unknown, err
		return k, nil
	}
	k.Alias = a.Chain
	switch len(a.Records) {
	case 0:
		k.State, k.Dangling = Absent, len(a.Chain) > 0
	case 1:
		k.read(a.Records[0].TXT())
	default:
		k.State = Several
	}
	return k, nil
}

// Parse reads the text of one record. A key without “v=” is valid: the version is
// optional (RFC 6376 section 3.6.1).
func Parse(text string) Key {
	k := Key{}
	k.read(text)
	return k
}

func (k *Key) read(text string) {
	k.Raw, k.State, k.Type = text, Valid, "rsa"
	tags := tagsOf(text)
	if kind := tags["k"]; kind != "" {
		k.Type = kind
	}
	for flag := range strings.SplitSeq(tags["t"], ":") {
		k.Testing = k.Testing || strings.TrimSpace(flag) == "y"
	}
	if value, there := tags["p"]; there && value == "" {
		k.State = Revoked
		return
	}
	if raw, err := base64.StdEncoding.DecodeString(blankless(tags["p"])); err == nil && k.Type == "rsa" {
		k.Bits = bits(raw)
	}
	if err := Usable(text); err != nil {
		k.State, k.Why = Invalid, err
	}
}

// bits returns the length of an RSA key in either of its two forms; 0 for anything else.
func bits(raw []byte) int {
	if pub, err := x509.ParsePKIXPublicKey(raw); err == nil {
		if key, ok := pub.(*rsa.PublicKey); ok {
			return key.N.BitLen()
		}
		return 0
	}
	if key, err := x509.ParsePKCS1PublicKey(raw); err == nil {
		return key.N.BitLen()
	}
	return 0
}

// tagsOf returns the tags of a record; of two with one name the first.
func tagsOf(text string) map[string]string {
	tags := map[string]string{}
	for part := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(part, "=")
		name = strings.TrimSpace(name)
		if _, twice := tags[name]; !twice {
			tags[name] = strings.TrimSpace(value)
		}
	}
	return tags
}

func blankless(s string) string { return strings.Join(strings.Fields(s), "") }

// letter is an email whose signature is right but for its hash and its value, so that a
// verifier comes as far as the key.
const letter = "DKIM-Signature: v=1; a=%-sha256; d=x.invalid; s=k; h=from; bh=AAAA; b=AAAA\r\n" +
	"From: a@x.invalid\r\n\r\n"

// Usable returns why a receiver cannot use a key; nil if it can. The library that verifies
// signatures decides: it is given a signature that names this key.
func Usable(text string) error {
	kind := "rsa"
	if tagsOf(text)["k"] == "ed25519" {
		kind = "ed25519"
	}
	checks, err := dkim.VerifyWithOptions(strings.NewReader(strings.Replace(letter, "%", kind, 1)),
		&dkim.VerifyOptions{LookupTXT: func(string) ([]string, error) { return []string{text}, nil }})
	switch {
	case err != nil:
		return err
	case len(checks) != 1 || checks[0].Err == nil:
		return errors.New("dkimkey: the library did not test the key")
	case dkim.IsPermFail(checks[0].Err) || dkim.IsTempFail(checks[0].Err):
		return checks[0].Err
	}
	return nil // only the signature is wrong, as it must be
}
