package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Picker is one choice of many in the room of a field: what is chosen, under a
// word for what it is for. Enter, Space and Down open the list.
type Picker struct {
	pressable
	OnChange func(value string)

	name    *ink
	shown   *widget.Label
	options []Option
	value   string
}

// NewPicker makes a picker with nothing chosen; name stands before the choice.
func NewPicker(name string) *Picker {
	p := &Picker{name: newInk(name, MutedInk, theme.SizeNameText, false), shown: widget.NewLabel("")}
	p.shown.Truncation = fyne.TextTruncateEllipsis
	p.OnTapped, p.onKey = p.open, func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyDown {
			p.open()
		}
	}
	p.fill, p.edge, p.radius, p.ringInside = Surface, Edge, 6, true
	p.content = inside(0, 12, 0, 12, pickerBody(p.name, p.shown, newGlyph("down", MutedInk, 20)))
	p.least = func() fyne.Size { return fyne.NewSize(unit(160), unit(36)) }
	p.ExtendBaseWidget(p)
	return p
}

// SetOptions changes what there is to choose from; the choice stays.
func (p *Picker) SetOptions(opts []Option) {
	p.options = opts
	p.SetValue(p.value)
}

// SetValue chooses without calling OnChange.
func (p *Picker) SetValue(v string) {
	p.value = v
	p.shown.SetText(p.Label())
}

// Value returns what is chosen.
func (p *Picker) Value() string { return p.value }

// Label returns the words of what is chosen.
func (p *Picker) Label() string {
	for _, o := range p.options {
		if o.Value == p.value {
			return o.Label
		}
	}
	return ""
}

// open shows the list under the field; Fyne's menu has the keys.
func (p *Picker) open() {
	c := fyne.CurrentApp().Driver().CanvasForObject(p)
	if c == nil {
		return
	}
	menu := fyne.NewMenu("")
	for _, o := range p.options {
		item := fyne.NewMenuItem(o.Label, func() { p.choose(o.Value) })
		item.Checked = o.Value == p.value
		menu.Items = append(menu.Items, item)
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p)
	widget.ShowPopUpMenuAtPosition(menu, c, at.AddXY(0, p.Size().Height+4))
}

func (p *Picker) choose(v string) {
	if v == p.value {
		return
	}
	p.SetValue(v)
	if p.OnChange != nil {
		p.OnChange(v)
	}
}

// pickerBody lays a name, the choice and an arrow on one line.
func pickerBody(name, shown, arrow fyne.CanvasObject) fyne.CanvasObject {
	return containerOf(func(size fyne.Size) {
		n, a := name.MinSize(), arrow.MinSize()
		name.Resize(n)
		name.Move(fyne.NewPos(0, (size.Height-n.Height)/2))
		arrow.Resize(a)
		arrow.Move(fyne.NewPos(size.Width-a.Width, (size.Height-a.Height)/2))
		h := shown.MinSize().Height
		shown.Resize(fyne.NewSize(max(0, size.Width-n.Width-a.Width), h))
		shown.Move(fyne.NewPos(n.Width, (size.Height-h)/2))
	}, func() fyne.Size { return fyne.NewSize(unit(120), shown.MinSize().Height) }, name, shown, arrow)
}
