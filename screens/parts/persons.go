package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// PersonRow is one row of Persons: a name over a state of icon and word, and
// what the other columns hold. The zero value is a row that is not read yet.
type PersonRow struct {
	Name, Icon, State string
	Tone              fyne.ThemeColorName
	Cells             []string
}

// Persons is a list of any number of people with fixed rows, 52 high. Only the
// rows that are seen are drawn. The arrow keys, Home, End, Page Up and Page Down
// move; Enter, Space or a click open.
type Persons struct {
	widget.BaseWidget
	list *personList
	head *personCells
	ring *canvas.Rectangle
	all  *fyne.Container
}

// NewPersons makes an empty list. row returns a row by its place and must be
// quick; open receives the place of the row that is opened.
func NewPersons(row func(i int) PersonRow, open func(i int)) *Persons {
	p := &Persons{ring: canvas.NewRectangle(nil)}
	p.ring.CornerRadius, p.ring.StrokeWidth, p.ring.Hidden = 8, 2, true
	p.list = &personList{open: open, ring: p.ring, high: 52}
	p.list.Length = func() int { return p.list.count }
	p.list.CreateItem = func() fyne.CanvasObject { return newPersonLine() }
	p.list.UpdateItem = func(i int, o fyne.CanvasObject) { o.(*personLine).set(row(i), i == p.list.current) }
	p.list.OnSelected = p.list.onSelected
	p.list.ExtendBaseWidget(p.list)
	p.head = newPersonHead()
	back := newBox(Sunk, "", 7)
	back.roundTop = true
	top := container.New(stack{}, back, inside(9, 0, 9, 0, p.head))
	p.all = container.New(stack{}, newBox(Surface, LineTone, 8),
		inside(1, 1, 1, 1, underHead(top, rule(false), p.list)), p.ring)
	p.ExtendBaseWidget(p)
	return p
}

// underHead returns a list the room below its head, without a gap.
func underHead(head, line, list fyne.CanvasObject) fyne.CanvasObject {
	return containerOf(func(size fyne.Size) {
		h := head.MinSize().Height
		head.Resize(fyne.NewSize(size.Width, h))
		line.Move(fyne.NewPos(0, h))
		line.Resize(fyne.NewSize(size.Width, 1))
		list.Move(fyne.NewPos(0, h+1))
		list.Resize(fyne.NewSize(size.Width, max(0, size.Height-h-1)))
	}, func() fyne.Size {
		h, l := head.MinSize(), list.MinSize()
		return fyne.NewSize(max(h.Width, l.Width), h.Height+1+l.Height)
	}, head, line, list)
}

// CreateRenderer is Fyne's.
func (p *Persons) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.all) }

// SetColumns names the columns; the first is that of the name.
func (p *Persons) SetColumns(titles ...string) { p.head.set(titles) }

// Set sets how many rows there are and which is the current one.
func (p *Persons) Set(count, current int) {
	p.list.count = count
	p.list.moveTo(current)
	p.list.Refresh()
}

// Refresh is Fyne's: asks for the rows that are seen again.
func (p *Persons) Refresh() {
	p.ring.StrokeColor = tone(Accent)
	p.BaseWidget.Refresh()
}

// Current returns the place of the current row; -1 where there is none.
func (p *Persons) Current() int { return min(p.list.current, p.list.count-1) }

// ScrollTo brings a row into view.
func (p *Persons) ScrollTo(i int) { p.list.ScrollTo(i) }

// Focus returns what takes the focus.
func (p *Persons) Focus() fyne.Focusable { return p.list }

// personList is Fyne's list with a current row that is not opened by moving.
type personList struct {
	widget.List
	count, current int
	high           float32 // of a row, at text size 100 %
	moving         bool
	open           func(i int)
	ring           *canvas.Rectangle
}

func (l *personList) onSelected(i widget.ListItemID) {
	l.current = i
	if l.moving {
		return
	}
	l.UnselectAll() // a second click opens again
	if l.open != nil {
		l.open(i)
	}
}

// moveTo makes i, or the nearest row there is, the current one.
func (l *personList) moveTo(i int) {
	if l.count == 0 {
		l.current = 0
		return
	}
	l.moving = true
	l.current = min(max(i, 0), l.count-1)
	l.ScrollTo(l.current)
	l.moving = false
}

// TypedKey is Fyne's. Keys that do not belong to a list go to the window.
func (l *personList) TypedKey(e *fyne.KeyEvent) {
	page := max(1, int(l.Size().Height/(unit(l.high)+theme.Padding()))-1)
	switch e.Name {
	case fyne.KeyHome:
		l.moveTo(0)
	case fyne.KeyEnd:
		l.moveTo(l.count - 1)
	case fyne.KeyPageUp:
		l.moveTo(l.current - page)
	case fyne.KeyPageDown:
		l.moveTo(l.current + page)
	case fyne.KeyUp:
		l.moveTo(l.current - 1)
	case fyne.KeyDown:
		l.moveTo(l.current + 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if l.count > 0 && l.open != nil {
			l.open(l.current)
		}
	default:
		passKey(l, e)
	}
}

// FocusGained is Fyne's.
func (l *personList) FocusGained() {
	l.ring.FillColor, l.ring.StrokeColor, l.ring.Hidden = tone(""), tone(Accent), false
	l.ring.Refresh()
	reveal(l)
}

// FocusLost is Fyne's.
func (l *personList) FocusLost() {
	l.ring.Hidden = true
	l.ring.Refresh()
}
