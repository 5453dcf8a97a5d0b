package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// textWidth is the widest a paragraph gets: about 72 characters.
const textWidth = 560

// pageWidth is the widest that a page gets, at text size 100 %, so that the two ends of a row are seen together.
const pageWidth = 1280

// pageRight returns the distance of a page and its buttons from the right end of a room of this width.
func pageRight(width float32) float32 { return max(margin(), width-margin()-unit(pageWidth)) }

// Column puts objects under each other, gap apart. Text that wraps gets the
// width first and then the height it needs at that width.
func Column(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(column{gap: func(_, _ fyne.CanvasObject) float32 { return gap }}, objs...)
}

type column struct {
	gap func(above, below fyne.CanvasObject) float32
}

// Layout places the objects that are visible.
func (c column) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	c.each(objs, func(o fyne.CanvasObject, gap float32) {
		y += gap
		o.Move(fyne.NewPos(0, y))
		w := size.Width
		if b, ok := o.(*Button); ok { // a button is as wide as its words need
			w = min(w, b.MinSize().Width)
		}
		y += settle(o, w)
	})
}

// MinSize is right once Layout has run at the present width.
func (c column) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	c.each(objs, func(o fyne.CanvasObject, gap float32) {
		m := o.MinSize()
		size.Width = max(size.Width, m.Width)
		size.Height += gap + m.Height
	})
	return size
}

func (c column) each(objs []fyne.CanvasObject, do func(o fyne.CanvasObject, gap float32)) {
	var above fyne.CanvasObject
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		gap := float32(0)
		if above != nil {
			gap = c.gap(above, o)
		}
		do(o, gap)
		above = o
	}
}

// settle returns o the width w and then the height it needs there, and returns
// that height. The second Resize is cheap: nothing below changes its width.
func settle(o fyne.CanvasObject, w float32) float32 {
	if o.Size().Width != w {
		o.Resize(fyne.NewSize(w, o.MinSize().Height))
	}
	h := o.MinSize().Height
	if o.Size().Height != h {
		o.Resize(fyne.NewSize(w, h))
	}
	return h
}

// Across puts objects beside each other, gap apart and centred on one line,
// each as wide as it needs.
func Across(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(across{gap}, objs...)
}

type across struct{ gap float32 }

// Layout places the objects from the left.
func (a across) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		o.Resize(m)
		o.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		x += m.Width + a.gap
	}
}

// MinSize is the sum of the widths and the greatest height.
func (a across) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if size.Width > 0 {
			size.Width += a.gap
		}
		size.Width += m.Width
		size.Height = max(size.Height, m.Height)
	}
	return size
}

// inset keeps a distance around each object.
type inset struct{ top, right, bottom, left float32 }

func inside(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(inset{top, right, bottom, left}, o)
}

// Layout places each object inside the distances.
func (i inset) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(i.left, i.top))
		w := max(0, size.Width-i.left-i.right)
		settle(o, w)
		o.Resize(fyne.NewSize(w, max(0, size.Height-i.top-i.bottom)))
	}
}

// MinSize adds the distances.
func (i inset) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objs {
		size = size.Max(o.MinSize())
	}
	return size.AddWidthHeight(i.left+i.right, i.top+i.bottom)
}

// atMost limits the width of what lies in it, in pixels at text size 100 %.
type atMost struct {
	width  float32
	centre bool
}

// Layout sets each object to the smaller of the two widths.
func (a atMost) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	w := min(size.Width, unit(a.width))
	for _, o := range objs {
		x := float32(0)
		if a.centre {
			x = (size.Width - w) / 2
		}
		o.Move(fyne.NewPos(x, 0))
		settle(o, w)
	}
}

// MinSize is that of the object.
func (a atMost) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objs {
		size = size.Max(o.MinSize())
	}
	return size
}

// NewLine is a row in three columns: the state (184 wide, 144 where narrow), the
// rest, and something at the right end. state and end may be nil. Where there
// is too little room, for instance with large text, the three are below each other.
func NewLine(narrow bool, state, main, end fyne.CanvasObject) fyne.CanvasObject {
	width := float32(184)
	if narrow {
		width = 144
	}
	l := &threeColumns{state: state, main: main, end: end, width: width}
	var objs []fyne.CanvasObject
	for _, o := range []fyne.CanvasObject{state, main, end} {
		if o != nil {
			objs = append(objs, o)
		}
	}
	return container.New(l, objs...)
}

type threeColumns struct {
	state, main, end fyne.CanvasObject
	width            float32
	stacked          bool
}

// Layout decides by the width between columns and rows.
func (l *threeColumns) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	left, right := l.sides()
	l.stacked = size.Width-left-right < unit(190)
	if l.stacked {
		rest := l.under(objs)
		Column(4).Layout.Layout(rest, fyne.NewSize(size.Width-l.sign(), size.Height))
		if len(rest) < len(objs) {
			m := l.end.MinSize()
			l.end.Resize(m)
			l.end.Move(fyne.NewPos(size.Width-m.Width, (size.Height-m.Height)/2))
		}
		return
	}
	settle(l.main, size.Width-left-right)
	if l.state != nil {
		settle(l.state, left-8)
	}
	height := max(l.MinSize(objs).Height, size.Height)
	l.main.Move(fyne.NewPos(left, 0))
	if l.main.MinSize().Height < unit(24) { // one line stands in the middle
		l.main.Move(fyne.NewPos(left, (height-l.main.MinSize().Height)/2))
	}
	if l.state != nil {
		y := l.main.Position().Y + (unit(20)-l.state.MinSize().Height)/2
		l.state.Move(fyne.NewPos(0, max(0, min(y, height-l.state.MinSize().Height))))
	}
	if l.end != nil {
		m := l.end.MinSize()
		l.end.Resize(m)
		l.end.Move(fyne.NewPos(size.Width-m.Width, (height-m.Height)/2))
	}
}

// MinSize is for the form chosen last.
func (l *threeColumns) MinSize(objs []fyne.CanvasObject) fyne.Size {
	if l.stacked {
		size := Column(4).Layout.MinSize(l.under(objs))
		return fyne.NewSize(size.Width+l.sign(), size.Height)
	}
	size := l.main.MinSize()
	for _, o := range objs {
		size.Height = max(size.Height, o.MinSize().Height)
		size.Width = max(size.Width, o.MinSize().Width)
	}
	return size
}

// sign returns the room that a sign at the right end keeps beside the others, also where they are below each other;
// 0 where the end has words.
func (l *threeColumns) sign() float32 {
	if _, ok := l.end.(*glyph); !ok {
		return 0
	}
	return l.end.MinSize().Width + 8
}

// under returns what stands below each other: everything but a sign at the end.
func (l *threeColumns) under(objs []fyne.CanvasObject) []fyne.CanvasObject {
	if l.sign() == 0 {
		return objs
	}
	return objs[:len(objs)-1]
}

func (l *threeColumns) sides() (left, right float32) {
	if l.state != nil {
		left = max(unit(l.width), l.state.MinSize().Width+8)
	}
	if l.end != nil {
		right = l.end.MinSize().Width + 16
	}
	return left, right
}

// Fill returns each object the whole room.
func Fill(objs ...fyne.CanvasObject) *fyne.Container { return container.New(stack{}, objs...) }
