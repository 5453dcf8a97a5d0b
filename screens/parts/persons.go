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

// NewPersons makes an empty list. row gives a row by its place and must be
// quick; open is told the place of the row that is opened.
func NewPersons(row func(i int) PersonRow, open func(i int)) *Persons {
	p := &Persons{ring: canvas.NewRectangle(nil)}
	p.ring.CornerRadius, p.ring.StrokeWidth, p.ring.Hidden = 8, 2, true
	p.list = &personList{open: open, ring: p.ring}
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
		inside(1, 1, 1, 1, container.NewBorder(container.NewBorder(nil, rule(false), nil, nil, top), nil, nil, nil, p.list)), p.ring)
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer is Fyne's.
func (p *Persons) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.all) }

// SetColumns names the columns; the first is that of the name.
func (p *Persons) SetColumns(titles ...string) { p.head.set(titles) }

// Set says how many rows there are and which is the current one.
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

// Current gives the place of the current row; -1 where there is none.
func (p *Persons) Current() int { return min(p.list.current, p.list.count-1) }

// ScrollTo brings a row into view.
func (p *Persons) ScrollTo(i int) { p.list.ScrollTo(i) }

// Focus gives what takes the focus.
func (p *Persons) Focus() fyne.Focusable { return p.list }

// personList is Fyne's list with a current row that is not opened by moving.
type personList struct {
	widget.List
	count, current int
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
	page := max(1, int(l.Size().Height/(unit(52)+theme.Padding()))-1)
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

// personLine is one row.
type personLine struct {
	widget.BaseWidget
	name, state *widget.Label
	icon        *glyph
	back, bar   *box
	cells       *personCells
	all         *fyne.Container
}

func newPersonLine() *personLine {
	l := &personLine{name: cutLabel(theme.SizeNameText), state: cutLabel(theme.SizeNameCaptionText), icon: newGlyph("ring", MutedInk, 16),
		back: newBox("", "", 0), bar: newBox(Accent, "", 2)}
	first := containerOf(func(size fyne.Size) {
		pad, i := theme.InnerPadding(), l.icon.MinSize()
		nameHigh, stateHigh := l.name.MinSize().Height-2*pad, l.state.MinSize().Height-2*pad
		y := (size.Height - nameHigh - stateHigh - 2) / 2
		l.name.Resize(fyne.NewSize(size.Width+2*pad, nameHigh+2*pad))
		l.name.Move(fyne.NewPos(-pad, y-pad))
		y += nameHigh + 2
		l.icon.Resize(i)
		l.icon.Move(fyne.NewPos(0, y+(stateHigh-i.Height)/2))
		l.state.Resize(fyne.NewSize(max(0, size.Width-i.Width-6+2*pad), stateHigh+2*pad))
		l.state.Move(fyne.NewPos(i.Width+6-pad, y-pad))
	}, func() fyne.Size { return fyne.Size{} }, l.name, l.icon, l.state)
	l.cells = newPersonCells(first)
	l.all = container.New(stack{}, l.back, l.cells, containerOf(func(size fyne.Size) {
		l.bar.Resize(fyne.NewSize(3, size.Height))
	}, func() fyne.Size { return fyne.Size{} }, l.bar))
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer is Fyne's.
func (l *personLine) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.all) }

// MinSize is the same for every row.
func (l *personLine) MinSize() fyne.Size { return fyne.NewSize(unit(160), unit(52)) }

func (l *personLine) set(r PersonRow, current bool) {
	l.back.fill = ""
	l.bar.Hide()
	if current {
		l.back.fill = Soft
		l.bar.Show()
	}
	l.back.paint()
	l.icon.Hidden = r.Icon == ""
	if r.Icon != "" {
		l.icon.set(r.Icon, r.Tone)
	}
	setLabel(l.name, r.Name, widget.MediumImportance, current)
	setLabel(l.state, r.State, importanceOf(r.Tone), false)
	l.cells.fill(r.Cells)
}

// importanceOf gives the importance that stands for a colour of words.
func importanceOf(c fyne.ThemeColorName) widget.Importance {
	switch c {
	case LookInk:
		return widget.WarningImportance
	case ProblemInk:
		return widget.DangerImportance
	case MutedInk:
		return widget.LowImportance
	}
	return widget.MediumImportance
}

func setLabel(l *widget.Label, s string, c widget.Importance, bold bool) {
	if l.Text == s && l.Importance == c && l.TextStyle.Bold == bold {
		return
	}
	l.Text, l.Importance, l.TextStyle.Bold = s, c, bold
	l.Refresh()
}

// cutLabel is a label of one line that ends in dots where it is too long.
func cutLabel(size fyne.ThemeSizeName) *widget.Label {
	l := widget.NewLabel("")
	l.Truncation, l.SizeName = fyne.TextTruncateEllipsis, size
	return l
}

// personCells lays the first column and up to two more beside each other; with
// large text or little room the last ones are left out.
type personCells struct {
	widget.BaseWidget
	first fyne.CanvasObject
	more  []*widget.Label
	all   *fyne.Container
}

const personColumns = 3

func newPersonCells(first fyne.CanvasObject) *personCells {
	c := &personCells{first: first}
	objs := []fyne.CanvasObject{first}
	for range personColumns - 1 {
		l := cutLabel(theme.SizeNameText)
		l.Importance = widget.LowImportance
		c.more = append(c.more, l)
		objs = append(objs, l)
	}
	c.all = containerOf(c.place, func() fyne.Size { return c.first.MinSize() }, objs...)
	c.ExtendBaseWidget(c)
	return c
}

func newPersonHead() *personCells {
	first := cutLabel(theme.SizeNameCaptionText)
	first.Importance = widget.LowImportance
	c := newPersonCells(inside(-8, -8, -8, -8, first))
	for _, l := range c.more {
		l.SizeName = theme.SizeNameCaptionText
	}
	return c
}

// CreateRenderer is Fyne's.
func (c *personCells) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.all) }

func (c *personCells) place(size fyne.Size) {
	room := size.Width - 32 - 12 // the scroll bar has the last of it
	n := min(max(int(room/unit(170)), 1), personColumns)
	wide := (room - float32(n-1)*cellGap) / (float32(n) + 0.1)
	c.first.Move(fyne.NewPos(16, 0))
	c.first.Resize(fyne.NewSize(wide*1.1, size.Height))
	x := 16 + wide*1.1 + cellGap
	for i, l := range c.more {
		l.Hidden = i >= n-1
		h := l.MinSize().Height
		l.Resize(fyne.NewSize(wide+16, h))
		l.Move(fyne.NewPos(x-8, (size.Height-h)/2))
		x += wide + cellGap
	}
}

func (c *personCells) fill(cells []string) {
	for i, l := range c.more {
		s := ""
		if i < len(cells) {
			s = cells[i]
		}
		setLabel(l, s, widget.LowImportance, false)
	}
}

// set names the columns of a head.
func (c *personCells) set(titles []string) {
	if len(titles) == 0 {
		return
	}
	c.first.(*fyne.Container).Objects[0].(*widget.Label).SetText(titles[0])
	c.fill(titles[1:])
}
