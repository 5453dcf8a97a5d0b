package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// ButtonKind is how prominent a button is.
type ButtonKind int

// The kinds of button. A page has one Main.
const (
	Main  ButtonKind = iota // filled, at least 176 wide: the one thing to do
	Plain                   // with a border
	Quiet                   // words and icon in the colour of links
)

// Button is a button of Handrail. It is never disabled: pressed too early, the
// screen explains.
type Button struct {
	pressable
	kind  ButtonKind
	label *ink
	icon  *glyph
}

// NewButton makes a button. icon is a name of the icon set or empty; a chevron
// ("left") stands before the words, others of a Quiet button behind them.
func NewButton(label string, kind ButtonKind, icon string, on func()) *Button {
	b := &Button{kind: kind}
	b.OnTapped, b.radius = on, 6
	c := Ink
	switch kind {
	case Main:
		b.fill, c = Accent, OnAccent
	case Plain:
		b.fill, b.edge = Surface, Edge
	case Quiet:
		c = Accent
		if icon == "left" {
			c = Ink
		}
	}
	b.label = newInk(label, c, theme.SizeNameText, kind == Main)
	objs := []fyne.CanvasObject{b.label}
	if icon != "" {
		b.icon = newGlyph(icon, c, 20)
		if kind == Quiet && icon != "left" && icon != "copy" {
			objs = []fyne.CanvasObject{b.label, b.icon}
		} else {
			objs = []fyne.CanvasObject{b.icon, b.label}
		}
	}
	b.content = container.NewCenter(Across(8, objs...))
	b.least = b.smallest
	b.ExtendBaseWidget(b)
	return b
}

// Flush is a Quiet button whose words or icon line up with the text above it.
func Flush(b *Button) fyne.CanvasObject { return Across(0, inside(0, 0, 0, -6, b)) }

// Label returns the words on it.
func (b *Button) Label() string { return b.label.text.Text }

// SetLabel changes the words on it.
func (b *Button) SetLabel(s string) {
	if b.label.text.Text == s {
		return
	}
	b.label.text.Text = s
	b.Refresh()
}

func (b *Button) smallest() fyne.Size {
	w := b.content.MinSize().Width
	switch b.kind {
	case Main:
		return fyne.NewSize(max(unit(176), w+32), unit(36))
	case Plain:
		return fyne.NewSize(max(unit(80), w+32), unit(36))
	}
	return fyne.NewSize(w+12, unit(28))
}
