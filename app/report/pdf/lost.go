package pdf

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// mostLost is how many characters that could not be printed are named.
const mostLost = 24

// scripts are those whose characters a person calls by a name.
var scripts = []struct {
	table *unicode.RangeTable
	name  string
}{{unicode.Han, "Chinese"}, {unicode.Hiragana, "Japanese"}, {unicode.Katakana, "Japanese"}, {unicode.Hangul, "Korean"},
	{unicode.Hebrew, "Hebrew"}, {unicode.Arabic, "Arabic"}, {unicode.Devanagari, "Devanagari"}, {unicode.Thai, "Thai"},
	{unicode.Bengali, "Bengali"}, {unicode.Tamil, "Tamil"}, {unicode.Ethiopic, "Ethiopic"}, {unicode.Khmer, "Khmer"},
	{unicode.So, "symbol or emoji"}, {unicode.Sk, "symbol or emoji"}}

// scriptOf returns which characters r is one of, in a word.
func scriptOf(r rune) string {
	for _, s := range scripts {
		if unicode.Is(s.table, r) {
			return s.name
		}
	}
	return "other"
}

// explainMarks writes what the mark is and which characters it stands for, if it stands for any.
func (p *page) explainMarks() {
	if len(p.set.lost) == 0 {
		return
	}
	p.y += 2 * gap
	text := "Each � is a character that this file cannot show. The report in Handrail has it. "
	p.text(0, span{text + "The characters are: " + lostList(p.set.lost) + ".", quiet})
}

// lostList names characters by what they are and their numbers in Unicode.
func lostList(lost map[rune]bool) string {
	var order []string
	codes := map[string][]string{}
	for i, r := range slices.Sorted(maps.Keys(lost)) {
		if i == mostLost {
			break
		}
		name := scriptOf(r)
		if codes[name] == nil {
			order = append(order, name)
		}
		codes[name] = append(codes[name], fmt.Sprintf("U+%04X", r))
	}
	var all []string
	for _, name := range order {
		all = append(all, name+" "+strings.Join(codes[name], " "))
	}
	text := strings.Join(all, "; ")
	if more := len(lost) - mostLost; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
