// Package jsontext examines JSON as text, without decoding it.
package jsontext

import "bytes"

// deepestJSON is how deep a JSON value may be nested, as encoding/json has it.
const deepestJSON = 10_000

// Valid reports whether b is one JSON value, exactly as json.Valid does. It looks for the ends of texts instead of going
// through a machine of states byte by byte, which takes a fraction of the time: each row of a large organisation is
// examined several times.
func Valid(b []byte) bool {
	i := validEnd(b, Blank(b, 0), 0)
	return i >= 0 && Blank(b, i) == len(b)
}

// validEnd returns where the valid value that begins at i ends; -1 where it is not valid.
func validEnd(b []byte, i, depth int) int {
	if i >= len(b) {
		return -1
	}
	switch b[i] {
	case '{', '[':
		if depth++; depth > deepestJSON {
			return -1
		}
		return validMembers(b, i, depth)
	case '"':
		return validText(b, i)
	case 't':
		return validWord(b, i, "true")
	case 'f':
		return validWord(b, i, "false")
	case 'n':
		return validWord(b, i, "null")
	}
	return validNumber(b, i)
}

// validMembers returns where the object or list that begins at i ends.
func validMembers(b []byte, i, depth int) int {
	object, end := b[i] == '{', b[i]+2 // '}' and ']' lie two behind their openings
	i = Blank(b, i+1)
	if i < len(b) && b[i] == end {
		return i + 1
	}
	for {
		if object {
			if i >= len(b) || b[i] != '"' {
				return -1
			}
			if i = validText(b, i); i < 0 {
				return -1
			}
			if i = Blank(b, i); i >= len(b) || b[i] != ':' {
				return -1
			}
			i = Blank(b, i+1)
		}
		if i = validEnd(b, i, depth); i < 0 {
			return -1
		}
		i = Blank(b, i)
		switch {
		case i >= len(b):
			return -1
		case b[i] == end:
			return i + 1
		case b[i] != ',':
			return -1
		}
		i = Blank(b, i+1)
	}
}

func validWord(b []byte, i int, word string) int {
	if bytes.HasPrefix(b[i:], []byte(word)) {
		return i + len(word)
	}
	return -1
}

// validText returns where the text that begins at i ends. As in encoding/json, it may hold broken UTF-8.
func validText(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i + 1
		case c < ' ':
			return -1
		case c == '\\':
			if i = validEscape(b, i); i < 0 {
				return -1
			}
		}
	}
	return -1
}

// validEscape returns where the last byte of the escape that begins at i is.
func validEscape(b []byte, i int) int {
	if i++; i >= len(b) {
		return -1
	}
	if bytes.IndexByte([]byte(`"\/bfnrt`), b[i]) >= 0 {
		return i
	}
	if b[i] != 'u' || i+4 >= len(b) {
		return -1
	}
	for _, c := range b[i+1 : i+5] {
		if (c < '0' || c > '9') && (c|' ' < 'a' || c|' ' > 'f') {
			return -1
		}
	}
	return i + 4
}

// validNumber returns where the number that begins at i ends (RFC 8259 section 6).
func validNumber(b []byte, i int) int {
	if i < len(b) && b[i] == '-' {
		i++
	}
	from := i
	if i = digits(b, i); i == from || b[from] == '0' && i > from+1 {
		return -1
	}
	if i < len(b) && b[i] == '.' {
		from = i + 1
		if i = digits(b, from); i == from {
			return -1
		}
	}
	if i < len(b) && b[i]|' ' == 'e' {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		from = i
		if i = digits(b, from); i == from {
			return -1
		}
	}
	return i
}

// digits returns where the digits that begin at i end.
func digits(b []byte, i int) int {
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	return i
}

// Blank returns the first place from i on that holds no white space of JSON.
func Blank(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}
