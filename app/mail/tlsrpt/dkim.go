package tlsrpt

import (
	"bytes"
	"context"
	"errors"
	"net/mail"
	"strings"

	"handrail/app/mail/tlsreport"

	"github.com/emersion/go-msgauth/dkim"
	"golang.org/x/net/publicsuffix"
)

// KeyLookup returns the TXT records at a name (RFC 6376 section 3.6.2). No record
// at all is not an error. An error means that no server answered.
type KeyLookup func(ctx context.Context, name string) ([]string, error)

// maxSilent is the number of questions without an answer after which the Reader
// asks no more: offline, a thousand emails would wait for a thousand timeouts.
const maxSilent = 3

var errSilent = errors.New("no server answers")

// key is what came of one lookup.
type key struct {
	texts []string
	err   error
}

// maxSignatures is how many signatures of an email are tested. Real reports have one
// or two.
const maxSignatures = 5

// verify tests the signatures of an email (RFC 8460 section 3 wants one of its
// sender). One good signature of the domain in From, or of one above it, is
// enough.
func (r *Reader) verify(ctx context.Context, data []byte, from string) tlsreport.Signed {
	untested := func(why string) tlsreport.Signed {
		return tlsreport.Signed{State: tlsreport.Untested, Why: why}
	}
	forged := func(domain, why string) tlsreport.Signed {
		return tlsreport.Signed{State: tlsreport.SignatureInvalid, Domain: domain, Why: why}
	}
	if !hasSignature(data) {
		return forged("", "The email has no signature.")
	}
	if r.Keys == nil {
		return untested("Handrail could not look up the key of its signature.")
	}
	checks, err := dkim.VerifyWithOptions(bytes.NewReader(crlf(data)), &dkim.VerifyOptions{
		MaxVerifications: maxSignatures,
		LookupTXT:        func(name string) ([]string, error) { return r.lookup(ctx, name) },
	})
	if err != nil && len(checks) == 0 {
		return untested("Handrail could not read its signature.")
	}
	sender := senderDomain(from)
	var good, bad, open tlsreport.Signed
	for _, c := range checks {
		domain := strings.ToLower(strings.TrimSuffix(c.Domain, "."))
		switch {
		case c.Err == nil && stands(domain, sender):
			return tlsreport.Signed{State: tlsreport.Genuine, Domain: domain}
		case c.Err == nil:
			good = forged(domain, "It was signed by a domain other than the sender's.")
		case noKey(c.Err):
			open = untested("The key of its signature does not exist, or no longer exists.")
		case strings.Contains(c.Err.Error(), "signature has expired"):
			open = untested("Its signature was valid until " + c.Expiration.UTC().Format("2 January 2006") + ".")
		default:
			bad = forged(domain, "The email was changed after it was signed, or the signature is not correct.")
		}
	}
	for _, s := range []tlsreport.Signed{open, bad, good} {
		if s.State != "" {
			return s
		}
	}
	return untested("Handrail could not read its signature.")
}

// noKey reports whether a signature failed only because its key could not be had.
func noKey(err error) bool {
	text := err.Error()
	for _, s := range []string{"key unavailable", "no key for signature", "no valid key found", "key revoked"} {
		if strings.Contains(text, s) {
			return true
		}
	}
	return dkim.IsTempFail(err)
}

// lookup asks for a key once, and remembers the answer and its absence.
func (r *Reader) lookup(ctx context.Context, name string) ([]string, error) {
	name = strings.ToLower(name)
	if k, ok := r.known[name]; ok {
		return k.texts, k.err
	}
	if r.silent >= maxSilent {
		return nil, errSilent
	}
	texts, err := r.Keys(ctx, name)
	if err != nil {
		r.silent++
	} else {
		r.silent = 0
	}
	if ctx.Err() == nil {
		if r.known == nil || len(r.known) > 10_000 {
			r.known = map[string]key{}
		}
		r.known[name] = key{texts, err}
	}
	return texts, err
}

// senderDomain returns the domain of the From field.
func senderDomain(from string) string {
	a, err := mail.ParseAddress(from)
	if err != nil {
		return ""
	}
	return strings.ToLower(a.Address[strings.LastIndexByte(a.Address, '@')+1:])
}

// stands reports whether the signature of a domain counts for a sender: the same
// domain, or a registered one above it, or one below it (RFC 7489 section 3.1.1,
// relaxed alignment).
func stands(domain, sender string) bool {
	if domain == "" || sender == "" {
		return false
	}
	if domain == sender {
		return true
	}
	a, err1 := publicsuffix.EffectiveTLDPlusOne(domain)
	b, err2 := publicsuffix.EffectiveTLDPlusOne(sender)
	return err1 == nil && err2 == nil && a == b
}

// hasSignature reports whether an email's head has a DKIM-Signature.
func hasSignature(data []byte) bool {
	for line := range bytes.Lines(data) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			return false
		}
		if len(line) > 15 && strings.EqualFold(string(line[:15]), "DKIM-Signature:") {
			return true
		}
	}
	return false
}

// crlf returns an email the line ends that it was signed with (RFC 5322 section 2.3).
// Emails saved in files often have no CR.
func crlf(data []byte) []byte {
	if bytes.Contains(data, []byte("\r\n")) {
		return data
	}
	return bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
}
