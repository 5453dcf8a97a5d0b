package mailcheck

import (
	"net/netip"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
	"handrail/app/mail/tlsrpt"
)

// Unknown is the state of a question without a trustworthy answer. Yes and No are
// the answers to whether a server is in the policy.
const (
	Unknown = "unknown"
	Yes     = "yes"
	No      = "no"
)

// The further states of a policy beside mtasts.Valid, Absent and Invalid.
const Unreachable = "unreachable"

// State is everything that was found of one domain.
type State struct {
	Domain dns.Domain
	At     time.Time // when the check began, UTC
	Server string    // the resolver asked, in words

	MX         Question // the MX question itself
	Own        Question // an address of the domain itself: its A answer, or AAAA where A has none
	Names      Question // the name servers of the domain's zone; nothing found where it has none of its own
	Implicit   bool     // no MX record, so mail goes to the domain's own address (RFC 5321 section 5.1)
	Null       bool     // "MX 0 .": the domain takes no mail (RFC 7505)
	MixedNul   bool     // "." stands among other MX hosts, which RFC 7505 section 3 forbids
	Hosts      []Host   // by preference, each name once
	Duplicates []string // hosts that more than one MX record names
	More       int      // MX hosts beyond the first MaxHosts, not looked at
	Further    []string // their names

	Record       mtasts.Selected
	RecordState  string // valid, absent, invalid, several, unknown
	RecordAnswer dns.Answer
	Beside       bool        // no record, but an address stands at its name
	RecordErr    error       // why the TXT question has no trustworthy answer
	Misplaced    []Misplaced // records found where no sender looks

	PolicyHost  PolicyHost
	Policy      mtasts.Fetched
	PolicyState string // valid, absent, unreachable, invalid, unknown

	Reporting       tlsrpt.Selected
	ReportingState  string // valid, absent, invalid, unknown
	ReportingAnswer dns.Answer
	ReportingErr    error
	ReportingBeside bool          // no record for reports, but an address stands at its name
	Destinations    []Destination // where reports go, in the order of the record

	Effective string // enforce, testing, none, absent, unknown

	Authorities    []AuthorityAnswer // what each name server of the zone says of the TXT record
	AuthoritiesErr error             // why they could not be found or asked; never a failure
}

// Question is how one DNS question ended.
type Question struct {
	Answer dns.Answer
	Err    error // set when the answer is not known
}

// Host is one host that takes mail.
type Host struct {
	Name      string // lower case, no final dot
	Pref      uint16
	Literal   bool     // an address stands where a name must (RFC 5321 section 5.1)
	Alias     []string // names its CNAME led to, which RFC 2181 section 10.3 forbids
	Addrs     []netip.Addr
	Missing   bool   // it has no address at all
	AddrsErr  error  // its addresses are not known
	Private   bool   // it has addresses, and all are private ones, which are not asked
	Covered   string // yes, no, or "" where the policy is not known
	Probe     smtpprobe.Result
	TLSA      []dns.Record // of _25._tcp.<name>, RFC 7672
	TLSAErr   error
	Authentic bool // its TLSA answer was checked with DNSSEC
}

// PolicyHost is the result of DNS for mta-sts.<domain>.
type PolicyHost struct {
	Name     string
	Chain    []string // names its CNAME led to
	Addrs    []netip.Addr
	Status   dns.Status // found, nodata, nxdomain; "" when not known
	Err      error
	Dangling bool          // its CNAME leads to a name that does not exist
	TTL      time.Duration // of its addresses
}

// AuthorityAnswer is the answer of one authoritative server for _mta-sts.<domain>.
type AuthorityAnswer struct {
	Host   string
	Addr   netip.Addr
	Answer dns.Answer
	Err    error // why it could not be asked
}

// Misplaced is a record at a name where no sender looks for it.
type Misplaced struct{ Name, Want, Text string }
