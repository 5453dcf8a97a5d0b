package screens

import "fyne.io/fyne/v2"

// dayLayout places clock, now, next, list, done, keys, rule and note: beside each
// other in a wide window, under each other in a narrow one.
type dayLayout struct{ card *nowCard }

// narrow is the width below which everything stands in one column.
const narrow = 860

// Layout decides by the width.
func (l *dayLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	clock, now, next, list, done, keys, rule, note := o[0], o[1], o[2], o[3], o[4], o[5], o[6], o[7]
	wide := size.Width >= narrow
	l.card.narrow, l.card.count.under = !wide, !wide
	side, gap := float32(16), float32(12)
	width, bottom := size.Width-2*side, size.Height-12
	if wide {
		side, width = 32, min(max(440, size.Width*0.3), size.Width*0.42)-48
	}
	rule.Hide()
	if wide {
		rule.Show()
	}
	y, need := float32(8), float32(0)
	for _, o := range []fyne.CanvasObject{clock, now, next, keys, done} {
		need += o.MinSize().Height
	}
	if need+4*gap+28 > size.Height { // a low window: closer together
		y, gap = 0, 4
	}
	down := func(o fyne.CanvasObject) {
		h := o.MinSize().Height
		o.Move(fyne.NewPos(side, y))
		o.Resize(fyne.NewSize(width, h))
		y += h + gap
	}
	if noted, _ := note.(*fyne.Container); noted != nil && len(noted.Objects) > 0 {
		down(note)
	}
	down(clock)
	down(now)
	down(next)
	if wide { // in a high window the keys follow what they are about
		bottom = min(bottom, y-gap+24+done.MinSize().Height+8+keys.MinSize().Height)
	}
	for _, o := range []fyne.CanvasObject{keys, done} {
		h := o.MinSize().Height
		bottom -= h
		o.Move(fyne.NewPos(side, bottom))
		o.Resize(fyne.NewSize(width, h))
		bottom -= 8
	}
	if !wide {
		list.Move(fyne.NewPos(side, y))
		list.Resize(fyne.NewSize(width, max(0, bottom-y)))
		return
	}
	x := side + width + 24
	rule.Move(fyne.NewPos(x, 0))
	rule.Resize(fyne.NewSize(1, size.Height))
	list.Move(fyne.NewPos(x+20, 12))
	list.Resize(fyne.NewSize(size.Width-x-40, size.Height-24))
}

// MinSize lets the window stand beside Teams.
func (l *dayLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(360, 480) }

// halves is a layout of two objects in which the first has this part of the width.
// The zero value is a third.
type halves struct{ part float32 }

// Layout places two objects beside each other.
func (h halves) Layout(o []fyne.CanvasObject, size fyne.Size) {
	part := h.part
	if part == 0 {
		part = 0.3
	}
	left := size.Width * part
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(left, size.Height))
	o[1].Move(fyne.NewPos(left+8, 0))
	o[1].Resize(fyne.NewSize(size.Width-left-8, size.Height))
}

// MinSize asks for little width: what is too long is cut.
func (h halves) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(120, max(o[0].MinSize().Height, o[1].MinSize().Height))
}

// nowCard lays out label, cue, who, figure and bar under each other; in a narrow
// window the figure stands at the right of cue and who.
type nowCard struct {
	narrow bool
	count  *countLine
}

// Layout places the five.
func (n *nowCard) Layout(o []fyne.CanvasObject, size fyne.Size) {
	label, cue, who, figure, bar := o[0], o[1], o[2], o[3], o[4]
	width, y := size.Width, float32(0)
	if n.narrow {
		width = size.Width * 0.52
		figure.Move(fyne.NewPos(width+8, label.MinSize().Height-10))
		figure.Resize(fyne.NewSize(size.Width-width-8, figure.MinSize().Height))
	}
	for i, part := range []fyne.CanvasObject{label, cue, who, figure, bar} {
		w := width
		switch {
		case part == figure && n.narrow:
			y = max(y, label.MinSize().Height-10+figure.MinSize().Height)
			continue
		case i == 0 || part == bar:
			w = size.Width
		}
		part.Move(fyne.NewPos(0, y))
		part.Resize(fyne.NewSize(w, part.MinSize().Height))
		y += part.MinSize().Height + 4
	}
}

// MinSize adds the heights.
func (n *nowCard) MinSize(o []fyne.CanvasObject) fyne.Size {
	height := float32(0)
	for i, part := range o {
		if i != 3 || !n.narrow {
			height += part.MinSize().Height + 4
		}
	}
	if n.narrow {
		height = max(height, o[0].MinSize().Height-10+o[3].MinSize().Height+o[4].MinSize().Height+4)
	}
	return fyne.NewSize(120, height-4)
}

// countLine puts a figure and, behind it on its lower line, what it counts; under
// it where there is little width.
type countLine struct{ under bool }

// Layout places both.
func (c *countLine) Layout(o []fyne.CanvasObject, size fyne.Size) {
	if c.under {
		h := o[0].MinSize().Height
		o[0].Move(fyne.NewPos(0, 0))
		o[0].Resize(fyne.NewSize(size.Width, h))
		o[1].Move(fyne.NewPos(0, h-6))
		o[1].Resize(fyne.NewSize(size.Width, o[1].MinSize().Height))
		return
	}
	first := o[0].MinSize()
	first.Width = min(first.Width, size.Width)
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(first.Width, size.Height))
	h := o[1].MinSize().Height
	lower := max(0, size.Height-h)
	if first.Height > 2*h { // a figure stands on its line, and leaves room below
		lower -= h * 0.7
	}
	o[1].Move(fyne.NewPos(first.Width+12, lower))
	o[1].Resize(fyne.NewSize(max(0, size.Width-first.Width-12), h))
}

// MinSize is the height of the higher, or of both.
func (c *countLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	if c.under {
		return fyne.NewSize(120, o[0].MinSize().Height-6+o[1].MinSize().Height)
	}
	return fyne.NewSize(120, max(o[0].MinSize().Height, o[1].MinSize().Height))
}

// titleLine is a title and words that vanish where there is no room for both.
type titleLine struct{}

// Layout places both.
func (*titleLine) Layout(o []fyne.CanvasObject, size fyne.Size) {
	first := min(o[0].MinSize().Width, size.Width-8)
	o[0].Move(fyne.NewPos(8, 0))
	o[0].Resize(fyne.NewSize(first, size.Height))
	rest := size.Width - first - 24
	if o[1].MinSize().Width > rest {
		o[1].Hide()
		return
	}
	o[1].Show()
	o[1].Move(fyne.NewPos(first+24, 0))
	o[1].Resize(fyne.NewSize(rest, size.Height))
}

// MinSize is the height of the words.
func (*titleLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(80, o[0].MinSize().Height)
}
