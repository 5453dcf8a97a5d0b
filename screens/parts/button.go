package parts

import (
	"strings"

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
	below *ink // the second line of the words; nil where they are on one
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
func (b *Button) Label() string {
	if b.below != nil {
		return b.label.text.Text + " " + b.below.text.Text
	}
	return b.label.text.Text
}

// fold breaks the words into two lines where the button would be wider than width.
func (b *Button) fold(width float32) {
	words := strings.Fields(b.Label())
	if b.below != nil || b.kind == Quiet || b.icon != nil || len(words) < 2 || b.MinSize().Width <= width {
		return
	}
	first := 1
	for first < len(words)-1 && len(strings.Join(words[:first+1], " ")) <= len(strings.Join(words[first:], " ")) {
		first++
	}
	b.below = newInk(strings.Join(words[first:], " "), b.label.tone, b.label.size, b.label.text.TextStyle.Bold)
	b.label.text.Text = strings.Join(words[:first], " ")
	b.content = container.NewCenter(Column(0, container.NewCenter(b.label), container.NewCenter(b.below)))
	b.Refresh()
}

// SetLabel changes the words on it.
func (b *Button) SetLabel(s string) {
	if b.Label() == s {
		return
	}
	if b.below != nil {
		b.below, b.content = nil, container.NewCenter(Across(8, b.label))
	}
	b.label.text.Text = s
	b.Refresh()
}

// SetIcon changes the icon of a button that has one.
func (b *Button) SetIcon(name string) {
	b.icon.set(name, b.icon.tone)
	b.Refresh()
}

func (b *Button) smallest() fyne.Size {
	w, high := b.content.MinSize().Width, unit(36)
	if b.below != nil {
		high = b.content.MinSize().Height + 16
	}
	switch b.kind {
	case Main: // in large text its words are as wide
		return fyne.NewSize(max(min(unit(176), 264), w+32), high)
	case Plain:
		return fyne.NewSize(max(unit(80), w+32), high)
	}
	return fyne.NewSize(w+12, unit(28))
}
