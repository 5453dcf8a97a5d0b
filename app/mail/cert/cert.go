// Package cert inspects the certificates that a server sends, without trusting
// them first. So a person can see the name on a certificate, its issuer and its
// dates, above all when it is not valid.
//
// A server proves its identity with a chain: its own certificate first (the leaf),
// then those that lead to a root that this computer trusts. For MTA-STS, a chain is
// valid when all of this is true (RFC 8461 sections 3.3 and 4.2):
//
//   - now is between the dates in it;
//   - it leads to a trusted root;
//   - the leaf names the host among its DNS names (subjectAltName, "DNS-ID", RFC 6125
//     section 6.4). A star may replace only the complete first label. The old
//     field for a name, the subject's common name, does not count.
package cert

import (
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Certificate is what a person needs to know of one certificate.
type Certificate struct {
	Subject   string
	Names     []string // the DNS names it is for (subjectAltName)
	Issuer    string
	By        string // the organisation of the issuer; where it has none, the same as Issuer
	NotBefore time.Time
	NotAfter  time.Time
}

// Fault returns what is wrong with a chain.
type Fault string

// The faults of a chain, in the order in which Inspect looks.
const (
	None      Fault = ""
	Expired   Fault = "expired"   // past its last day, or one above it is
	NotYet    Fault = "not-yet"   // its first day is to come
	Untrusted Fault = "untrusted" // does not lead to a trusted root
	CNOnly    Fault = "cn-only"   // names the host only in the old place
	Name      Fault = "name"      // is for other names
)

// ClockDoubt is how far off all dates must be before Inspect reports that this
// computer's clock may be wrong.
const ClockDoubt = 365 * 24 * time.Hour

// Inspect checks the chain that a server sent, leaf first, for a host name (RFC
// 8461 sections 3.3 and 4.2, RFC 6125 section 6). Nil roots mean those of this
// computer. It returns the first problem with a sentence about it, and every
// certificate of the chain, valid or not.
func Inspect(chain []*x509.Certificate, roots *x509.CertPool, now time.Time, name string) (Fault, string,
	[]Certificate) {
	if len(chain) == 0 {
		return Untrusted, "The server sent no certificate.", nil
	}
	var list []Certificate
	for _, c := range chain {
		list = append(list, describe(c))
	}
	leaf := chain[0]
	switch {
	case now.After(leaf.NotAfter):
		return Expired, fmt.Sprintf("The certificate expired on %s.", day(leaf.NotAfter)) + clockWords(chain, now), list
	case now.Before(leaf.NotBefore):
		return NotYet, fmt.Sprintf("The certificate is valid only from %s.", day(leaf.NotBefore)) + clockWords(chain,
			now), list
	}
	if fault, words := trust(chain, roots, now); fault != None {
		return fault, words, list
	}
	if leaf.VerifyHostname(name) != nil {
		if len(leaf.DNSNames) == 0 && sameName(leaf.Subject.CommonName, name) {
			return CNOnly, fmt.Sprintf("The certificate has %s only as its common name. Senders read the list of "+
				"alternative names, which is empty.", name), list
		}
		return Name, fmt.Sprintf("The certificate is for %s, not for %s.", nameList(leaf), name), list
	}
	return None, "", list
}

// Hint returns what the person who runs the server can do about a fault.
func Hint(f Fault) string {
	switch f {
	case Expired:
		return "Renew the certificate, and find out why it was not renewed automatically."
	case NotYet:
		return "Check the date on the server and on this computer."
	case Untrusted:
		return "Install a certificate from a public issuer, with all intermediate certificates."
	case CNOnly, Name:
		return "Get a certificate that lists this exact host name."
	}
	return ""
}

// DaysLeft returns how many whole days a certificate still has; negative when it has ended.
func DaysLeft(c Certificate, now time.Time) int {
	left := c.NotAfter.Sub(now)
	days := int(left / (24 * time.Hour))
	if left < 0 {
		days--
	}
	return days
}

// LoadRoots reads the issuers that this computer trusts, where the system has them in files: some ten milliseconds
// that the first certificate would wait for. It does so once. The error is that there are none: then no certificate can be
// checked, and each would look wrong.
var LoadRoots = sync.OnceValue(func() error {
	all, err := x509.SystemCertPool()
	if err == nil && !all.Equal(x509.NewCertPool()) {
		return nil
	}
	return errors.Join(ErrNoRoots, err)
})

// ErrNoRoots means that this computer trusts no issuer. Install the list of the system.
var ErrNoRoots = errors.New("cert: this computer has no trusted issuers")

// trust builds a chain to a root, without looking at the name.
func trust(chain []*x509.Certificate, roots *x509.CertPool, now time.Time) (Fault, string) {
	leaf := chain[0]
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	_, err := leaf.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: now,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	})
	var invalid x509.CertificateInvalidError
	switch {
	case err == nil:
		return None, ""
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return Expired, fmt.Sprintf("A certificate of the issuer is not valid at this date: %s.",
			invalid.Cert.Subject.CommonName)
	case errors.As(err, &invalid) && invalid.Reason == x509.IncompatibleUsage:
		return Untrusted, "The certificate was not issued for servers."
	case string(leaf.RawIssuer) == string(leaf.RawSubject):
		return Untrusted, "The server signed its certificate itself, so no issuer confirms it."
	case len(chain) == 1:
		return Untrusted,
			fmt.Sprintf("No issuer that this computer trusts confirms the certificate. The intermediate certificate "+
				"between it and %q may be missing.", issuer(leaf))
	}
	return Untrusted, fmt.Sprintf("This computer does not trust the issuer %q.", issuer(chain[len(chain)-1]))
}

