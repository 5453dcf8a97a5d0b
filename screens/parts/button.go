package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// ButtonKind says how much weight a button has.
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

// Label gives the words on it.
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

// NewBar is the bar at the foot of a page: Back at the left, at the right the
// other buttons, the main one last. back may be nil. Where the buttons do not
// fit beside each other, Back stands on a line of its own.
func NewBar(back *Button, right ...*Button) fyne.CanvasObject {
	var objs []fyne.CanvasObject
	for _, b := range right {
		if b != nil {
			objs = append(objs, b)
		}
	}
	l := &barLayout{}
	if back != nil {
		l.back = back
		objs = append([]fyne.CanvasObject{back}, objs...)
	}
	return container.New(stack{}, newBox(Page, "", 0), container.NewBorder(rule(false), nil, nil, nil, container.New(l, objs...)))
}

type barLayout struct {
	back   fyne.CanvasObject
	folded bool
}

// Layout places the buttons; those at the right keep their order.
func (l *barLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	total := float32(64)
	for _, o := range objs {
		total += o.MinSize().Width + 12
	}
	l.folded = total > size.Width
	x, top := size.Width-32, float32(0)
	height := size.Height
	if l.folded {
		top, height = size.Height/2-4, size.Height/2
	}
	for i := len(objs) - 1; i >= 0; i-- {
		o := objs[i]
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		o.Resize(m)
		if o == l.back {
			o.Move(fyne.NewPos(26, (height-m.Height)/2))
			continue
		}
		x -= m.Width
		o.Move(fyne.NewPos(x, top+(height-m.Height)/2))
		x -= 12
	}
}

// MinSize is 64 high, more with large text.
func (l *barLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, max(63, unit(36)+27))
	if l.folded {
		size.Height += unit(36) + 12
	}
	for _, o := range objs {
		size.Width = max(size.Width, o.MinSize().Width+64)
	}
	return size
}
