package attendance

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
)

//go:embed locales.tsv
var localeData string

// locale is how a language writes dates and times, a row of locales.tsv.
type locale struct {
	name                 string
	teams                bool // a language of Teams
	calendar, digits     string
	am, pm               []string
	halves               [2]string // the usual of these, plain
	dates, times, joined []string  // patterns of CLDR
	other                []string  // times of the clock that is less usual, and of both
	months               [2][]string
}

// locales returns the rows of locales.tsv.
var locales = sync.OnceValue(func() (all []locale) {
	for line := range strings.Lines(localeData) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if line[0] == '#' || len(f) != 12 {
			continue
		}
		list := func(k int) []string { return strings.Split(f[k], "|") }
		all = append(all, locale{name: f[0], teams: f[1] != "", calendar: f[2], digits: f[3], am: list(4), pm: list(5),
			halves: [2]string{plain(list(4)[0]), plain(list(5)[0])}, dates: list(6), times: list(7), other: list(8),
			joined: list(9), months: [2][]string{list(10), list(11)}})
	}
	return all
})

// meaning is what a word in a date says: a half of the day, a month, or nothing.
type meaning struct {
	half  byte
	month int // unclear where languages differ
	blank bool
	clock bool // between hours, minutes and seconds
	next  bool // the next number is a month
	glue  bool // between the date and the time
}

// unclear is a month whose name is that of another month in another language.
const unclear = 13

// vocabulary returns the words of dates in all languages, without signs and in lower case.
var vocabulary = sync.OnceValue(func() map[string]meaning {
	all := map[string]meaning{}
	put := func(word string, change func(m *meaning)) {
		if word = bareWord(word); word != "" {
			m := all[word]
			change(&m)
			all[word] = m
		}
	}
	half := func(word string, half byte) { put(word, func(m *meaning) { m.half = half }) }
	for word, h := range olderHalves {
		half(word, h)
	}
	for _, l := range locales() {
		for _, word := range l.am {
			half(word, 'a')
		}
		for _, word := range l.pm {
			half(word, 'p')
		}
		for _, pattern := range slices.Concat(l.dates, l.times, l.other, l.joined) {
			var before byte
			for _, p := range parse(pattern) {
				for word := range strings.FieldsFuncSeq(p.text, blank) {
					put(word, func(m *meaning) {
						m.blank = true
						m.glue = m.glue || strings.Contains(pattern, "{0}")
						m.clock = m.clock || strings.IndexByte("hHKkm", before) >= 0
					})
				}
				before = p.field
			}
		}
		l.eachMonth(func(name string, month int) {
			put(name, func(m *meaning) {
				if m.month != 0 && m.month != month {
					month = unclear
				}
				m.month = month
			})
		}, func(word string, next bool) { put(word, func(m *meaning) { m.blank, m.next = true, next }) })
	}
	for _, word := range fillers {
		put(word, func(m *meaning) { m.blank = true })
	}
	return all
})

// blank reports whether a sign in a pattern ends a word.
func blank(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == ')' }

// eachMonth calls name for the words of each month. Where these have a number of their
// own, as in “tháng 2”, it calls blank for the letters.
func (l locale) eachMonth(name func(string, int), blank func(word string, next bool)) {
	affixes := [][2]string{{"", ""}} // such as the Hebrew “in”
	for _, pattern := range l.dates {
		parts := parse(pattern)
		for i, p := range parts {
			if p.field != 'M' || p.size < 3 {
				continue
			}
			var a [2]string
			if i > 0 {
				a[0] = parts[i-1].text[strings.LastIndex(parts[i-1].text, " ")+1:]
			}
			if i+1 < len(parts) {
				a[1], _, _ = strings.Cut(parts[i+1].text, " ")
			}
			affixes = append(affixes, a)
		}
	}
	for _, names := range l.months {
		for i, n := range names {
			if strings.ContainsFunc(n, func(r rune) bool { return digit(r) >= 0 }) {
				word := strings.TrimFunc(n, func(r rune) bool { return digit(r) >= 0 || unicode.IsSpace(r) })
				blank(word, strings.HasPrefix(n, word))
				continue
			}
			for _, a := range affixes {
				name(a[0]+n+a[1], i+1)
			}
		}
	}
}

// bareWord returns the letters of a word in lower case.
func bareWord(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, word)
}

// olderHalves are the words for a.m. and p.m. that languages had in CLDR 32, where those of
// today differ.
var olderHalves = map[string]byte{
	"am": 'a', "pm": 'p', "fh": 'a', "eh": 'p', "vm": 'a', "nm": 'p', "rn": 'a', "in": 'p',
	"पूर्वाह्न": 'a', "अपराह्न": 'p', "मपू": 'a', "मउ": 'p', "முற்பகல்": 'a', "பிற்பகல்": 'p',
	"ಪೂರ್ವಾಹ್ನ": 'a', "ಅಪರಾಹ್ನ": 'p',
	"පෙව": 'a', "පව": 'p', "ጥዋት": 'a', "ከሰዓት": 'p', "ກ່ອນທ່ຽງ": 'a', "ຫຼັງທ່ຽງ": 'p', "နံနက်": 'a', "ညနေ": 'p',
	"үө": 'a', "үх": 'p', "претпладне": 'a', "попладне": 'p',
}

// fillers are words in dates that say nothing: the letters of ISO 8601, and words between
// the date and the time in earlier editions of CLDR.
var fillers = []string{"t", "z", "tz", "utc", "klo", "kl", "г", "гв", "года", "о", "об", "в", "во", "at", "um",
	"à", "às", "alle", "ob", "om", "lúc", "στις", "plkst", "la", "u", "s", "h", "min", "พศ"}

// zeros are the digits 0 of the scripts in which Teams may write a date.
var zeros = []rune{'0', 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
	0x1040, 0x17e0, 0xff10}

// digit returns the value of a digit of any of these scripts, or -1.
func digit(r rune) int {
	if r < '0' {
		return -1
	}
	if r <= '9' {
		return int(r - '0')
	}
	if i := slices.IndexFunc(zeros, func(zero rune) bool { return r >= zero && r < zero+10 }); i >= 0 {
		return int(r - zeros[i])
	}
	return -1
}
