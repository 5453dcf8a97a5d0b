// Package dmarc reads the policy with which a domain says what receivers should do with
// email that only pretends to come from it (DMARC, RFC 9989 of May 2026, with RFC 9990
// and RFC 9991 for the reports).
//
//	v=DMARC1; p=reject; rua=mailto:dmarc@example.org
//
// The record is at _dmarc.<domain>. Where a domain has none, receivers look at the names
// above it, with at most eight questions (the tree walk, section 4.10).
//
// RFC 9989 replaced RFC 7489, and receivers will follow either for years. Where the two
// differ, this package returns both: see Record.For and Found.
package dmarc

import (
	"net/url"
	"strconv"
	"strings"
)

// Record is one DMARC record. A tag with a value that is not correct counts as not there
// (RFC 9989 section 4.7); it is listed in Faults.
type Record struct {
	Raw        string
	P, SP, NP  string   // policies for the domain, its subdomains and those that do not exist; "" where not given
	Testing    bool     // t=y: receivers should not apply the policy
	PSD        string   // y, n; "" for u
	RUA, RUF   []string // addresses of reports, as written
	Percent    int      // pct, which only receivers by RFC 7489 read; 100 where not given
	HasPercent bool     // pct is given and a number from 0 to 100
	PFirst     bool     // p stands directly behind v, as RFC 7489 section 6.3 requires
	Faults     []Fault
}

// Fault is a tag that receivers pass over, or that some of them do not read as meant.
type Fault struct {
	Kind string // one of the constants below
	Tag  string
	Text string // the value, or what stands there
}

// The kinds of a Fault.
const (
	BadValue = "bad-value" // the value is not one of those allowed
	NotATag  = "not-a-tag" // a part without a name or "="
	Twice    = "twice"     // the tag stands twice
	Unknown  = "unknown"   // a tag that no one knows
	Removed  = "removed"   // pct, rf, ri: RFC 9989 removed them
	Size     = "size"      // "!10m" behind an address, which RFC 9989 removed
	BadURI   = "bad-uri"   // an address that is no URI
	Scheme   = "scheme"    // an address that is not mailto:, which few senders use
)

// IsRecord reports whether a text is taken for a DMARC record: it begins with the tag v
// with the value DMARC1 in capital letters (RFC 9989 section 4.8).
func IsRecord(text string) bool {
	head, _, _ := strings.Cut(text, ";")
	name, value, found := strings.Cut(head, "=")
	return found && strings.EqualFold(strings.TrimRight(name, " \t"), "v") && strings.Trim(value, " \t") == "DMARC1"
}

// Parse reads a record. It returns nil if no receiver takes text for one.
func Parse(text string) *Record {
	if !IsRecord(text) {
		return nil
	}
	r := &Record{Raw: text, Percent: 100}
	seen := map[string]bool{"v": true}
	first := ""
	for i, part := range strings.Split(text, ";") {
		part = strings.Trim(part, " \t")
		name, value, found := strings.Cut(part, "=")
		name, value = strings.ToLower(strings.TrimRight(name, " \t")), strings.TrimLeft(value, " \t")
		switch {
		case i == 0 || part == "":
			continue
		case !found || !isTag(name) || value == "":
			r.fault(NotATag, name, part)
		case seen[name]:
			r.fault(Twice, name, value)
		default:
			seen[name] = true
			if first == "" {
				first = name
			}
			r.set(name, value)
		}
	}
	r.PFirst = first == "p"
	return r
}

func isTag(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") == ""
}

func (r *Record) fault(kind, tag, text string) { r.Faults = append(r.Faults, Fault{kind, tag, text}) }

// set reads one tag (RFC 9989 section 4.7). Policies are keywords, so their case does not
// count.
func (r *Record) set(name, value string) {
	lower := strings.ToLower(value)
	oneOf := func(allowed ...string) string {
		for _, a := range allowed {
			if lower == a {
				return a
			}
		}
		r.fault(BadValue, name, value)
		return ""
	}
	switch name {
	case "p":
		r.P = oneOf(None, Quarantine, Reject)
	case "sp":
		r.SP = oneOf(None, Quarantine, Reject)
	case "np":
		r.NP = oneOf(None, Quarantine, Reject)
	case "t":
		r.Testing = oneOf("y", "n") == "y"
	case "psd":
		if r.PSD = oneOf("y", "n", "u"); r.PSD == "u" {
			r.PSD = ""
		}
	case "adkim", "aspf": // how the domains must match decides only about single emails
		oneOf("r", "s")
	case "fo":
		oneOf("0", "1", "d", "s", "d:s", "s:d")
	case "rua":
		r.RUA = r.addresses(name, value)
	case "ruf":
		r.RUF = r.addresses(name, value)
	case "pct":
		r.percent(value)
	case "rf", "ri":
		r.fault(Removed, name, value)
	default:
		r.fault(Unknown, name, value)
	}
}

// percent reads pct, which RFC 9989 appendix A.6 removed.
func (r *Record) percent(value string) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 || n > 100 || value[0] == '+' {
		r.fault(BadValue, "pct", value)
		return
	}
	r.Percent, r.HasPercent = n, true
	r.fault(Removed, "pct", value)
}

// addresses reads a list of URIs with commas between them (RFC 9989 section 4.8).
func (r *Record) addresses(tag, value string) (all []string) {
	for part := range strings.SplitSeq(value, ",") {
		uri := strings.Trim(part, " \t")
		if plain, _, sized := strings.Cut(uri, "!"); sized {
			r.fault(Size, tag, uri)
			uri = plain
		}
		u, err := url.Parse(uri)
		switch {
		case err != nil || u.Scheme == "" || strings.ContainsAny(uri, " \t"):
			r.fault(BadURI, tag, uri)
		case strings.EqualFold(u.Scheme, "mailto") && Mailbox(uri) == "":
			r.fault(BadURI, tag, uri)
		default:
			if !strings.EqualFold(u.Scheme, "mailto") {
				r.fault(Scheme, tag, uri)
			}
			all = append(all, uri)
		}
	}
	return all
}

// Mailbox returns the address in a mailto URI; "" where there is none (RFC 6068 section 2).
func Mailbox(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || !strings.EqualFold(u.Scheme, "mailto") {
		return ""
	}
	box, err := url.PathUnescape(u.Opaque)
	name, domain, found := strings.Cut(box, "@")
	if err != nil || !found || name == "" || domain == "" || strings.Contains(domain, "@") {
		return ""
	}
	return box
}
