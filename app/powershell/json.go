package powershell

import (
	"encoding/json"
	"errors"
	"strings"

	"handrail/app"
)

// maxDepth is the maximum depth of nested objects. ConvertTo-Json itself supports 100.
const maxDepth = 100

// readJSON reads one object or a list of them, also where a console broke its lines.
func readJSON(text string) ([]Row, error) {
	if !json.Valid([]byte(text)) {
		text = unwrapped(text)
	}
	v, err := any(nil), errors.New("powershell: no JSON")
	if json.Valid([]byte(text)) {
		p := parser{text: text}
		v, err = p.value(0)
	}
	if err != nil {
		return nil, &app.Error{Code: app.Damaged, Message: "The export is not complete JSON.", Hint: again, Err: err}
	}
	if row, ok := v.(Row); ok {
		inner, list := row.get("value").([]any)
		// Windows PowerShell wraps a list with its count, and an interface with its context. An answer
		// with a link to the next page is not whole.
		wrapped := row.Has("Count") || row.Has("@odata.context") && !row.Has("@odata.nextLink")
		if !list || !wrapped {
			return []Row{row}, nil
		}
		v = inner
	}
	list, _ := v.([]any)
	return rowsOf(list)
}

// parser reads text that is known to be JSON. It keeps the order of names, and names that
// differ only in case, which encoding/json does not; and it is several times as fast as its
// tokens.
type parser struct {
	text string
	at   int
	like [maxDepth + 1][]string // the names of the last object at each depth
}

// next returns the next byte that is no blank, without passing over it.
func (p *parser) next() byte {
	for {
		switch c := p.text[p.at]; c {
		case ' ', '\t', '\n', '\r', ',', ':':
			p.at++
		default:
			return c
		}
	}
}

func (p *parser) value(depth int) (any, error) {
	if depth > maxDepth {
		return nil, errors.New("powershell: too deep")
	}
	switch p.next() {
	case '{':
		return p.object(depth)
	case '[':
		return p.list(depth)
	case '"':
		return p.string()
	case 't':
		p.at += len("true")
		return true, nil
	case 'f':
		p.at += len("false")
		return false, nil
	case 'n':
		p.at += len("null")
		return nil, nil
	}
	start := p.at
	for p.at < len(p.text) && strings.IndexByte("+-.0123456789Ee", p.text[p.at]) >= 0 {
		p.at++
	}
	return json.Number(p.text[start:p.at]), nil
}

// object reads an object. The objects of an export are alike: as long as the names are those
// of the last one, none of them can be there twice, and the list of names is shared.
func (p *parser) object(depth int) (any, error) {
	p.at++
	like := p.like[depth]
	row, alike := Row{values: make([]any, 0, len(like))}, true
	for p.next() != '}' {
		name, err := p.string()
		if err != nil {
			return nil, err
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		n := len(row.values)
		if alike && (n == len(like) || n == many || like[n] != name) {
			row.names, alike = append(make([]string, 0, n+1), like[:n]...), false
		}
		if alike {
			row.values = append(row.values, v)
		} else {
			row.set(name, v)
		}
	}
	p.at++
	if n := len(row.values); alike {
		row.names = like[:n:n]
	}
	if row.index == nil && len(row.names) > 0 {
		p.like[depth] = row.names
	}
	return row, nil
}

func (p *parser) list(depth int) (any, error) {
	p.at++
	list := []any{}
	for p.next() != ']' {
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	p.at++
	return list, nil
}

// string reads a string. Without a backslash it is what stands there.
func (p *parser) string() (string, error) {
	start, plain := p.at, true
	for p.at++; p.text[p.at] != '"'; p.at++ {
		if p.text[p.at] == '\\' {
			plain = false
			p.at++
		}
	}
	p.at++
	if plain {
		return p.text[start+1 : p.at-1], nil
	}
	var s string
	err := json.Unmarshal([]byte(p.text[start:p.at]), &s)
	return s, err
}
