// Package tagvalue reads the small language that mail's TXT records share: a version,
// then fields, parted by semicolons.
//
//	v=STSv1; id=20260101T000000Z;
//	v=TLSRPTv1; rua=mailto:reports@example.org
//
// The rules are those of RFC 8461 section 3.1 and RFC 8460 section 3: the version
// comes first and is case-sensitive; spaces are allowed around a semicolon and
// belong to it; one semicolon may end the record; an empty field is a fault.
// What a field may hold is for the rooms that own the record to say.
package tagvalue

import (
	"fmt"
	"strings"
)

// Pair is a field of a record or policy that its reader does not know, unchanged.
type Pair struct{ Name, Value string }

// Field is one field of a record with the place where its value begins.
type Field struct {
	Name, Value string
	At          int // offset of the field in the text, in bytes
}

// SyntaxError returns where a record or policy breaks its grammar.
type SyntaxError struct {
	Offset int    // byte at which the fault begins
	Near   string // the text there; for a policy the line
	Msg    string // what is wrong, in words
	Rule   string // who says so: "RFC 8461 section 3.1"
}

// Error returns the words, the place and the rule.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s (at %q, character %d; %s)", e.Msg, e.Near, e.Offset+1, e.Rule)
}

// Fault makes a SyntaxError for text from byte offset on.
func Fault(text string, offset int, rule, format string, args ...any) *SyntaxError {
	offset = min(max(offset, 0), len(text))
	near := text[offset:]
	if i := strings.IndexByte(near, ';'); i > 0 {
		near = near[:i]
	}
	if len(near) > 60 {
		near = near[:60]
	}
	return &SyntaxError{Offset: offset, Near: near, Msg: fmt.Sprintf(format, args...), Rule: rule}
}

// Scan parts a record into its fields. version is how the record must begin
// ("v=STSv1"), rule the section to cite. The error is *SyntaxError.
//
// RFC 8461 section 3.1: sts-version 1*(sts-field-delim sts-field) [sts-field-delim].
func Scan(text, version, rule string) ([]Field, error) {
	if !strings.HasPrefix(text, version) {
		return nil, Fault(text, 0, rule, "The record must begin with %s, in exactly these letters.", version)
	}
	at := len(version)
	rest := strings.TrimLeft(text[at:], " \t")
	if rest == "" || rest[0] != ';' {
		return nil, Fault(text, at, rule, "A semicolon must follow %s.", version)
	}
	at = len(text) - len(rest) + 1
	var fields []Field
	for at <= len(text) {
		end := strings.IndexByte(text[at:], ';')
		last := end < 0
		if last {
			end = len(text) - at
		}
		raw := text[at : at+end]
		trimmed := strings.TrimLeft(raw, " \t")
		start := at + len(raw) - len(trimmed)
		if last && trimmed == "" {
			break // the semicolon that may end the record
		}
		if !last {
			trimmed = strings.TrimRight(trimmed, " \t")
		}
		name, value, found := strings.Cut(trimmed, "=")
		switch {
		case trimmed == "":
			return nil, Fault(text, start, rule, "There is no field between two semicolons.")
		case !found:
			return nil, Fault(text, start, rule, "A field needs a name, an equals sign and a value.")
		}
		fields = append(fields, Field{Name: name, Value: value, At: start})
		at += end + 1
	}
	if len(fields) == 0 {
		return nil, Fault(text, len(text), rule, "There is no field after %s.", version)
	}
	return fields, nil
}

// IsName reports whether s may name an extension: a letter or digit, then at most
// 31 letters, digits, "_", "-" or "." (RFC 8461 sections 3.1 and 3.2, RFC 8460 section 3).
func IsName(s string) bool {
	if s == "" || len(s) > 32 || !IsAlnum(s[:1]) {
		return false
	}
	for i := 0; i < len(s); i++ {
		if !IsAlnum(s[i:i+1]) && strings.IndexByte("_-.", s[i]) < 0 {
			return false
		}
	}
	return true
}

// IsAlnum reports whether s is one or more ASCII letters and digits (RFC 5234 appendix B.1).
func IsAlnum(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
			return false
		}
	}
	return s != ""
}

// IsValue reports whether s may be the value of an extension: visible ASCII but
// ";" and "=" (RFC 8461 section 3.1, RFC 8460 section 3).
func IsValue(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x21 || s[i] > 0x7e || s[i] == ';' || s[i] == '=' {
			return false
		}
	}
	return s != ""
}
