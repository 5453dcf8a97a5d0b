package mtasts

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"handrail/app/mail/tagvalue"
)

// Mode is what a sender does when a mail server does not match the policy (RFC 8461 section 5).
type Mode string

// The modes of a policy.
const (
	Enforce Mode = "enforce" // do not deliver
	Testing Mode = "testing" // deliver, and report
	None    Mode = "none"    // as if there were no policy
)

// Limits of a policy.
const (
	MaxAgeLimit  = 31557600 // seconds, about a year: RFC 8461 section 3.2
	ShortMaxAge  = 86400    // seconds: below a day large senders pass a policy over
	MaxBodyBytes = 64 << 10 // the size RFC 8461 section 3.3 suggests
)

const policyRule = "RFC 8461 section 3.2"

// Policy is the text at https://mta-sts.<domain>/.well-known/mta-sts.txt (RFC 8461 section 3.2).
type Policy struct {
	Mode       Mode
	MX         []string // host names, or "*." and a domain; lower case
	MaxAge     int64    // seconds that a sender may keep it
	Extensions []Pair   // unknown fields, which senders ignore
	Raw        []byte   // as served
	Deviations []string // codes of what is allowed but risky, sorted; see the constants
}

// What a policy may do within the rules, yet some senders or checkers stumble over.
const (
	LFOnly          = "lf-only"           // lines end with LF, the text of RFC 8461 section 3.2 says CRLF
	MixedLineEnds   = "mixed-line-ends"   // some lines end with LF, some with CRLF
	DuplicateField  = "duplicate-field"   // version, mode or max_age stands twice; the first counts
	DuplicateMX     = "duplicate-mx"      // the same mx line twice
	UnknownField    = "unknown-field"     // senders ignore it
	ZeroMaxAge      = "zero-max-age"      // no sender keeps the policy, and some refuse it
	ShortAge        = "short-max-age"     // less than a day
	TrailingSpace   = "trailing-space"    // blanks at the end of a line
	OddSpacing      = "odd-spacing"       // not exactly one blank after a colon
	VersionNotFirst = "version-not-first" // some readers want it in the first line
	UpperCase       = "upper-case"        // an mx with capital letters
	MXIsAddress     = "mx-is-address"     // an mx that is an IP address can never match
	NoneWithoutMX   = "none-without-mx"   // allowed in mode none, some readers want an mx still
)

// ParsePolicy reads a policy by the grammar of RFC 8461 section 3.2. The error is
// *SyntaxError with the line in Near. Unknown fields are kept; of a field given
// twice the first counts.
func ParsePolicy(body []byte) (*Policy, error) {
	p := &Policy{Raw: bytes.Clone(body)}
	r := policyReader{policy: p, seen: map[string]bool{}}
	text := string(body)
	for at := 0; at < len(text); {
		line, next := text[at:], len(text)
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line, next = line[:i], at+i+1
			if cut, crlf := strings.CutSuffix(line, "\r"); crlf {
				line, r.crlf = cut, r.crlf+1
			} else {
				r.lf++
			}
		}
		if err := r.line(line); err != nil {
			err.Offset = at
			return nil, err
		}
		at = next
	}
	if err := r.finish(); err != nil {
		err.Offset = len(text)
		return nil, err
	}
	return p, nil
}

// String writes the policy in the strict form that every reader takes: ASCII,
// CRLF at each line, version first, one blank after the colon, one mx a line,
// no blank line (RFC 8461 section 3.2). Unknown fields come last.
func (p Policy) String() string {
	var b strings.Builder
	b.WriteString("version: STSv1\r\n")
	fmt.Fprintf(&b, "mode: %s\r\n", p.Mode)
	for _, mx := range p.MX {
		fmt.Fprintf(&b, "mx: %s\r\n", mx)
	}
	fmt.Fprintf(&b, "max_age: %d\r\n", p.MaxAge)
	for _, e := range p.Extensions {
		fmt.Fprintf(&b, "%s: %s\r\n", e.Name, e.Value)
	}
	return b.String()
}

// Canonical returns the text of a policy with CRLF at the end of each line. Texts with
// the same one are the same policy: a line ends with LF or CRLF, and the last line may end
// without either (RFC 8461 section 3.2).
func Canonical(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return strings.ReplaceAll(text, "\n", "\r\n")
}

// Covers reports whether a mail server matches one of the policy's mx lines (RFC 8461 section 4.1).
func (p *Policy) Covers(host string) bool {
	return slices.ContainsFunc(p.MX, func(mx string) bool { return Match(mx, host) })
}

// fault makes a SyntaxError for a line; the reader adds the place.
func fault(line, format string, args ...any) *SyntaxError {
	e := tagvalue.Fault("", 0, policyRule, format, args...)
	e.Near = line[:min(len(line), 80)]
	return e
}
