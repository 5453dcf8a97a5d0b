package audit

import (
	"encoding/json"
	"strings"

	"handrail/app/history"
	"handrail/app/tenant"
)

// verdict is what an entry says about a change.
type verdict int

const (
	no      verdict = iota // it is about something else
	unclear                // it may be about this, and does not say so
	yes
)

// says returns what an entry that fits the rule says about the subject.
func (r rule) says(e *entry, s subject) verdict {
	switch r.about {
	case "target":
		if !targets(e, s.id) {
			return no
		}
	case "owner":
		if !targets(e, s.of) {
			return no
		}
	case "name":
		if !s.named(e) {
			return no
		}
	case "person":
		if !s.person(e) {
			return no
		}
	case "member":
		return s.member(e, s.id, s.of)
	case "group":
		return s.member(e, s.of, s.id)
	case "holder":
		if s.group == "" {
			return no
		}
		return s.member(e, string(s.row.Principal), s.group)
	case "principal":
		if !targets(e, string(s.row.Principal)) {
			return no
		}
	case "role":
		return s.role(e, r.property)
	}
	return r.named(e, s)
}

// named returns whether the entry names the property.
func (r rule) named(e *entry, s subject) verdict {
	switch {
	case r.property == "*":
		return yes
	case r.property == "+" || r.property == "-":
		return direction(s.field, r.property)
	case strings.HasPrefix(r.property, "json:"):
		return inJSON(e, strings.TrimPrefix(r.property, "json:"), s.field)
	case !e.names():
		return unclear
	}
	names := strings.Fields(r.property)
	if r.property == "=" {
		names = []string{s.field.Path[strings.LastIndex(s.field.Path, ".")+1:]}
	}
	for _, name := range names {
		if _, known := e.property(name); known {
			return yes
		}
	}
	return listed(e, names)
}

// listed looks for names in the list of properties that Microsoft adds to many entries.
func listed(e *entry, names []string) verdict {
	p, known := e.property("Included Updated Properties")
	if !known {
		return no
	}
	for part := range strings.FieldsFuncSeq(plain(p.New), func(r rune) bool { return r == ',' || r == ' ' }) {
		for _, name := range names {
			if strings.EqualFold(part, name) {
				return yes
			}
		}
	}
	return no
}

// direction compares what an activity adds or takes with what happened to the property.
func direction(f history.Field, sign string) verdict {
	var was, is []json.RawMessage
	grew, shrank := false, false
	switch {
	case json.Unmarshal(f.Before, &was) == nil && json.Unmarshal(f.After, &is) == nil:
		grew, shrank = missing(is, was), missing(was, is)
	case string(f.After) == "true":
		grew = true
	case string(f.After) == "false":
		shrank = true
	default:
		return unclear
	}
	if sign == "+" && grew || sign == "-" && shrank {
		return yes
	}
	return no
}

// missing reports whether one of the values is not among the others.
func missing(values, others []json.RawMessage) bool {
	has := map[string]bool{}
	for _, o := range others {
		has[string(o)] = true
	}
	for _, v := range values {
		if !has[string(v)] {
			return true
		}
	}
	return false
}

// inJSON compares the object before and after in an entry at the path of a property.
func inJSON(e *entry, name string, f history.Field) verdict {
	p, known := e.property(name)
	if !known {
		if e.names() {
			return no
		}
		return unclear
	}
	was, is := object(p.Old), object(p.New)
	if was == nil || is == nil {
		return unclear // cut off, or in another form
	}
	at := history.Place{Field: strings.TrimPrefix(f.Path, "handrailBeta.")}
	if at.In(was) != at.In(is) { // one side of an entry may leave out null and what is empty
		return yes
	}
	return no
}

// object returns a value as an object in the form of history.Canon; nil where it is none.
func object(value tenant.Text) []byte {
	text := string(value)
	var inner string
	if json.Unmarshal([]byte(text), &inner) == nil {
		text = inner // JSON in a text in JSON
	}
	var some map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &some) != nil {
		return nil
	}
	return history.Canon([]byte(text))
}

// targets reports whether one of the targets has an ID.
func targets(e *entry, id string) bool {
	for _, t := range e.Targets {
		if id != "" && t.ID.Is(id) {
			return true
		}
	}
	return false
}
