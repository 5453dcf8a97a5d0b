package history

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Canon returns a row in the one form in which rows are compared: members sorted by name, lists sorted and without
// repeats, because Microsoft's lists are sets; moments in UTC; GUIDs in lowercase. Top-level properties in volatile
// and annotations ("@odata…") are left out. The text of another kind than JSON is returned as it is.
func Canon(body []byte, volatile ...string) []byte {
	if row, ok := plainRow(body, volatile); ok {
		return row
	}
	return canonSlow(body, volatile)
}

// canonSlow returns what Canon does, of any text.
func canonSlow(body []byte, volatile []string) []byte {
	value, err := decode(body)
	if err != nil {
		return bytes.Clone(body)
	}
	if row, ok := value.(map[string]any); ok {
		for name := range row {
			if slices.Contains(volatile, name) {
				delete(row, name)
			}
		}
	}
	return text(canon(value))
}

// decode reads one JSON value and keeps numbers as they are written.
func decode(body []byte) (value any, err error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err = d.Decode(&value); err == nil && d.More() {
		err = &json.SyntaxError{Offset: d.InputOffset()}
	}
	return value, err
}

// text writes a value that decode returned.
func text(value any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(value) // what was decoded can be written
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func canon(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			if strings.HasPrefix(name, "@odata") || strings.Contains(name, "@odata.") {
				delete(v, name)
				continue
			}
			v[name] = canon(member)
		}
		return v
	case []any:
		return set(v)
	case string:
		return plain(v)
	}
	return value
}

// set sorts a list by the text of its values and leaves out repeats.
func set(all []any) []any {
	texts := make([]string, len(all))
	for i, v := range all {
		texts[i] = string(text(canon(v)))
	}
	slices.Sort(texts)
	texts = slices.Compact(texts)
	sorted := make([]any, len(texts))
	for i, t := range texts {
		sorted[i] = json.RawMessage(t)
	}
	return sorted
}

// isGUID reports whether s is written as a GUID. Like isMoment, it is asked for every text of every row.
func isGUID(s string) bool { return len(s) == 36 && inForm(s, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh") }

// isMoment reports whether s begins as a moment does.
func isMoment(s string) bool { return inForm(s, "dddd-dd-ddTdd:dd:dd") }

// inForm reports whether s begins with text of a form, in which d is a digit and h a hexadecimal one.
func inForm(s, form string) bool {
	if len(s) < len(form) {
		return false
	}
	for i := range len(form) {
		c := s[i]
		digit := c >= '0' && c <= '9'
		ok := c == form[i]
		switch form[i] {
		case 'd':
			ok = digit
		case 'h':
			ok = digit || c|' ' >= 'a' && c|' ' <= 'f'
		}
		if !ok {
			return false
		}
	}
	return true
}

// ID returns the one form of the ID of a row: GUIDs have no case.
func ID(id string) string { return plain(id) }

// plain returns the one form of a moment or a GUID; other texts stay.
func plain(s string) string {
	if isGUID(s) {
		return strings.ToLower(s)
	}
	if len(s) >= 20 && isMoment(s) {
		if at, err := time.Parse(time.RFC3339Nano, s); err == nil {
			return at.UTC().Format(time.RFC3339Nano)
		}
	}
	return s
}
