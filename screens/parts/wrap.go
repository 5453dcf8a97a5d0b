package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Wrap places objects beside each other, each as wide as it needs, and continues in
// the next line where there is no room. gap is between objects and lines.
func Wrap(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&wrap{gap: gap}, objs...)
}

type wrap struct {
	gap    float32
	height float32 // at the width of the last Layout
}

// Layout places the objects line by line; those of one line are centred.
func (l *wrap) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	var line []fyne.CanvasObject
	x, y, high := float32(0), float32(0), float32(0)
	end := func() {
		for _, o := range line {
			o.Move(fyne.NewPos(o.Position().X, y+(high-o.Size().Height)/2))
		}
		y, x, high, line = y+high+l.gap, 0, 0, nil
	}
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if len(line) > 0 && x+m.Width > size.Width {
			end()
		}
		o.Resize(m)
		o.Move(fyne.NewPos(x, y))
		x, high, line = x+m.Width+l.gap, max(high, m.Height), append(line, o)
	}
	end()
	l.height = max(0, y-l.gap)
}

// MinSize is as wide as the widest object and, once Layout has run, as high as
// its lines.
func (l *wrap) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objs {
		if o.Visible() {
			size = size.Max(o.MinSize())
		}
	}
	return fyne.NewSize(size.Width, max(size.Height, l.height))
}

// Share returns objects equal parts of the width, gap apart; where a part would be
// narrower than least (at text size 100 %) they are below each other.
func Share(gap, least float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&share{gap: gap, least: least}, objs...)
}

type share struct {
	gap, least float32
	stacked    bool
}

// Layout decides by the width between columns and rows.
func (l *share) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	n := float32(len(objs))
	each := (size.Width - l.gap*(n-1)) / max(1, n)
	if l.stacked = each < unit(l.least); l.stacked {
		Column(l.gap).Layout.Layout(objs, size)
		return
	}
	x := float32(0)
	for _, o := range objs {
		o.Move(fyne.NewPos(x, 0))
		settle(o, each)
		x += each + l.gap
	}
}

// MinSize is for the form chosen last.
func (l *share) MinSize(objs []fyne.CanvasObject) fyne.Size {
	if l.stacked {
		return Column(l.gap).Layout.MinSize(objs)
	}
	var size fyne.Size
	for _, o := range objs {
		size = size.Max(o.MinSize())
	}
	return size
}
