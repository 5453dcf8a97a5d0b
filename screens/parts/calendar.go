package parts

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Calendar is a month in which one chooses a day. The arrow keys move by a day or a week, Page Up and Page Down by a
// month, Home and End to the ends of the week; Enter or Space choose, Esc closes. A click chooses, and on an arrow
// turns the month.
type Calendar struct {
	widget.BaseWidget
	onPick  func(day time.Time)
	onClose func()
	first   time.Weekday
	today   time.Time
	day     time.Time // the one that would be chosen, at midnight
	focused bool
}

// NewCalendar makes a calendar that begins at a day. first is the day with which a week begins.
func NewCalendar(day, today time.Time, first time.Weekday, onPick func(time.Time), onClose func()) *Calendar {
	c := &Calendar{onPick: onPick, onClose: onClose, first: first, today: dayOf(today), day: dayOf(day)}
	c.ExtendBaseWidget(c)
	return c
}

// dayOf returns the midnight at which the day of at begins.
func dayOf(at time.Time) time.Time {
	y, m, d := at.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, at.Location())
}

// Day returns the day that would be chosen.
func (c *Calendar) Day() time.Time { return c.day }

// TypedKey is Fyne's.
func (c *Calendar) TypedKey(e *fyne.KeyEvent) {
	in := int(c.day.Weekday()-c.first+7) % 7
	switch e.Name {
	case fyne.KeyLeft:
		c.move(c.day.AddDate(0, 0, -1))
	case fyne.KeyRight:
		c.move(c.day.AddDate(0, 0, 1))
	case fyne.KeyUp:
		c.move(c.day.AddDate(0, 0, -7))
	case fyne.KeyDown:
		c.move(c.day.AddDate(0, 0, 7))
	case fyne.KeyHome:
		c.move(c.day.AddDate(0, 0, -in))
	case fyne.KeyEnd:
		c.move(c.day.AddDate(0, 0, 6-in))
	case fyne.KeyPageUp:
		c.turn(-1)
	case fyne.KeyPageDown:
		c.turn(1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.onPick(c.day)
	case fyne.KeyEscape:
		c.onClose()
	}
}

// TypedRune is Fyne's.
func (c *Calendar) TypedRune(rune) {}

// FocusGained is Fyne's.
func (c *Calendar) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost is Fyne's.
func (c *Calendar) FocusLost() { c.focused = false; c.Refresh() }

// Cursor is Fyne's.
func (c *Calendar) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (c *Calendar) move(day time.Time) {
	c.day = day
	c.Refresh()
}

// turn goes to the same day of another month, or to the last one of a shorter month.
func (c *Calendar) turn(by int) {
	y, m, d := c.day.Date()
	last := time.Date(y, m+time.Month(by)+1, 0, 0, 0, 0, 0, c.day.Location()).Day()
	c.move(time.Date(y, m+time.Month(by), min(d, last), 0, 0, 0, 0, c.day.Location()))
}

// start returns the first day that is shown.
func (c *Calendar) start() time.Time {
	y, m, _ := c.day.Date()
	one := time.Date(y, m, 1, 0, 0, 0, 0, c.day.Location())
	return one.AddDate(0, 0, -int(one.Weekday()-c.first+7)%7)
}

// The parts of a calendar: seven columns, six weeks below the month and the names of the days.
const (
	dayWidth, dayHeight = 36, 32
	weeksShown          = 6
)

// Tapped is Fyne's.
func (c *Calendar) Tapped(e *fyne.PointEvent) {
	column, row := int(e.Position.X/unit(dayWidth)), int(e.Position.Y/unit(dayHeight))
	switch {
	case column < 0 || column > 6:
	case row == 0 && column == 0:
		c.turn(-1)
	case row == 0 && column == 6:
		c.turn(1)
	case row > 1 && row < 2+weeksShown:
		c.onPick(c.start().AddDate(0, 0, (row-2)*7+column))
	}
}

// CreateRenderer is Fyne's.
func (c *Calendar) CreateRenderer() fyne.WidgetRenderer {
	r := &calendarRenderer{c: c, month: canvas.NewText("", nil), back: newGlyph("left", Accent, 20),
		on: newGlyph("right", Accent, 20), chosen: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil)}
	for range 7 {
		r.names = append(r.names, canvas.NewText("", nil))
	}
	for range 7 * weeksShown {
		r.days = append(r.days, canvas.NewText("", nil))
	}
	r.paint()
	return r
}

type calendarRenderer struct {
	c            *Calendar
	month        *canvas.Text
	back, on     *glyph
	names, days  []*canvas.Text
	chosen, ring *canvas.Rectangle
}

// MinSize is Fyne's.
func (r *calendarRenderer) MinSize() fyne.Size {
	return fyne.NewSize(unit(7*dayWidth), unit((2+weeksShown)*dayHeight))
}

// Layout is Fyne's.
func (r *calendarRenderer) Layout(fyne.Size) {
	w, h := unit(dayWidth), unit(dayHeight)
	at := func(o fyne.CanvasObject, column, row int, width float32) {
		m := o.MinSize()
		o.Resize(m)
		o.Move(fyne.NewPos(float32(column)*w+(width-m.Width)/2, float32(row)*h+(h-m.Height)/2))
	}
	at(r.back, 0, 0, w)
	at(r.month, 1, 0, 5*w)
	at(r.on, 6, 0, w)
	start := r.c.start()
	for i, t := range r.names {
		at(t, i, 1, w)
	}
	for i, t := range r.days {
		at(t, i%7, 2+i/7, w)
		if start.AddDate(0, 0, i).Equal(r.c.day) {
			for _, o := range []*canvas.Rectangle{r.chosen, r.ring} {
				o.Resize(fyne.NewSize(w-4, h-4))
				o.Move(fyne.NewPos(float32(i%7)*w+2, float32(2+i/7)*h+2))
			}
		}
	}
}

// Refresh is Fyne's.
func (r *calendarRenderer) Refresh() {
	r.paint()
	r.Layout(r.c.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.c)
}

func (r *calendarRenderer) paint() {
	write := func(t *canvas.Text, s string, c fyne.ThemeColorName, bold bool) {
		t.Text, t.Color, t.TextSize, t.TextStyle.Bold = s, tone(c), theme.TextSize(), bold
	}
	write(r.month, r.c.day.Format("January 2006"), Ink, true)
	start := r.c.start()
	for i, t := range r.names {
		write(t, start.AddDate(0, 0, i).Format("Mon")[:2], MutedInk, false)
	}
	for i, t := range r.days {
		day := start.AddDate(0, 0, i)
		c := Ink
		if day.Month() != r.c.day.Month() {
			c = MutedInk
		}
		if day.Equal(r.c.today) {
			c = Accent
		}
		write(t, strconv.Itoa(day.Day()), c, day.Equal(r.c.day) || day.Equal(r.c.today))
	}
	r.chosen.FillColor, r.chosen.CornerRadius = tone(Soft), 6
	r.ring.FillColor, r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = tone(""), tone(Accent), 2, 6
	r.ring.Hidden = !r.c.focused
}

// Objects is Fyne's.
func (r *calendarRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.chosen, r.month, r.back, r.on}
	for _, t := range append(append([]*canvas.Text{}, r.names...), r.days...) {
		all = append(all, t)
	}
	return append(all, r.ring)
}

// Destroy is Fyne's.
func (r *calendarRenderer) Destroy() {}
