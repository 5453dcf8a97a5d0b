package attendance

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// figures are the numbers in a text and what is between them.
type figures struct {
	n     [7]int
	seps  [7]rune // before each figure
	count int
	named int // which figure is a month in letters, from 1
	half  byte
	korea bool // has a Korean word for a.m. or p.m.: the year is first
	hours bool // has the letters of “09 h 55 min”
}

// readFigures reads the numbers of a text; false if it has a sign or a word that no date
// has.
func readFigures(text string) (f figures, ok bool) {
	digits := 0
	var sep rune
	var room [64]byte
	letters := room[:0] // of the words since the last number
	for _, r := range text {
		if d := digit(r); d >= 0 {
			if digits == 0 {
				if len(letters) > 0 && !f.words(string(letters), &sep) || !f.add(0, sep) {
					return f, false
				}
				letters = letters[:0]
			}
			if digits++; digits > 9 {
				return f, false
			}
			f.n[f.count-1] = f.n[f.count-1]*10 + d
			sep = 0
			continue
		}
		digits = 0
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r):
			letters = utf8.AppendRune(letters, r)
		case r == '.' || r == '/' || r == '-' || r == ':':
			if sep == 0 || unicode.IsSpace(sep) {
				sep = r
			}
			letters = endWord(letters)
		case unicode.IsSpace(r) || strings.ContainsRune(",،()", r) || unicode.Is(unicode.Cf, r):
			if sep == 0 {
				sep = ' '
			}
			letters = endWord(letters)
		case !strings.ContainsRune("'’ʼ׳״॰", r): // inside of short words
			return f, false
		}
	}
	return f, len(letters) == 0 || f.words(string(letters), &sep)
}

// endWord ends a word, if there is one.
func endWord(letters []byte) []byte {
	if len(letters) > 0 {
		letters = append(letters, ' ')
	}
	return letters
}

// add adds a figure; false if there are too many.
func (f *figures) add(n int, sep rune) bool {
	if f.count == len(f.n) {
		return false
	}
	if sep == 0 {
		sep = ' '
	}
	f.n[f.count], f.seps[f.count] = n, sep
	f.count++
	return true
}

// words reads the letters between two numbers; false if no date has them. A word with its
// full stops, as in “p. m.”, comes in several pieces, so the longest run is tried first.
func (f *figures) words(text string, sep *rune) bool {
	all := strings.Fields(text)
	if len(all) > 8 {
		return false
	}
	for len(all) > 0 {
		n := len(all)
		for ; n > 0 && !f.word(strings.Join(all[:n], ""), sep); n-- {
		}
		if n == 0 {
			return false
		}
		all = all[n:]
	}
	return true
}

// word reads one word; false if no date has it.
func (f *figures) word(word string, sep *rune) bool {
	lower := strings.ToLower(word)
	m, known := vocabulary()[lower]
	inDate := f.count == 1 || f.count == 2
	switch {
	case !known:
		return false
	case m.month > 0 && f.named == 0 && f.count < 3 && f.add(m.month, ' '):
		f.named = f.count
		*sep = 0
	case m.next && f.named == 0 && f.count < 6:
		f.named = f.count + 1
	case m.clock && *sep != ':' && (f.count == 1 || f.count == 2 || f.count == 4 || f.count == 5):
		f.hours = true
		*sep = ':'
	case m.half != 0 && m.glue && word == lower && f.count == 3: // the Welsh “am” is “at”
		return false
	case m.half != 0 && f.half == 0 && !(inDate && m.blank):
		f.half = m.half
		f.korea = word == "오전" || word == "오후"
	default:
		return m.blank || m.clock
	}
	return true
}

// timeLast moves the figures of the time behind those of the date.
func (f *figures) timeLast() {
	size := f.count - 3
	var n [7]int
	var seps [7]rune
	copy(n[:], f.n[size:f.count])
	copy(seps[:], f.seps[size:f.count])
	copy(n[3:], f.n[:size])
	copy(seps[3:], f.seps[:size])
	f.n, f.seps = n, seps
	f.named = max(0, f.named-size)
}
