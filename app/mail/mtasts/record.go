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
	Raw       []string // the records that count for senders
	Discarded []string // the others, which senders pass over
	Meant     []string // those of Discarded that were clearly meant to be a policy record
	Fixed     string   // the record that was meant, written right; "" where that is not known
	Blank     bool     // a blank stands before the first semicolon, which some senders do not take
	Err       error    // *SyntaxError when State is Invalid
}

// Select does with the TXT records of a name what a sender does (RFC 8461
// section 3.1): of several, those that do not begin "v=STSv1;" are ignored; unless
// exactly one is left and that one is right, the domain has no MTA-STS. A record that was
// clearly meant as one, and that senders ignore, makes the state Invalid.
func Select(txts []string) Selected {
	var s Selected
	for _, t := range txts {
		switch {
		case strings.HasPrefix(t, recordVersion+";"):
			s.Raw = append(s.Raw, t)
		case len(txts) == 1 && tagvalue.HasVersion(t, recordVersion):
			s.Raw, s.Blank = append(s.Raw, t), true
		default:
			s.Discarded = append(s.Discarded, t)
			if _, ok := tagvalue.FindSlip(t, "STSv1"); ok {
				s.Meant = append(s.Meant, t)
			}
		}
	}
	switch len(s.Raw) {
	case 0:
		s.State = Absent
		if len(s.Meant) > 0 {
			s.State, s.Err, s.Fixed = Invalid, slipIn(s.Meant[0]), Repair(s.Meant[0])
		}
	case 1:
		s.State = Valid
		if s.Record, s.Err = ParseRecord(s.Raw[0]); s.Err != nil {
			s.State, s.Fixed = Invalid, Repair(s.Raw[0])
		}
	default:
		s.State = Several
	}
	return s
}

// slipIn returns what is wrong with a record that senders ignore.
func slipIn(t string) error {
	return tagvalue.Fault(t, 0, recordRule, "Senders ignore this record: it must begin with exactly “v=STSv1;”.")
}

// Repair returns the record that a mistyped one was meant to be; "" where its ID
// cannot be told.
func Repair(t string) string {
	slip, ok := tagvalue.FindSlip(t, "STSv1")
	if !ok {
		return ""
	}
	id := strings.Map(func(c rune) rune {
		if c < 0x80 && tagvalue.IsAlnum(string(c)) {
			return c
		}
		return -1
	}, slip.Field("id"))
	if id == "" || len(id) > 32 {
		return ""
	}
	return Record{ID: id}.String()
}

// NewID makes an id from a time: 20260131T184500Z. It has letters and digits
// only and at most 32 of them (RFC 8461 section 3.1), and later times sort later.
func NewID(t time.Time) string { return t.UTC().Format("20060102T150405Z") }
