package parts

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// ClockPicker is a time in which one changes the hour and the minutes. Left and Right go from one to the other, Up and
// Down change it, figures set it; Enter or Space choose, Esc closes. A click on an arrow changes the number below or
// above it, one on the words chooses.
type ClockPicker struct {
	widget.BaseWidget
	onPick       func(clock string) // as 09:05
	onClose      func()
	hour, minute int
	minutes      bool // the minutes are being changed
	typed        int  // figures that were typed one after another
	focused      bool
}

// minuteStep is by how much a key or a click changes the minutes.
const minuteStep = 5

// NewClockPicker makes a picker that begins at clock, as 09:05, or at 10:00 where that is no time.
func NewClockPicker(clock string, onPick func(string), onClose func()) *ClockPicker {
	c := &ClockPicker{onPick: onPick, onClose: onClose, hour: 10}
	if at, err := time.Parse("15:04", clock); err == nil {
		c.hour, c.minute = at.Hour(), at.Minute()
	}
	c.ExtendBaseWidget(c)
	return c
}

// Clock returns the time that would be chosen, as 09:05.
func (c *ClockPicker) Clock() string { return fmt.Sprintf("%02d:%02d", c.hour, c.minute) }

// TypedKey is Fyne's.
func (c *ClockPicker) TypedKey(e *fyne.KeyEvent) {
	c.typed = 0
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyHome:
		c.minutes = false
	case fyne.KeyRight, fyne.KeyEnd:
		c.minutes = true
	case fyne.KeyUp:
		c.change(1)
	case fyne.KeyDown:
		c.change(-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.onPick(c.Clock())
		return
	case fyne.KeyEscape:
		c.onClose()
		return
	}
	c.Refresh()
}

// TypedRune is Fyne's: a second figure belongs to the first one, where that makes a time.
func (c *ClockPicker) TypedRune(r rune) {
	switch {
	case r == ':' || r == '.':
		c.minutes, c.typed = true, 0
	case r >= '0' && r <= '9':
		most, n := 23, int(r-'0')
		if c.minutes {
			most = 59
		}
		if c.typed > 0 && c.typed*10+n <= most || c.typed == 0 && c.at() == 0 {
			n += c.typed * 10
		}
		if c.minutes {
			c.minute = n
		} else {
			c.hour = n
		}
		c.typed = n
	}
	c.Refresh()
}

func (c *ClockPicker) at() int {
	if c.minutes {
		return c.minute
	}
	return c.hour
}

// change adds to the number that is being changed, round its end.
func (c *ClockPicker) change(by int) {
	if !c.minutes {
		c.hour = (c.hour + by + 24) % 24
		return
	}
	c.minute = (c.minute - c.minute%minuteStep + by*minuteStep + 60) % 60
}

// FocusGained is Fyne's.
func (c *ClockPicker) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost is Fyne's.
func (c *ClockPicker) FocusLost() { c.focused = false; c.Refresh() }

// Cursor is Fyne's.
func (c *ClockPicker) Cursor() desktop.Cursor { return desktop.PointerCursor }

// The size of a picker: two columns of three rows, and the words that choose.
const clockWidth, clockRow = 88, 36

// Tapped is Fyne's.
func (c *ClockPicker) Tapped(e *fyne.PointEvent) {
	row := int(e.Position.Y / unit(clockRow))
	if row >= 3 {
		c.onPick(c.Clock())
		return
	}
	c.typed, c.minutes = 0, e.Position.X > unit(clockWidth)
	switch row {
	case 0:
		c.change(1)
	case 2:
		c.change(-1)
	}
	c.Refresh()
}

// CreateRenderer is Fyne's.
func (c *ClockPicker) CreateRenderer() fyne.WidgetRenderer {
	r := &clockRenderer{c: c, colon: canvas.NewText(":", nil), use: canvas.NewText("", nil),
		chosen: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil)}
	for i := range r.numbers {
		r.numbers[i] = canvas.NewText("", nil)
		r.up[i], r.down[i] = newGlyph("up", Accent, 20), newGlyph("down", Accent, 20)
	}
	r.paint()
	return r
}

type clockRenderer struct {
	c            *ClockPicker
	numbers      [2]*canvas.Text
	up, down     [2]*glyph
	colon, use   *canvas.Text
	chosen, ring *canvas.Rectangle
}

// MinSize is Fyne's.
func (r *clockRenderer) MinSize() fyne.Size {
	return fyne.NewSize(unit(2*clockWidth), unit(4*clockRow))
}

// Layout is Fyne's.
func (r *clockRenderer) Layout(fyne.Size) {
	w, h := unit(clockWidth), unit(clockRow)
	at := func(o fyne.CanvasObject, left, row, width float32) {
		m := o.MinSize()
		o.Resize(m)
		o.Move(fyne.NewPos(left+(width-m.Width)/2, row*h+(h-m.Height)/2))
	}
	for i := range r.numbers {
		at(r.up[i], float32(i)*w, 0, w)
		at(r.numbers[i], float32(i)*w, 1, w)
		at(r.down[i], float32(i)*w, 2, w)
	}
	at(r.colon, 0, 1, 2*w)
	at(r.use, 0, 3, 2*w)
	left := float32(0)
	if r.c.minutes {
		left = w
	}
	for _, o := range []*canvas.Rectangle{r.chosen, r.ring} {
		o.Resize(fyne.NewSize(w-16, h))
		o.Move(fyne.NewPos(left+8, h))
	}
}

// Refresh is Fyne's.
func (r *clockRenderer) Refresh() {
	r.paint()
	r.Layout(r.c.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.c)
}

func (r *clockRenderer) paint() {
	for i, n := range []int{r.c.hour, r.c.minute} {
		t := r.numbers[i]
		t.Text, t.Color, t.TextSize, t.TextStyle.Bold = fmt.Sprintf("%02d", n), tone(Ink),
			theme.Size(theme.SizeNameHeadingText), true
	}
	r.colon.Color, r.colon.TextSize = tone(Ink), theme.Size(theme.SizeNameHeadingText)
	r.use.Text, r.use.Color, r.use.TextSize = "Use "+r.c.Clock(), tone(Accent), theme.TextSize()
	r.use.TextStyle.Underline = true
	r.chosen.FillColor, r.chosen.CornerRadius = tone(Soft), 6
	r.ring.FillColor, r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = tone(""), tone(Accent), 2, 6
	r.ring.Hidden = !r.c.focused
}

// Objects is Fyne's.
func (r *clockRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.chosen}
	for i := range r.numbers {
		all = append(all, r.up[i], r.numbers[i], r.down[i])
	}
	return append(all, r.colon, r.use, r.ring)
}

// Destroy is Fyne's.
func (r *clockRenderer) Destroy() {}