// clockWords returns a sentence about the clock if every certificate of the chain is years off, or "".
func clockWords(chain []*x509.Certificate, now time.Time) string {
	for _, c := range chain {
		if !now.After(c.NotAfter.Add(ClockDoubt)) && !now.Before(c.NotBefore.Add(-ClockDoubt)) {
			return ""
		}
	}
	return fmt.Sprintf(" This computer's clock shows %s. If this is wrong, set the clock first.", day(now))
}

func describe(c *x509.Certificate) Certificate {
	return Certificate{
		Subject: title(c.Subject.CommonName, c.Subject.Organization, c.DNSNames), Names: c.DNSNames,
		Issuer: issuer(c), By: by(c), NotBefore: c.NotBefore, NotAfter: c.NotAfter,
	}
}

func issuer(c *x509.Certificate) string {
	return title(c.Issuer.CommonName, c.Issuer.Organization, nil)
}

// by returns the organisation that issued a certificate. The name of the issuer itself changes from one renewal to the
// next: large issuers sign with several certificates in turn.
func by(c *x509.Certificate) string {
	if len(c.Issuer.Organization) > 0 {
		return c.Issuer.Organization[0]
	}
	return issuer(c)
}

// title names a party: the common name, else the organisation, else the first DNS name.
func title(cn string, org, names []string) string {
	switch {
	case cn != "":
		return cn
	case len(org) > 0:
		return org[0]
	case len(names) > 0:
		return names[0]
	}
	return "(no name)"
}

// nameList returns the names a leaf is for, at most four of them.
func nameList(c *x509.Certificate) string {
	names := c.DNSNames
	switch {
	case len(names) == 0 && c.Subject.CommonName != "":
		return c.Subject.CommonName
	case len(names) == 0:
		return "no host name"
	case len(names) > 4:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:4], ", "), len(names)-4)
	}
	return strings.Join(names, ", ")
}

// sameName compares a common name with a host, a star standing for the first label.
func sameName(cn, host string) bool {
	cn, host = strings.ToLower(cn), strings.ToLower(host)
	if zone, wild := strings.CutPrefix(cn, "*."); wild {
		_, rest, _ := strings.Cut(host, ".")
		return rest == zone
	}
	return cn == host
}

func day(t time.Time) string { return t.UTC().Format("2 January 2006") }
