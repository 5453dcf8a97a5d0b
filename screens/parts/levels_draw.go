package parts

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"handrail/app/report"
)

// levelGeometry is where the columns of Levels are. In a narrow place the figures of the chosen
// level stand under the slider, one below the other.
type levelGeometry struct {
	left, column, width float32
	narrow              bool
}

func bold(yes bool) fyne.TextStyle { return fyne.TextStyle{Bold: yes} }

func figureWidth(s string, strong bool) float32 {
	return fyne.MeasureText(s, theme.TextSize(), bold(strong)).Width
}

// geometry returns where the columns are at a width.
func (l *Levels) geometry(width float32) levelGeometry {
	n := float32(max(1, len(l.block.Labels)))
	label, cell := figureWidth(l.block.Axis, false), float32(0)
	for _, w := range l.block.Words {
		label = max(label, figureWidth(w.Name, true))
	}
	for _, r := range l.block.Rows {
		label = max(label, figureWidth(r.Label, false))
		for i := range l.block.Labels {
			cell = max(cell, figureWidth(r.Text(i), true))
		}
	}
	g := levelGeometry{left: label + unit(8), width: width}
	if g.column = (width - g.left) / n; g.column < cell+unit(2) {
		g.narrow, g.left = true, unit(40)
		g.column = (width - g.left) / n
	}
	return g
}

// levelRenderer draws Levels.
type levelRenderer struct {
	l             *Levels
	band, ring    *canvas.Rectangle
	line          *canvas.Rectangle // under the names of the levels
	grid          []*canvas.Rectangle
	scale         []*canvas.Text
	bars          []*canvas.Rectangle
	done, rest    *canvas.Rectangle // the two parts of the track
	halo, thumb   *canvas.Circle
	name, caption *canvas.Text
	axis          *canvas.Text
	heads, labels []*canvas.Text
	cells         [][]*canvas.Text
	boxes         [][]*canvas.Raster // round figures that count what is not known
	height        float32
}

// CreateRenderer is Fyne's.
func (l *Levels) CreateRenderer() fyne.WidgetRenderer {
	box := func() *canvas.Rectangle { return canvas.NewRectangle(nil) }
	word := func(s string) *canvas.Text { return canvas.NewText(s, nil) }
	r := &levelRenderer{l: l, band: box(), ring: box(), line: box(), done: box(), rest: box(),
		halo: canvas.NewCircle(nil), thumb: canvas.NewCircle(nil), name: word(""), axis: word(l.block.Axis),
		caption: word(l.caption())}
	for range 3 {
		r.grid, r.scale = append(r.grid, box()), append(r.scale, word(""))
	}
	for _, label := range l.block.Labels {
		r.bars, r.heads = append(r.bars, box()), append(r.heads, word(label))
	}
	for _, row := range l.block.Rows {
		r.labels = append(r.labels, word(row.Label))
		var cells []*canvas.Text
		var boxes []*canvas.Raster
		for i := range l.block.Labels {
			cells = append(cells, word(row.Text(i)))
			var dashed *canvas.Raster
			if row.Marked(i) {
				dashed = canvas.NewRasterWithPixels(dash)
			}
			boxes = append(boxes, dashed)
		}
		r.cells, r.boxes = append(r.cells, cells), append(r.boxes, boxes)
	}
	r.paint()
	return r
}

// caption returns the name of what the curve shows.
func (l *Levels) caption() string {
	if len(l.block.Rows) == 0 {
		return ""
	}
	return l.block.Rows[0].Label
}

// dash draws the dashed border of a figure that counts what is not known.
func dash(x, y, w, h int) color.Color {
	if (x == 0 || y == 0 || x == w-1 || y == h-1) && (x+y)%7 < 4 {
		return tone(MutedInk)
	}
	return color.Transparent
}

// top returns a round figure that is not below any value of the curve.
func (l *Levels) top() float64 {
	most := 1.0
	if len(l.block.Rows) > 0 {
		for i := range l.block.Labels {
			most = max(most, l.block.Rows[0].Value(i))
		}
	}
	step := math.Pow(10, math.Floor(math.Log10(most)))
	for _, by := range []float64{1, 2, 4, 6, 8, 10} {
		if step*by >= most {
			return step * by
		}
	}
	return most
}

// paint sets colours and texts of the theme and of the chosen level.
func (r *levelRenderer) paint() {
	at := r.l.level
	r.band.Hidden = at < 0
	r.band.FillColor, r.band.CornerRadius = tone(Soft), 8
	r.line.FillColor = tone(LineTone)
	r.done.FillColor, r.rest.FillColor = tone(Accent), tone(Edge)
	r.done.CornerRadius, r.rest.CornerRadius = 2, 2
	r.thumb.FillColor = tone(Accent)
	r.halo.FillColor, r.halo.StrokeColor, r.halo.StrokeWidth = tone(Surface), tone(Accent), 2
	r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = tone(Accent), 2, 6
	r.ring.FillColor, r.ring.Hidden = color.Transparent, !r.l.focused
	set := func(t *canvas.Text, c fyne.ThemeColorName, strong bool) {
		t.Color, t.TextSize, t.TextStyle = tone(c), theme.TextSize(), bold(strong)
	}
	r.name.Text = r.l.name(r.l.geometry(r.l.Size().Width).narrow)
	set(r.name, Ink, true)
	set(r.axis, MutedInk, false)
	set(r.caption, MutedInk, false)
	for i := range r.grid {
		r.grid[i].FillColor, r.scale[i].Text = tone(LineTone), report.Figure(r.l.top()*float64(2-i)/2)
		set(r.scale[i], MutedInk, false)
	}
	for i := range r.bars {
		r.bars[i].FillColor = tone(ChartQuiet)
		if i <= at && r.l.OnChange != nil || i == at {
			r.bars[i].FillColor = tone(ChartAccent)
		}
		set(r.heads[i], MutedInk, i == at)
		if i == at {
			set(r.heads[i], Ink, true)
		}
	}
	for n, row := range r.cells {
		set(r.labels[n], MutedInk, false)
		for i, cell := range row {
			ink := MutedInk
			if n == 0 || i == at {
				ink = Ink
			}
			set(cell, ink, i == at)
		}
	}
}

// Refresh is Fyne's.
func (r *levelRenderer) Refresh() {
	r.paint()
	r.Layout(r.l.Size())
	canvas.Refresh(r.l)
}

// MinSize is Fyne's. The height depends on the width there is.
func (r *levelRenderer) MinSize() fyne.Size {
	if r.height == 0 {
		r.Layout(fyne.NewSize(unit(320), 0))
	}
	return fyne.NewSize(unit(150), r.height)
}

// Destroy is Fyne's.
func (r *levelRenderer) Destroy() {}

// Objects is Fyne's.
func (r *levelRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.band}
	for i := range r.grid {
		all = append(all, r.grid[i], r.scale[i])
	}
	for _, b := range r.bars {
		all = append(all, b)
	}
	all = append(all, r.caption, r.name, r.axis, r.line)
	if r.l.OnChange != nil {
		all = append(all, r.rest, r.done, r.halo, r.thumb, r.ring)
	}
	for _, h := range r.heads {
		all = append(all, h)
	}
	for n, row := range r.cells {
		all = append(all, r.labels[n])
		for i, cell := range row {
			if r.boxes[n][i] != nil {
				all = append(all, r.boxes[n][i])
			}
			all = append(all, cell)
		}
	}
	return all
}
