// Package dns asks the domain name system about a domain, and never confuses
// "not known" with "does not exist".
//
// DNS is a tree of names. Each name may have records of several types: MX (mail
// servers), TXT (text), A and AAAA (addresses) and others. A name may also be an
// alias (CNAME) of another one. A part of the tree with one manager is a zone; its
// name servers (NS) are the authorities. Programs ask a resolver, which asks the
// authorities and caches each answer for the record's time to live (TTL).
//
// An answer is one of three: found; the name exists, without such a record
// (nodata); the name does not exist (nxdomain). Everything else, such as silence,
// SERVFAIL or garbage, is an Error: the result is not known. The difference matters:
// "no policy" is a result, "no answer" is not.
//
// Answers over UDP can be forged or cut off. Client checks that an answer belongs to
// its question, and asks again over TCP when it is cut off. Whether a resolver has
// checked an answer's signatures (DNSSEC) is in its AD bit.
package dns

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// Type is the kind of a DNS record (RFC 1035 section 3.2.2).
type Type uint16

// The record types that Handrail asks for.
const (
	A     Type = 1  // IPv4 address, RFC 1035 section 3.4.1
	NS    Type = 2  // name server of a zone, RFC 1035 section 3.3.11
	CNAME Type = 5  // this name is another name for …, RFC 1035 section 3.3.1
	SOA   Type = 6  // start of a zone, RFC 1035 section 3.3.13
	MX    Type = 15 // host that takes the mail, RFC 1035 section 3.3.9
	TXT   Type = 16 // free text, RFC 1035 section 3.3.14
	AAAA  Type = 28 // IPv6 address, RFC 3596 section 2.1
	TLSA  Type = 52 // certificate by DANE, RFC 6698 section 2.1
)

// String returns the name of the type as zone files write it.
func (t Type) String() string {
	switch t {
	case A:
		return "A"
	case NS:
		return "NS"
	case CNAME:
		return "CNAME"
	case SOA:
		return "SOA"
	case MX:
		return "MX"
	case TXT:
		return "TXT"
	case AAAA:
		return "AAAA"
	case TLSA:
		return "TLSA"
	}
	return fmt.Sprintf("TYPE%d", uint16(t)) // RFC 3597 section 5
}

// Status returns what an answer means.
type Status string

// The three trustworthy outcomes of a question; all else is an Error.
const (
	Found    Status = "found"    // there are records of this type
	NoData   Status = "nodata"   // the name exists, without a record of this type (RFC 2308 section 2.2)
	NXDomain Status = "nxdomain" // the name does not exist (RFC 2308 section 2.1)
)

// Record is one record of an answer. Which fields are set follows from Type.
type Record struct {
	Type     Type
	TTL      time.Duration
	Text     []string   // TXT: its strings, each at most 255 bytes
	Host     string     // MX, NS, CNAME, SOA: the target, lower case, no final dot; "" is the root
	Pref     uint16     // MX: the lower, the earlier it is tried
	Addr     netip.Addr // A, AAAA
	Usage    uint8      // TLSA
	Selector uint8      // TLSA
	Matching uint8      // TLSA
	Data     string     // TLSA: hexadecimal, lower case
}

// TXT returns the text of a TXT record: its strings joined without blanks
// (RFC 8461 section 3.1, RFC 7208 section 3.3).
func (r Record) TXT() string { return strings.Join(r.Text, "") }

// Answer is what a server said, after CNAMEs were followed.
type Answer struct {
	Name      string // as asked, lower case, no final dot
	Type      Type
	Status    Status
	Records   []Record      // only of Type
	Chain     []string      // names that CNAME records led to, in order
	TTL       time.Duration // lowest of the records used; for a negative answer how long it may be kept
	Authentic bool          // the resolver checked DNSSEC (AD bit, RFC 4035 section 3.2.3)
	Zone      string        // the zone that a negative answer comes from, "" when not told
	Server    string        // host:port that answered
	Took      time.Duration
}

// Kind returns why a question has no trustworthy answer.
type Kind string

// The kinds of failure of a question.
const (
	Timeout     Kind = "timeout"     // no answer in time
	ServFail    Kind = "servfail"    // the server could not find out, or DNSSEC failed (RFC 1035 section 4.1.1)
	Refused     Kind = "refused"     // the server does not answer us
	Malformed   Kind = "malformed"   // the answer is garbage, cut off, or to another question
	Loop        Kind = "loop"        // CNAMEs lead in a circle, or too far
	Unreachable Kind = "unreachable" // no server could be reached
	BadName     Kind = "bad-name"    // the name cannot be asked for
)

// Error is the failure of one question. A Lookup that returns it knows nothing
// about the name: the caller must say "unknown", never "absent".
type Error struct {
	Kind   Kind
	Name   string
	Type   Type
	Server string
	Err    error // the cause, may be nil
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Resolver answers questions. Client asks real servers, Fake answers from data.
type Resolver interface {
	// Lookup returns the records of a name, CNAMEs followed. The error is *Error,
	// or the context's when it was cancelled.
	Lookup(ctx context.Context, name string, t Type) (Answer, error)
}

// Authority is one name server that a zone itself is served from.
type Authority struct {
	Host string
	Addr netip.Addr // not valid when the host has no address
}
