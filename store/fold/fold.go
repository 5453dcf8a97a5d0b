// Package fold makes texts comparable as people compare them when they search.
package fold

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Text returns a text as it is compared: without case, without
// accents (é is e), without the difference between wide and narrow letters.
// Unicode 3.13 (case folding) and Annex 15 (NFKD, NFKC).
func Text(s string) string {
	if plain(s) {
		return strings.ToLower(s)
	}
	s = strings.ToValidUTF8(s, string(utf8.RuneError)) // else broken bytes change what is beside them
	s = norm.NFKD.String(cases.Fold().String(norm.NFKD.String(s)))
	s = strings.Map(func(r rune) rune {
		// Cherokee folds to capitals, and the library swaps its letters (CaseFolding.txt).
		switch {
		case r >= 0xAB70 && r <= 0xABBF:
			return r - 0xAB70 + 0x13A0
		case r >= 0x13F8 && r <= 0x13FD:
			return r - 8
		}
		// Combining marks of Latin, Greek and Cyrillic. Marks of other scripts
		// are letters of their own to those who read them.
		if r >= 0x300 && r <= 0x36F {
			return -1
		}
		return r
	}, s)
	return norm.NFKC.String(s)
}

func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Words returns what to look for, each once.
func Words(s string) (all []string) {
	for _, w := range strings.Fields(Text(s)) {
		if !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}
