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
	return &writer{to: w, change: func(out []byte, r rune) []byte {
		switch {
		case r == '\n' || r == '\t':
			return append(out, byte(r))
		case r == '\r':
			return out
		case steers(r):
			r = Mark
		}
		return utf8.AppendRune(out, r)
	}}
}

// NewJSONWriter returns a writer for JSON: it writes what steers as \u followed by
// its number, so that a program reads the same text and a terminal shows nothing else.
func NewJSONWriter(w io.Writer) io.Writer {
	return &writer{to: w, change: func(out []byte, r rune) []byte {
		if r != '\n' && r != '\t' && r != '\r' && (steers(r) || breaks(r)) {
			return fmt.Appendf(out, `\u%04x`, r)
		}
		return utf8.AppendRune(out, r)
	}}
}

// writer changes text rune by rune. A rune may come in two writes.
type writer struct {
	to      io.Writer
	change  func(out []byte, r rune) []byte
	pending []byte // the beginning of a rune
}

// plain returns with how many bytes text begins that every writer leaves as they are: those of ASCII that are printed,
// line ends and tabs.
func plain(text []byte) int {
	for i, c := range text {
		if (c < ' ' || c > '~') && c != '\n' && c != '\t' {
			return i
		}
	}
	return len(text)
}

// Write implements io.Writer.
func (w *writer) Write(p []byte) (int, error) {
	in := p
	if len(w.pending) > 0 {
		in = append(w.pending, p...)
		w.pending = nil
	}
	n := plain(in)
	if n == len(in) { // nearly all of a long list is
		if _, err := w.to.Write(in); err != nil {
			return 0, err
		}
		return len(p), nil
	}
	out := append(make([]byte, 0, len(in)+8), in[:n]...)
	for in = in[n:]; len(in) > 0; {
		if n := plain(in); n > 0 {
			out, in = append(out, in[:n]...), in[n:]
			continue
		}
		if !utf8.FullRune(in) {
			w.pending = append(w.pending, in...)
			break
		}
		r, n := utf8.DecodeRune(in)
		out, in = w.change(out, r), in[n:]
	}
	if _, err := w.to.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}
