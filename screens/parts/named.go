package parts

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// NamedField is a field of one line with its name in it, as a Picker has it: for filters above a list.
type NamedField struct {
	widget.BaseWidget
	OnSubmit func()            // Enter, or the focus goes elsewhere after typing
	OnChange func(text string) // as the person types

	name     *ink
	entry    *entry
	sign     *glyph
	wrong    *problemLine
	body     *fyne.Container
	at       time.Time     // the day that the calendar begins with
	today    time.Time     // marked in it
	first    time.Weekday  // of its weeks
	calendar *widget.PopUp // nil while it is closed
	handed   string        // what OnSubmit was called for last
}

// NewNamedField makes a field; hint stands in it until something is typed.
func NewNamedField(name, hint, icon string) *NamedField {
	f := &NamedField{name: newInk(name, MutedInk, theme.SizeNameText, false), entry: newEntry(false),
		sign: newGlyph(icon, MutedInk, 20), wrong: newProblemLine()}
	f.entry.SetPlaceHolder(hint)
	f.entry.ring.CornerRadius = 6
	f.entry.OnChanged = func(s string) {
		if f.OnChange != nil {
			f.OnChange(s)
		}
	}
	f.entry.OnSubmitted = func(string) { f.submit() }
	f.entry.onLeave = func() {
		if f.entry.Text != f.handed {
			f.submit()
		}
	}
	f.entry.bare = true // border and background are those of the field around it
	line := container.New(stack{}, newBox(Surface, Edge, 6), inside(0, 8, 0, 12, f.line(f.entry)), f.entry.ring)
	f.body = Column(4, line, f.wrong)
	f.ExtendBaseWidget(f)
	return f
}

// NewDateField is a named field for a day. A click on its icon, or the key Down, opens a calendar. onPick receives the
// day that was chosen in it.
func NewDateField(name string, onPick func(day time.Time)) *NamedField {
	f := NewNamedField(name, "", "calendar")
	f.first, f.today = time.Monday, time.Now()
	b := &iconTap{on: func() { f.open(onPick) }}
	f.entry.onDown = b.on
	b.ExtendBaseWidget(b)
	f.body.Objects[0].(*fyne.Container).Add(containerOf(func(size fyne.Size) {
		b.Resize(fyne.NewSize(unit(36), size.Height))
		b.Move(fyne.NewPos(size.Width-unit(36), 0))
	}, func() fyne.Size { return fyne.Size{} }, b))
	return f
}

// line lays the name, the entry and the sign beside each other.
func (f *NamedField) line(bare fyne.CanvasObject) fyne.CanvasObject {
	return containerOf(func(size fyne.Size) {
		n, s := f.name.MinSize(), f.sign.MinSize()
		f.name.Resize(n)
		f.name.Move(fyne.NewPos(0, (size.Height-n.Height)/2))
		f.sign.Resize(s)
		f.sign.Move(fyne.NewPos(size.Width-s.Width, (size.Height-s.Height)/2))
		h := f.entry.Entry.MinSize().Height // its own has room that is wasted here
		bare.Resize(fyne.NewSize(max(0, size.Width-n.Width-s.Width), h))
		bare.Move(fyne.NewPos(n.Width, (size.Height-h)/2))
	}, func() fyne.Size { return fyne.NewSize(unit(120), unit(36)) }, f.name, bare, f.sign)
}

// CreateRenderer is Fyne's.
func (f *NamedField) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.body) }

// inner is what lies in it, so that it can be scrolled to.
func (f *NamedField) inner() fyne.CanvasObject { return f.body }

func (f *NamedField) submit() {
	f.handed = f.entry.Text
	if f.OnSubmit != nil {
		f.OnSubmit()
	}
}

// Text returns what stands in the field, as typed.
func (f *NamedField) Text() string { return f.entry.Text }

// SetText fills the field without calling OnSubmit.
func (f *NamedField) SetText(s string) {
	f.handed = s
	f.entry.SetText(s)
	f.entry.CursorColumn = len([]rune(s))
}

// SetDay sets the day that the calendar begins with.
func (f *NamedField) SetDay(day time.Time) { f.at = day }

// SetWeek sets the day with which a week of the calendar begins, and the day that is today.
func (f *NamedField) SetWeek(first time.Weekday, today time.Time) { f.first, f.today = first, today }

// SetError shows what is wrong; "" removes it. What was typed stays.
func (f *NamedField) SetError(msg string) {
	f.wrong.set(msg)
	f.entry.wrong = msg != ""
	f.entry.paintRing()
	f.body.Refresh()
}

// Entry returns what takes the focus.
func (f *NamedField) Entry() fyne.Focusable { return f.entry }

// open shows the calendar under the field.
func (f *NamedField) open(onPick func(day time.Time)) {
	f.calendar = popUnder(f, func(close func()) picked {
		return NewCalendar(f.at, f.today, f.first, func(day time.Time) {
			close()
			onPick(day)
		}, func() {
			close()
			if c := fyne.CurrentApp().Driver().CanvasForObject(f.entry); c != nil {
				c.Focus(f.entry)
			}
		})
	})
}

// Close hides the calendar and reports whether it was open.
func (f *NamedField) Close() bool {
	if f.calendar == nil || !f.calendar.Visible() {
		return false
	}
	f.calendar.Hide()
	return true
}

// iconTap is the place over an icon that can be clicked: the keyboard has the field itself.
type iconTap struct {
	widget.BaseWidget
	on func()
}

// CreateRenderer is Fyne's.
func (t *iconTap) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// Tapped is Fyne's.
func (t *iconTap) Tapped(*fyne.PointEvent) { t.on() }

// Cursor is Fyne's.
func (t *iconTap) Cursor() desktop.Cursor { return desktop.PointerCursor }
