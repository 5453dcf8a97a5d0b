// Package smtpprobe finds out whether a mail server takes mail over an encrypted
// connection with a good certificate, as a sender under MTA-STS must find it (RFC
// 8461 section 4.2).
//
// The talk on port 25 (RFC 5321, RFC 3207), S the host, C we:
//
//	S: 220 mx.example.org ESMTP          the greeting
//	C: EHLO [192.0.2.7]
//	S: 250-mx.example.org                what it can do, one a line
//	S: 250 STARTTLS
//	C: STARTTLS
//	S: 220 Ready                         from here on TLS
//
// No mail is sent; the connection ends after the certificate was seen.
//
// Most networks of homes and offices block port 25. So a host that cannot be
// reached, or that does not want to talk to this computer, is "untested", never
// "invalid": only a host that talks and then cannot do good TLS is at fault.
package smtpprobe

import (
	"context"
	"crypto/x509"
	"net"
	"net/netip"
	"time"

	"handrail/app"
	"handrail/app/mail/cert"
)

// The states of a Result.
const (
	Valid    = "valid"    // STARTTLS, TLS 1.2 or newer, a good certificate for the host
	Invalid  = "invalid"  // a sender that enforces a policy would not deliver here
	Untested = "untested" // it could not be found out from here
)

// The reasons of a Result; "" when it is valid.
const (
	Blocked    = "blocked"     // no way to port 25: silence, or the network says no
	Refused    = "refused"     // the host's port 25 is closed
	NoAddress  = "no-address"  // the host has no address
	NoGreeting = "no-greeting" // connected, and the host stays silent
	Rejected   = "rejected"    // the host does not want to talk to us (5xx)
	TempFail   = "tempfail"    // the host asks to come back later (4xx)
	Silent     = "timeout"     // it talked, then stopped
	Dropped    = "dropped"     // it closed the connection
	Garbage    = "garbage"     // it does not speak SMTP
	NoSTARTTLS = "no-starttls" // it offers no encryption, or refuses it
	TLS        = "tls"         // the encryption did not come about
	TLSVersion = "tls-version" // older than TLS 1.2
	Stopped    = "stopped"     // the person stopped it
	// and the faults of package cert: expired, not-yet, untrusted, name, cn-only
)

// Prober asks mail servers for STARTTLS and their certificates.
type Prober struct {
	Dial    app.Dial       // nil: the network
	Roots   *x509.CertPool // nil: those of this computer
	Now     app.Clock      // nil: time.Now; judges certificates
	Helo    string         // how to introduce ourselves; "": our address (RFC 5321 section 4.1.3)
	Timeout time.Duration  // for one host; 0: 20 seconds, of which connecting may take half
}

// Result is what a probe found.
type Result struct {
	Host       string
	Addr       netip.Addr // the address that answered, or the last one tried
	State      string     // valid, invalid or untested
	Reason     string
	Detail     string // in words
	Banner     string // the greeting, one line of plain text
	STARTTLS   bool   // offered
	TLSVersion string // "TLS 1.3"
	Certs      []cert.Certificate
	Took       time.Duration
}

// Probe connects to a mail server at one of its addresses, port 25 (RFC 5321 section
// 4.5.4.2, RFC 3207, RFC 8461 section 4.2). It always returns a Result.
func (p Prober) Probe(ctx context.Context, host string, addrs []netip.Addr) Result {
	begin := time.Now()
	if p.Timeout <= 0 {
		p.Timeout = 20 * time.Second
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	limited, cancel := context.WithTimeout(ctx, p.Timeout)
	defer cancel()
	t := &talk{Prober: p, got: Result{Host: host}}
	conn := t.connect(limited, addrs)
	if conn != nil {
		defer conn.Close()
		deadline, _ := limited.Deadline()
		_ = conn.SetDeadline(deadline)
		defer context.AfterFunc(limited, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })()
		t.hold(limited, conn)
	}
	if ctx.Err() == context.Canceled && t.got.State != Valid {
		t.end(Untested, Stopped, "You stopped the test.")
	}
	t.got.Took = time.Since(begin)
	return t.got
}

// talk is one probe under way.
type talk struct {
	Prober
	got Result
}

func (t *talk) end(state, reason, words string) {
	t.got.State, t.got.Reason, t.got.Detail = state, reason, words
}

// connect tries the addresses in order; half of the time at most goes into it.
func (t *talk) connect(ctx context.Context, addrs []netip.Addr) net.Conn {
	if len(addrs) == 0 {
		t.end(Untested, NoAddress, "The mail server has no address, so senders cannot deliver to it.")
		return nil
	}
	until := time.Now().Add(t.Timeout / 2)
	for i, addr := range addrs {
		t.got.Addr = addr
		share := time.Until(until) / time.Duration(len(addrs)-i)
		one, cancel := context.WithTimeout(ctx, share)
		conn, err := t.Dial.Or()(one, "tcp", net.JoinHostPort(addr.String(), "25"))
		cancel()
		if err == nil {
			return conn
		}
		if isRefused(err) {
			t.end(Untested, Refused, "Port 25 of the mail server is closed, or your network blocks it.")
			continue
		}
		if t.got.Reason != Refused {
			t.end(Untested, Blocked,
				"Handrail cannot reach port 25 of the mail server from here. Many networks block it, so this is not "+
					"a problem with the server.")
		}
	}
	return nil
}
