package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// NewSearchPage is a page with a search field beside its heading. What body holds may change while the page is shown.
func NewSearchPage(title string, lead *Paragraph, search fyne.CanvasObject,
	body ...fyne.CanvasObject) fyne.CanvasObject {
	head := container.New(&sideBySide{left: 260, right: 360, gap: 24}, Column(4, Heading(title), lead), search)
	all := append([]fyne.CanvasObject{head}, body...)
	return newFlow(container.New(pageInset{top: 24}, container.New(column{pageGap}, all...)))
}

// sideBySide is a layout of two: the right one takes up to right, the left one the rest. Where that is less than left,
// they are below each other. Widths are at text size 100 %.
type sideBySide struct {
	left, right, gap float32
	stacked          bool
}

// Layout decides by the width between columns and rows.
func (l *sideBySide) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	right := unit(l.right)
	if l.stacked = size.Width-right-l.gap < unit(l.left); l.stacked {
		Column(12).Layout.Layout(objs, size)
		return
	}
	settle(objs[0], size.Width-right-l.gap)
	objs[0].Move(fyne.NewPos(0, 0))
	settle(objs[1], right)
	objs[1].Move(fyne.NewPos(size.Width-right, 0))
}

// MinSize is for the form chosen last.
func (l *sideBySide) MinSize(objs []fyne.CanvasObject) fyne.Size {
	if l.stacked {
		return Column(12).Layout.MinSize(objs)
	}
	return fyne.NewSize(objs[1].MinSize().Width, max(objs[0].MinSize().Height, objs[1].MinSize().Height))
}

// GuideRow is a guide in the catalogue.
type GuideRow struct {
	Title string
	Under string // a line under the title; may be empty
	// Icon and Mark say what is needed before it can start; both empty where it can start now.
	Icon, Mark string
	Minutes    string // may be empty
}

// NewGuideRow makes a row of 36 that can be pressed as a whole: the title, what it needs, the minutes.
func NewGuideRow(g GuideRow, onTap func()) fyne.CanvasObject {
	words := Column(0, Text(g.Title))
	if g.Under != "" {
		words.Add(Caption(g.Under))
	}
	end := []fyne.CanvasObject{}
	if g.Mark != "" {
		end = append(end, Across(6, newGlyph(g.Icon, MutedInk, 16), newInk(g.Mark, MutedInk, theme.SizeNameCaptionText,
			false)))
	}
	if g.Minutes != "" {
		end = append(end, newInk(g.Minutes, MutedInk, theme.SizeNameCaptionText, false))
	}
	r := &Row{pressable{OnTapped: onTap, radius: 7, ringInside: true,
		content: inside(8, 16, 8, 16, container.New(&guideLine{}, words, Across(16, end...)))}}
	r.ExtendBaseWidget(r)
	return r
}

// guideLine is a layout of words and what stands at their right end; below them where there is too little room.
type guideLine struct{ stacked bool }

// Layout decides by the width between columns and rows.
func (l *guideLine) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	end := objs[1].MinSize()
	if l.stacked = size.Width-end.Width-12 < unit(120); l.stacked {
		Column(4).Layout.Layout(objs, size)
		return
	}
	h := settle(objs[0], size.Width-end.Width-12)
	high := max(h, end.Height)
	objs[0].Move(fyne.NewPos(0, (high-h)/2))
	objs[1].Resize(end)
	objs[1].Move(fyne.NewPos(size.Width-end.Width, (high-end.Height)/2))
}

// MinSize is for the form chosen last.
func (l *guideLine) MinSize(objs []fyne.CanvasObject) fyne.Size {
	if l.stacked {
		return Column(4).Layout.MinSize(objs)
	}
	a, b := objs[0].MinSize(), objs[1].MinSize()
	return fyne.NewSize(max(a.Width, b.Width), max(a.Height, b.Height))
}

// NewOpenRow makes a row of something that is under way: its state, title and, where there is one, a line under it;
// pressing it continues. label are the words at its right end.
func NewOpenRow(chip fyne.CanvasObject, title, under, label string, onTap func()) fyne.CanvasObject {
	words := Column(2, Text(title), Across(0, chip))
	if under != "" {
		words.Add(Caption(under))
	}
	end := Across(4, newInk(label, Accent, theme.SizeNameText, false), newGlyph("right", Accent, 16))
	r := &Row{pressable{OnTapped: onTap, radius: 7, ringInside: true,
		content: inside(8, 16, 8, 16, container.New(&guideLine{}, words, end))}}
	r.ExtendBaseWidget(r)
	return r
}

// Columns places objects in two columns of about the same height, gap apart: the first ones at the left, the others at
// the right. Where a column would be narrower than least (at text size 100 %), all are below each other.
func Columns(gap, least float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&columns{gap: gap, least: least}, objs...)
}

type columns struct {
	gap, least float32
	split      int // objects in the left column; all where they are below each other
}

// Layout decides by the width between one column and two.
func (l *columns) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	width := (size.Width - l.gap) / 2
	l.split = len(objs)
	if width < unit(l.least) || len(objs) < 2 {
		Column(l.gap).Layout.Layout(objs, size)
		return
	}
	for _, o := range objs {
		settle(o, width)
	}
	for n, best := 1, float32(0); n < len(objs); n++ {
		if h := max(l.height(objs[:n]), l.height(objs[n:])); best == 0 || h <= best {
			best, l.split = h, n
		}
	}
	x, y := float32(0), float32(0)
	for i, o := range objs {
		if i == l.split {
			x, y = width+l.gap, 0
		}
		o.Move(fyne.NewPos(x, y))
		y += o.Size().Height + l.gap
	}
}

func (l *columns) height(objs []fyne.CanvasObject) float32 {
	h := -l.gap
	for _, o := range objs {
		h += l.gap + o.MinSize().Height
	}
	return h
}

// MinSize is for the form chosen last.
func (l *columns) MinSize(objs []fyne.CanvasObject) fyne.Size {
	if l.split == 0 || l.split >= len(objs) {
		return Column(l.gap).Layout.MinSize(objs)
	}
	var wide float32
	for _, o := range objs {
		wide = max(wide, o.MinSize().Width)
	}
	return fyne.NewSize(wide, max(l.height(objs[:l.split]), l.height(objs[l.split:])))
}

// Counted is a part of a page under a heading with the number of what it holds.
func Counted(heading, number string, body ...fyne.CanvasObject) fyne.CanvasObject {
	head := Across(6, newInk(heading, Ink, theme.SizeNameText, true), newInk(number, MutedInk, theme.SizeNameText, false))
	return container.New(sectionLayout{column{func(_, _ fyne.CanvasObject) float32 { return 8 }}},
		append([]fyne.CanvasObject{head}, body...)...)
}
