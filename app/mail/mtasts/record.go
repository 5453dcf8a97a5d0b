package mtasts

import (
	"strings"
	"time"

	"handrail/app/mail/tagvalue"
)

// SyntaxError returns where a record or policy breaks the grammar, and by which rule.
type SyntaxError = tagvalue.SyntaxError

// Pair is a field that RFC 8461 does not define, unchanged.
type Pair = tagvalue.Pair

const (
	recordVersion = "v=STSv1"
	recordRule    = "RFC 8461 section 3.1"
)

// Record is the TXT record at _mta-sts.<domain> (RFC 8461 section 3.1). It says
// that there is a policy, and its ID changes whenever the policy does.
type Record struct {
	ID         string // 1 to 32 letters and digits
	Extensions []Pair // unknown fields, which senders ignore
	Raw        string // as published
}

// ParseRecord reads one TXT record, its strings joined, by the grammar of RFC
// 8461 section 3.1. The error is *SyntaxError. Whether a sender looks at the
// record at all is for Select to say.
func ParseRecord(txt string) (*Record, error) {
	fields, err := tagvalue.Scan(txt, recordVersion, recordRule)
	if err != nil {
		return nil, err
	}
	r := &Record{Raw: txt}
	hasID := false
	for _, f := range fields {
		valueAt := f.At + len(f.Name) + 1
		switch {
		case f.Name == "id" && !hasID:
			if err := checkID(txt, f.Value, valueAt); err != nil {
				return nil, err
			}
			r.ID, hasID = f.Value, true
		case !tagvalue.IsName(f.Name):
			return nil, tagvalue.Fault(txt, f.At, recordRule,
				"A field's name has 1 to 32 letters, digits, “_”, “-” or “.”.")
		case !tagvalue.IsValue(f.Value):
			return nil, tagvalue.Fault(txt, valueAt, recordRule,
				"The value of %s is empty, or contains a space, “=” or a letter outside ASCII.", f.Name)
		case f.Name == "id":
			// RFC 8461 section 3.2: of a field given twice the first counts.
		default:
			r.Extensions = append(r.Extensions, Pair{Name: f.Name, Value: f.Value})
		}
	}
	if !hasID {
		return nil, tagvalue.Fault(txt, len(txt), recordRule, "The field “id” is missing.")
	}
	return r, nil
}

func checkID(txt, id string, at int) error {
	switch {
	case id == "":
		return tagvalue.Fault(txt, at, recordRule, "The ID is empty.")
	case len(id) > 32:
		return tagvalue.Fault(txt, at, recordRule, "The ID has %d characters. The limit is 32.", len(id))
	case !tagvalue.IsAlnum(id):
		return tagvalue.Fault(txt, at, recordRule, "The ID can contain only letters and digits.")
	}
	return nil
}

// String returns the record in the form every sender reads (RFC 8461 section 3.1):
// "v=STSv1; id=…;", unknown fields behind the id.
func (r Record) String() string {
	var b strings.Builder
	b.WriteString(recordVersion + "; id=" + r.ID + ";")
	for _, e := range r.Extensions {
		b.WriteString(" " + e.Name + "=" + e.Value + ";")
	}
	return b.String()
}

// The states of a Selected.
const (
	Valid   = "valid"   // exactly one record, and it is right
	Absent  = "absent"  // no record that senders look at
	Invalid = "invalid" // one record, which breaks the grammar
	Several = "several" // more than one: senders act as if there were none
)

// Selected is what a sender takes from the TXT records at _mta-sts.<domain>.
type Selected struct {
	State     string
	Record    *Record  // only when State is Valid
	Raw       []string // the records that begin "v=STSv1;"
	Discarded []string // the others, which senders pass over
	Err       error    // *SyntaxError when State is Invalid, or when a discarded record was clearly meant to be one
}

// Select does with the TXT records of a name what a sender does (RFC 8461
// section 3.1): those that do not begin "v=STSv1;" are ignored; unless exactly
// one is left and that one is right, the domain has no MTA-STS.
func Select(txts []string) Selected {
	var s Selected
	for _, t := range txts {
		if strings.HasPrefix(t, recordVersion+";") {
			s.Raw = append(s.Raw, t)
		} else {
			s.Discarded = append(s.Discarded, t)
		}
	}
	switch len(s.Raw) {
	case 0:
		s.State, s.Err = Absent, nearMiss(s.Discarded)
	case 1:
		s.State = Valid
		if s.Record, s.Err = ParseRecord(s.Raw[0]); s.Err != nil {
			s.State = Invalid
		}
	default:
		s.State = Several
	}
	return s
}

// nearMiss returns an error for a record that is meant as a policy record but that senders ignore.
func nearMiss(txts []string) error {
	for _, t := range txts {
		if strings.Contains(strings.ToLower(t), "stsv1") {
			return tagvalue.Fault(t, 0, recordRule,
				"Senders ignore this record: it must begin with exactly “v=STSv1;”.")
		}
	}
	return nil
}

// NewID makes an id from a time: 20260131T184500Z. It has letters and digits
// only and at most 32 of them (RFC 8461 section 3.1), and later times sort later.
func NewID(t time.Time) string { return t.UTC().Format("20060102T150405Z") }
