package attendance

import (
	"slices"
	"strings"
	"sync"
	"unicode"
)

// part is a field of a pattern of CLDR (Unicode Technical Standard #35, Date Field Symbol
// Table), or a text if field is 0.
type part struct {
	field byte
	size  int
	text  string
}

// parse splits a pattern.
func parse(pattern string) (parts []part) {
	text := func(s string) {
		if n := len(parts); n > 0 && parts[n-1].field == 0 {
			parts[n-1].text += s
			return
		}
		parts = append(parts, part{text: s})
	}
	quoted := false
	for _, r := range pattern {
		letter := r < unicode.MaxASCII && unicode.IsLetter(r)
		switch n := len(parts); {
		case r == '\'':
			quoted = !quoted
		case quoted || !letter:
			text(string(r))
		case n > 0 && parts[n-1].field == byte(r):
			parts[n-1].size++
		default:
			parts = append(parts, part{field: byte(r), size: 1})
		}
	}
	return parts
}

// form is one way to write a date in figures with a time.
type form struct {
	locale int
	order  order
	usual  bool // has the clock that the language usually has
	parts  []part
}

// spreadsheet is the name of the row of what a spreadsheet writes.
const spreadsheet = "spreadsheet"

// forms returns the forms of the languages of Teams, and what a spreadsheet writes.
var forms = sync.OnceValue(func() (all []form) {
	for i, l := range locales() {
		if !l.teams && l.name != spreadsheet {
			continue
		}
		for _, date := range l.dates {
			if strings.Contains(date, "MMM") {
				continue
			}
			f := form{locale: i}
			for _, p := range parse(date) {
				if f.order == unknown && strings.IndexByte("dMy", p.field) >= 0 {
					f.order = map[byte]order{'d': dayFirst, 'M': monthFirst, 'y': yearFirst}[p.field]
				}
			}
			for _, joined := range l.joined {
				if strings.Contains(joined, "'") { // a word, which only dates with words have
					continue
				}
				for k, time := range slices.Concat(l.times, l.other) {
					f.usual = k < len(l.times)
					f.parts = parse(plain(strings.NewReplacer("{1}", date, "{0}", time).Replace(joined)))
					all = append(all, f)
				}
			}
		}
	}
	return all
})

// plain returns a text with the usual digits and blanks and without invisible signs.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		switch d := digit(r); {
		case d >= 0:
			return '0' + rune(d)
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// most is the number of dates of a file that are compared with the forms.
const most = 40

// ordersOf returns the orders of the languages that write dates as all texts are written,
// and whether they do so with their usual clock.
func ordersOf(texts []string) map[order]bool {
	type writer struct {
		locale int
		order  order
		usual  bool
	}
	var left map[writer]bool
	for _, text := range texts[:min(len(texts), most)] {
		text = plain(text)
		here := map[writer]bool{}
		for _, f := range forms() {
			w := writer{f.locale, f.order, f.usual}
			if !here[w] && (left == nil || left[w]) && f.wrote(text) {
				here[w] = true
			}
		}
		left = here
	}
	orders := map[order]bool{}
	for w := range left {
		orders[w.order] = orders[w.order] || w.usual
	}
	return orders
}

// wrote reports whether the text has this form.
func (f form) wrote(text string) bool {
	l := &locales()[f.locale]
	for i, p := range f.parts {
		var ok bool
		switch p.field {
		case 0:
			text, ok = strings.CutPrefix(text, p.text)
		case 'a':
			if text, ok = cutAny(text, l.halves[0], l.halves[1]); !ok && i+1 < len(f.parts) { // before the time
				text, ok = cutAny(text, "AM", "PM")
			}
		case 'B':
			text, ok = cutAny(text, slices.Concat(l.am, l.pm)...)
		default:
			text, ok = p.cut(text, l.calendar)
		}
		if !ok {
			return false
		}
	}
	return text == ""
}

func cutAny(text string, words ...string) (string, bool) {
	for _, w := range words {
		if rest, ok := strings.CutPrefix(text, w); ok {
			return rest, true
		}
	}
	return text, false
}

// cut takes the figure of a field off a text. A figure has as many digits as its field,
// and more only if it does not begin with 0.
func (p part) cut(text, calendar string) (rest string, ok bool) {
	n, digits := 0, 0
	for digits < len(text) && digits < 5 && text[digits] >= '0' && text[digits] <= '9' {
		n = 10*n + int(text[digits]-'0')
		digits++
	}
	rest = text[digits:]
	if p.field != 'y' {
		return rest, digits == 2 && (p.size == 2 || n > 9) || digits == 1 && p.size == 1
	}
	if calendar == "buddhist" {
		n -= thai
	}
	if p.size == 2 {
		if calendar == "buddhist" {
			n += 500
		}
		return rest, digits == 2 && n+2000 >= firstShort && n+2000 <= lastYear
	}
	return rest, digits == 4 && (n >= firstYear && n <= lastYear || calendar != "gregorian" && calendar != "buddhist")
}
