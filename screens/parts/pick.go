package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// picked is what can be opened under a field to choose instead of to type.
type picked interface {
	fyne.CanvasObject
	fyne.Focusable
}

// popUnder shows what is opened under a field, within the window, and gives it the focus. close hides it again.
func popUnder(field fyne.CanvasObject, make func(close func()) picked) *widget.PopUp {
	c := fyne.CurrentApp().Driver().CanvasForObject(field)
	if c == nil {
		return nil
	}
	var pop *widget.PopUp
	content := make(func() { pop.Hide() })
	pop = widget.NewPopUp(container.New(stack{}, newBox(Surface, Edge, 8), inside(12, 12, 12, 12, content)), c)
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(field), pop.MinSize()
	x := max(0, min(at.X, c.Size().Width-size.Width-8))
	y := at.Y + field.Size().Height + 4
	if y+size.Height > c.Size().Height { // no room under it
		y = max(0, min(at.Y-size.Height-4, c.Size().Height-size.Height))
	}
	pop.ShowAtPosition(fyne.NewPos(x, y))
	c.Focus(content)
	return pop
}

// AddPick adds to a field a button that opens something to choose from, as the key Down does. make makes it: take
// closes it and writes the choice into the field; close only closes it. The focus returns to the field.
func (f *Field) AddPick(label, icon string, make func(take func(text string), close func()) fyne.Focusable) {
	open := func() {
		popUnder(f.entry, func(close func()) picked {
			shut := func() {
				close()
				if c := fyne.CurrentApp().Driver().CanvasForObject(f.entry); c != nil {
					c.Focus(f.entry)
				}
			}
			take := func(text string) {
				f.SetText(text)
				f.SetError("")
				shut()
			}
			return make(take, shut).(picked)
		})
	}
	f.entry.onDown = open
	last := len(f.body.Objects) - 1
	f.body.Objects[last] = container.New(atMost{width: 560}, Wrap(12, containerOf(func(size fyne.Size) {
		f.entry.Resize(size)
		f.entry.ring.Resize(size)
	}, func() fyne.Size { return fyne.NewSize(min(unit(280), barWidth()-2*margin()), unit(36)) }, f.entry, f.entry.ring),
		NewButton(label, Quiet, icon, open)))
}
