package parts

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// bar is the one thing that moves: 8 pixels high, filled from the left.
type bar struct {
	widget.BaseWidget
	part        float32 // 0 to 1
	moving      bool    // how much there is to do is not known
	at          float32 // where the moving piece is, from 0 to 1
	run         *fyne.Animation
	track, fill *canvas.Rectangle
}

// piece is how long the moving piece is, as a part of the bar.
const piece = 0.25

// sweep is how long the moving piece takes from one end to the other.
const sweep = 1500 * time.Millisecond

// move begins to move the piece to and fro, until the bar has a value or is on no canvas any more.
func (b *bar) move() {
	if !b.moving || b.run != nil {
		return
	}
	b.run = &fyne.Animation{Duration: sweep, RepeatCount: fyne.AnimationRepeatForever, AutoReverse: true,
		Curve: fyne.AnimationEaseInOut, Tick: b.tick}
	b.run.Start()
}

func (b *bar) tick(at float32) {
	b.at = at
	if b.moving && fyne.CurrentApp().Driver().CanvasForObject(b) != nil {
		b.Refresh()
		return
	}
	b.rest()
}

// rest ends the movement.
func (b *bar) rest() {
	if run := b.run; run != nil {
		b.run = nil
		run.Stop()
	}
}

func (b *bar) set(part float32) {
	b.moving = false
	b.rest()
	b.part = max(b.part, min(part, 1))
	b.Refresh()
}

// CreateRenderer is Fyne's.
func (b *bar) CreateRenderer() fyne.WidgetRenderer {
	b.track, b.fill = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	r := &barRenderer{b}
	r.paint()
	b.move()
	return r
}

type barRenderer struct{ b *bar }

func (r *barRenderer) Layout(size fyne.Size) {
	r.b.track.Resize(size)
	if r.b.moving {
		r.b.fill.Resize(fyne.NewSize(size.Width*piece, size.Height))
		r.b.fill.Move(fyne.NewPos(size.Width*(1-piece)*r.b.at, 0))
		return
	}
	r.b.fill.Resize(fyne.NewSize(size.Width*r.b.part, size.Height))
	r.b.fill.Move(fyne.NewPos(0, 0))
}

func (r *barRenderer) MinSize() fyne.Size { return fyne.NewSize(unit(100), 8) }

func (r *barRenderer) paint() {
	r.b.track.FillColor, r.b.track.CornerRadius = theme.Color(LineTone), 4
	r.b.fill.FillColor, r.b.fill.CornerRadius = theme.Color(Accent), 4
}

func (r *barRenderer) Refresh() {
	r.paint()
	r.b.move() // where it rested while it was on no canvas
	r.Layout(r.b.Size())
	r.b.track.Refresh()
	r.b.fill.Refresh()
}

func (r *barRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.track, r.b.fill}
}

func (r *barRenderer) Destroy() { r.b.rest() }
