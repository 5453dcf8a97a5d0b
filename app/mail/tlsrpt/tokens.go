package tlsrpt

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"unicode/utf8"
)

// token is one piece of JSON. Its kind is the delimiter itself, or one of those below.
type token struct {
	kind byte
	text string // of a text, without quotes and escapes, and of a number, as it is written
}

const (
	aText   = '"'
	aNumber = '0'
	aBool   = 't'
	aNull   = 'n'
)

// tokenizer reads JSON piece by piece.
type tokenizer interface {
	// token returns the next token; io.EOF at the end.
	token() (token, error)
	// more reports whether the current list or object goes on.
	more() bool
	// offset returns where the last token ended, in bytes.
	offset() int64
}

// newTokenizer returns what reads text. Text that is JSON as a whole needs no check with each token: it is read
// several times faster. Anything else is left to a json.Decoder, which knows where a fault is.
func newTokenizer(text []byte) tokenizer {
	if json.Valid(text) {
		return &tokens{in: string(text), copies: len(text) > maxShared}
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	return decoder{dec}
}

// maxShared is up to how many bytes a report is held as a whole by its texts.
const maxShared = 64 << 10

// decoder reads what may not be JSON.
type decoder struct{ dec *json.Decoder }

func (d decoder) more() bool    { return d.dec.More() }
func (d decoder) offset() int64 { return d.dec.InputOffset() }

func (d decoder) token() (token, error) {
	t, err := d.dec.Token()
	if err != nil {
		return token{}, err
	}
	switch t := t.(type) {
	case json.Delim:
		return token{kind: byte(t)}, nil
	case string:
		return token{aText, t}, nil
	case json.Number:
		return token{aNumber, t.String()}, nil
	case bool:
		return token{kind: aBool}, nil
	}
	return token{kind: aNull}, nil
}

// tokens reads valid JSON.
type tokens struct {
	in     string
	at     int
	copies bool // texts are copies, so that they do not hold all of in
}

// skip passes over what separates tokens.
func (t *tokens) skip() {
	for t.at < len(t.in) {
		switch t.in[t.at] {
		case ' ', '\t', '\r', '\n', ',', ':':
			t.at++
		default:
			return
		}
	}
}

func (t *tokens) offset() int64 { return int64(t.at) }

func (t *tokens) more() bool {
	at := t.at
	t.skip()
	more := t.at < len(t.in) && t.in[t.at] != ']' && t.in[t.at] != '}'
	t.at = at
	return more
}

func (t *tokens) token() (token, error) {
	t.skip()
	if t.at >= len(t.in) {
		return token{}, io.EOF
	}
	switch c := t.in[t.at]; c {
	case '{', '}', '[', ']':
		t.at++
		return token{kind: c}, nil
	case '"':
		return token{aText, t.text()}, nil
	case 't':
		t.at += len("true")
		return token{kind: aBool}, nil
	case 'f':
		t.at += len("false")
		return token{kind: aBool}, nil
	case 'n':
		t.at += len("null")
		return token{kind: aNull}, nil
	}
	from := t.at
	for t.at < len(t.in) && ofNumber(t.in[t.at]) {
		t.at++
	}
	return token{aNumber, t.own(t.in[from:t.at])}, nil
}

func ofNumber(c byte) bool {
	return c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.' || c == 'E' || c == 'e'
}

// text takes a text with its quotes.
func (t *tokens) text() string {
	from, plain, ascii := t.at, true, true
	for t.at++; t.in[t.at] != '"'; t.at++ {
		switch c := t.in[t.at]; {
		case c == '\\':
			plain = false
			t.at++
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	t.at++
	if inner := t.in[from+1 : t.at-1]; plain && (ascii || utf8.ValidString(inner)) {
		return t.own(inner)
	}
	var s string
	_ = json.Unmarshal([]byte(t.in[from:t.at]), &s) // it is valid
	return s
}

// own returns s, or a copy of it.
func (t *tokens) own(s string) string {
	if t.copies {
		return strings.Clone(s)
	}
	return s
}
