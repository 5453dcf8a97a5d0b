package parts

import (
	"fyne.io/fyne/v2"
)

// moved reports that another row may be the current one.
func (t *EditTable) moved() {
	if t.OnMove != nil {
		t.OnMove()
	}
}

// Current returns the current row and its column.
func (t *EditTable) Current() (row, column int) { return t.current, t.column }

// Editing reports whether a cell has the focus.
func (t *EditTable) Editing() bool { return t.editing }

// Edit moves to a cell and gives it the focus. A cell that is no field leads to the next one.
func (t *EditTable) Edit(row, column int) {
	if t.count == 0 {
		return
	}
	row = min(max(row, 0), t.count-1)
	if row < t.from {
		t.from = 0
	}
	if column == editTime && !t.rows[row].Fixed {
		column = editLength
	}
	t.current, t.column, t.editing = row, column, true
	t.fields.rest()
	t.Update()
	t.reveal()
	t.fields.focus(column)
	t.moved()
}

// Select makes a row the current one, and edits it where one is edited.
func (t *EditTable) Select(row int) {
	if t.editing {
		t.Edit(row, t.column)
		return
	}
	t.current = min(max(row, t.from), t.count-1)
	t.Update()
	t.reveal()
	t.moved()
}

// stop leaves the row that is edited; the table has the focus.
func (t *EditTable) stop() {
	t.editing, t.shift = false, false
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		c.Focus(t)
	}
	t.Update()
}

// Blur leaves the row that is edited without taking the focus.
func (t *EditTable) Blur() {
	t.editing, t.shift = false, false
	t.Update()
}

// reveal scrolls so that the current row is seen, in the table and on the page.
func (t *EditTable) reveal() {
	if t.current < 0 || t.current >= len(t.rows) {
		return
	}
	top, bottom := t.tops[t.current], t.tops[t.current+1]
	if t.editing && t.at.folded { // the row may be higher than the room
		top, bottom = t.fields.span(top, t.rows[t.current], t.column)
	}
	room := t.scroll.Size().Height
	y := t.scroll.Offset.Y
	if bottom > y+room {
		y = bottom - room
	}
	y = min(y, top)
	if y != t.scroll.Offset.Y {
		t.scroll.ScrollToOffset(fyne.NewPos(0, max(0, y)))
		t.place()
	}
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		page, at := scrollOf(w.Canvas().Content(), t, nil, 0)
		if page == nil {
			continue
		}
		above := at + t.scroll.Position().Y + top - t.scroll.Offset.Y - page.Offset.Y - 8
		below := above + bottom - top + 16
		switch {
		case below > page.Size().Height:
			page.ScrollToOffset(fyne.NewPos(0, page.Offset.Y+min(above, below-page.Size().Height)))
		case above < 0:
			page.ScrollToOffset(fyne.NewPos(0, max(0, page.Offset.Y+above)))
		}
	}
}

// next moves on by one cell, over the ends of rows, and leaves the table behind the last.
func (t *EditTable) next(back bool) {
	row, column := t.current, t.column
	first := editLength
	if t.rows[row].Fixed {
		first = editTime
	}
	switch {
	case !back && column < editNote:
		t.Edit(row, column+1)
	case back && column > first:
		t.Edit(row, column-1)
	case !back && row < t.count-1:
		t.Edit(row+1, editTime)
	case back && row > t.from:
		t.Edit(row-1, editNote)
	default:
		t.Blur()
		if t.OnLeave != nil {
			t.OnLeave(back)
		}
	}
}

// down goes to the cell below, or adds a row.
func (t *EditTable) down() {
	if t.current == t.count-1 && t.OnAdd != nil {
		t.OnAdd()
		return
	}
	t.Edit(t.current+1, t.column)
}
