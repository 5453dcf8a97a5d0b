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
// missing letters, a colon for an equals sign, quotes, backslashes and special
// blanks are known.
func FindSlip(text, word string) (Slip, bool) {
	s := strings.TrimSpace(Plain(text))
	if rest, found := cutFold(s, "v"); found {
		if rest = strings.TrimLeft(rest, " \t"); rest != "" && (rest[0] == '=' || rest[0] == ':') {
			s = strings.TrimLeft(rest[1:], " \t=")
		}
	}
	end := 0
	for end < len(s) && (IsAlnum(s[end:end+1]) || s[end] == '-' || s[end] == '_') {
		end++
	}
	first := s[:end]
	if len(first) < 3 || Distance(strings.ToLower(first), strings.ToLower(word)) > 2 {
		return Slip{}, false
	}
	if last := first[len(first)-1]; last >= '0' && last <= '9' && last != word[len(word)-1] {
		return Slip{}, false // another version is no slip
	}
	return Slip{Version: first, Rest: strings.Trim(s[end:], " \t;,.:")}, true
}

// Field returns what a mistyped text has as the value of name, up to the next blank,
// semicolon or quote; "" where the name is not there.
func (s Slip) Field(name string) string {
	at := strings.Index(strings.ToLower(s.Rest), name)
	if at < 0 {
		return ""
	}
	value := strings.TrimLeft(s.Rest[at+len(name):], " \t=:")
	if end := strings.IndexAny(value, "; \t"); end >= 0 {
		value = value[:end]
	}
	return strings.TrimRight(value, ",.")
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
