package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// selector lies under words and lets the mouse select them. Only while the mouse is over them, or something of
// them is selected, can they have the focus: with the keyboard Tab goes from one button to the next, and not
// through every sentence between them.
type selector struct {
	widget.BaseWidget
	label *widget.Label // its words can be selected; nil for words of several kinds
	words func() string // all of them, for “Copy”
}

var (
	_ desktop.Hoverable      = (*selector)(nil)
	_ fyne.SecondaryTappable = (*selector)(nil)
)

// newSelector makes a selector for a label, or with a nil label for any words.
func newSelector(label *widget.Label, words func() string) *selector {
	s := &selector{label: label, words: words}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is Fyne's.
func (s *selector) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// MouseIn is Fyne's.
func (s *selector) MouseIn(*desktop.MouseEvent) { s.let(true) }

// MouseMoved is Fyne's.
func (s *selector) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (s *selector) MouseOut() {
	if s.label != nil && s.label.SelectedText() == "" {
		s.let(false)
	}
}

func (s *selector) let(selectable bool) {
	if s.label == nil || s.label.Selectable == selectable {
		return
	}
	s.label.Selectable = selectable
	s.label.Refresh()
}

// TappedSecondary shows “Copy” for words of which no part can be selected; a label has a menu of its own.
func (s *selector) TappedSecondary(e *fyne.PointEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(s)
	if c == nil || s.words == nil {
		return
	}
	copyAll := fyne.NewMenuItem("Copy", func() { fyne.CurrentApp().Clipboard().SetContent(s.words()) })
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", copyAll), c, e.AbsolutePosition)
}

// unselect takes the selection from the words in something that is pressed as a whole: a click on them presses it.
func unselect(o fyne.CanvasObject) {
	switch o := o.(type) {
	case *Paragraph:
		o.pressed = true
	case *fyne.Container:
		for _, inner := range o.Objects {
			unselect(inner)
		}
	}
}
