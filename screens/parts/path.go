package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"handrail/app/report"
)

// NewPath shows a verdict and, under it, stops in a row with a state each, so
// that it can be seen where the way breaks. Where there is little room the
// stops are below each other.
func NewPath(p report.Path) fyne.CanvasObject {
	verdict := Lead(p.Verdict)
	verdict.most = 0
	top := Column(4, Caption(p.Caption), verdict)
	if p.Why != "" {
		top.Add(Text(p.Why))
	}
	if len(p.Stops) == 0 {
		return NewPanel(top)
	}
	stops := container.New(&pathLayout{})
	for i, s := range p.Stops {
		stops.Add(newStop(s, i == len(p.Stops)-1))
	}
	return NewPanel(top, rule(false), stops)
}

// newStop is one stop: its picture in a frame, the way to the next, name, state
// and what was seen.
func newStop(s report.Stop, last bool) fyne.CanvasObject {
	frame := container.New(stack{}, newBox(Page, Edge, 6), container.NewCenter(newGlyph(s.Icon, Ink, 20)))
	way := newWay()
	way.Hidden = last
	words := Column(2, Bold(s.Title), SeverityChip(s.Severity))
	if s.Text != "" {
		words.Add(Caption(s.Text))
	}
	return container.New(&stopLayout{}, frame, way, words)
}

// pathLayout is a layout of stops with equal widths, or one under the other.
type pathLayout struct{ stacked bool }

// Layout decides by the width each stop would get.
func (l *pathLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	w := size.Width / float32(len(objs))
	l.stacked = w < unit(120)
	for _, o := range objs {
		o.(*fyne.Container).Layout.(*stopLayout).beside = l.stacked
	}
	if l.stacked {
		for _, o := range objs {
			o.Refresh()
		}
		Column(12).Layout.Layout(objs, size)
		return
	}
	for i, o := range objs {
		o.Move(fyne.NewPos(float32(i)*w, 0))
		settle(o, w)
	}
}

// MinSize is for the form chosen last.
func (l *pathLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	if l.stacked {
		return Column(12).Layout.MinSize(objs)
	}
	var size fyne.Size
	for _, o := range objs {
		size = size.Max(o.MinSize())
	}
	return size
}

// stopLayout places the parts of one stop: the words under the picture, or
// beside it.
type stopLayout struct{ beside bool }

// Layout draws the way to the next stop only in a row.
func (l *stopLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	side := unit(40)
	frame, way, words := objs[0], objs[1], objs[2]
	frame.Resize(fyne.NewSquareSize(side))
	frame.Move(fyne.NewPos(0, 0))
	if l.beside {
		way.Resize(fyne.NewSize(0, 0))
		words.Move(fyne.NewPos(side+12, 0))
		settle(words, size.Width-side-12)
		return
	}
	way.Move(fyne.NewPos(side+8, 0))
	way.Resize(fyne.NewSize(max(0, size.Width-side-14), side))
	words.Move(fyne.NewPos(0, side+8))
	settle(words, size.Width-8)
}

// MinSize is for the form chosen last.
func (l *stopLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	side, words := unit(40), objs[2].MinSize()
	if l.beside {
		return fyne.NewSize(side+12+words.Width, max(side, words.Height))
	}
	return fyne.NewSize(max(side, words.Width), side+8+words.Height)
}

// way is the arrow between two stops.
type way struct {
	widget.BaseWidget
	line, up, down *canvas.Line
}

func newWay() *way {
	w := &way{line: canvas.NewLine(nil), up: canvas.NewLine(nil), down: canvas.NewLine(nil)}
	w.ExtendBaseWidget(w)
	return w
}

// CreateRenderer is Fyne's.
func (w *way) CreateRenderer() fyne.WidgetRenderer {
	r := &wayRenderer{w}
	r.paint()
	return r
}

type wayRenderer struct{ w *way }

func (r *wayRenderer) Layout(size fyne.Size) {
	y := size.Height / 2
	end := fyne.NewPos(size.Width, y)
	r.w.line.Position1, r.w.line.Position2 = fyne.NewPos(0, y), end
	r.w.up.Position1, r.w.up.Position2 = fyne.NewPos(size.Width-5, y-4), end
	r.w.down.Position1, r.w.down.Position2 = fyne.NewPos(size.Width-5, y+4), end
	for _, o := range r.Objects() {
		o.(*canvas.Line).Hidden = size.Width < 12
	}
}

func (r *wayRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *wayRenderer) paint() {
	for _, o := range r.Objects() {
		l := o.(*canvas.Line)
		l.StrokeColor, l.StrokeWidth = tone(Edge), 1.2
	}
}

func (r *wayRenderer) Refresh() {
	r.paint()
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *wayRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.w.line, r.w.up, r.w.down}
}

func (r *wayRenderer) Destroy() {}
