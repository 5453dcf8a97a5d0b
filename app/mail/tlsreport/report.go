// Package tlsreport has the rules for TLS reports (RFC 8460): what sending servers
// report about email to a domain, and what follows from it.
//
// The operator of sending servers writes a TLS report once a day for each domain
// that requests it. For each policy found at the domain, it counts the sessions that
// succeeded and those that failed, and lists why they failed. Reports do not mention
// single emails, and no operator has to send them: a day without a report is
// unknown, not good.
//
// This package has plain rows only. Package tlsrpt reads reports, the store saves
// them, and the rules here decide who needs to fix a failure, whether a policy can
// be enforced, how long senders should cache it, and when it can be removed.
package tlsreport

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Report is one report as its sender wrote it (RFC 8460 section 4.4), with what
// is known of its way here.
type Report struct {
	Organisation string    // who wrote it; empty where it does not say
	ID           string    // as its writer numbered it
	Contact      string    // of the writer; may be empty
	Start, End   time.Time // the time it is about, UTC
	Policies     []Policy

	Anomalies []string // codes of what is unusual about it, sorted; see the constants
	Signed    Signed   // whether the mail it came in is its writer's
	Raw       []byte   // the JSON as received
}

// Policy is what was found under one policy of one domain.
type Policy struct {
	Type      string   // sts, tlsa, no-policy-found, or what else was written
	Text      []string // the policy's lines as the sender saw them
	Domain    string   // lower case; empty where the report does not say
	MX        []string // the policy's hosts as the sender saw them, lower case
	Succeeded int64    // sessions
	Failed    int64    // sessions
	Failures  []Failure
}

// Failure is sessions that failed alike (RFC 8460 section 4.3). The counts of a
// policy's failures may overlap, so their sum can differ from Policy.Failed.
type Failure struct {
	Result      string // certificate-expired and so on, as written
	SendingIP   string
	Host        string // the mail server that was spoken to, lower case
	Helo        string // what the mail server called itself
	ReceivingIP string
	Count       int64
	Info        string // where more is told, as written
	Reason      string // a code or a text of the sender
}

// The policy types of RFC 8460 section 4.2.
const (
	STS      = "sts"             // MTA-STS, RFC 8461
	TLSA     = "tlsa"            // DANE, RFC 7672
	NoPolicy = "no-policy-found" // neither
)

// What may be unusual about a report that can be read all the same.
const (
	TimeWithoutZone = "time-without-zone" // taken for UTC
	EndsAtMidnight  = "ends-at-midnight"  // at 00:00 of the next day, not at 23:59:59
	SeveralDays     = "several-days"      // it covers more than one day
	NoContact       = "no-contact"        // missing or null
	NoOrganisation  = "no-organisation"   // no organisation is named as its writer
	NoReportID      = "no-report-id"      // it gets one from its content
	NoDomain        = "no-domain"         // a policy names no domain
	NoCount         = "no-count"          // a number of sessions is missing
	OddCount        = "odd-count"         // a number of sessions is negative, broken or absurd
	DuplicateName   = "duplicate-name"    // a field stands twice; of two numbers, the larger is kept
	FlatPolicy      = "flat-policy"       // the policy's fields stand outside of "policy"
	SumsDiffer      = "sums-differ"       // the single failures do not add up to the total
	MXIsText        = "mx-is-text"        // one host where a list must stand
	MXPrefix        = "mx-prefix"         // "mx: " in front of a host
	PolicyNested    = "policy-nested"     // the policy's lines are JSON inside a text
	PolicyIsText    = "policy-is-text"    // one text where a list must stand
	UnknownType     = "unknown-type"      // a policy type that RFC 8460 does not know
	UnknownResult   = "unknown-result"    // a result type that RFC 8460 does not know
	FieldSpelling   = "field-spelling"    // a field's name with capitals or underscores
	OldField        = "old-field"         // a field's name from a draft of the standard
	WrongShape      = "wrong-shape"       // a field holds another kind of value than it should
	TextCut         = "text-cut"          // a text longer than 4 KB was cut
)

// SignedState is the result of the signature check of an email.
type SignedState string

// The states of a signature. Untested counts in decisions, Forged does not.
const (
	Genuine          SignedState = "pass"     // the sender's domain has signed it
	SignatureInvalid SignedState = "fail"     // it has not, or the mail was changed
	Untested         SignedState = "untested" // could not be tested
)

// Signed is what came of testing an email's signature (DKIM, RFC 6376).
type Signed struct {
	State  SignedState
	Domain string // that signed; empty where none did
	Why    string // one sentence for a person; empty for Genuine
}

// Day returns the day, at 00:00 UTC, to which the sessions of a report are
// counted: the one that holds the middle of its time, or the last one where it
// covers several days, because its failures may be as late.
func (r *Report) Day() time.Time {
	at := r.End.Add(-time.Second)
	if span := r.End.Sub(r.Start); span <= 36*time.Hour {
		at = r.Start.Add(span / 2)
	}
	return at.UTC().Truncate(24 * time.Hour)
}

// Domains returns the domains that a report speaks of, each once, in its order.
func (r *Report) Domains() []string {
	var all []string
	for _, p := range r.Policies {
		if !slices.Contains(all, p.Domain) {
			all = append(all, p.Domain)
		}
	}
	return all
}

// Of returns the policies of one domain.
func (r *Report) Of(domain string) []Policy {
	var all []Policy
	for _, p := range r.Policies {
		if p.Domain == domain {
			all = append(all, p)
		}
	}
	return all
}

// Sessions adds up policies. One session may be tested under MTA-STS and under
// DANE, and is then listed under both: of the two, the larger number counts.
func Sessions(all []Policy) (succeeded, failed int64) {
	if len(all) == 1 {
		return all[0].Succeeded, all[0].Failed
	}
	type sums struct{ all, failed int64 }
	domains := map[string]map[string]sums{}
	for _, p := range all {
		if domains[p.Domain] == nil {
			domains[p.Domain] = map[string]sums{}
		}
		s := domains[p.Domain][p.Type]
		domains[p.Domain][p.Type] = sums{s.all + p.Succeeded + p.Failed, s.failed + p.Failed}
	}
	for _, kinds := range domains {
		sts, dane := kinds[STS], kinds[TLSA]
		total := sums{max(sts.all, dane.all), max(sts.failed, dane.failed)}
		for kind, s := range kinds {
			if kind != STS && kind != TLSA {
				total = sums{total.all + s.all, total.failed + s.failed}
			}
		}
		succeeded, failed = succeeded+total.all-total.failed, failed+total.failed
	}
	return succeeded, failed
}

// AddAnomaly adds a code to Odd, once, and keeps them sorted.
func (r *Report) AddAnomaly(code string) {
	if i, found := slices.BinarySearchFunc(r.Anomalies, code, cmp.Compare); !found {
		r.Anomalies = slices.Insert(r.Anomalies, i, code)
	}
}

// CleanDomain writes a domain as reports are compared by it: lower case, no
// final dot.
func CleanDomain(s string) string {
	return strings.ToLower(strings.TrimRight(strings.TrimSpace(s), ". "))
}
