package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// NewBar is the bar at the foot of a page: Back at the left, at the right the
// other buttons, the main one last. back may be nil. Where the text is so large
// that they would not fit beside each other in the smallest window, the main
// button stands on a line of its own.
func NewBar(back *Button, right ...*Button) fyne.CanvasObject {
	line := rule(false)
	l := &barLayout{line: line, back: back}
	objs := []fyne.CanvasObject{line}
	if back != nil {
		objs = append(objs, back)
	}
	for _, b := range right {
		if b != nil {
			l.right = append(l.right, b)
			objs = append(objs, b)
		}
	}
	return container.New(stack{}, newBox(Page, "", 0), container.New(l, objs...))
}

type barLayout struct {
	line  fyne.CanvasObject
	back  *Button
	right []*Button
}

// Layout places the buttons; those at the right keep their order.
func (l *barLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.line.Move(fyne.NewPos(-theme.Padding(), 0)) // joins the line of the column beside it
	l.line.Resize(fyne.NewSize(size.Width+theme.Padding(), 1))
	first, x := size.Height, size.Width-margin()
	if l.folded() {
		first = size.Height / 2
	}
	place := func(b *Button, x, top, height float32) float32 {
		m := b.MinSize()
		b.Resize(m)
		b.Move(fyne.NewPos(x, top+(height-m.Height)/2))
		return m.Width
	}
	if l.back != nil {
		place(l.back, margin()-6, 0, first)
	}
	for i := len(l.right) - 1; i >= 0; i-- {
		b := l.right[i]
		if !b.Visible() {
			continue
		}
		if l.folded() && i == len(l.right)-1 {
			place(b, size.Width-margin()-b.MinSize().Width, size.Height/2-4, size.Height/2)
			continue
		}
		x -= b.MinSize().Width
		place(b, x, 0, first)
		x -= 12
	}
}

// folded depends on the words and the text size alone, so that the height is
// known before the width is.
func (l *barLayout) folded() bool {
	total := 2 * margin()
	if l.back != nil {
		total += l.back.MinSize().Width
	}
	for _, b := range l.right {
		total += b.MinSize().Width + 12
	}
	return total > 1024-wide(200)-wide(216)-8 && len(l.right) > 0 && (l.back != nil || len(l.right) > 1)
}

// MinSize is 64 high, more with large text.
func (l *barLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, max(64, unit(36)+28))
	if l.folded() {
		size.Height += unit(36) + 8
	}
	for _, b := range l.right {
		size.Width = max(size.Width, b.MinSize().Width+2*margin())
	}
	return size
}
