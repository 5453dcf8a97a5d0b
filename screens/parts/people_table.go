package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// PeopleRow is one row of a PeopleTable: a name over what happens to the person, why, until when,
// and whether they were written to. The zero value is a row that is not read yet.
type PeopleRow struct {
	Name, Icon, State string
	Tone              fyne.ThemeColorName
	Why, Until        string
	MailIcon, Mail    string
	Waits             bool // Mail is still to be done
}

// PeopleTable is a list of any number of people, 48 high each, that opens a person. Only the rows
// that are seen are drawn. The arrow keys, Home, End, Page Up and Page Down move; Enter, Space or
// a click open. With large text or little room the columns go from the right, never the name.
type PeopleTable struct {
	widget.BaseWidget
	Sort *Picker // in the head

	list *personList
	ring *canvas.Rectangle
	all  *fyne.Container
}

// peopleRowHeight is the height of a row at text size 100 %.
const peopleRowHeight = 48

// NewPeopleTable makes an empty table. row returns a row by its place and must be quick; open
// receives the place of the row that is opened. titles are those of the columns after the name.
func NewPeopleTable(titles [3]string, row func(i int) PeopleRow, open func(i int)) *PeopleTable {
	p := &PeopleTable{ring: canvas.NewRectangle(nil), Sort: NewPicker("Person,")}
	p.Sort.fill, p.Sort.edge = "", ""
	p.Sort.least = func() fyne.Size { return fyne.NewSize(unit(180), unit(28)) }
	p.Sort.shown.SizeName, p.Sort.name.size = theme.SizeNameCaptionText, theme.SizeNameCaptionText
	p.ring.CornerRadius, p.ring.StrokeWidth, p.ring.Hidden = 8, 2, true
	p.list = &personList{open: open, ring: p.ring, high: peopleRowHeight}
	p.list.Length = func() int { return p.list.count }
	p.list.CreateItem = func() fyne.CanvasObject { return newPeopleLine() }
	p.list.UpdateItem = func(i int, o fyne.CanvasObject) { o.(*peopleLine).set(row(i), i == p.list.current) }
	p.list.OnSelected = p.list.onSelected
	p.list.ExtendBaseWidget(p.list)
	var words []*widget.Label
	for _, t := range titles {
		l := cutLabel(theme.SizeNameCaptionText)
		l.Importance = widget.LowImportance
		l.SetText(t)
		words = append(words, l)
	}
	head := newPeopleCells(inside(0, 0, 0, -12, p.Sort), words[0], words[1], words[2], nil)
	back := newBox(Sunk, "", 7)
	back.roundTop = true
	high := containerOf(func(size fyne.Size) { back.Resize(size); head.Resize(size) },
		func() fyne.Size { return fyne.NewSize(0, unit(32)) }, back, head)
	p.all = container.New(stack{}, newBox(Surface, LineTone, 8),
		inside(1, 1, 1, 1, underHead(high, rule(false), p.list)), p.ring)
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer is Fyne's.
func (p *PeopleTable) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.all) }

// Set sets how many rows there are and which is the current one.
func (p *PeopleTable) Set(count, current int) {
	p.list.count = count
	p.list.moveTo(current)
	p.list.Refresh()
}

// Refresh is Fyne's: asks for the rows that are seen again.
func (p *PeopleTable) Refresh() {
	p.ring.StrokeColor = tone(Accent)
	p.BaseWidget.Refresh()
}

// Current returns the place of the current row; -1 where there is none.
func (p *PeopleTable) Current() int { return min(p.list.current, p.list.count-1) }

// Focus returns what takes the focus.
func (p *PeopleTable) Focus() fyne.Focusable { return p.list }

// peopleLine is one row.
type peopleLine struct {
	widget.BaseWidget
	name, state, why, until, mail *widget.Label
	icon, sign                    *glyph
	back, bar                     *box
	all                           *fyne.Container
}

func newPeopleLine() *peopleLine {
	l := &peopleLine{name: cutLabel(theme.SizeNameText), state: cutLabel(theme.SizeNameCaptionText),
		why: cutLabel(theme.SizeNameText), until: cutLabel(theme.SizeNameText), mail: cutLabel(theme.SizeNameText),
		icon: newGlyph("ring", MutedInk, 16), sign: newGlyph("ring", Ink, 16),
		back: newBox("", "", 0), bar: newBox(Accent, "", 2)}
	first := containerOf(func(size fyne.Size) { placeName(l.name, l.state, l.icon, size) },
		func() fyne.Size { return fyne.Size{} }, l.name, l.icon, l.state)
	mail := containerOf(func(size fyne.Size) {
		side := l.sign.MinSize()
		l.sign.Resize(side)
		l.sign.Move(fyne.NewPos(8, (size.Height-side.Height)/2))
		high := l.mail.MinSize().Height
		l.mail.Move(fyne.NewPos(8+side.Width-2, (size.Height-high)/2))
		l.mail.Resize(fyne.NewSize(max(0, size.Width-side.Width-6), high))
	}, func() fyne.Size { return l.mail.MinSize() }, l.sign, l.mail)
	cells := newPeopleCells(first, l.why, l.until, mail, newGlyph("right", MutedInk, 20))
	l.all = container.New(stack{}, l.back, cells, containerOf(func(size fyne.Size) {
		l.bar.Resize(fyne.NewSize(3, size.Height))
	}, func() fyne.Size { return fyne.Size{} }, l.bar))
	l.ExtendBaseWidget(l)
	return l
}

