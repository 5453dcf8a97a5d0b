package tlsrpt

import (
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"handrail/app/mail/tlsreport"
)

// walker reads JSON value by value, so that it can stop in an endless list and
// builds nothing that is not needed. It skips and notes values of an unexpected type.
type walker struct {
	dec   tokenizer
	held  token // given back by hold
	holds bool
	depth int
	odd   func(code string)
}

// next returns the next token. Its error is a *Refused.
func (w *walker) next() (token, error) {
	if w.holds {
		w.holds = false
		return w.held, nil
	}
	t, err := w.dec.token()
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return token{}, refuse(Broken, askAgain, "The report is not complete.")
		}
		return token{}, refuse(NotJSON, askAgain, "The text of the report is not JSON.")
	}
	switch t.kind {
	case '{', '[':
		if w.depth++; w.depth > MaxDepth {
			return token{}, refuse(TooDeep, "Do not import it. Genuine reports do not look like this.",
				"Its lists are nested more than %d levels deep.", MaxDepth)
		}
	case '}', ']':
		w.depth--
	}
	return t, nil
}

func (w *walker) hold(t token) { w.held, w.holds = t, true }

// skip skips one value.
func (w *walker) skip() error {
	t, err := w.next()
	if err != nil {
		return err
	}
	if t.kind != '{' && t.kind != '[' {
		return nil
	}
	for level := 1; level > 0; {
		if t, err = w.next(); err != nil {
			return err
		}
		switch t.kind {
		case '{', '[':
			level++
		case '}', ']':
			level--
		}
	}
	return nil
}

// maxSeen is how many fields of an object are remembered to find doubled ones; a
// report has at most eight.
const maxSeen = 24

// object calls field for each field of an object; field takes its value. It
// returns false for any other value, which it skips.
func (w *walker) object(field func(name string) error) (bool, error) {
	t, err := w.next()
	if err != nil {
		return false, err
	}
	if t.kind != '{' {
		if t.kind != aNull {
			w.odd(wrongShape)
		}
		if t.kind == '[' {
			return false, w.rest()
		}
		return false, nil
	}
	var seen [maxSeen]string
	for n := 0; w.dec.more(); n++ {
		name, err := w.next()
		if err != nil {
			return false, err
		}
		s := w.plainName(name.text)
		if slices.Contains(seen[:min(n, maxSeen)], s) {
			w.odd(tlsreport.DuplicateName)
		} else if n < maxSeen {
			seen[n] = s
		}
		if err := field(s); err != nil {
			return false, err
		}
	}
	_, err = w.next()
	return true, err
}

// rest skips the rest of the current list or object.
func (w *walker) rest() error {
	for w.dec.more() {
		if err := w.skip(); err != nil {
			return err
		}
	}
	_, err := w.next()
	return err
}

// list calls item for each value of a list; item takes it. A single value counts
// as a list of one, null as an empty one. The result reports whether it was a list.
func (w *walker) list(item func() error) (bool, error) {
	t, err := w.next()
	switch {
	case err != nil:
		return false, err
	case t.kind == aNull:
		return true, nil
	case t.kind != '[':
		w.hold(t)
		return false, item()
	}
	for w.dec.more() {
		if err := item(); err != nil {
			return true, err
		}
	}
	_, err = w.next()
	return true, err
}

// text takes one value as text: a number as it is written, null as nothing.
func (w *walker) text() (string, error) {
	t, err := w.next()
	if err != nil {
		return "", err
	}
	switch t.kind {
	case aText, aNumber:
		return w.cut(t.text), nil
	case aNull:
		return "", nil
	case '{', '[':
		w.odd(wrongShape)
		return "", w.rest()
	}
	w.odd(wrongShape)
	return "", nil
}

// texts returns a text or a list of texts, and whether it was a list.
func (w *walker) texts() ([]string, bool, error) {
	var all []string
	isList, err := w.list(func() error {
		s, err := w.text()
		if err == nil && s != "" && len(all) < MaxPolicies {
			all = append(all, s)
		}
		return err
	})
	return all, isList, err
}

// count returns a number of sessions, and whether there was one. A number that
// cannot be right is noted, and 0: it is unknown.
func (w *walker) count() (int64, bool, error) {
	s, err := w.text()
	if s = strings.TrimSpace(s); err != nil || s == "" {
		return 0, false, err
	}
	n, bad := strconv.ParseInt(s, 10, 64)
	if bad != nil {
		f, wrong := strconv.ParseFloat(s, 64)
		if wrong != nil || math.IsNaN(f) || f != math.Trunc(f) || f < 0 || f > maxCount {
			w.odd(oddCount)
			return 0, true, nil
		}
		n = int64(f)
	}
	if n < 0 || n > maxCount {
		w.odd(oddCount)
		return 0, true, nil
	}
	return n, true, nil
}

// cut returns at most MaxText bytes of s without characters that could mislead the
// reader: control characters, and marks that change the direction of writing.
func (w *walker) cut(s string) string {
	if len(s) > MaxText {
		end := MaxText
		for end > 0 && !utf8.RuneStart(s[end]) {
			end--
		}
		s = s[:end] + "…"
		w.odd(textCut)
	}
	return s
}

func clean(s string) string {
	if isPlain(s) {
		return strings.TrimSpace(s)
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029:
			return ' '
		case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff:
			return -1
		}
		return r
	}, s))
}

// isPlain reports whether s has no characters but those of ASCII that are printed.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
