package connector

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // Windows names certificates by it
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/smallstep/pkcs7"

	"handrail/app"
	"handrail/app/powershell"
)

// MaxCertificate limits what is read of one file, so that a wrong file does no harm.
const MaxCertificate = 256 << 10

// Certificate is what a server shows of itself.
type Certificate struct {
	CommonName  string   // as it stands; may be no name of a host
	Names       []string // the names of hosts on it, each once: the common name first
	Issuer      string
	Thumbprint  string // as Windows shows it; "" for a name without a certificate
	From, Until time.Time
}

// Named returns a certificate of which only the name is known.
func Named(name string) Certificate {
	return Certificate{CommonName: name, Names: []string{hostName(name)}}
}

// Certificates is what a file has.
type Certificates struct {
	Servers     []Certificate
	Authorities int  // certificates of those who issue certificates
	Key         bool // the file also has a private key, which was not read
}

// ReadCertificates reads certificates: PEM, DER (.cer, .crt), PKCS #7 (.p7b), or base64
// without its frame. app.Invalid with what to do where data has none. A file with a private
// key in a password (PFX) is not opened.
func ReadCertificates(data []byte) (Certificates, error) {
	var c Certificates
	if len(data) > MaxCertificate {
		return c, app.Errorf(app.Invalid, "Choose the file of one certificate.",
			"This file is too large for a certificate.")
	}
	if len(data) > 0 && data[0] != sequence {
		if text, err := powershell.Decode(data); err == nil {
			data = []byte(text)
		}
	}
	all, err := c.parts(data)
	if err != nil {
		return Certificates{}, err
	}
	for _, one := range all {
		if one.IsCA && len(all) > 1 {
			c.Authorities++
			continue
		}
		c.Servers = append(c.Servers, certificate(one))
	}
	if len(c.Servers) == 0 {
		return Certificates{}, app.Errorf(app.Invalid, "Export the certificate of the server itself.",
			"This file has only certificates of authorities that issue certificates.")
	}
	return c, nil
}

// sequence is the first byte of every certificate in DER.
const sequence = 0x30

// indent is what stands in front of the lines of a certificate that was copied from another text.
var indent = regexp.MustCompile(`(?m)^[ \t>]+`)

// parts returns each certificate in data once.
func (c *Certificates) parts(data []byte) (all []*x509.Certificate, err error) {
	if !bytes.Contains(data, []byte("-----BEGIN ")) {
		if raw, ok := unframed(data); ok {
			data = raw
		}
		return binary(data)
	}
	data = indent.ReplaceAll(data, nil)
	request, begun := false, bytes.Count(data, []byte("-----BEGIN "))
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		begun--
		switch kind := block.Type; {
		case strings.HasSuffix(kind, "PRIVATE KEY"):
			c.Key = true
		case strings.HasSuffix(kind, "CERTIFICATE REQUEST"):
			request = true
		case strings.HasSuffix(kind, "CERTIFICATE"), kind == "PKCS7", kind == "CMS":
			some, err := binary(block.Bytes)
			if err != nil {
				return nil, err
			}
			for _, one := range some {
				if !slices.ContainsFunc(all, one.Equal) {
					all = append(all, one)
				}
			}
		}
	}
	switch {
	case begun > 0:
		return nil, app.Errorf(app.Invalid, "Copy everything from the line BEGIN to the line END.",
			"A certificate here is not complete.")
	case len(all) > 0:
		return all, nil
	case request:
		return nil, app.Errorf(app.Invalid, "Wait for the certificate, and choose its file.",
			"This is a request for a certificate, not the certificate.")
	case c.Key:
		return nil, app.Errorf(app.Invalid, "Choose the file of the certificate. Give the key to no one.",
			"This is a private key, not a certificate.")
	}
	return nil, noCertificate()
}

func noCertificate() error {
	return app.Errorf(app.Invalid, "Choose a file that ends in .cer, .crt, .pem or .p7b.",
		"Handrail found no certificate here.")
}

// unframed returns what stands in base64 without the lines before and behind it.
func unframed(data []byte) ([]byte, bool) {
	if len(data) == 0 || data[0] == sequence {
		return nil, false
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(data)), ""))
	return raw, err == nil && len(raw) > 0 && raw[0] == sequence
}

// binary returns the certificates in DER or PKCS #7.
func binary(data []byte) ([]*x509.Certificate, error) {
	if all, err := x509.ParseCertificates(data); err == nil && len(all) > 0 {
		return all, nil
	}
	if isPFX(data) {
		return nil, app.Errorf(app.Invalid,
			"Export the certificate without its key. In PowerShell: Get-PfxCertificate "+
				"-FilePath server.pfx | Export-Certificate -FilePath server.cer",
			"This file has the private key of your server (PFX). Handrail does not open it.")
	}
	if p, err := pkcs7.Parse(data); err == nil && len(p.Certificates) > 0 {
		return p.Certificates, nil
	}
	return nil, noCertificate()
}

// isPFX reports whether data begins as PKCS #12 does (RFC 7292 section 4): version 3, then
// an object with a type.
func isPFX(data []byte) bool {
	var outer, version, content asn1.RawValue
	if _, err := asn1.Unmarshal(data, &outer); err != nil || outer.Tag != asn1.TagSequence {
		return false
	}
	rest, err := asn1.Unmarshal(outer.Bytes, &version)
	if err != nil || version.Tag != asn1.TagInteger || !bytes.Equal(version.Bytes, []byte{3}) {
		return false
	}
	if _, err = asn1.Unmarshal(rest, &content); err != nil {
		return false
	}
	var kind asn1.ObjectIdentifier
	_, err = asn1.Unmarshal(content.Bytes, &kind)
	return err == nil && len(kind) > 6 && kind[:6].Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7})
}

func certificate(x *x509.Certificate) Certificate {
	sum := sha1.Sum(x.Raw) //nolint:gosec // as Windows names it
	c := Certificate{CommonName: x.Subject.CommonName, Issuer: x.Issuer.CommonName, From: x.NotBefore.UTC(),
		Until: x.NotAfter.UTC(), Thumbprint: strings.ToUpper(hex.EncodeToString(sum[:]))}
	for _, name := range append([]string{x.Subject.CommonName}, x.DNSNames...) {
		if name = hostName(name); IsPattern(name) && !slices.Contains(c.Names, name) {
			c.Names = append(c.Names, name)
		}
	}
	return c
}

// IsPattern reports whether text is the name of a host or domain, or one with a wildcard as
// its first label: what a connector accepts as the name of a certificate.
func IsPattern(text string) bool {
	text = hostName(text)
	labels := strings.Split(strings.TrimPrefix(text, "*."), ".")
	if len(labels) < 2 || len(text) > 253 {
		return false
	}
	for _, label := range labels {
		if label == "" || len(label) > 63 || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
		for _, r := range label {
			if r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') {
				return false
			}
		}
	}
	return strings.Trim(labels[len(labels)-1], "0123456789") != "" // an IP address is no name
}
