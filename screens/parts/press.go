package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// pressable is what can be clicked and reached with Tab: Enter and Space do
// what a click does. It draws the focus: a ring of 2 pixels, 2 away, or within
// the border where neighbours touch.
type pressable struct {
	widget.BaseWidget
	OnTapped func() // what happens

	content    fyne.CanvasObject
	onKey      func(*fyne.KeyEvent) // other keys
	fill, edge fyne.ThemeColorName  // at rest; may be empty
	bar        bool                 // an accent bar at the left: the selected place
	radius     float32
	ringInside bool
	least      func() fyne.Size // besides the content's own; may be nil

	focused, hovered bool
}

var (
	_ fyne.Focusable     = (*pressable)(nil)
	_ fyne.Tappable      = (*pressable)(nil)
	_ desktop.Hoverable  = (*pressable)(nil)
	_ desktop.Cursorable = (*pressable)(nil)
)

// Tapped is Fyne's.
func (p *pressable) Tapped(*fyne.PointEvent) {
	if p.OnTapped != nil {
		p.OnTapped()
	}
}

// TypedKey is Fyne's.
func (p *pressable) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		p.Tapped(nil)
	default:
		if p.onKey != nil {
			p.onKey(e)
		}
		passKey(p.content, e)
	}
}

// TypedRune is Fyne's.
func (p *pressable) TypedRune(rune) {}

// FocusGained is Fyne's.
func (p *pressable) FocusGained() { p.focused = true; p.Refresh(); reveal(p.content) }

// FocusLost is Fyne's.
func (p *pressable) FocusLost() { p.focused = false; p.Refresh() }

// MouseIn is Fyne's.
func (p *pressable) MouseIn(*desktop.MouseEvent) { p.hovered = true; p.Refresh() }

// MouseMoved is Fyne's.
func (p *pressable) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (p *pressable) MouseOut() { p.hovered = false; p.Refresh() }

// Cursor is Fyne's.
func (p *pressable) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is Fyne's.
func (p *pressable) CreateRenderer() fyne.WidgetRenderer {
	unselect(p.content)
	r := &pressRenderer{p: p, back: canvas.NewRectangle(nil), veil: canvas.NewRectangle(nil),
		ring: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil)}
	r.paint()
	return r
}

type pressRenderer struct {
	p                     *pressable
	back, veil, ring, bar *canvas.Rectangle
}

func (r *pressRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.veil.Resize(size)
	out := float32(4)
	if r.p.ringInside {
		out = -2
	}
	r.ring.Move(fyne.NewPos(-out, -out))
	r.ring.Resize(size.AddWidthHeight(2*out, 2*out))
	r.bar.Resize(fyne.NewSize(3, unit(20)))
	r.bar.Move(fyne.NewPos(0, (size.Height-unit(20))/2))
	r.p.content.Move(fyne.NewPos(0, 0))
	settle(r.p.content, size.Width)
	r.p.content.Resize(size)
}

func (r *pressRenderer) MinSize() fyne.Size {
	size := r.p.content.MinSize()
	if r.p.least != nil {
		size = size.Max(r.p.least())
	}
	return size
}

func (r *pressRenderer) Refresh() {
	r.paint()
	unselect(r.p.content) // it may be another one now
	r.p.content.Refresh()
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

func (r *pressRenderer) paint() {
	p := r.p
	r.back.FillColor, r.back.StrokeColor, r.back.CornerRadius = tone(p.fill), tone(p.edge), p.radius
	r.back.StrokeWidth = 0
	if p.edge != "" {
		r.back.StrokeWidth = 1
	}
	r.veil.FillColor, r.veil.CornerRadius = tone("hover"), p.radius
	r.veil.Hidden = !p.hovered
	r.ring.FillColor, r.ring.StrokeColor, r.ring.StrokeWidth = tone(""), tone(Accent), 2
	r.ring.CornerRadius = p.radius + 4
	if p.ringInside {
		r.ring.CornerRadius = max(0, p.radius-2)
	}
	r.ring.Hidden = !p.focused
	r.bar.FillColor, r.bar.CornerRadius, r.bar.Hidden = tone(Accent), 2, !p.bar
	for _, o := range []*canvas.Rectangle{r.back, r.veil, r.ring, r.bar} {
		o.Refresh()
	}
}

func (r *pressRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.veil, r.bar, r.p.content, r.ring}
}

func (r *pressRenderer) Destroy() {}

// Row is a row that can be clicked as a whole and reached with Tab.
type Row struct{ pressable }

// NewRow makes a row of objs under each other with the distances of a row in
// NewRows. onTap nil makes a row that only shows something.
func NewRow(onTap func(), objs ...fyne.CanvasObject) fyne.CanvasObject {
	content := inside(10, 16, 10, 16, Column(4, objs...))
	if onTap == nil {
		return content
	}
	r := &Row{pressable{OnTapped: onTap, content: content, radius: 7, ringInside: true}}
	r.ExtendBaseWidget(r)
	return r
}
