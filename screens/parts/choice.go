package parts

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Option is one answer of a Choice. Hint may be empty.
type Option struct{ Value, Label, Hint string }

// Choice is one question answered by choosing one of several rows. Enter or
// Space choose; the arrow keys move and choose.
type Choice struct {
	widget.BaseWidget
	OnChange func(value string)

	rows  []*optionRow
	value string
	wrong *problemLine
	body  *fyne.Container
}

// NewChoice makes a choice with nothing chosen.
func NewChoice(label, hint string, opts []Option) *Choice {
	c := &Choice{wrong: newProblemLine(), body: Column(4)}
	if label != "" {
		c.body.Add(Bold(label))
	}
	if hint != "" {
		c.body.Add(Muted(hint))
	}
	c.body.Add(c.wrong)
	list := Column(0)
	for i, o := range opts {
		row := newOptionRow(o)
		row.OnTapped = func() { // who clicked continues by keyboard from here
			focusOn(row)
			c.choose(o.Value)
		}
		row.onKey = func(e *fyne.KeyEvent) { c.step(i, e) }
		c.rows = append(c.rows, row)
		list.Add(row)
	}
	c.body.Add(container.New(atMost{width: textWidth}, list))
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer is Fyne's.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.body) }

// Value returns the value chosen; "" where none is.
func (c *Choice) Value() string { return c.value }

// SetValue chooses without calling OnChange. A value that is not offered
// chooses nothing.
func (c *Choice) SetValue(v string) {
	c.value = ""
	for _, r := range c.rows {
		r.choose(r.option.Value == v)
		if r.option.Value == v {
			c.value = v
		}
	}
}

// SetError shows what is wrong; "" removes it.
func (c *Choice) SetError(msg string) {
	c.wrong.set(msg)
	c.body.Refresh()
}

// Focus returns the row that takes the focus: the one chosen, else the first; nil
// where nothing is offered.
func (c *Choice) Focus() fyne.Focusable {
	if len(c.rows) == 0 {
		return nil
	}
	i := slices.IndexFunc(c.rows, func(r *optionRow) bool { return r.option.Value == c.value })
	return c.rows[max(0, i)]
}

func (c *Choice) choose(v string) {
	changed := v != c.value
	c.SetValue(v)
	c.wrong.set("")
	if changed && c.OnChange != nil {
		c.OnChange(v)
	}
}

func (c *Choice) step(from int, e *fyne.KeyEvent) {
	to := from
	switch e.Name {
	case fyne.KeyDown:
		to++
	case fyne.KeyUp:
		to--
	}
	if to == from || to < 0 || to >= len(c.rows) {
		return
	}
	c.choose(c.rows[to].option.Value)
	focusOn(c.rows[to])
}

func focusOn(row *optionRow) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(row); c != nil {
		c.Focus(row)
	}
}

// optionRow is one row of a Choice.
type optionRow struct {
	pressable
	option Option
	mark   *glyph
}

func newOptionRow(o Option) *optionRow {
	r := &optionRow{option: o, mark: newGlyph("ring", MutedInk, 20)}
	words := Column(0, newParagraph(o.Label, theme.SizeNameText, false, widget.MediumImportance))
	if o.Hint != "" {
		words.Add(Muted(o.Hint))
	}
	r.radius, r.ringInside = 6, true
	r.content = inside(8, 8, 8, 8, container.New(&bannerLayout{}, r.mark, words))
	r.ExtendBaseWidget(r)
	return r
}

func (r *optionRow) choose(chosen bool) {
	if chosen {
		r.mark.set("progress", Accent)
		r.fill = Soft
	} else {
		r.mark.set("ring", MutedInk)
		r.fill = ""
	}
	r.Refresh()
}
