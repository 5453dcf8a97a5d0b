package graph

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"

	"handrail/app"
)

// worded is the link that explains in words what a proxy, or what stands in for Microsoft, did to a connection.
type worded struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (t worded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(r)
	if err == nil {
		return resp, nil
	}
	if said := replaced(r.URL.Hostname(), err); said != nil {
		return nil, said
	}
	return nil, err
}

// replaced returns words for a certificate that is not Microsoft's; nil for any other error.
func replaced(host string, err error) error {
	var bad *tls.CertificateVerificationError
	if !errors.As(err, &bad) {
		return nil
	}
	issuer := "an unknown issuer"
	if len(bad.UnverifiedCertificates) > 0 {
		name := bad.UnverifiedCertificates[0].Issuer
		for _, n := range append([]string{name.CommonName}, name.Organization...) {
			if n != "" {
				issuer = "“" + n + "”"
				break
			}
		}
	}
	var invalid x509.CertificateInvalidError
	e := &app.Error{Code: app.Unreachable, Err: err}
	if errors.As(err, &invalid) && invalid.Reason == x509.Expired {
		e.Message = "The certificate of " + host + " is not valid at the time of this computer."
		e.Hint = "Check the date and time of this computer, then try again."
		return e
	}
	e.Message = "The certificate that answers for " + host + " is from " + issuer +
		", which this computer does not trust. A proxy or virus scanner may have replaced Microsoft’s."
	e.Hint = "Ask your network administrator to add their root certificate to this computer, or not to inspect " + host +
		"."
	return e
}
