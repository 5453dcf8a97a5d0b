package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

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
	l := &personLine{name: cutLabel(theme.SizeNameText), state: cutLabel(theme.SizeNameCaptionText),
		icon: newGlyph("ring", MutedInk, 16),
		back: newBox("", "", 0), bar: newBox(Accent, "", 2)}
	first := containerOf(func(size fyne.Size) { placeName(l.name, l.state, l.icon, size) },
		func() fyne.Size { return fyne.Size{} }, l.name, l.icon, l.state)
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

// importanceOf returns the importance that stands for a colour of words.
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
