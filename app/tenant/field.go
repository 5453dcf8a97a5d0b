package tenant

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"handrail/app/jsontext"
)

// Fields calls f for every field of a JSON object, with the value as it is
// in the text. It skips what no one asks for, which is several times faster
// than decoding: a row is read a hundred thousand times. A field whose name holds
// an escape or broken UTF-8 is decoded properly. raw lies in body.
func Fields(body []byte, f func(key string, raw []byte)) error {
	return EachField(body, func(name, raw []byte) { f(string(name), raw) })
}

// EachField does what Fields does, and makes no text of the name.
func EachField(body []byte, f func(name, raw []byte)) error {
	b := bytes.TrimSpace(body)
	bad := func() error { return fmt.Errorf("tenant: a row that is no object: %.40q", body) }
	if len(b) < 2 || b[0] != '{' {
		return bad()
	}
	i := 1
	for {
		i = blank(b, i)
		switch {
		case i >= len(b):
			return bad()
		case b[i] == '}':
			return nil
		case b[i] == ',':
			i++
			continue
		case b[i] != '"':
			return bad()
		}
		end := stringEnd(b, i)
		if end < 0 {
			return bad()
		}
		name := b[i:end]
		i = blank(b, end)
		if i >= len(b) || b[i] != ':' {
			return bad()
		}
		i = blank(b, i+1)
		end = valueEnd(b, i)
		if end < 0 {
			return bad()
		}
		f(fieldName(name), b[i:end:end])
		i = end
	}
}

// Items calls f for every value of a JSON list, as it is in the text. raw lies in list.
func Items(list []byte, f func(raw []byte)) error {
	b := bytes.TrimSpace(list)
	bad := func() error { return fmt.Errorf("tenant: no list: %.40q", list) }
	if len(b) < 2 || b[0] != '[' {
		return bad()
	}
	for i := blank(b, 1); ; i = blank(b, i) {
		switch {
		case i >= len(b):
			return bad()
		case b[i] == ']':
			return nil
		case b[i] == ',':
			i++
			continue
		}
		end := valueEnd(b, i)
		if end <= i {
			return bad()
		}
		f(b[i:end:end])
		i = end
	}
}

func blank(b []byte, i int) int { return jsontext.Blank(b, i) }

// fieldName returns the name of a field without its quotes.
func fieldName(raw []byte) []byte {
	if bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
		return raw[1 : len(raw)-1]
	}
	return []byte(FieldText(raw))
}

// stringEnd returns where the string that begins at i ends; -1 where it does not.
func stringEnd(b []byte, i int) int {
	for i++; i < len(b); i++ {
		n := bytes.IndexByte(b[i:], '"')
		if n < 0 {
			return -1
		}
		i += n
		slashes := 0
		for b[i-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return i + 1
		}
	}
	return -1
}

// valueEnd returns where the value that begins at i ends; -1 where it does not.
func valueEnd(b []byte, i int) int {
	depth := 0
	for i < len(b) {
		switch b[i] {
		case '"':
			end := stringEnd(b, i)
			if end < 0 || depth == 0 {
				return end
			}
			i = end
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ' ', '\n', '\r', '\t':
			if depth == 0 {
				return i
			}
		}
		i++
	}
	return -1
}

// SharedTexts are JSON texts that many rows have the same, each read once.
type SharedTexts map[string]string

// Text is FieldText.
func (t SharedTexts) Text(raw []byte) string {
	known, ok := t[string(raw)]
	if !ok {
		known = FieldText(raw)
		t[string(raw)] = known
	}
	return known
}

// FieldText reads a JSON text; anything else returns "".
func FieldText(raw []byte) string {
	if len(raw) < 2 || raw[0] != '"' {
		return ""
	}
	if bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
		return string(raw[1 : len(raw)-1])
	}
	var s string
	_ = json.Unmarshal(raw, &s) // "" where it cannot be read
	return s
}
