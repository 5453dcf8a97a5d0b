package screens

import (
	"fyne.io/fyne/v2"

	"handrail/screens/parts"
)

// find searches the page: a screen that is a list has its own search, all others that of what is drawn.
func (w *Window) find() {
	if s, ok := w.current.(pageFinder); ok && w.dialog == nil {
		s.Find()
		return
	}
	if f, ok := w.strip.(*finding); ok {
		w.focus(f.bar.Entry())
		f.bar.SelectAll()
		return
	}
	if w.current != nil && w.dialog == nil {
		w.showStrip(newFinding(w))
	}
}

// finding is the search of what the screen draws.
type finding struct {
	w    *Window
	bar  *parts.FindBar
	hits *parts.Hits
}

func newFinding(w *Window) *finding {
	f := &finding{w: w, bar: parts.NewFindBar(), hits: &parts.Hits{}}
	f.bar.OnChange = f.search
	f.bar.OnMove = f.move
	f.bar.OnClose = func() { w.closeStrip() }
	return f
}

func (f *finding) object() fyne.CanvasObject { return f.bar }

func (f *finding) open() {
	f.w.focus(f.bar.Entry())
	f.search(f.bar.Text())
}

func (f *finding) close() { f.hits.Clear() }

// search marks every match on the page and goes to the first one.
func (f *finding) search(word string) {
	f.hits.Search(f.w.current.Object(), word)
	f.say()
}

// move goes to the next match, or to the previous one. What was drawn again meanwhile is searched again.
func (f *finding) move(by int) {
	if f.hits.Stale(f.w.current.Object()) {
		f.hits.Search(f.w.current.Object(), f.bar.Text())
	} else {
		f.hits.Move(by)
	}
	f.say()
}

// say shows which match this is of how many. Rows of a long list that are not drawn are not searched: the list has a
// search of its own, and the line tells that.
func (f *finding) say() {
	text := ""
	switch at, all := f.hits.At(); {
	case f.bar.Text() == "":
	case all == 0:
		text = "No match"
	default:
		text = itoa(at) + " of " + itoa(all)
	}
	note := ""
	if f.bar.Text() != "" && f.hits.Lists {
		note = "Lists on this page have a search of their own."
	}
	f.bar.Say(text, note)
}
