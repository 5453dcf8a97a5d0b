package syncid

import (
	"regexp"
	"strings"
	"unicode"
)

// pasted is a text as it is searched: in small letters, with one space where there was
// white space, and with a line break where a line ended, because a console breaks words.
type pasted string

// dashes and empty are characters that editors and consoles put in place of a hyphen, or
// between letters. An older program reads UTF-16 as letters with zeros between them.
const (
	dashes = "‐‑‒–—―−"
	empty  = "\x00\ufeff\u200b\u200c\u200d\u2060\u00ad"
)

// margin is what a mail, or PowerShell 7, sets before each line of a quoted text.
var margin = regexp.MustCompile(`^[\s|>]+`)

// numbered finds the number of an error that is written without AADSTS.
var numbered = regexp.MustCompile(`error[ _]codes?[" ]*[:=]?[ \[]*(\d{5,7})\b`)

// read returns the text that is searched.
func read(text string) pasted {
	text = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(empty, r):
			return -1
		case strings.ContainsRune(dashes, r):
			return '-'
		case r >= '！' && r <= '～': // letters of full width
			return unicode.ToLower(r - '！' + '!')
		}
		return unicode.ToLower(r)
	}, text)
	var lines []string
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if line = strings.Join(strings.Fields(margin.ReplaceAllString(line, "")), " "); line != "" {
			lines = append(lines, line)
		}
	}
	text = strings.Join(lines, "\n")
	for _, found := range numbered.FindAllStringSubmatch(text, -1) {
		text += "\naadsts" + found[1]
	}
	return pasted(text)
}

// has reports whether the text has a part that no letter or digit continues: 904 is not in
// 19041, and AADSTS50076 is not in AADSTS500761.
func (t pasted) has(part string) bool {
	for i := range len(t) {
		if i > 0 && wordy(t[i-1]) {
			continue
		}
		if end, ok := t.at(i, part); ok && !t.goesOn(end) {
			return true
		}
	}
	return false
}

// short is how long a part may be that a line break never divides.
const short = 6

// at reports whether a part begins at a place, and where it ends. A line break may stand
// for a space, or divide a word.
func (t pasted) at(i int, part string) (end int, ok bool) {
	for n := range len(part) {
		if n > 0 && i < len(t) && t[i] == '\n' && part[n] != ' ' && len(part) > short {
			i++
		}
		if i >= len(t) || t[i] != part[n] && (part[n] != ' ' || t[i] != '\n') {
			return i, false
		}
		i++
	}
	return i, true
}

// wide is how long a line is at least that a console broke.
const wide = 60

// goesOn reports whether a letter or digit continues a part that ended: also the digits
// that a console wrote on the next line.
func (t pasted) goesOn(end int) bool {
	switch {
	case end >= len(t):
		return false
	case t[end] != '\n':
		return wordy(t[end])
	}
	digit := func(i int) bool { return i < len(t) && t[i] >= '0' && t[i] <= '9' }
	begins := strings.LastIndexByte(string(t[:end]), '\n') + 1
	return end-begins >= wide && digit(end-1) && digit(end+1)
}

func wordy(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }
