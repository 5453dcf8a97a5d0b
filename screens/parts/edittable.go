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
// row to row, Esc leaves the row; then the arrow keys move and Enter edits. Only the rows that are seen are drawn.
// Words in it are plain.
type EditTable struct {
	widget.BaseWidget
	Row func(i int) EditRow // returns a row; must be quick
	// OnChange is called as the person types.
	OnChange   func(row, column int, text string)
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

// Refresh is Fyne's: takes the colours and the text size again.
func (t *EditTable) Refresh() {
	t.ring.StrokeColor = tone(Accent)
	t.BaseWidget.Refresh()
	t.Update()
}
