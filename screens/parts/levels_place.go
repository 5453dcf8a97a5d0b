package parts

import "fyne.io/fyne/v2"

// Layout is Fyne's.
func (r *levelRenderer) Layout(size fyne.Size) {
	if len(r.bars) == 0 || len(r.cells) == 0 {
		return
	}
	g := r.l.geometry(size.Width)
	line := r.name.MinSize().Height
	y := unit(4)
	if g.narrow {
		place(r.caption, 0, y)
		y += line + unit(6)
	}
	y = r.placeCurve(g, y+line/2)
	if !g.narrow {
		place(r.caption, 0, unit(4))
	}
	y = r.placeSlider(g, y+unit(8), line)
	if g.narrow {
		y = r.placeBelow(g, y, line)
	} else {
		y = r.placeTable(g, y, line)
	}
	top := unit(4)
	if g.narrow {
		top += line + unit(6)
	}
	bottom := y
	if g.narrow {
		bottom = y - float32(len(r.labels))*(line+unit(6)) - unit(8)
	}
	r.name.Text = r.l.name(g.narrow)
	rect(r.band, g.left+g.column*float32(r.l.level), top, g.column, bottom-top)
	r.height = y
}

func place(o fyne.CanvasObject, x, y float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(o.MinSize())
}

func rect(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(0, w), max(0, h)))
}

// middle places a text with its middle at x.
func middle(o fyne.CanvasObject, x, y float32) { place(o, x-o.MinSize().Width/2, y) }

// placeCurve places the columns, and the lines behind them; it returns where they end.
func (r *levelRenderer) placeCurve(g levelGeometry, y float32) float32 {
	high := unit(84)
	for i := range r.grid {
		at := y + high*float32(i)/2
		rect(r.grid[i], g.left, at, g.column*float32(len(r.bars)), 1)
		size := r.scale[i].MinSize()
		place(r.scale[i], g.left-size.Width-unit(8), at-size.Height/2)
	}
	most := r.l.top()
	for i, b := range r.bars {
		h := float32(r.l.block.Rows[0].Value(i)/most) * high
		x := g.left + g.column*float32(i)
		rect(b, x, y+high-h, g.column+0.5, h)
	}
	return y + high
}

// placeSlider places the track with its thumb, and the name of the level.
func (r *levelRenderer) placeSlider(g levelGeometry, y, line float32) float32 {
	if g.narrow {
		y += line / 2
		place(r.name, 0, y)
		y += line + unit(4)
		if r.l.OnChange == nil {
			return y + unit(2)
		}
	} else {
		place(r.name, 0, y+unit(17)-line/2)
	}
	if r.l.OnChange == nil && r.l.level < 0 {
		return y + unit(6)
	}
	if r.l.OnChange == nil {
		return y + max(line, unit(17)+line/2) + unit(6)
	}
	center := func(i int) float32 { return g.left + g.column*(float32(i)+0.5) }
	mid, thumb := y+unit(17), center(r.l.level)
	rect(r.rest, thumb, mid-2, center(len(r.bars)-1)-thumb, 4)
	rect(r.done, center(0), mid-2, thumb-center(0), 4)
	rect(r.halo, thumb-unit(13), mid-unit(13), unit(26), unit(26))
	rect(r.thumb, thumb-unit(9), mid-unit(9), unit(18), unit(18))
	rect(r.ring, center(0)-g.column/2, mid-unit(17), g.column*float32(len(r.bars)), unit(34))
	return y + unit(38)
}

// placeTable places the figures of every level under its column.
func (r *levelRenderer) placeTable(g levelGeometry, y, line float32) float32 {
	center := func(i int) float32 { return g.left + g.column*(float32(i)+0.5) }
	r.axis.Show()
	place(r.axis, 0, y)
	for i, h := range r.heads {
		h.Show()
		middle(h, center(i), y)
	}
	y += line + unit(6)
	rect(r.line, 0, y, g.width, 1)
	y += unit(6)
	for n, row := range r.cells {
		place(r.labels[n], 0, y)
		for i, cell := range row {
			cell.Show()
			middle(cell, center(i), y)
			if box := r.boxes[n][i]; box != nil {
				box.Show()
				rect(box, center(i)-g.column/2+unit(3), y-unit(1), g.column-unit(6), line+unit(2))
			}
		}
		y += line + unit(6)
	}
	return y
}

// placeBelow places the figures of the chosen level alone, one below the other.
func (r *levelRenderer) placeBelow(g levelGeometry, y, line float32) float32 {
	center := func(i int) float32 { return g.left + g.column*(float32(i)+0.5) }
	r.axis.Hide()
	for i, h := range r.heads {
		middle(h, center(i), y)
	}
	y += line + unit(8)
	rect(r.line, 0, y-unit(4), g.width, 1)
	for n, row := range r.cells {
		place(r.labels[n], 0, y)
		for i, cell := range row {
			box := r.boxes[n][i]
			if i != r.l.shown() {
				cell.Hide()
				if box != nil {
					box.Hide()
				}
				continue
			}
			cell.Show()
			w := cell.MinSize().Width
			place(cell, g.width-w-unit(8), y)
			if box != nil {
				box.Show()
				rect(box, g.width-w-unit(12), y-unit(1), w+unit(8), line+unit(2))
			}
		}
		y += line + unit(6)
	}
	return y
}
