package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// NewDateLine is a date with what is left until it and how many people it concerns, in columns
// that are alike in every line. With large text the last two are below the date.
func NewDateLine(date, left, people string) fyne.CanvasObject {
	icon := newGlyph("calendar", MutedInk, 20)
	words := []*ink{newInk(date, Ink, theme.SizeNameText, true), newInk(left, MutedInk, theme.SizeNameText, false),
		newInk(people, Ink, theme.SizeNameText, true)}
	folded := false
	columns := func() (side float32, at [3]float32) {
		side = icon.MinSize().Width + 8
		first, second := max(unit(136), words[0].MinSize().Width+16), max(unit(104), words[1].MinSize().Width+16)
		return side, [3]float32{side, side + first, side + first + second}
	}
	return containerOf(func(size fyne.Size) {
		side, at := columns()
		high := icon.MinSize().Height
		icon.Resize(icon.MinSize())
		icon.Move(fyne.NewPos(0, 0))
		folded = at[2]+words[2].MinSize().Width > size.Width
		y := (high - words[0].MinSize().Height) / 2
		for i, w := range words {
			w.Resize(w.MinSize())
			w.Move(fyne.NewPos(at[i], y))
		}
		if folded {
			below := high + 2
			words[1].Move(fyne.NewPos(side, below))
			words[2].Move(fyne.NewPos(side+words[1].MinSize().Width+16, below))
			if side+words[1].MinSize().Width+16+words[2].MinSize().Width > size.Width {
				words[2].Move(fyne.NewPos(side, below+words[1].MinSize().Height+2))
			}
		}
	}, func() fyne.Size {
		high, line := icon.MinSize().Height, words[0].MinSize().Height
		if folded {
			high += 2 * (line + 2)
		}
		return fyne.NewSize(icon.MinSize().Width+8+max(words[0].MinSize().Width, words[2].MinSize().Width), max(high, line))
	}, icon, words[0], words[1], words[2])
}
