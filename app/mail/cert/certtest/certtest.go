// Package certtest makes certificates for tests: a private root, and leaves with
// every fault a server can have.
package certtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"
)

// CA is a private root.
type CA struct {
	t    testing.TB
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// New makes a root that holds for ten years around now.
func New(t testing.TB) *CA {
	t.Helper()
	key := newKey(t)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test root"},
		NotBefore: time.Now().AddDate(-5, 0, 0), NotAfter: time.Now().AddDate(5, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	return &CA{t: t, cert: sign(t, template, template, key, key), key: key}
}

// Pool returns the root as a set of trusted roots.
func (ca *CA) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(ca.cert)
	return pool
}

// Raw returns the certificate of the root itself, in DER.
func (ca *CA) Raw() []byte { return ca.cert.Raw }

// Leaf makes a server certificate for these DNS names; change may spoil it.
func (ca *CA) Leaf(names []string, change func(*x509.Certificate)) tls.Certificate {
	ca.t.Helper()
	key, template := newKey(ca.t), leaf(names, change)
	c := sign(ca.t, template, ca.cert, key, ca.key)
	return tls.Certificate{Certificate: [][]byte{c.Raw}, PrivateKey: key, Leaf: c}
}

// SelfSigned makes a certificate that only its own key vouches for.
func SelfSigned(t testing.TB, names []string) tls.Certificate {
	t.Helper()
	key, template := newKey(t), leaf(names, nil)
	c := sign(t, template, template, key, key)
	return tls.Certificate{Certificate: [][]byte{c.Raw}, PrivateKey: key, Leaf: c}
}

// Expired makes the certificate end two days ago. It and the next two are changes for Leaf.
func Expired(c *x509.Certificate) {
	c.NotBefore, c.NotAfter = time.Now().AddDate(0, -3, 0), time.Now().Add(-49*time.Hour)
}

// NotYet makes the certificate begin tomorrow.
func NotYet(c *x509.Certificate) { c.NotBefore = time.Now().Add(24 * time.Hour) }

// CNOnly leaves the name in the common name alone.
func CNOnly(c *x509.Certificate) {
	c.Subject.CommonName, c.DNSNames = c.DNSNames[0], nil
}

func leaf(names []string, change func(*x509.Certificate)) *x509.Certificate {
	c := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{Organization: []string{"Test"}},
		DNSNames:  names,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(90*24*time.Hour + time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if change != nil {
		change(c)
	}
	return c
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func sign(t testing.TB, template, parent *x509.Certificate, key, parentKey *ecdsa.PrivateKey) *x509.Certificate {
	t.Helper()
	raw, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, parentKey)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
