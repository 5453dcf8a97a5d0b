// Package tlsrpt reads and writes the record with which a domain asks senders for
// reports about encrypted delivery (TLS-RPT, RFC 8460).
//
// The TXT record at _smtp._tls.<domain> names the address for reports:
//
//	v=TLSRPTv1; rua=mailto:tls-reports@example.org
//
// Once a day every sender that takes part (Google and Microsoft do) sends a
// small JSON file: how many connections it made to the domain's mail servers, and
// which failed and why. Without reports no one sees what a policy would stop, so
// they come before the policy. The reports should go to another domain, because a
// report about failed email may fail in the same way. The other domain does not
// need a record to allow this (unlike DMARC).
package tlsrpt

import (
	"net/url"
	"strings"

	"handrail/app/mail/tagvalue"
)

// SyntaxError returns where a record breaks the grammar, and by which rule.
type SyntaxError = tagvalue.SyntaxError

// Pair is a field that RFC 8460 does not define, unchanged.
type Pair = tagvalue.Pair

const (
	version = "v=TLSRPTv1"
	rule    = "RFC 8460 section 3"
)

// Record is the TXT record at _smtp._tls.<domain> (RFC 8460 section 3).
type Record struct {
	RUA         []string // where reports go: "mailto:…" and "https:…", as written
	Unsupported []string // addresses of other schemes, which senders pass over
	Extensions  []Pair   // unknown fields, which senders ignore
	Raw         string   // as published
}

// ParseRecord reads one TXT record, its strings joined, by the grammar of RFC
// 8460 section 3. The error is *SyntaxError.
func ParseRecord(txt string) (*Record, error) {
	fields, err := tagvalue.Scan(txt, version, rule)
	if err != nil {
		return nil, err
	}
	r := &Record{Raw: txt}
	for _, f := range fields {
		name, value := strings.TrimRight(f.Name, " \t"), strings.TrimLeft(f.Value, " \t")
		valueAt := f.At + len(f.Name) + 1
		switch {
		case f.Name == "rua":
			if err := r.addresses(txt, f.Value, valueAt); err != nil {
				return nil, err
			}
		case !tagvalue.IsName(name):
			return nil, tagvalue.Fault(txt, f.At, rule, "A field's name has 1 to 32 letters, digits, “_”, “-” or “.”.")
		case !tagvalue.IsValue(value):
			return nil, tagvalue.Fault(txt, valueAt, rule,
				"The value of %s is empty, or contains a space, “=” or a letter outside ASCII.", name)
		default:
			r.Extensions = append(r.Extensions, Pair{Name: name, Value: value})
		}
	}
	if len(r.RUA) == 0 {
		if len(r.Unsupported) > 0 {
			return nil, tagvalue.Fault(txt, strings.Index(txt, "rua="), rule,
				"Reports go to mailto: or https: addresses only.")
		}
		return nil, tagvalue.Fault(txt, len(txt), rule,
			"The field “rua” is missing, so senders do not know where to send reports.")
	}
	return r, nil
}

// addresses reads tlsrpt-uri *(*WSP "," *WSP tlsrpt-uri) (RFC 8460 section 3).
func (r *Record) addresses(txt, value string, at int) error {
	if value != strings.TrimLeft(value, " \t") {
		return tagvalue.Fault(txt, at, rule, "A space stands before the first address for reports.")
	}
	for part := range strings.SplitSeq(value, ",") {
		uri := strings.Trim(part, " \t")
		u, err := url.Parse(uri)
		switch {
		case uri == "":
			return tagvalue.Fault(txt, at, rule, "An address for reports is empty.")
		case strings.ContainsFunc(uri, func(c rune) bool { return c <= ' ' || c > '~' }):
			return tagvalue.Fault(txt, at, rule, "An address for reports contains a space or a letter outside ASCII.")
		case strings.Contains(uri, "!"):
			return tagvalue.Fault(txt, at, rule, "An address for reports contains “!”, which must be written "+
				"as %%21. A size such as “!10m” belongs to DMARC.")
		case err != nil || u.Scheme == "":
			return tagvalue.Fault(txt, at, rule, "An address for reports must begin with mailto: or https:.")
		case u.Scheme == "mailto":
			if err := checkMailto(txt, u, at); err != nil {
				return err
			}
			r.RUA = append(r.RUA, uri)
		case u.Scheme == "https":
			if u.Host == "" {
				return tagvalue.Fault(txt, at, rule, "The web address for reports has no host name.")
			}
			r.RUA = append(r.RUA, uri)
		default:
			r.Unsupported = append(r.Unsupported, uri)
		}
		at += len(part) + 1
	}
	return nil
}

