package powershell

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"handrail/app"
)

// Limits for reading, so that a wrong file does no harm.
const (
	MaxBytes = 64 << 20
	maxRows  = 500_000
)

// Text returns a value as text: an enumeration value as its name if that is known, or else
// as its number; a list with commas; "" for null and for a missing name.
func (r Row) Text(name string) string { return textOf(r.get(name)) }

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
		if v.said != "" && !stands(v.said) {
			return strings.TrimSpace(v.said)
		}
		return textOf(named(v))
	}
	return ""
}

// named returns the value of an object that represents one: {"value": 1, "Value":
// "Enabled"} for an enumeration, {"Guid": …} for an ID. Text has priority over numbers.
func named(r Row) any {
	for _, name := range []string{"value", "guid", "name", "displayname", "id"} {
		if i := r.at(name); i >= 0 {
			return r.values[i]
		}
	}
	return nil
}

// Flag returns a value as yes or no; known is false if it is neither.
func (r Row) Flag(name string) (yes, known bool) {
	switch strings.ToLower(r.Text(name)) {
	case "true", "1", "yes", "$true":
		return true, true
	case "false", "0", "no", "$false":
		return false, true
	}
	return false, false
}

// List returns a value as texts. One text is a list of one; a list of Format-List with
// braces and commas is split.
func (r Row) List(name string) []string {
	var all []string
	switch v := r.get(name).(type) {
	case nil:
	case []any:
		for _, one := range v {
			all = append(all, textOf(one))
		}
	case Row:
		if inner, ok := v.get("value").([]any); ok { // a list with a count
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

// Truncated reports whether a value was cut off, because the export was not deep or wide
// enough: "System.Object[]", "@{Name=…}", or a list that ends in dots.
func (r Row) Truncated(name string) bool { return r.State(name) == Part }

// When returns a value as a time in UTC. It reads both forms of ConvertTo-Json:
// "/Date(1690000000000)/" of Windows PowerShell and ISO 8601 of PowerShell 7, but no
// localised dates.
func (r Row) When(name string) (time.Time, bool) {
	text := r.Text(name)
	if inner, ok := strings.CutPrefix(text, "/Date("); ok {
		inner, ok = strings.CutSuffix(inner, ")/")
		if i := strings.LastIndexAny(inner, "+-"); i > 0 { // the zone does not change the instant
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
// the line breaks of a console: JSON, CLIXML, CSV, Format-Table, or the lines of Format-List.
// app.Damaged with what to do where it is none of these. An empty answer, "null"
// and an empty list are no rows: PowerShell writes them where there is nothing.
func Read(data []byte) ([]Row, error) {
	if len(data) > MaxBytes {
		return nil, app.Errorf(app.Invalid, "Export only the output of the command that Handrail shows.",
			"The export is larger than 64 megabytes.")
	}
	text, err := Decode(data)
	if err != nil {
		return nil, err
	}
	text = strings.TrimRight(withoutPrompts(text), " \r\n") // a tab at the end can be an empty cell
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	switch {
	case text == "" || text == "null":
		return nil, nil
	case text[0] == '{' || text[0] == '[':
		return readJSON(text)
	case text[0] == '<':
		return readCLIXML(text)
	case strings.HasPrefix(text, "#TYPE ") || looksLikeCSV(text):
		return readCSV(text)
	case looksLikeTable(text):
		return readTable(text)
	}
	if table, ok := underlined(text); ok {
		return readTable(table)
	}
	return readLines(text)
}

// Decode returns the text of a file in UTF-8 or UTF-16, with or without a byte order mark.
// app.Damaged if it is neither.
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
		return "", app.Errorf(app.Damaged, "Export it with “| Out-File -Encoding utf8”, or paste the text.",
			"The export is not text in UTF-8 or UTF-16.")
	}
	return string(data), nil
}

func wide(data []byte, order binary.ByteOrder) (string, error) {
	if len(data)%2 != 0 {
		return "", app.Errorf(app.Damaged, "Run the command again and save its whole output.",
			"The export is incomplete.")
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units)), nil
}