// placeName lays a name over an icon and a word.
func placeName(name, state *widget.Label, icon *glyph, size fyne.Size) {
	pad, i := theme.InnerPadding(), icon.MinSize()
	nameHigh, stateHigh := name.MinSize().Height-2*pad, state.MinSize().Height-2*pad
	y := (size.Height - nameHigh - stateHigh - 2) / 2
	name.Resize(fyne.NewSize(size.Width+2*pad, nameHigh+2*pad))
	name.Move(fyne.NewPos(-pad, y-pad))
	y += nameHigh + 2
	icon.Resize(i)
	icon.Move(fyne.NewPos(0, y+(stateHigh-i.Height)/2))
	state.Resize(fyne.NewSize(max(0, size.Width-i.Width-6+2*pad), stateHigh+2*pad))
	state.Move(fyne.NewPos(i.Width+6-pad, y-pad))
}

// CreateRenderer is Fyne's.
func (l *peopleLine) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.all) }

// MinSize is the same for every row.
func (l *peopleLine) MinSize() fyne.Size { return fyne.NewSize(unit(160), unit(peopleRowHeight)) }

func (l *peopleLine) set(r PeopleRow, current bool) {
	l.back.fill = ""
	l.bar.Hide()
	if current {
		l.back.fill = Soft
		l.bar.Show()
	}
	l.back.paint()
	for _, one := range []struct {
		g    *glyph
		name string
		tone fyne.ThemeColorName
	}{{l.icon, r.Icon, r.Tone}, {l.sign, r.MailIcon, Ink}} {
		one.g.Hidden = one.name == ""
		if one.name != "" {
			one.g.set(one.name, one.tone)
		}
	}
	mail := widget.LowImportance
	if r.Waits {
		mail = widget.MediumImportance
	}
	setLabel(l.name, r.Name, widget.MediumImportance, current)
	setLabel(l.state, r.State, importanceOf(r.Tone), false)
	setLabel(l.why, r.Why, widget.MediumImportance, false)
	setLabel(l.until, r.Until, widget.MediumImportance, false)
	setLabel(l.mail, r.Mail, mail, false)
}

// newPeopleCells lays name, why, until and email beside each other, and a sign at the end.
func newPeopleCells(name, why, until, mail, end fyne.CanvasObject) *fyne.Container {
	objs := []fyne.CanvasObject{name, why, until, mail}
	if end != nil {
		objs = append(objs, end)
	}
	return containerOf(func(size fyne.Size) {
		wide := peopleColumns(size.Width)
		x := float32(16)
		for i, o := range objs[:4] {
			if o.(interface{ Visible() bool }).Visible() != (wide[i] > 0) {
				show(o, wide[i] > 0)
			}
			at, w := x, wide[i]
			if i > 0 {
				at, w = x-8, w+16 // labels bring 8 on each side
			}
			high := size.Height
			if l, ok := o.(*widget.Label); ok {
				high = l.MinSize().Height
			}
			o.Resize(fyne.NewSize(w, high))
			o.Move(fyne.NewPos(at, (size.Height-high)/2))
			if wide[i] > 0 {
				x += wide[i] + cellGap
			}
		}
		if end != nil {
			m := end.MinSize()
			end.Resize(m)
			end.Move(fyne.NewPos(size.Width-m.Width-16, (size.Height-m.Height)/2))
		}
	}, func() fyne.Size { return fyne.NewSize(0, unit(28)) }, objs...)
}

// peopleColumns returns the widths of the four columns in a row this wide; 0 leaves one out.
func peopleColumns(width float32) (wide [4]float32) {
	room := width - 32 - unit(20) - 8 // the sign at the end, and the scroll bar
	until, mail, least := unit(96), unit(92), unit(170)
	switch {
	case room >= until+mail+2*least+3*cellGap:
		rest := room - until - mail - 3*cellGap
		return [4]float32{rest * 0.56, rest * 0.44, until, mail}
	case room >= mail+2*least+2*cellGap:
		rest := room - mail - 2*cellGap
		return [4]float32{rest * 0.56, rest * 0.44, 0, mail}
	case room >= mail+least+cellGap:
		return [4]float32{room - mail - cellGap, 0, 0, mail}
	}
	return [4]float32{room, 0, 0, 0}
}
