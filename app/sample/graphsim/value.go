package graphsim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"
)

// field is one property of an object.
type field struct {
	name  string
	value any
}

// object is a JSON object that keeps its order. Values are nil, bool, int,
// float64, json.Number, string, time.Time, []string, []any, []object, object and
// json.RawMessage.
type object []field

// get returns a property.
func (o object) get(name string) (any, bool) {
	for i := range o {
		if o[i].name == name {
			return o[i].value, true
		}
	}
	return nil, false
}

// str returns a property as a text; "" if it is none.
func (o object) str(name string) string {
	v, _ := o.get(name)
	s, _ := v.(string)
	return s
}

// obj returns a property as an object.
func (o object) obj(name string) object {
	v, _ := o.get(name)
	s, _ := v.(object)
	return s
}

// list returns a property as a list of objects.
func (o object) list(name string) (all []object) {
	v, _ := o.get(name)
	items, _ := v.([]any)
	for _, item := range items {
		if each, ok := item.(object); ok {
			all = append(all, each)
		}
	}
	return all
}

// texts returns a property as a list of texts.
func (o object) texts(name string) (all []string) {
	v, _ := o.get(name)
	items, _ := v.([]any)
	for _, item := range items {
		if each, ok := item.(string); ok {
			all = append(all, each)
		}
	}
	return all
}

// with returns a copy in which a property has a value.
func (o object) with(name string, value any) object {
	out := make(object, 0, len(o)+1)
	found := false
	for _, f := range o {
		if f.name == name {
			f.value, found = value, true
		}
		out = append(out, f)
	}
	if !found {
		out = append(out, field{name, value})
	}
	return out
}

// without returns a copy that lacks some names at every depth.
func (o object) without(names map[string]bool) object {
	out := make(object, 0, len(o))
	for _, f := range o {
		if !names[f.name] {
			out = append(out, field{f.name, stripped(f.value, names)})
		}
	}
	return out
}

func stripped(v any, names map[string]bool) any {
	switch v := v.(type) {
	case object:
		return v.without(names)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = stripped(v[i], names)
		}
		return out
	}
	return v
}

// merged returns old with the properties of change: objects are merged, all else,
// lists too, is replaced. That is how Graph applies a PATCH.
func merged(old, change object) object {
	for _, f := range change {
		if sub, ok := f.value.(object); ok {
			if had := old.obj(f.name); had != nil {
				old = old.with(f.name, merged(had, sub))
				continue
			}
		}
		old = old.with(f.name, f.value)
	}
	return old
}

// parseObject reads one JSON object and nothing after it.
func parseObject(text []byte) (object, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	v, err := parseValue(d)
	if err != nil {
		return nil, err
	}
	o, ok := v.(object)
	if !ok {
		return nil, fmt.Errorf("cloud: not a JSON object")
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("cloud: text after the JSON object")
	}
	return o, nil
}

func parseValue(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		o := object{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			v, err := parseValue(d)
			if err != nil {
				return nil, err
			}
			o = o.with(name.(string), v)
		}
		_, err = d.Token()
		return o, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := parseValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = d.Token()
		return list, err
	}
	return t, nil
}

// appendValue writes a value as JSON.
func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case float64:
		return strconv.AppendFloat(b, v, 'f', -1, 64)
	case json.Number:
		return append(b, v...)
	case string:
		return appendText(b, v)
	case time.Time:
		if v.IsZero() {
			return append(b, "null"...)
		}
		b = append(b, '"')
		b = v.UTC().AppendFormat(b, time.RFC3339Nano)
		return append(b, '"')
	case json.RawMessage:
		return append(b, v...)
	case []string:
		return appendList(b, v)
	case []any:
		return appendList(b, v)
	case []object:
		return appendList(b, v)
	case object:
		b = append(b, '{')
		for i, f := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendText(b, f.name), ':')
			b = appendValue(b, f.value)
		}
		return append(b, '}')
	}
	panic(fmt.Sprintf("cloud: a %T cannot be served", v))
}

func appendList[T any](b []byte, list []T) []byte {
	b = append(b, '[')
	for i := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendValue(b, any(list[i]))
	}
	return append(b, ']')
}

// appendText writes a JSON string. Nearly all are plain, so that is looked at
// first.
func appendText(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			var buf bytes.Buffer
			e := json.NewEncoder(&buf)
			e.SetEscapeHTML(false)
			_ = e.Encode(s) // a string never fails
			return append(b, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
