package parts

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

// What a part does not use itself goes to the window: Fyne gives keys and
// shortcuts to the focused widget only.

// passKey hands a key on to the window that shows o.
func passKey(o fyne.CanvasObject, e *fyne.KeyEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

// TypedKey is Fyne's. Esc belongs to the window.
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	switch {
	case k.Name == fyne.KeyEscape, k.Name == fyne.KeyF1:
		passKey(e.shown(), k)
	case e.onEnter != nil && (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter):
		e.onEnter(e.shift)
	case e.onDown != nil && k.Name == fyne.KeyDown:
		e.onDown()
	default:
		e.Entry.TypedKey(k)
	}
}

// KeyDown is Fyne's: notices Shift, which Enter does not tell.
func (e *entry) KeyDown(k *fyne.KeyEvent) {
	e.shift = e.shift || isShift(k)
	e.Entry.KeyDown(k)
}

// KeyUp is Fyne's.
func (e *entry) KeyUp(k *fyne.KeyEvent) {
	e.shift = e.shift && !isShift(k)
	e.Entry.KeyUp(k)
}

func isShift(k *fyne.KeyEvent) bool {
	return k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight
}

// TypedShortcut is Fyne's. What moves or deletes in the text stays here; every other shortcut belongs to the window,
// and is passed on as a key with its name.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	c, custom := s.(*desktop.CustomShortcut)
	if custom && !slices.Contains(editKeys, c.KeyName) {
		passKey(e.shown(), &fyne.KeyEvent{Name: fyne.KeyName(s.ShortcutName())})
		return
	}
	e.Entry.TypedShortcut(s)
}

// editKeys move or delete in a text, with Ctrl or Alt too.
var editKeys = []fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd,
	fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyInsert, fyne.KeyPageUp, fyne.KeyPageDown}

// reveal scrolls so that o, which got the focus, can be seen. The driver does not
// know yet where a part lies that has just been put on the page, so the places
// are added up here.
func reveal(o fyne.CanvasObject) {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		scroll, y := scrollOf(w.Canvas().Content(), o, nil, 0)
		if scroll == nil {
			continue
		}
		if room := scroll.Size().Height; o.Size().Height >= room {
			// It cannot be seen as a whole: at least half of the room shows it.
			if top := y - scroll.Offset.Y; top > room/2 || top+o.Size().Height < room/2 {
				scroll.ScrollToOffset(fyne.NewPos(0, max(0, y-16)))
			}
			continue
		}
		if inner := scroll.Content; inner.MinSize().Height > inner.Size().Height {
			scroll.Refresh() // the page has grown just now, and is not laid out yet
			scroll, y = scrollOf(scroll.Content, o, scroll, 0)
		}
		top := y - scroll.Offset.Y - 16
		bottom := top + o.Size().Height + 32
		switch {
		case top < 0:
			scroll.ScrollToOffset(fyne.NewPos(0, max(0, scroll.Offset.Y+top)))
		case bottom > scroll.Size().Height:
			scroll.ScrollToOffset(fyne.NewPos(0, scroll.Offset.Y+bottom-scroll.Size().Height))
		}
	}
}

// ScrollPage moves the page below root by a page, or to an end of it, for the
// keys for that. It reports whether there was something to move.
func ScrollPage(root fyne.CanvasObject, key fyne.KeyName) bool {
	s := pageOf(root)
	if s == nil {
		return false
	}
	y, last := s.Offset.Y, max(0, s.Content.Size().Height-s.Size().Height)
	switch key {
	case fyne.KeyPageDown:
		y += s.Size().Height - 48
	case fyne.KeyPageUp:
		y -= s.Size().Height - 48
	case fyne.KeyHome:
		y = 0
	case fyne.KeyEnd:
		y = last
	default:
		return false
	}
	s.ScrollToOffset(fyne.NewPos(0, min(max(y, 0), last)))
	return true
}

// Grow lays out the page below root again after parts of it became higher or lower, or got other content. Unlike a
// refresh it does not draw again what stayed.
func Grow(root fyne.CanvasObject) {
	s := pageOf(root)
	if s == nil {
		return
	}
	settle(s.Content, s.Size().Width)
	s.Refresh()
}

// pageOf finds the page that scrolls below o.
func pageOf(o fyne.CanvasObject) *container.Scroll {
	switch o := o.(type) {
	case *flow:
		return o.scroll
	case *fillPage:
		return o.scroll
	case *fyne.Container:
		for _, child := range o.Objects {
			if s := pageOf(child); s != nil {
				return s
			}
		}
	}
	return nil
}

// scrollOf finds the innermost scrolling part around o, below root, and how far
// down in its content o lies. y is where root lies in around.
func scrollOf(root, o fyne.CanvasObject, around *container.Scroll, y float32) (*container.Scroll, float32) {
	if root == nil {
		return nil, 0
	}
	if root == o {
		return around, y
	}
	switch r := root.(type) {
	case *flow:
		return scrollOf(r.scroll.Content, o, r.scroll, 0)
	case *fillPage:
		return scrollOf(r.scroll.Content, o, r.scroll, 0)
	}
	for _, child := range childrenOf(root) {
		if child == nil {
			continue
		}
		if found, at := scrollOf(child, o, around, y+child.Position().Y); found != nil {
			return found, at
		}
	}
	return nil, 0
}

// childrenOf returns what is drawn in o, in reading order; nil for what draws itself.
func childrenOf(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *flow:
		return []fyne.CanvasObject{o.scroll.Content}
	case *fillPage:
		return []fyne.CanvasObject{o.scroll.Content}
	case *Persons:
		return []fyne.CanvasObject{o.all}
	case *EditTable:
		return []fyne.CanvasObject{o.all}
	case *Field:
		return []fyne.CanvasObject{o.body}
	case *Choice:
		return []fyne.CanvasObject{o.body}
	case *Progress:
		return []fyne.CanvasObject{o.body}
	case *codePart:
		return []fyne.CanvasObject{o.all}
	case *container.ThemeOverride:
		return []fyne.CanvasObject{o.Content}
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case *findingRow:
		return []fyne.CanvasObject{o.all}
	case *Steps:
		return []fyne.CanvasObject{o.body}
	case *problemLine:
		return []fyne.CanvasObject{o.body}
	case contained:
		return []fyne.CanvasObject{o.inner()}
	case Holder:
		return []fyne.CanvasObject{o.Held()}
	}
	return nil
}

// Holder is a widget of another package that draws what it holds, so that this can be searched and scrolled to.
type Holder interface{ Held() fyne.CanvasObject }

// contained is what carries its own content, such as everything that can be pressed.
type contained interface{ inner() fyne.CanvasObject }

func (p *pressable) inner() fyne.CanvasObject { return p.content }
