package dynrule

import (
	"strings"
	"unicode/utf8"
)

// tokenForm is what a token is.
type tokenForm uint8

const (
	endToken tokenForm = iota
	wordToken
	textToken
	signToken // one of ( ) [ ] ,
)

// token is a word, a text in quotes or a sign.
type token struct {
	form   tokenForm
	text   string // a word without its hyphen; the content of a text
	hyphen bool   // a word that begins with a hyphen
	single bool   // a text in single quotes, documented in lists of groups alone
	at     int
}

// lexer cuts a rule into tokens.
type lexer struct {
	text     string
	at       int
	warnings []Warning
}

// typographic dashes and quotes, as web pages and word processors put them.
const (
	dashes       = "‐‑‒–—―−"
	doubleQuotes = "“”„‟«»"
	singleQuotes = "‘’‚‛"
)

func (l *lexer) warn(code, found, want string, at int) {
	for _, w := range l.warnings { // one of a kind is enough
		if w.Code == code && w.Found == found {
			return
		}
	}
	l.warnings = append(l.warnings, Warning{Code: code, Found: found, Want: want, At: at})
}

// next returns the next token. The error is *app.Error.
func (l *lexer) next() (token, error) {
	for l.at < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.at:])
		if r != ' ' && r != '\t' && r != '\r' && r != '\n' && r != '\u00a0' {
			break
		}
		l.at += size
	}
	if l.at >= len(l.text) {
		return token{at: l.at}, nil
	}
	start := l.at
	r, size := utf8.DecodeRuneInString(l.text[start:])
	switch {
	case strings.ContainsRune("()[],", r):
		l.at += size
		return token{form: signToken, text: string(r), at: start}, nil
	case r == '"' || r == '\'' || strings.ContainsRune(doubleQuotes+singleQuotes, r):
		return l.quoted(r, size)
	case r == '`' && strings.HasPrefix(l.text[start+1:], `"`):
		return l.escaped()
	case r == '-' || strings.ContainsRune(dashes, r):
		if r != '-' {
			l.warn(WarnDash, string(r), "-", start)
		}
		l.at += size
		word := l.run(letters)
		if word == "" {
			if word = l.run(numbers); word != "" {
				return token{form: wordToken, text: "-" + word, at: start}, nil
			}
			return token{}, unexpected(l.text, start)
		}
		return token{form: wordToken, text: word, hyphen: true, at: start}, nil
	case r >= '0' && r <= '9':
		return token{form: wordToken, text: l.run(numbers), at: start}, nil
	}
	if word := l.run(letters); word != "" {
		return token{form: wordToken, text: word, at: start}, nil
	}
	return token{}, unexpected(l.text, start)
}

// letters are what a word has, numbers what a number or a date has.
func letters(b byte) bool {
	return b == '_' || b == '.' || b == '$' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

func numbers(b byte) bool { return letters(b) || b == ':' || b == '-' || b == '+' }

func (l *lexer) run(of func(byte) bool) string {
	start := l.at
	for l.at < len(l.text) && of(l.text[l.at]) {
		l.at++
	}
	return l.text[start:l.at]
}

// quoted reads a text in quotes. Only quotes of the same family end it. A backtick escapes
// a quote, and two single quotes are one.
func (l *lexer) quoted(open rune, size int) (token, error) {
	start := l.at
	ends := `"`
	switch {
	case open == '"':
	case open == '\'':
		ends = `'`
	case strings.ContainsRune(singleQuotes, open):
		ends = `'` + singleQuotes
	default:
		ends = `"` + doubleQuotes
	}
	if open != '"' && open != '\'' {
		l.warn(WarnQuote, string(open), `"`, start)
	}
	var content strings.Builder
	for l.at += size; l.at < len(l.text); {
		rest := l.text[l.at:]
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case strings.HasPrefix(rest, "`\"") || strings.HasPrefix(rest, "`'"):
			content.WriteByte(rest[1])
			l.at += 2
		case ends != `'` && strings.HasPrefix(rest, "''"):
			content.WriteByte('\'')
			l.at += 2
		case strings.ContainsRune(ends, r):
			l.at += size
			return token{form: textToken, text: content.String(), single: open == '\'', at: start}, nil
		default:
			content.WriteString(rest[:size])
			l.at += size
		}
	}
	return token{}, noEnd(start)
}

// escaped reads a text whose own quotes belong to the value: `"Sales`" is "Sales" with quotes.
func (l *lexer) escaped() (token, error) {
	start := l.at
	end := strings.Index(l.text[start+2:], "`\"")
	if end < 0 {
		return token{}, noEnd(start)
	}
	l.at = start + 2 + end + 2
	return token{form: textToken, text: `"` + l.text[start+2:start+2+end] + `"`, at: start}, nil
}
