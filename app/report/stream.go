package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"unicode/utf8"
)

// JSONWriter writes one JSON value piece by piece, so that a long list is never
// held as text. The first error ends it; Flush returns it. The bytes are those of
// encoding/json: compact, or indented by two spaces.
type JSONWriter struct {
	out    *bufio.Writer
	indent bool
	err    error
	begun  []bool // for each open object or list: does it hold something?
	keyed  bool   // a key was written and waits for its value

	// State of the indentation.
	depth    int
	opened   bool // an object or list was opened and nothing was written into it
	inString bool
	escaped  bool
	alike    map[*Shared]shared // written once before
}

// NewJSONWriter returns a writer of one indented value to w.
func NewJSONWriter(w io.Writer) *JSONWriter {
	return &JSONWriter{out: bufio.NewWriterSize(w, 64<<10), indent: true}
}

// NewCompactJSONWriter returns a writer of one value without white space to w.
func NewCompactJSONWriter(w io.Writer) *JSONWriter {
	return &JSONWriter{out: bufio.NewWriterSize(w, 64<<10)}
}

// Object writes an object; inside writes its keys and values.
func (j *JSONWriter) Object(inside func()) { j.nest("{", "}", inside) }

// List writes a list; inside writes its values.
func (j *JSONWriter) List(inside func()) { j.nest("[", "]", inside) }

func (j *JSONWriter) nest(open, end string, inside func()) {
	j.separate()
	j.put([]byte(open))
	j.begun = append(j.begun, false)
	inside()
	j.begun = j.begun[:len(j.begun)-1]
	j.put([]byte(end))
}

// Key writes the key of the value that follows.
func (j *JSONWriter) Key(name string) {
	j.separate()
	raw, err := json.Marshal(name)
	j.fail(err)
	j.put(append(raw, ':'))
	j.keyed = true
}

// Value writes v without escaping characters of HTML.
func (j *JSONWriter) Value(v any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	j.fail(e.Encode(v))
	j.separate()
	j.put(bytes.TrimRight(b.Bytes(), "\n"))
}

// Text writes a text piece by piece, without escaping characters of HTML. What is not valid UTF-8 becomes U+FFFD.
func (j *JSONWriter) Text(text []byte) {
	const most = 32 << 10
	j.separate()
	j.put([]byte{'"'})
	for len(text) > 0 {
		n := min(most, len(text))
		for n < len(text) && n > most-utf8.UTFMax && !utf8.RuneStart(text[n]) {
			n--
		}
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		j.fail(e.Encode(string(text[:n])))
		if quoted := bytes.TrimRight(b.Bytes(), "\n"); len(quoted) > 1 {
			j.put(quoted[1 : len(quoted)-1])
		}
		text = text[n:]
	}
	j.put([]byte{'"'})
}

// Raw writes a value that is JSON already.
func (j *JSONWriter) Raw(raw []byte) {
	if !json.Valid(raw) {
		j.fail(&json.SyntaxError{})
		return
	}
	j.separate()
	j.put(raw)
}

// Flush writes what is left, ends an indented value with a line break, and returns
// the first error.
func (j *JSONWriter) Flush() error {
	if j.indent && j.err == nil {
		_ = j.out.WriteByte('\n') // Flush returns its error
	}
	j.fail(j.out.Flush())
	return j.err
}

// separate writes a comma before each value, or key, of an object or list but the first.
func (j *JSONWriter) separate() {
	if j.keyed {
		j.keyed = false
		return
	}
	if n := len(j.begun); n > 0 {
		if j.begun[n-1] {
			j.put([]byte{','})
		}
		j.begun[n-1] = true
	}
}

func (j *JSONWriter) fail(err error) {
	if j.err == nil {
		j.err = err
	}
}

// put writes a piece of valid JSON, with the indentation of json.Indent.
func (j *JSONWriter) put(piece []byte) {
	if j.err != nil {
		return
	}
	if !j.indent {
		_, err := j.out.Write(piece)
		j.fail(err)
		return
	}
	for at := 0; at < len(piece); at++ {
		c := piece[at]
		if j.inString {
			at += j.text(piece[at:]) - 1
			continue
		}
		switch c {
		case ' ', '\t', '\r', '\n':
			continue
		case '}', ']':
			if j.depth--; !j.opened {
				j.line()
			}
			j.opened = false
			_ = j.out.WriteByte(c) // an error stays in the buffer until Flush
			continue
		}
		if j.opened {
			j.opened = false
			j.line()
		}
		_ = j.out.WriteByte(c)
		switch c {
		case '{', '[':
			j.depth++
			j.opened = true
		case ',':
			j.line()
		case ':':
			_ = j.out.WriteByte(' ')
		case '"':
			j.inString = true
		}
	}
}

// text writes what belongs to a string, and returns how many bytes that was.
func (j *JSONWriter) text(piece []byte) int {
	at, quote := 0, -1 // quote: the next one from at on
	if j.escaped && len(piece) > 0 {
		j.escaped, at = false, 1
	}
	for at < len(piece) {
		if quote < at {
			if quote = bytes.IndexByte(piece[at:], '"'); quote < 0 {
				quote = len(piece)
			} else {
				quote += at
			}
		}
		escape := bytes.IndexByte(piece[at:quote], '\\')
		if escape < 0 {
			at = quote
			break
		}
		if at += escape + 2; at > len(piece) { // what is escaped comes in the next piece
			j.escaped = true
			at = len(piece)
		}
	}
	if at < len(piece) {
		j.inString = false
		at++
	}
	_, _ = j.out.Write(piece[:at]) // an error stays in the buffer until Flush
	return at
}

// blanks is a line break and indentation deep enough for most values.
const blanks = "\n                                                                "

func (j *JSONWriter) line() {
	if n := 1 + 2*j.depth; n <= len(blanks) {
		_, _ = j.out.WriteString(blanks[:n])
		return
	}
	_ = j.out.WriteByte('\n')
	for range j.depth {
		_, _ = j.out.WriteString("  ")
	}
}
