// Package powershell writes PowerShell scripts that keep their meaning whatever
// an organisation's names contain, and reads what PowerShell exports.
//
// PowerShell takes five characters for a single quote and four for a double one
// (CharTraits.cs of PowerShell itself), expands $name and $(command) inside
// double quotes, and ends a comment at #>. So a value of somebody else's is
// written in one way only: as a single-quoted literal, in which nothing is
// expanded, with each of the five doubled, in the list of parameters at the top
// of a script. The rest of a script is ours and holds no value at all.
//
// Exports come in as many forms as PowerShell has versions: one object or a
// list, JSON, CSV or the lines of Format-List, in UTF-8 or UTF-16, with a number,
// a text or an object in the place of a named value, and with dates in two
// forms. Read takes them all and keeps what it does not know.
package powershell

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"handrail/app"
)

// quotes are the characters that PowerShell takes for a single quote.
const quotes = "'\u2018\u2019\u201A\u201B"

// Quote writes a text as a single-quoted literal of PowerShell. app.Invalid where
// the text has a control character, a line end of any kind, or bytes that are no
// text: then it is no name, and a script with it would not read as it runs.
func Quote(text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", app.Errorf(app.Invalid, "Rename it at Microsoft, or leave it out.", "A name has bytes that are no text, so it cannot stand in a script.")
	}
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range text {
		switch {
		case unicode.IsControl(r), r == '\u2028', r == '\u2029', r == '\uFEFF':
			return "", app.Errorf(app.Invalid, "Rename it at Microsoft, or leave it out.", "A name has a control character or a line end in it, so it cannot stand in a script.")
		case strings.ContainsRune(quotes, r):
			b.WriteRune(r)
		}
		b.WriteRune(r)
	}
	b.WriteByte('\'')
	return b.String(), nil
}

// QuoteIdentity is Quote for what names one object: an id, an address, a sign-in
// name. An empty one is refused too, because many commands take that for "all".
func QuoteIdentity(text string) (string, error) {
	if strings.TrimFunc(text, blank) == "" {
		return "", app.Errorf(app.Invalid, "Look it up at Microsoft and write it in full.", "A name is empty, and PowerShell could take that for all of them.")
	}
	return Quote(text)
}

// blank tells whether nothing is seen of r.
func blank(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// Unquote reads a literal that Quote wrote, as PowerShell reads it; false where
// it is none.
func Unquote(literal string) (string, bool) {
	runes := []rune(literal)
	if len(runes) < 2 || runes[0] != '\'' || runes[len(runes)-1] != '\'' {
		return "", false
	}
	var b strings.Builder
	inner := runes[1 : len(runes)-1]
	for i := 0; i < len(inner); i++ {
		if strings.ContainsRune(quotes, inner[i]) {
			if i++; i == len(inner) || !strings.ContainsRune(quotes, inner[i]) {
				return "", false
			}
		}
		b.WriteRune(inner[i])
	}
	return b.String(), true
}
