package spf

import (
	"strings"

	"handrail/app/mail/tagvalue"
)

// The states of a domain’s record.
const (
	Valid   = "valid"   // exactly one record, and it is right
	Absent  = "absent"  // no record that receivers take for SPF
	Invalid = "invalid" // one record, which breaks the grammar
	Several = "several" // more than one: receivers give up (RFC 7208 section 4.5)
	Unknown = "unknown" // DNS gave no usable answer
)

// Selected is what a receiver takes from the TXT records of a domain.
type Selected struct {
	State  string
	Record *Record  // only when State is Valid
	Raw    []string // the records that count
	Meant  []string // others that were clearly meant to be SPF
	Err    error    // *SyntaxError when State is Invalid
}

// Select does with the TXT records of a domain what a receiver does (RFC 7208 section 4.5).
func Select(txts []string) Selected {
	var s Selected
	for _, t := range txts {
		switch {
		case isRecord(t):
			s.Raw = append(s.Raw, t)
		case isMeant(t):
			s.Meant = append(s.Meant, t)
		}
	}
	switch len(s.Raw) {
	case 0:
		s.State = Absent
	case 1:
		s.State = Valid
		if s.Record, s.Err = Parse(s.Raw[0]); s.Err != nil {
			s.State = Invalid
		}
	default:
		s.State = Several
	}
	return s
}

// isMeant reports whether a text that no receiver reads was meant to be an SPF record:
// with quotes, a space in front, a wrong sign or a wrong version.
func isMeant(text string) bool {
	plain := strings.ToLower(strings.TrimSpace(tagvalue.Plain(text)))
	if !strings.HasPrefix(plain, "v") && !strings.HasPrefix(plain, "spf") {
		return false
	}
	head := strings.NewReplacer(" ", "", "=", "", ":", "", ";", "", ".", "").Replace(plain[:min(len(plain), 12)])
	return strings.HasPrefix(head, "vspf") || strings.HasPrefix(head, "spf1") || strings.HasPrefix(head, "spf2")
}
