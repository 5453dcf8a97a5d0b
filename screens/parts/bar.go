package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// NewBar is the bar at the foot of a page: Back at the left, at the right the
// other buttons, the main one last. back may be nil. Where the text is so large
// that they would not fit beside each other in the smallest window, the main
// button stands on a line of its own, and so does each other one that has no room
// beside Back. A button with very long words takes two lines of text.
func NewBar(back *Button, right ...*Button) fyne.CanvasObject {
	return newBar(false, back, right...)
}

// NewWideBar is NewBar for a page without a column of steps. Each of its lines has as many buttons as fit.
func NewWideBar(back *Button, right ...*Button) fyne.CanvasObject {
	return newBar(true, back, right...)
}

// CrowdsBar reports whether the buttons of a NewBar need more than two lines in the smallest window, so that little of
// the page would be left above them.
func CrowdsBar(back *Button, right ...*Button) bool {
	l := &barLayout{back: back, right: right}
	return len(l.lines()) > 2
}

func newBar(wide bool, back *Button, right ...*Button) fyne.CanvasObject {
	line := rule(false)
	l := &barLayout{line: line, back: back, wide: wide}
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
	wide  bool // there is no column of steps beside it
}

// width returns the width of the bar in the smallest window.
func (l *barLayout) width() float32 {
	if l.wide {
		return 1024 - railWidth() - 8
	}
	return barWidth()
}

// barWidth is the width of a bar beside the column of steps, in the smallest window.
func barWidth() float32 { return 1024 - railWidth() - wide(216) - 8 }

// Layout places the buttons; those at the right keep their order.
func (l *barLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.line.Move(fyne.NewPos(-theme.Padding(), 0)) // joins the line of the column beside it
	l.line.Resize(fyne.NewSize(size.Width+theme.Padding(), 1))
	lines := l.lines()
	high, y := size.Height, float32(0) // of a line with its room above and below
	if len(lines) > 1 {
		high, y = 0, 9
	}
	for _, line := range lines {
		if len(lines) > 1 {
			high = tallest(line)
		}
		x := size.Width - pageRight(size.Width)
		for i := len(line) - 1; i >= 0; i-- {
			b := line[i]
			m := b.MinSize()
			b.Resize(m)
			x -= m.Width
			left := x
			if b == l.back {
				left = margin() - 6
			}
			b.Move(fyne.NewPos(left, y+(high-m.Height)/2))
			x -= 12
		}
		y += high + 14
	}
}

// lines returns the buttons of each line. They depend on the words and the text size
// alone, so that the height is known before the width is.
func (l *barLayout) lines() (lines [][]*Button) {
	var all []*Button
	room := l.width() - 2*margin()
	if l.back != nil {
		all, room = append(all, l.back), room+12
	}
	for _, b := range l.right {
		if b.Visible() {
			b.fold(l.width() - 2*margin())
			all = append(all, b)
		}
	}
	if together(all) <= room || len(all) < 2 {
		return [][]*Button{all}
	} else if first := all[:len(all)-1]; together(first) <= room {
		return [][]*Button{first, all[len(all)-1:]}
	}
	for i, from := 0, 0; i < len(all); i++ {
		if !l.wide || i+1 == len(all) || together(all[from:i+2]) > room {
			lines, from = append(lines, all[from:i+1]), i+1
		}
	}
	return lines
}

func together(buttons []*Button) (width float32) {
	for _, b := range buttons {
		width += b.MinSize().Width + 12
	}
	return width
}

func tallest(buttons []*Button) (height float32) {
	height = unit(36)
	for _, b := range buttons {
		height = max(height, b.MinSize().Height)
	}
	return height
}

// MinSize is 64 high, more with large text.
func (l *barLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, 28)
	for i, line := range l.lines() {
		if size.Height += tallest(line); i > 0 {
			size.Height += 8 + float32(i-1)*6
		}
		for _, b := range line {
			size.Width = max(size.Width, b.MinSize().Width+2*margin())
		}
	}
	size.Height = max(64, size.Height)
	return size
}
