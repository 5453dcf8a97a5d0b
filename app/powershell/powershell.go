// Package powershell writes PowerShell scripts that are safe with any names, and reads
// exports from PowerShell.
//
// PowerShell accepts five characters as a single quote and four as a double quote
// (CharTraits.cs in PowerShell's source), expands $name and $(command) in double quotes,
// and ends a comment at #>. So the package writes a foreign value in one form only: as a
// single-quoted literal with each of the five doubled, in the parameter list at the top
// of a script. The rest of a script is constant.
//
// Exports have many forms: one object or a list, JSON, CLIXML, CSV, a table or the lines of
// Format-List, UTF-8 or UTF-16, a number, a text or an object for an enumeration value, and
// two date formats. Read accepts all of them. Each form loses some values; Field and
// Losses name those, with the command that brings them.
package powershell

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"handrail/app"
)

// quotes are the characters that PowerShell accepts as a single quote.
const quotes = "'\u2018\u2019\u201A\u201B"

// Quote returns text as a single-quoted PowerShell literal. app.Invalid if the text has a
// control character, a line end or invalid UTF-8, because a script with it would not read
// as it runs.
func Quote(text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", app.Errorf(app.Invalid, "Rename it at Microsoft, or do not include it.",
			"A name has bytes that are not text, so Handrail cannot use it in a script.")
	}
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range text {
		switch {
		case unicode.IsControl(r), r == '\u2028', r == '\u2029', r == '\uFEFF':
			return "", app.Errorf(app.Invalid, "Rename it at Microsoft, or do not include it.",
				"A name has a control character or a line end, so Handrail cannot use it in a script.")
		case strings.ContainsRune(quotes, r):
			b.WriteRune(r)
		}
		b.WriteRune(r)
	}
	b.WriteByte('\'')
	return b.String(), nil
}

// QuoteIdentity is Quote for the name of one object: an ID, an address, a sign-in name. It
// also rejects an empty name, because many commands read it as "all".
func QuoteIdentity(text string) (string, error) {
	if strings.TrimFunc(text, blank) == "" {
		return "", app.Errorf(app.Invalid, "Find it at Microsoft and enter it in full.",
			"A name is empty, and PowerShell could read this as all objects.")
	}
	return Quote(text)
}

// blank reports whether r is invisible.
func blank(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// Unquote returns the value of a literal that Quote wrote, as PowerShell reads it; false if
// it is not one.
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
