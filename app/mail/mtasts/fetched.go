package mtasts

import (
	"net/netip"
	"time"

	"handrail/app/mail/cert"
)

// Certificate is what a person needs to know of one certificate of the policy host.
type Certificate = cert.Certificate

// Fault returns at which point a fetch failed; "" when the policy is good.
type Fault string

// The faults of a fetch, in the order in which they can happen.
const (
	NoHost               Fault = "no-host"               // mta-sts.<domain> has no address
	PrivateAddress       Fault = "private-address"       // its address lies inside a private network
	Connect              Fault = "connect"               // nothing listens there
	NoRoute              Fault = "no-route"              // this computer has no way to any of its addresses
	Timeout              Fault = "timeout"               // no connection or no answer in time
	TLSVersion           Fault = "tls-version"           // older than TLS 1.2
	CertificateExpired   Fault = "certificate-expired"   // see package cert
	CertificateNotYet    Fault = "certificate-not-yet"   //
	CertificateUntrusted Fault = "certificate-untrusted" //
	CertificateCNOnly    Fault = "certificate-cn-only"   //
	CertificateName      Fault = "certificate-name"      //
	TLS                  Fault = "tls"                   // the encrypted connection failed otherwise
	Redirect             Fault = "redirect"              // senders must not follow it
	Status               Fault = "status"                // not 200; 404 and 410 say that there is no policy
	Encoded              Fault = "encoded"               // compressed
	HTML                 Fault = "html"                  // a web page in place of the policy
	MediaType            Fault = "media-type"            // not text/plain
	TooLarge             Fault = "too-large"             // more than 64 KB
	Endless              Fault = "endless"               // the text did not end in time
	Charset              Fault = "charset"               // not UTF-8 text, or with a byte order mark
	Syntax               Fault = "syntax"                // not a policy
)

// Fetched is what came of fetching a policy (RFC 8461 section 3.3), as far as it went.
type Fetched struct {
	URL        string
	Addr       netip.Addr // the address that answered, or the last one tried
	Proxy      string     // the proxy that kept Handrail from knowing the server
	Status     int        // 0 when no answer came
	Location   string     // where a redirect points; it is not followed
	MediaType  string     // the Content-Type header as sent
	Encoding   string     // the Content-Encoding header as sent
	Size       int        // bytes of the text; what the server announced when it is too large
	Took       time.Duration
	TLSVersion string // "TLS 1.3"
	HTTP2      bool
	Certs      []Certificate // as shown, leaf first, trusted or not
	Trusted    bool          // the chain is good for mta-sts.<domain>
	DaysLeft   int           // of the leaf; negative when it has ended
	Body       []byte        // as sent, at most 64 KB
	Policy     *Policy       // only when Fault is ""
	Fault      Fault
	Err        error // *app.Error in words when Fault is not ""; the context's when it was cancelled
}
