package sample

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"strings"
	"sync"
	"time"
)

// root is the private root certificate of the sample and the certificates that it signed.
type root struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey // of the root
	leaf *ecdsa.PrivateKey // one key for all servers, because generating keys takes time
	now  time.Time

	mu   sync.Mutex
	made map[string]*tls.Certificate
}

func newRoot(now time.Time) (*root, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	leaf, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	t := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Northgate sample root"},
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &root{cert: cert, key: key, leaf: leaf, now: now, made: map[string]*tls.Certificate{}}, nil
}

func (r *root) pool() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(r.cert)
	return p
}

// certificate returns the certificate for names, the same one each time. It is valid from a
// month ago for three months.
func (r *root) certificate(names ...string) (*tls.Certificate, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	id := strings.Join(names, " ")
	if c := r.made[id]; c != nil {
		return c, nil
	}
	t := &x509.Certificate{
		SerialNumber: big.NewInt(int64(len(r.made)) + 2), Subject: pkix.Name{CommonName: names[0]}, DNSNames: names,
		NotBefore: r.now.AddDate(0, -1, 0), NotAfter: r.now.AddDate(0, 2, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, t, r.cert, r.leaf.Public(), r.key)
	if err != nil {
		return nil, err
	}
	c := &tls.Certificate{Certificate: [][]byte{der, r.cert.Raw}, PrivateKey: r.leaf}
	r.made[id] = c
	return c, nil
}
