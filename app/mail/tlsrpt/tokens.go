package tlsrpt

import (
	"bytes"
	"encoding/json"
	"io"
	"unicode/utf8"
)

// tokenizer is what the walker needs of a json.Decoder.
type tokenizer interface {
	Token() (json.Token, error)
	More() bool
	InputOffset() int64
}

// newTokenizer returns a decoder for text. Text that is JSON as a whole needs no check with each token: it is read
// several times faster. Anything else is left to the decoder, which knows where a fault is.
func newTokenizer(text []byte) tokenizer {
	if json.Valid(text) {
		return &tokens{in: text}
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	return dec
}

// tokens reads valid JSON.
type tokens struct {
	in []byte
	at int
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

// InputOffset returns where the last token ended.
func (t *tokens) InputOffset() int64 { return int64(t.at) }

// More reports whether the current list or object goes on.
func (t *tokens) More() bool {
	at := t.at
	t.skip()
	more := t.at < len(t.in) && t.in[t.at] != ']' && t.in[t.at] != '}'
	t.at = at
	return more
}

// Token returns the next token; io.EOF at the end.
func (t *tokens) Token() (json.Token, error) {
	t.skip()
	if t.at >= len(t.in) {
		return nil, io.EOF
	}
	switch c := t.in[t.at]; c {
	case '{', '}', '[', ']':
		t.at++
		return json.Delim(c), nil
	case '"':
		return t.text(), nil
	case 't':
		t.at += len("true")
		return true, nil
	case 'f':
		t.at += len("false")
		return false, nil
	case 'n':
		t.at += len("null")
		return nil, nil
	}
	from := t.at
	for t.at < len(t.in) && bytes.IndexByte([]byte("+-.0123456789Ee"), t.in[t.at]) >= 0 {
		t.at++
	}
	return json.Number(t.in[from:t.at]), nil
}

// text takes a text with its quotes.
func (t *tokens) text() string {
	from, plain := t.at, true
	for t.at++; t.in[t.at] != '"'; t.at++ {
		if t.in[t.at] == '\\' {
			plain = false
			t.at++
		}
	}
	t.at++
	quoted := t.in[from:t.at]
	if inner := quoted[1 : len(quoted)-1]; plain && utf8.Valid(inner) {
		return string(inner)
	}
	var s string
	_ = json.Unmarshal(quoted, &s) // it is valid
	return s
}
