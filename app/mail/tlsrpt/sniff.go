package tlsrpt

import (
	"bytes"
	"encoding/base64"
)

// kind is what a file is by its content.
type kind int

const (
	unknownKind kind = iota
	emptyKind
	jsonKind
	gzipKind
	zipKind
	mailKind
	mboxKind
	outlookKind
	base64Kind
)

// sniff returns what data is by how it begins.
func sniff(data []byte) kind {
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case len(text) == 0:
		return emptyKind
	case bytes.HasPrefix(data, []byte("\x1f\x8b")):
		return gzipKind
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return zipKind
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return outlookKind
	case bytes.HasPrefix(data, []byte("From ")):
		return mboxKind
	case text[0] == '{', text[0] == '[':
		return jsonKind
	case isHeader(text):
		return mailKind
	case isBase64(text):
		return base64Kind
	}
	return unknownKind
}

// isHeader reports whether text begins with a header field (RFC 5322 section 2.2).
func isHeader(text []byte) bool {
	for i, c := range text {
		if c == ':' {
			return i > 0
		}
		if c <= ' ' || c > '~' || i > 76 {
			return false
		}
	}
	return false
}

// isBase64 reports whether text is base64 as far as it is seen.
func isBase64(text []byte) bool {
	n := 0
	for _, c := range text {
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/', c == '=', c == '-',
			c == '_':
			n++
		case c == ' ', c == '\t', c == '\r', c == '\n':
		default:
			return false
		}
	}
	return n >= 24
}

// unBase64 decodes base64 text in either alphabet, with or without padding.
func unBase64(text []byte) ([]byte, error) {
	packed := make([]byte, 0, len(text))
	for _, c := range text {
		switch c {
		case ' ', '\t', '\r', '\n', '=':
		case '-':
			packed = append(packed, '+')
		case '_':
			packed = append(packed, '/')
		default:
			packed = append(packed, c)
		}
	}
	n, err := base64.RawStdEncoding.Decode(packed, packed)
	if err != nil {
		return nil, refuse(Broken, askAgain, "The base64 text is damaged or ends too early.")
	}
	return packed[:n], nil
}
