// Package clean is the one place through which text from outside goes on its way
// to a terminal, a web page or a table: names, servers' answers and file names are
// words there, and never steer the terminal, turn the direction of writing, add a
// line or run as a formula.
package clean

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Mark stands for a character that would steer.
const Mark = '\ufffd'

// steers reports whether r is a control character or changes the direction of
// writing (Unicode Standard Annex 9, section 2). Line ends and tabs are control characters too.
func steers(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// breaks reports whether r ends a line without being a control character.
func breaks(r rune) bool { return r == 0x2028 || r == 0x2029 }

// Line returns s as one line: line ends and tabs become blanks, other control and
// direction-changing characters and what is not text become a mark.
func Line(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || breaks(r):
			return ' '
		case r == '\r':
			return -1
		case steers(r):
			return Mark
		}
		return r
	}, s)
}

// Name is Line for a name whose own form matters, such as that of a file: a line
// end in it becomes a mark as well.
func Name(s string) string {
	return strings.Map(func(r rune) rune {
		if steers(r) || breaks(r) {
			return Mark
		}
		return r
	}, s)
}

// Fprintf is fmt.Fprintf with each text among args as one line.
func Fprintf(w io.Writer, format string, args ...any) (int, error) {
	safe := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case string:
			safe[i] = Line(a)
		case error:
			safe[i] = Line(a.Error())
		case fmt.Stringer:
			safe[i] = Line(a.String())
		default:
			safe[i] = a
		}
	}
	return fmt.Fprintf(w, format, safe...)
}

// NewWriter returns a writer that marks what steers in all that goes through it to
// w. Line ends and tabs pass; a carriage return is left out.
func NewWriter(w io.Writer) io.Writer {
	return &writer{to: w, passes: func(r rune) bool { return r == '\n' || r == '\t' || !steers(r) },
		change: func(out []byte, r rune) []byte {
			if r == '\r' {
				return out
			}
			return utf8.AppendRune(out, Mark)
		}}
}

// NewJSONWriter returns a writer for JSON: it writes what steers as \u followed by
// its number, so that a program reads the same text and a terminal shows nothing else.
func NewJSONWriter(w io.Writer) io.Writer {
	return &writer{to: w, passes: func(r rune) bool {
		return r == '\n' || r == '\t' || r == '\r' || !steers(r) && !breaks(r)
	}, change: func(out []byte, r rune) []byte {
		if r == utf8.RuneError { // what is not text
			return utf8.AppendRune(out, Mark)
		}
		return fmt.Appendf(out, `\u%04x`, r)
	}}
}

// writer changes the runes of a text that do not pass. A rune may come in two writes.
type writer struct {
	to      io.Writer
	passes  func(r rune) bool // true for each of ASCII that can be seen, and for a line end
	change  func(out []byte, r rune) []byte
	pending []byte // the beginning of a rune
	out     []byte // the changed text of a write, used again
}

// Write implements io.Writer.
func (w *writer) Write(p []byte) (int, error) {
	in := p
	if len(w.pending) > 0 {
		in = append(w.pending, p...)
		w.pending = nil
	}
	from := 0 // what comes before is in out
	w.out = w.out[:0]
	for at := 0; at < len(in); {
		if c := in[at]; c >= ' ' && c < 0x7f || c == '\n' {
			at++
			continue
		}
		if !utf8.FullRune(in[at:]) {
			w.pending = append(w.pending, in[at:]...)
			in = in[:at]
			break
		}
		r, n := utf8.DecodeRune(in[at:])
		if w.passes(r) && (r != utf8.RuneError || n > 1) {
			at += n
			continue
		}
		w.out = w.change(append(w.out, in[from:at]...), r)
		at += n
		from = at
	}
	if from > 0 {
		w.out = append(w.out, in[from:]...)
		in = w.out
	}
	if _, err := w.to.Write(in); err != nil {
		return 0, err
	}
	return len(p), nil
}
