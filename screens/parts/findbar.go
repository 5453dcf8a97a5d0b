package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// FindBar is the line above a page in which one types what to search for. Enter goes to the next match, Shift and
// Enter to the previous one, Esc closes.
type FindBar struct {
	widget.BaseWidget
	OnChange func(word string)
	OnMove   func(by int)
	OnClose  func()

	entry *entry
	said  *ink
	note  *Paragraph
	body  *fyne.Container
}

// NewFindBar makes an empty one.
func NewFindBar() *FindBar {
	f := &FindBar{entry: newEntry(false), said: newInk("", Ink, theme.SizeNameText, true), note: Caption("")}
	f.entry.SetPlaceHolder("Search this page")
	f.entry.ring.CornerRadius = 6
	f.entry.OnChanged = func(s string) { f.call(s) }
	move := func(by int) func() {
		return func() {
			if f.OnMove != nil {
				f.OnMove(by)
			}
		}
	}
	f.entry.onEnter = func(back bool) {
		if back {
			move(-1)()
			return
		}
		move(1)()
	}
	shut := NewButton("Close search", Quiet, "", func() {
		if f.OnClose != nil {
			f.OnClose()
		}
	})
	bare := roomy(f.entry)
	field := containerOf(func(size fyne.Size) {
		bare.Resize(size)
		f.entry.ring.Resize(size)
	}, func() fyne.Size { return fyne.NewSize(unit(240), unit(36)) }, bare, f.entry.ring)
	f.note.Hide()
	f.body = Column(0, inside(8, 16, 8, 16, Column(4, Wrap(12, field, fixedWidth(92, f.said),
		NewButton("Previous match", Quiet, "up", move(-1)), NewButton("Next match", Quiet, "down", move(1)), shut), f.note)),
		rule(false))
	f.ExtendBaseWidget(f)
	return f
}

func (f *FindBar) call(s string) {
	if f.OnChange != nil {
		f.OnChange(s)
	}
}

// CreateRenderer is Fyne's.
func (f *FindBar) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.body) }

func (f *FindBar) inner() fyne.CanvasObject { return f.body }

// Entry returns what takes the focus.
func (f *FindBar) Entry() fyne.Focusable { return f.entry }

// Text returns what was typed.
func (f *FindBar) Text() string { return f.entry.Text }

// SelectAll selects what was typed, so that typing replaces it.
func (f *FindBar) SelectAll() { f.entry.TypedShortcut(&fyne.ShortcutSelectAll{}) }

// Say shows which match this is, and a note under the line; either may be empty.
func (f *FindBar) Say(words, note string) {
	f.said.set(words, Ink, true)
	f.note.SetText(note)
	show(f.note, note != "")
	f.body.Refresh()
}

// fixedWidth keeps words that change from moving what is beside them.
func fixedWidth(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return containerOf(func(size fyne.Size) {
		m := o.MinSize()
		o.Resize(m)
		o.Move(fyne.NewPos(0, (size.Height-m.Height)/2))
	}, func() fyne.Size { return fyne.NewSize(unit(width), unit(36)) }, o)
}
