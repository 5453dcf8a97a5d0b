package tagvalue

import (
	"strings"
	"unicode"
)

// Slip is a record that somebody meant to publish and mistyped.
type Slip struct {
	Version string // the first word as it stands, such as "STS1"
	Rest    string // what follows it, with common slips taken out
}

// FindSlip returns how text was meant, when it looks like a record that should
// begin "v=" and word ("STSv1"). Letters of the wrong case, one or two wrong or
// missing letters, more letters in front, a colon for an equals sign, quotes,
// backslashes, special blanks, and text before the version (another field, or the
// start of a zone file's line) are known.
func FindSlip(text, word string) (Slip, bool) {
	s := strings.TrimSpace(Plain(text))
	if slip, ok := slipAt(s, "", word); ok {
		return slip, true
	}
	for at := 1; at < len(s); at++ { // the version stands further behind, in exactly these letters
		if (s[at-1] != ' ' && s[at-1] != ';' && s[at-1] != ',') || s[at]|0x20 != 'v' {
			continue
		}
		if slip, ok := slipAt(s[at:], s[:at], word); ok && strings.EqualFold(slip.Version, word) {
			return slip, true
		}
	}
	return Slip{}, false
}

// slipAt is FindSlip for a version at the beginning of s, and the text before it.
func slipAt(s, before, word string) (Slip, bool) {
	marked := false
	if rest, found := cutFold(s, "v"); found {
		if rest = strings.TrimLeft(rest, " \t"); rest != "" && (rest[0] == '=' || rest[0] == ':') {
			s, marked = strings.TrimLeft(rest[1:], " \t="), true
		}
	}
	end := 0
	for end < len(s) && (IsAlnum(s[end:end+1]) || s[end] == '-' || s[end] == '_') {
		end++
	}
	first, known := s[:end], strings.ToLower(word)
	longer := marked && end <= len(word)+8 && strings.HasSuffix(strings.ToLower(first), known)
	if len(first) < 3 || !longer && Distance(strings.ToLower(first), known) > 2 || before != "" && !marked {
		return Slip{}, false
	}
	if last := first[len(first)-1]; last >= '0' && last <= '9' && last != word[len(word)-1] {
		return Slip{}, false // another version is no slip
	}
	rest := strings.Trim(s[end:], " \t;,.:")
	if before = strings.Trim(before, " \t;,.:"); before != "" {
		rest = strings.Trim(rest+"; "+before, "; ")
	}
	return Slip{Version: first, Rest: rest}, true
}

// Field returns what a mistyped text has as the value of name, up to the next blank,
// semicolon or quote; "" where the name is not there. A longer word that holds name
// is another field.
func (s Slip) Field(name string) string {
	value, found := s.After(name)
	if !found {
		return ""
	}
	if end := strings.IndexAny(value, "; \t"); end >= 0 {
		value = value[:end]
	}
	return strings.TrimRight(value, ",.")
}

// After returns what follows the field name in a mistyped text, without the sign
// between them, and whether the name is there. Letters of either case count.
func (s Slip) After(name string) (string, bool) {
	fold := strings.ToLower(s.Rest)
	if len(fold) != len(s.Rest) { // letters outside ASCII that change their length
		fold = s.Rest
	}
	for at := 0; ; {
		next := strings.Index(fold[at:], name)
		if next < 0 {
			return "", false
		}
		begin, end := at+next, at+next+len(name)
		if (begin == 0 || strings.IndexByte("; \t,", fold[begin-1]) >= 0) &&
			(end == len(fold) || strings.IndexByte("=: \t", fold[end]) >= 0) {
			return strings.TrimLeft(s.Rest[end:], " \t=:"), true
		}
		at = end
	}
}

// Plain returns text without quotes and backslashes, with each special blank as a
// plain one and without invisible characters.
func Plain(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case strings.ContainsRune("\"'`\\“”„‘’«»", c), unicode.Is(unicode.Cf, c):
			return -1
		case unicode.IsSpace(c):
			return ' '
		}
		return c
	}, text)
}

// Distance returns how many letters must be changed, added or taken away to make b of a.
func Distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// HasVersion reports whether text begins with the version and the semicolon after
// it; blanks may stand between them (RFC 8461 section 3.1, RFC 8460 section 3).
func HasVersion(text, version string) bool {
	rest, found := strings.CutPrefix(text, version)
	return found && strings.HasPrefix(strings.TrimLeft(rest, " \t"), ";")
}
