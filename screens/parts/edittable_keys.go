package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// FocusGained is Fyne's: the table itself has the focus while no row is edited.
func (t *EditTable) FocusGained() {
	t.ring.StrokeColor, t.ring.Hidden = tone(Accent), false
	t.ring.Refresh()
	t.place()
	reveal(t)
}

// FocusLost is Fyne's.
func (t *EditTable) FocusLost() {
	t.ring.Hidden = true
	t.ring.Refresh()
}

// TypedRune is Fyne's.
func (t *EditTable) TypedRune(rune) {}

// TypedKey is Fyne's. Keys that do not belong to the table go to the window.
func (t *EditTable) TypedKey(e *fyne.KeyEvent) {
	page := max(1, int(t.scroll.Size().Height/unit(36))-1)
	switch e.Name {
	case fyne.KeyUp:
		t.Select(t.current - 1)
	case fyne.KeyDown:
		t.Select(t.current + 1)
	case fyne.KeyPageUp:
		t.Select(t.current - page)
	case fyne.KeyPageDown:
		t.Select(t.current + page)
	case fyne.KeyHome:
		t.Select(0)
	case fyne.KeyEnd:
		t.Select(t.count - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyF2:
		t.Edit(t.current, t.column)
	default:
		passKey(t, e)
	}
}

// TypedShortcut is Fyne's.
func (t *EditTable) TypedShortcut(s fyne.Shortcut) {
	if t.OnShortcut == nil || !t.OnShortcut(s) {
		if c, ok := s.(*desktop.CustomShortcut); ok {
			passKey(t, &fyne.KeyEvent{Name: fyne.KeyName(c.ShortcutName())})
		}
	}
}

// cell is a field of the row that is edited.
type cell struct {
	entry
	t      *EditTable
	column int
}

func newCell(t *EditTable, column int) *cell {
	c := &cell{t: t, column: column}
	c.whole = c
	c.addRing()
	c.ExtendBaseWidget(c)
	c.OnChanged = func(text string) {
		if !c.t.fields.filling && c.t.OnChange != nil {
			c.t.OnChange(c.t.current, c.column, text)
		}
	}
	return c
}

// Label returns what the field is for.
func (c *cell) Label() string { return editTitles[c.column] }

// AcceptsTab is true: the table decides where Tab leads.
func (c *cell) AcceptsTab() bool { return true }

// FocusGained is Fyne's.
func (c *cell) FocusGained() {
	c.t.editing, c.t.column = true, c.column
	c.entry.FocusGained()
}

// KeyDown is Fyne's: the table needs to know whether Shift is held.
func (c *cell) KeyDown(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		c.t.shift = true
	}
	c.entry.KeyDown(e)
}

// KeyUp is Fyne's.
func (c *cell) KeyUp(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		c.t.shift = false
	}
	c.entry.KeyUp(e)
}

// TypedKey is Fyne's.
func (c *cell) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyTab:
		c.t.next(c.t.shift)
	case fyne.KeyReturn, fyne.KeyEnter:
		c.t.down()
	case fyne.KeyUp:
		c.t.Edit(c.t.current-1, c.column)
	case fyne.KeyDown:
		c.t.Edit(c.t.current+1, c.column)
	case fyne.KeyEscape:
		c.t.stop()
	default:
		c.entry.TypedKey(e)
	}
}

// TypedShortcut is Fyne's. Those of the page come before those of the field.
func (c *cell) TypedShortcut(s fyne.Shortcut) {
	if c.t.OnShortcut == nil || !c.t.OnShortcut(s) {
		c.entry.TypedShortcut(s)
	}
}
