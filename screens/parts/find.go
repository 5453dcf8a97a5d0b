package parts

import (
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Hits are the matches of a word in what a page draws, in reading order.
type Hits struct {
	Lists bool // a list on the page has a search of its own, and may have rows that are not drawn

	word   string
	hits   []hit
	at     int
	marked []marker
	seen   []fyne.CanvasObject // all that was searched
}

// hit is one match: the nth in an object, or a row of a long list.
type hit struct {
	in   fyne.CanvasObject
	nth  int
	list *manyList
	row  int
}

// marker is what can show matches in its words. now is the match that is shown, counted from 0; -1 is none.
type marker interface {
	mark(word string, now int)
	unmark()
	shows(o fyne.CanvasObject) bool // whether o is what it marks
}

// Search finds word below root and shows the first match. An empty word finds nothing.
func (h *Hits) Search(root fyne.CanvasObject, word string) {
	h.Clear()
	h.word = strings.TrimSpace(word)
	eachVisible(root, func(o fyne.CanvasObject) {
		h.seen = append(h.seen, o)
		if f, ok := o.(*Field); ok && f.search {
			h.Lists = true
		}
		if h.word == "" {
			return
		}
		if l, ok := o.(*manyList); ok && l.text != nil {
			for i := range l.Length() {
				if count(l.text(i), h.word) > 0 {
					h.hits = append(h.hits, hit{in: l, list: l, row: i})
				}
			}
			return
		}
		for n := range count(textIn(o), h.word) {
			h.hits = append(h.hits, hit{in: o, nth: n})
		}
		if m := markerOf(o); m != nil && count(textIn(o), h.word) > 0 {
			h.marked = append(h.marked, m)
		}
	})
	h.show()
}

// Move shows the match that is by further, round the end.
func (h *Hits) Move(by int) {
	if n := len(h.hits); n > 0 {
		h.at = ((h.at+by)%n + n) % n
		h.show()
	}
}

// At returns which match is shown, counted from 1, and how many there are.
func (h *Hits) At() (at, all int) { return h.at + 1, len(h.hits) }

// Stale reports whether the page below root draws other things than those that were searched.
func (h *Hits) Stale(root fyne.CanvasObject) bool {
	var now []fyne.CanvasObject
	eachVisible(root, func(o fyne.CanvasObject) { now = append(now, o) })
	return !slices.Equal(now, h.seen)
}

// Clear removes every mark.
func (h *Hits) Clear() {
	for _, m := range h.marked {
		m.unmark()
	}
	*h = Hits{}
}

// show marks all matches, the one that is shown more than the others, and scrolls to it.
func (h *Hits) show() {
	if len(h.hits) == 0 {
		return
	}
	one := h.hits[h.at]
	for _, m := range h.marked {
		now := -1
		if m.shows(one.in) {
			now = one.nth
		}
		m.mark(h.word, now)
	}
	if one.list != nil {
		one.list.Select(one.row)
		one.list.ScrollTo(one.row)
	}
	reveal(one.in)
}

// textIn returns the words that o draws itself.
func textIn(o fyne.CanvasObject) string {
	switch o := o.(type) {
	case *Paragraph:
		return o.String()
	case *ink:
		return o.text.Text
	case *widget.Label:
		return o.Text
	case *codePart:
		return o.text.Text
	case *Words:
		return o.full
	case *widget.RichText:
		return richText(o.Segments)
	}
	return ""
}

// count returns how often word is in text, whatever the case.
func count(text, word string) int {
	if text == "" || word == "" {
		return 0
	}
	return strings.Count(fold(text), fold(word))
}

// fold lowers the case of each letter that keeps its length in doing so: places in the text stay right.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		lower := strings.ToLower(string(r))
		if l, n := utf8.DecodeRuneInString(lower); n == len(lower) && n == utf8.RuneLen(r) {
			return l
		}
		return r
	}, s)
}

// eachVisible visits what is drawn below o in reading order. It knows the parts; what is inside another widget of
// Fyne's is not visited.
func eachVisible(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch o := o.(type) {
	case *Paragraph, *Words, *ink:
		return
	case *codePart:
		for _, child := range o.all.Objects {
			if child != o.block {
				eachVisible(child, visit)
			}
		}
		return
	}
	for _, child := range childrenOf(o) {
		eachVisible(child, visit)
	}
}

// Within reports whether o is drawn below root.
func Within(root, o fyne.CanvasObject) (found bool) {
	eachVisible(root, func(one fyne.CanvasObject) { found = found || one == o })
	return found
}
