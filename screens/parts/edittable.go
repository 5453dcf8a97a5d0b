package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// The columns of an EditTable, in the order of its fields. The note has a line of its own.
const (
	editTime = iota
	editLength
	editWhat
	editWho
	editScreen
	editSound
	editNote
	editFieldCount
	editColumns = editNote // those beside each other
)

// editTitles are the headings of the columns.
var editTitles = [editFieldCount]string{"Time", "Length", "What", "Who", "On screen", "Sound", "Note"}

// EditRow is one row of an EditTable as it is shown.
type EditRow struct {
	Cells  [editColumns]string    // as people read them
	Fields [editFieldCount]string // as they are edited; that of the time is for a fixed start only
	Fixed  bool                   // the start is fixed: its time is a field
	Mark   string                 // small words behind what happens
	Warn   string                 // what is wrong with the times, in bold
	Why    string                 // why, behind it
	Repair string                 // words of the link that repairs it; "" has none
	Wrong  string                 // why a field cannot be read
	Bad    int                    // which field
}

// EditTable is a table of which one row is edited in its place. Tab and Enter go from cell to cell, the arrow keys from
// row to row, Esc leaves the row; then the arrow keys move and Enter edits. Only the rows that are seen are drawn. Words
// in it are plain.
type EditTable struct {
	widget.BaseWidget
	Row        func(i int) EditRow                // returns a row; must be quick
	OnChange   func(row, column int, text string) // as the person types
	OnRepair   func(row int)
	OnMove     func()                   // another row became the current one
	OnAdd      func()                   // Enter in the last row
	OnLeave    func(back bool)          // Tab behind the last field, or Shift and Tab before the first
	OnShortcut func(fyne.Shortcut) bool // of the page; false: the field's own

	count, from, current, column int
	editing, shift               bool
	rows                         []EditRow
	tops                         []float32 // of each row, and of what comes after the last
	at                           editGeometry
	lines                        []*editLine
	fields                       *editFields
	head                         *editHead
	total                        *editTotal
	scroll                       *container.Scroll
	body                         *fyne.Container
	ring                         *canvas.Rectangle
	all                          *fyne.Container
}

// NewEditTable makes an empty one.
func NewEditTable() *EditTable {
	t := &EditTable{ring: canvas.NewRectangle(tone("")), column: editWhat}
	t.ring.CornerRadius, t.ring.StrokeWidth, t.ring.Hidden = 8, 2, true
	t.fields = newEditFields(t)
	t.head, t.total = newEditHead(), newEditTotal()
	t.body = containerOf(func(size fyne.Size) { t.measure(size.Width); t.place() }, func() fyne.Size {
		if len(t.tops) == 0 {
			return fyne.Size{}
		}
		return fyne.NewSize(unit(200), t.tops[len(t.tops)-1])
	})
	t.scroll = container.NewVScroll(t.body)
	t.scroll.OnScrolled = func(fyne.Position) { t.place() }
	inner := containerOf(t.layout, func() fyne.Size {
		return fyne.NewSize(unit(200), t.head.MinSize().Height+unit(160)+t.total.MinSize().Height)
	}, t.head.all, t.scroll, t.total.all)
	frame := container.New(stack{}, newBox(Surface, LineTone, 8), inside(1, 1, 1, 1, inner), t.ring)
	t.all = containerOf(func(size fyne.Size) {
		t.measure(size.Width - 2)
		frame.Resize(fyne.NewSize(size.Width, min(size.Height, t.needs(size.Width))))
	}, frame.MinSize, frame)
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer is Fyne's.
func (t *EditTable) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.all) }

// headHeight returns the height of the headings: folded rows have none.
func (t *EditTable) headHeight() float32 {
	if t.at.folded {
		return 0
	}
	return t.head.MinSize().Height
}

// needs returns the height of the whole table.
func (t *EditTable) needs(width float32) float32 {
	return 2 + t.headHeight() + t.tops[len(t.tops)-1] + t.total.settle(t.at, width-2)
}

// layout puts the total below the rows.
func (t *EditTable) layout(size fyne.Size) {
	t.measure(size.Width)
	t.head.place(t.at)
	head := t.headHeight()
	t.head.all.Resize(fyne.NewSize(size.Width, head))
	foot := t.total.settle(t.at, size.Width)
	room := max(0, size.Height-head-foot)
	t.scroll.Move(fyne.NewPos(0, head))
	t.scroll.Resize(fyne.NewSize(size.Width, room))
	t.total.all.Move(fyne.NewPos(0, head+room))
	t.total.all.Resize(fyne.NewSize(size.Width, foot))
	t.place()
}

// Set sets how many rows there are, and the first that is shown: those above are folded away.
func (t *EditTable) Set(count, from int) {
	t.count, t.from = count, min(from, count)
	t.current = max(min(t.from, count-1), min(t.current, count-1))
	t.Update()
}

// SetTotal sets the last row: the sum of the lengths, and words with those that count first.
func (t *EditTable) SetTotal(sum, lead, rest string) { t.total.set(sum, lead, rest) }

// Update shows the rows as they are now.
func (t *EditTable) Update() {
	t.rows = t.rows[:0]
	for i := range t.count {
		t.rows = append(t.rows, t.Row(i))
	}
	t.all.Layout.Layout(t.all.Objects, t.all.Size())
	t.layout(t.all.Objects[0].Size().SubtractWidthHeight(2, 2))
	t.scroll.Refresh()
	t.place()
}

// moved says that another row may be the current one.
func (t *EditTable) moved() {
	if t.OnMove != nil {
		t.OnMove()
	}
}

// Refresh is Fyne's: takes the colours and the text size again.
func (t *EditTable) Refresh() {
	t.ring.StrokeColor = tone(Accent)
	t.BaseWidget.Refresh()
	t.Update()
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
	t.editing = false
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		c.Focus(t)
	}
	t.Update()
}

// Blur leaves the row that is edited without taking the focus.
func (t *EditTable) Blur() {
	t.editing = false
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