// checkMailto wants one mailbox in a mailto address (RFC 6068 section 2).
func checkMailto(txt string, u *url.URL, at int) error {
	box, err := url.PathUnescape(u.Opaque)
	local, domain, found := strings.Cut(box, "@")
	if err != nil || !found || local == "" || domain == "" {
		return tagvalue.Fault(txt, at, rule, "A mailto: address must have a name, an @ sign and a domain.")
	}
	return nil
}

// String returns the record in the form every sender reads (RFC 8460 section 3):
// rua directly behind the version, no blank around its commas.
func (r Record) String() string {
	var b strings.Builder
	b.WriteString(version + "; rua=" + strings.Join(append(append([]string{}, r.RUA...), r.Unsupported...), ","))
	for _, e := range r.Extensions {
		b.WriteString("; " + e.Name + "=" + e.Value)
	}
	return b.String()
}

// The states of a Selected.
const (
	Valid   = "valid"   // exactly one record, and it is right
	Absent  = "absent"  // no record that senders look at
	Invalid = "invalid" // one record, which breaks the grammar
	Several = "several" // more than one: senders send no reports
)

// Selected is what a sender takes from the TXT records at _smtp._tls.<domain>.
type Selected struct {
	State     string
	Record    *Record  // only when State is Valid
	Raw       []string // the records that count for senders
	Discarded []string // the others, which senders pass over
	Meant     []string // those of Discarded that were clearly meant to request reports
	Fixed     string   // the record that was meant, written right; "" where that is not known
	Err       error    // *SyntaxError when State is Invalid
}

// Select does with the TXT records of a name what a sender does (RFC 8460
// section 3): of several, those that do not begin "v=TLSRPTv1;" are ignored; unless
// exactly one is left and that one is right, the domain does not ask for reports. A record
// that was clearly meant to, and that senders ignore, makes the state Invalid.
func Select(txts []string) Selected {
	var s Selected
	for _, t := range txts {
		if strings.HasPrefix(t, version+";") || len(txts) == 1 && tagvalue.HasVersion(t, version) {
			s.Raw = append(s.Raw, t)
			continue
		}
		s.Discarded = append(s.Discarded, t)
		if _, ok := tagvalue.FindSlip(t, "TLSRPTv1"); ok {
			s.Meant = append(s.Meant, t)
		}
	}
	switch len(s.Raw) {
	case 0:
		s.State = Absent
		if len(s.Meant) > 0 {
			s.State, s.Fixed = Invalid, Repair(s.Meant[0])
			s.Err = tagvalue.Fault(s.Meant[0], 0, rule,
				"Senders ignore this record: it must begin with exactly “v=TLSRPTv1;”.")
		}
	case 1:
		s.State = Valid
		if s.Record, s.Err = ParseRecord(s.Raw[0]); s.Err != nil {
			s.State, s.Fixed = Invalid, Repair(s.Raw[0])
		}
	default:
		s.State, s.Err = Several, nil
	}
	return s
}

// Repair returns the record that a mistyped one was meant to be; "" where no address
// for reports can be told.
func Repair(t string) string {
	slip, ok := tagvalue.FindSlip(t, "TLSRPTv1")
	if !ok {
		return ""
	}
	value, found := slip.After("rua")
	if !found {
		if value, found = slip.After("ruf"); !found { // the field of DMARC
			return ""
		}
	}
	value, _, _ = strings.Cut(value, ";")
	var good []string
	for part := range strings.FieldsFuncSeq(value, func(c rune) bool { return c == ',' || c == ' ' }) {
		uri, known := repairAddress(part)
		if !known {
			return ""
		}
		if uri != "" {
			good = append(good, uri)
		}
	}
	r, err := ParseRecord(Record{RUA: good}.String())
	if err != nil || len(good) == 0 {
		return ""
	}
	return r.String()
}

// repairAddress returns an address for reports with a slip taken out; "" for one that
// no sender uses. It reports whether part is an address at all. A size after "!" is
// from DMARC, and two slashes are from web addresses.
func repairAddress(part string) (uri string, known bool) {
	part, _, _ = strings.Cut(part, "!")
	part = strings.TrimRight(strings.Trim(part, "<>"), ".")
	scheme, rest, found := strings.Cut(part, ":")
	switch {
	case !found:
		scheme, rest = "mailto", part
	case strings.EqualFold(scheme, "mailto"):
		rest = strings.TrimLeft(rest, "/")
	case strings.EqualFold(scheme, "https"):
		return strings.ToLower(scheme) + ":" + rest, true
	default:
		return "", true
	}
	name, domain, found := strings.Cut(rest, "@")
	if !found || name == "" || !strings.Contains(domain, ".") {
		return "", false
	}
	return strings.ToLower(scheme) + ":" + rest, true
}
