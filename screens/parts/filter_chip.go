package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// FilterChip is a button with a word and its number that narrows a list. The chosen one has a
// tick and bold words.
type FilterChip struct {
	pressable
	word, number *ink
	tick         *glyph
}

// NewFilterChip makes a chip that is not chosen.
func NewFilterChip(word, number string, on func()) *FilterChip {
	c := &FilterChip{word: newInk(word, Ink, theme.SizeNameText, false),
		number: newInk(number, MutedInk, theme.SizeNameText, false), tick: newGlyph("tick", Accent, 20)}
	c.OnTapped, c.radius = on, 6
	c.content = inside(0, 12, 0, 12, Across(8, c.tick, c.word, c.number))
	c.least = func() fyne.Size { return fyne.NewSize(0, unit(36)) }
	c.ExtendBaseWidget(c)
	c.Set(number, false)
	return c
}

// Set changes the number, and whether the chip is chosen.
func (c *FilterChip) Set(number string, chosen bool) {
	c.fill, c.edge = Surface, Edge
	tone := MutedInk
	if chosen {
		c.fill, c.edge, tone = Soft, Accent, Ink
	}
	c.tick.Hidden = !chosen
	c.word.set(c.word.text.Text, Ink, chosen)
	c.number.set(number, tone, chosen)
	c.Refresh()
}

// Label returns the words on it.
func (c *FilterChip) Label() string { return c.word.text.Text }

// Number returns the number on it.
func (c *FilterChip) Number() string { return c.number.text.Text }

// Chosen reports whether the chip is chosen.
func (c *FilterChip) Chosen() bool { return !c.tick.Hidden }

// AtLeast returns o at least this wide, at text size 100 %, for a row where each object is only
// as wide as it needs.
func AtLeast(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return containerOf(func(size fyne.Size) { o.Move(fyne.NewPos(0, 0)); o.Resize(size) }, func() fyne.Size {
		m := o.MinSize()
		return fyne.NewSize(max(m.Width, unit(width)), m.Height)
	}, o)
}
