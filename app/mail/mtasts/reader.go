package mtasts

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"handrail/app/mail/tagvalue"
)

// policyReader takes a policy line by line (RFC 8461 section 3.2).
type policyReader struct {
	policy   *Policy
	seen     map[string]bool
	lines    int
	odd      []oddLine // lines whose field senders do not know
	crlf, lf int
}

// oddLine is a line whose field senders do not know.
type oddLine struct {
	text, name string
	number     int
}

// missing returns what is wrong where a field is not there: a line that was meant to be it,
// or else words.
func (r *policyReader) missing(field, format string, args ...any) *SyntaxError {
	for _, odd := range r.odd {
		if meantField(odd.name) == field {
			return fault(odd.text, "Line %d begins with “%s” instead of “%s”.", odd.number, odd.name, field)
		}
	}
	return fault("", format, args...)
}

func (r *policyReader) note(code string) {
	if !slices.Contains(r.policy.Deviations, code) {
		r.policy.Deviations = append(r.policy.Deviations, code)
	}
}

// line reads one field: sts-policy-ext-name ":" *WSP value *WSP.
func (r *policyReader) line(line string) *SyntaxError {
	r.lines++
	switch {
	case strings.HasPrefix(line, "\ufeff"):
		return fault(line, "The text begins with a byte order mark, which is invisible.")
	case strings.Trim(line, " \t") == "":
		return fault(line, "Line %d is empty. A policy has no empty lines.", r.lines)
	}
	name, rest, found := strings.Cut(line, ":")
	if !found {
		return fault(line, "Line %d has no colon. Each line is a name, a colon and a value.", r.lines)
	}
	if !tagvalue.IsName(name) {
		return fault(line, "Line %d begins with a name that is not allowed. A name has no spaces before or after it.",
			r.lines)
	}
	value := strings.Trim(rest, " \t")
	if err := r.checkValue(line, name, value); err != nil {
		return err
	}
	if strings.TrimRight(rest, " \t") != rest {
		r.note(TrailingSpace)
	}
	if !strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "  ") || strings.HasPrefix(rest, " \t") {
		r.note(OddSpacing)
	}
	return r.field(line, name, value)
}

// checkValue holds a value to sts-policy-ext-value: visible characters and
// inner blanks, UTF-8, no control characters.
func (r *policyReader) checkValue(line, name, value string) *SyntaxError {
	switch {
	case value == "":
		return fault(line, "The value of %s in line %d is empty.", name, r.lines)
	case !utf8.ValidString(value):
		return fault(line, "Line %d contains bytes that are not text (UTF-8).", r.lines)
	case strings.ContainsFunc(value, func(c rune) bool { return c < 0x20 || c == 0x7f }):
		return fault(line, "Line %d contains a control character.", r.lines)
	}
	return nil
}

func (r *policyReader) field(line, name, value string) *SyntaxError {
	switch name {
	case "version", "mode", "max_age":
		if r.seen[name] {
			r.note(DuplicateField)
			return nil
		}
		r.seen[name] = true
	}
	switch name {
	case "version":
		if value != "STSv1" {
			return fault(line, "The version must be STSv1, in exactly these letters.")
		}
		if r.lines > 1 {
			r.note(VersionNotFirst)
		}
	case "mode":
		r.policy.Mode = Mode(value)
		if !slices.Contains([]Mode{Enforce, Testing, None}, r.policy.Mode) {
			return fault(line, "The mode must be testing, enforce or none, in lower case letters.")
		}
	case "max_age":
		return r.maxAge(line, value)
	case "mx":
		return r.mx(line, value)
	default:
		r.note(UnknownField)
		r.odd = append(r.odd, oddLine{line, name, r.lines})
		r.policy.Extensions = append(r.policy.Extensions, Pair{Name: name, Value: value})
	}
	return nil
}

func (r *policyReader) maxAge(line, value string) *SyntaxError {
	if len(value) > 10 || strings.Trim(value, "0123456789") != "" {
		return fault(line, "The value of max_age must be a number of seconds, at most %d.", MaxAgeLimit)
	}
	age, err := strconv.ParseInt(value, 10, 64)
	if err != nil || age > MaxAgeLimit {
		return fault(line, "The value of max_age is more than the limit of %d seconds.", MaxAgeLimit)
	}
	switch {
	case age == 0:
		r.note(ZeroMaxAge)
		r.note(ShortAge)
	case age < ShortMaxAge:
		r.note(ShortAge)
	}
	r.policy.MaxAge = age
	return nil
}

func (r *policyReader) mx(line, value string) *SyntaxError {
	lower := strings.ToLower(value)
	if words := patternFault(lower); words != "" {
		return fault(line, "Line %d: %s", r.lines, words)
	}
	if lower != value {
		r.note(UpperCase)
	}
	if _, err := netip.ParseAddr(lower); err == nil {
		r.note(MXIsAddress)
	}
	if slices.Contains(r.policy.MX, lower) {
		r.note(DuplicateMX)
		return nil
	}
	r.policy.MX = append(r.policy.MX, lower)
	return nil
}

// finish holds the whole to what must be there: version, mode and max_age once,
// and an mx unless the mode is none.
func (r *policyReader) finish() *SyntaxError {
	if r.lines == 0 {
		return fault("", "The policy is empty.")
	}
	for _, name := range []string{"version", "mode", "max_age"} {
		if !r.seen[name] {
			return r.missing(name, "The line %s is missing.", name)
		}
	}
	if len(r.policy.MX) == 0 {
		if r.policy.Mode != None {
			return r.missing("mx", "There is no line mx, so no mail server is allowed.")
		}
		r.note(NoneWithoutMX)
	}
	switch {
	case r.crlf > 0 && r.lf > 0:
		r.note(MixedLineEnds)
	case r.lf > 0:
		r.note(LFOnly)
	}
	slices.Sort(r.policy.Deviations)
	return nil
}
