package powershell

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"handrail/app"
)

// The limits of what is read, so that a wrong file costs little.
const (
	MaxBytes = 64 << 20
	maxRows  = 500_000
)

// Row is one object of an export. Names are compared without case, as
// PowerShell does.
type Row struct {
	names  []string
	values map[string]any // by lower-case name; as encoding/json gives it, numbers as json.Number
}

func newRow() Row { return Row{values: map[string]any{}} }

func (r *Row) set(name string, value any) {
	key := strings.ToLower(name)
	if _, ok := r.values[key]; !ok {
		r.names = append(r.names, name)
	}
	r.values[key] = value
}

// Names gives the names in the order in which they came.
func (r Row) Names() []string { return r.names }

// Has tells whether the row has a name, whatever its value.
func (r Row) Has(name string) bool {
	_, ok := r.values[strings.ToLower(name)]
	return ok
}

// Text gives a value as a text: a named value as its name where that came, else
// as its number; a list with commas; "" for null and for what is not there.
func (r Row) Text(name string) string { return textOf(r.values[strings.ToLower(name)]) }

func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case []any:
		var all []string
		for _, one := range v {
			all = append(all, textOf(one))
		}
		return strings.Join(all, ", ")
	case Row:
		return textOf(named(v))
	}
	return ""
}

// named gives the value of an object that stands for one: {"value": 1, "Value":
// "Enabled"} of a named value, {"Guid": …} of an id. The text wins over the number.
func named(r Row) any {
	for _, name := range []string{"value", "guid", "name", "displayname"} {
		if v, ok := r.values[name]; ok {
			return v
		}
	}
	return nil
}

// Flag gives a value as yes or no; known is false where it is neither.
func (r Row) Flag(name string) (yes, known bool) {
	switch strings.ToLower(r.Text(name)) {
	case "true", "1", "yes", "$true":
		return true, true
	case "false", "0", "no", "$false":
		return false, true
	}
	return false, false
}

// List gives a value as texts. One text is a list of one; the braces and commas
// of Format-List are taken apart.
func (r Row) List(name string) []string {
	var all []string
	switch v := r.values[strings.ToLower(name)].(type) {
	case nil:
	case []any:
		for _, one := range v {
			all = append(all, textOf(one))
		}
	case Row:
		if inner, ok := v.values["value"].([]any); ok { // a list with a count beside it
			for _, one := range inner {
				all = append(all, textOf(one))
			}
			break
		}
		all = append(all, textOf(v))
	default:
		text := textOf(v)
		inner, braces := strings.CutPrefix(text, "{")
		if !braces {
			if text != "" {
				all = append(all, text)
			}
			break
		}
		for one := range strings.SplitSeq(strings.TrimSuffix(inner, "}"), ",") {
			if one = strings.TrimSpace(one); one != "" {
				all = append(all, one)
			}
		}
	}
	return all
}

// Cut reports whether a value was cut off, because the export was not deep or wide
// enough: "System.Object[]", "@{Name=…}", or a list that ends in dots.
func (r Row) Cut(name string) bool { return cutWithin(r.values[strings.ToLower(name)]) }

// When gives a value as a moment in UTC. Both forms of ConvertTo-Json are read:
// "/Date(1690000000000)/" of Windows PowerShell and ISO 8601 of PowerShell 7. A
// date in the words of a language is not.
func (r Row) When(name string) (time.Time, bool) {
	text := r.Text(name)
	if inner, ok := strings.CutPrefix(text, "/Date("); ok {
		inner, ok = strings.CutSuffix(inner, ")/")
		if i := strings.LastIndexAny(inner, "+-"); i > 0 { // a zone says only how it was shown
			inner = inner[:i]
		}
		ms, err := strconv.ParseInt(inner, 10, 64)
		return time.UnixMilli(ms).UTC(), ok && err == nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.9999999", "2006-01-02 15:04:05Z"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// Read reads an export, as a file or as it was pasted, also with the prompts and
// the line breaks of a console: JSON, CSV, or the lines of Format-List.
// app.Damaged with what to do where it is none of these. An empty answer, "null"
// and an empty list are no rows: PowerShell writes them where there is nothing.
func Read(data []byte) ([]Row, error) {
	if len(data) > MaxBytes {
		return nil, app.Errorf(app.Invalid, "Export only the command that Handrail shows.", "The export is larger than 64 megabytes.")
	}
	text, err := Decode(data)
	if err != nil {
		return nil, err
	}
	text = strings.TrimSpace(withoutPrompts(text))
	switch {
	case text == "" || text == "null":
		return nil, nil
	case text[0] == '{' || text[0] == '[':
		if !whole(text) {
			text = unwrapped(text)
		}
		return readJSON(text)
	case strings.HasPrefix(text, "#TYPE ") || looksLikeCSV(text):
		return readCSV(text)
	}
	return readLines(text)
}

// Decode gives the text of a file in UTF-8 or UTF-16, with or without a mark at
// its start. app.Damaged where it is neither.
func Decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		data = data[3:]
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return wide(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return wide(data[2:], binary.BigEndian)
	case len(data) >= 2 && data[0] != 0 && data[1] == 0: // the first letter of an export is ASCII
		return wide(data, binary.LittleEndian)
	case len(data) >= 2 && data[0] == 0 && data[1] != 0:
		return wide(data, binary.BigEndian)
	}
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return "", app.Errorf(app.Damaged, "Write it with “| Out-File -Encoding utf8”, or paste the text.", "The export is neither UTF-8 nor UTF-16.")
	}
	return string(data), nil
}

func wide(data []byte, order binary.ByteOrder) (string, error) {
	if len(data)%2 != 0 {
		return "", app.Errorf(app.Damaged, "Run the command again and save its whole answer.", "The export ends in the middle of a letter.")
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units)), nil
}
