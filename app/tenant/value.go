package tenant

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/app/jsontext"
)

// Text is a text of Microsoft's, kept as it came. Null and a missing field are
// ""; a number or a boolean, which the documentation sometimes has in place of a
// text, keeps its JSON.
type Text string

// UnmarshalJSON takes any JSON value.
func (t *Text) UnmarshalJSON(b []byte) error {
	var s string
	switch {
	case bytes.Equal(b, []byte("null")):
		*t = ""
	case plainText(b):
		*t = Text(b[1 : len(b)-1])
	case json.Unmarshal(b, &s) == nil:
		*t = Text(s)
	default:
		*t = Text(b)
	}
	return nil
}

// plainText reports whether b is a JSON text that stands for itself, without an escape.
func plainText(b []byte) bool {
	if len(b) < 2 || b[0] != '"' || b[len(b)-1] != '"' || !utf8.Valid(b) {
		return false
	}
	for _, c := range b[1 : len(b)-1] {
		if c < ' ' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// Is compares without case, as Microsoft's ids and values must be compared.
func (t Text) Is(s string) bool { return strings.EqualFold(string(t), s) }

// Texts is a list of texts; null is an empty one, and one text stands for a
// list of one.
type Texts []string

// UnmarshalJSON takes a list of any values, one text, or null.
func (t *Texts) UnmarshalJSON(b []byte) error {
	*t = nil
	if bytes.Equal(b, []byte("null")) {
		return nil
	}
	if plain, ok := plainTexts(b); ok {
		*t = plain
		return nil
	}
	var list []Text
	if json.Unmarshal(b, &list) == nil {
		for _, s := range list {
			*t = append(*t, string(s))
		}
		return nil
	}
	var one Text
	_ = one.UnmarshalJSON(b)
	if one != "" {
		*t = Texts{string(one)}
	}
	return nil
}

// plainTexts reads a list of texts that stand for themselves, as nearly all do; false where anything else is in it.
func plainTexts(b []byte) (texts Texts, ok bool) {
	if !jsontext.Valid(b) {
		return nil, false
	}
	ok = true
	err := Items(b, func(raw []byte) {
		if ok = ok && plainText(raw); ok {
			texts = append(texts, string(raw[1:len(raw)-1]))
		}
	})
	return texts, ok && err == nil
}

// Has reports whether s is in the list, without regard to case.
func (t Texts) Has(s string) bool {
	for _, x := range t {
		if strings.EqualFold(x, s) {
			return true
		}
	}
	return false
}

// Flag is yes, no or unknown. Unknown keeps what came.
type Flag struct {
	Known bool
	Yes   bool
	Raw   string // where neither true nor false came; "" for null or missing
	Null  bool   // null came, which is a value: missing is not
}

// UnmarshalJSON takes true, false, either as a text, or anything else.
func (f *Flag) UnmarshalJSON(b []byte) error {
	var t Text
	_ = t.UnmarshalJSON(b)
	switch {
	case t.Is("true"):
		*f = Flag{Known: true, Yes: true}
	case t.Is("false"):
		*f = Flag{Known: true}
	default:
		*f = Flag{Raw: string(t), Null: string(bytes.TrimSpace(b)) == "null"}
	}
	return nil
}

// MarshalJSON returns true, false, or what came.
func (f Flag) MarshalJSON() ([]byte, error) {
	switch {
	case f.Known:
		return json.Marshal(f.Yes)
	case f.Raw == "":
		return []byte("null"), nil
	}
	return json.Marshal(f.Raw)
}

// On and Off make known flags.
func On() Flag { return Flag{Known: true, Yes: true} }

// Off is described at On.
func Off() Flag { return Flag{Known: true} }

// No reports whether it is known to be no.
func (f Flag) No() bool { return f.Known && !f.Yes }

// When is a moment; zero where none came or it cannot be read.
type When struct{ time.Time }

// UnmarshalJSON takes RFC 3339 with or without a zone; no zone means UTC.
func (w *When) UnmarshalJSON(b []byte) error {
	t := FieldText(b)
	w.Time = time.Time{}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02"} {
		if at, err := time.Parse(layout, t); err == nil {
			if at.Year() > 1601 { // the service's value for "never"
				w.Time = at.UTC()
			}
			return nil
		}
	}
	return nil
}
