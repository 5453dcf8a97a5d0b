package guide

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Match is a guide that a search found.
type Match struct {
	Guide   Guide
	Problem string // the problem in a user's words that fits best; "" where another text does
	All     bool   // all words of the search were found
}

// Search returns the guides that the words in text are about, the best first: those whose title has all words, then
// those with a problem in a user's words that has them, then those that have them anywhere. Words are found from their
// beginnings. Where no guide has all words, those with most of them are returned, with All false. An empty text finds
// nothing.
func Search(guides []Guide, text string) (found []Match) {
	words := searchWords(text)
	var all []ranked
	most := 1
	for _, g := range guides {
		m := g.rank(words)
		most = max(most, m.hits)
		all = append(all, m)
	}
	all = slices.DeleteFunc(all, func(m ranked) bool { return m.hits < most })
	slices.SortStableFunc(all, func(a, b ranked) int { return cmp.Compare(b.score, a.score) })
	for _, m := range all {
		found = append(found, m.Match)
	}
	return found
}

// ranked is a guide with how well it fits a search.
type ranked struct {
	Match
	hits  int // words found anywhere
	score int // where all words are together: 3 in the title, 2 in a problem, 1 anywhere, 0 nowhere
}

// rank returns how well g fits the words of a search.
func (g Guide) rank(words []string) ranked {
	best, problem := 0, ""
	for _, p := range g.Problems {
		if n := hits(words, p); n > best {
			best, problem = n, p
		}
	}
	r := ranked{Match: Match{Guide: g}, hits: hits(words, strings.Join(append(g.texts(), g.Problems...), " "))}
	switch {
	case len(words) == 0:
	case hits(words, g.Title) == len(words):
		r.score = 3
	case best == len(words):
		r.score, r.Problem = 2, problem
	case r.hits == len(words):
		r.score = 1
	case best == r.hits:
		r.Problem = problem
	}
	r.All = r.score > 0
	return r
}

// texts returns what a search reads of g besides its problems.
func (g *Guide) texts() []string { return []string{g.Title, g.Outcome, g.Topic, g.Article} }

// hits returns how many of words stand in text.
func hits(words []string, text string) int {
	here, n := searchWords(text), 0
	for _, w := range words {
		if slices.ContainsFunc(here, func(h string) bool { return strings.HasPrefix(h, w) }) {
			n++
		}
	}
	return n
}

// small are words that say nothing about what is looked for.
var small = []string{"a", "about", "all", "an", "and", "are", "at", "be", "by", "can", "cannot", "cant", "do", "does",
	"doesnt", "dont", "for", "from", "goes", "has", "have", "how", "i", "in", "into", "is", "it", "its", "keep", "my", "no",
	"not", "of", "on", "or", "our", "that", "the", "their", "them", "they", "this", "to", "up", "us", "was", "we",
	"what", "when", "who", "why", "with", "you", "your"}

// alike are other words for the same thing, by their beginning.
var alike = map[string]string{"email": "mail", "emails": "mail", "mails": "mail", "mfa": "multifactor",
	"2fa": "multifactor", "telephone": "phone", "mobile": "phone", "spam": "junk", "laptop": "computer", "pc": "computer",
	"website": "web", "websites": "web", "sms": "text"}

// searchWords returns the words of text that a search compares: small letters, without those that say nothing. A text
// of nothing else keeps them.
func searchWords(text string) []string {
	text = strings.NewReplacer("'", "", "’", "", "e-mail", "mail", "wi-fi", "wifi").Replace(strings.ToLower(text))
	every := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var words []string
	for _, w := range every {
		if other, ok := alike[w]; ok {
			w = other
		}
		if len(w) > 4 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
			w = w[:len(w)-1]
		}
		if !slices.Contains(small, w) {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return every
	}
	return words
}
