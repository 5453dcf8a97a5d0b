package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// RailItem is a place of the rail. Icon is a name of the icon set.
type RailItem struct{ ID, Icon, Title string }

// Rail is the column at the left: the mark, the places, and at its foot the
// organisation. It is 200 wide.
type Rail struct {
	widget.BaseWidget
	rows     []*railRow
	foot     *fyne.Container
	body     *fyne.Container
	selected string
	tight    bool // there is little room: nothing but the words
}

// NewRail makes the rail; on receives the id of the place that was chosen.
func NewRail(items []RailItem, on func(id string)) *Rail {
	r := &Rail{foot: Column(2)}
	gap := func(roomy, tight float32) func(_, _ fyne.CanvasObject) float32 {
		return func(_, _ fyne.CanvasObject) float32 { return r.room(roomy, tight) }
	}
	list := container.New(column{gap: gap(4, 0)})
	for _, it := range items {
		row := newRailRow(it, func() { on(it.ID) })
		row.least = func() fyne.Size { return fyne.NewSize(0, r.room(max(40, unit(20)+16), unit(20)+8)) }
		r.rows = append(r.rows, row)
		list.Add(row)
	}
	mark := inside(0, 12, 0, 12, Across(14, newGlyph("brand", Accent, 20),
		newInk("Handrail", Ink, theme.SizeNameText, true)))
	above := containerOf(func(fyne.Size) {}, func() fyne.Size { return fyne.NewSize(0, r.room(12, 0)) })
	top := container.New(column{gap: gap(16, 4)}, above, mark, list)
	foot := Column(11, rule(false), inside(0, 12, 12, 12, r.foot))
	r.body = container.New(stack{}, newBox(RailFill, "", 0),
		container.NewBorder(nil, nil, nil, rule(true), inside(0, 12, 0, 12, container.New(topAndFoot{r}, top, foot))))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer is Fyne's.
func (r *Rail) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }

// MinSize is 200 wide, a little more with large text.
func (r *Rail) MinSize() fyne.Size {
	m := r.BaseWidget.MinSize()
	return fyne.NewSize(max(railWidth(), m.Width), m.Height)
}

// railWidth is the width of the rail: with large text, what the longest words in it need, which do not wrap.
func railWidth() float32 { return max(wide(200), 75+unit(110)) }

// Select marks the place that is shown.
func (r *Rail) Select(id string) {
	r.selected = id
	for _, row := range r.rows {
		row.choose(row.id == id)
	}
}

// Selected returns the id of the place that is marked.
func (r *Rail) Selected() string { return r.selected }

// SetFoot fills the foot: a bold title, a line such as the age of the data, and
// a link. Empty ones are left out.
func (r *Rail) SetFoot(title, line, linkText string, onLink func()) {
	r.foot.Objects = nil
	if title != "" {
		r.foot.Add(newParagraph(title, theme.SizeNameCaptionText, true, widget.MediumImportance))
	}
	if line != "" {
		r.foot.Add(Caption(line))
	}
	if linkText != "" {
		r.foot.Add(newLink(linkText, theme.SizeNameCaptionText, onLink))
	}
	r.body.Refresh()
}

type railRow struct {
	pressable
	id    string
	icon  *glyph
	title *ink
	name  string
}

func newRailRow(it RailItem, on func()) *railRow {
	r := &railRow{id: it.ID, name: it.Icon, icon: newGlyph(it.Icon, MutedInk, 20),
		title: newInk(it.Title, Ink, theme.SizeNameText, false)}
	r.OnTapped, r.radius, r.ringInside = on, 6, true
	r.content = inside(0, 8, 0, 14, Across(12, r.icon, r.title))
	r.ExtendBaseWidget(r)
	return r
}

func (r *railRow) choose(selected bool) {
	r.fill, r.bar = "", selected
	c := MutedInk
	if selected {
		r.fill, c = Soft, Accent
	}
	r.icon.set(r.name, c)
	r.title.set(r.title.text.Text, Ink, selected)
	r.Refresh()
}

// room returns how much room something gets in the roomy form of the rail, or in the tight one.
func (r *Rail) room(roomy, tight float32) float32 {
	if r.tight {
		return tight
	}
	return roomy
}

// topAndFoot lays the first object at the top and the second at the foot. Where they would overlap, the rail takes its
// tight form.
type topAndFoot struct{ rail *Rail }

// Layout places both at the full width.
func (l topAndFoot) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	top, foot := objs[0], objs[1]
	low := settle(foot, size.Width)
	l.rail.tight = false
	l.rail.tight = top.MinSize().Height+low > size.Height
	objs[0].Move(fyne.NewPos(0, 0))
	top.Resize(fyne.NewSize(size.Width, top.MinSize().Height))
	top.Refresh()
	foot.Move(fyne.NewPos(0, size.Height-low))
}

// MinSize has room for both in the tight form.
func (l topAndFoot) MinSize(objs []fyne.CanvasObject) fyne.Size {
	was := l.rail.tight
	l.rail.tight = true
	a, b := objs[0].MinSize(), objs[1].MinSize()
	l.rail.tight = was
	return fyne.NewSize(max(a.Width, b.Width), a.Height+b.Height)
}

// link is underlined words that lead somewhere.
type link struct{ pressable }

func newLink(words string, size fyne.ThemeSizeName, on func()) *link {
	t := newInk(words, Accent, size, false)
	t.under = true
	l := &link{pressable{OnTapped: on, content: Across(0, t), radius: 2}}
	l.ExtendBaseWidget(l)
	return l
}
