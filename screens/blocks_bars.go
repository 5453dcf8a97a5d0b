package screens

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/report"
	"handrail/screens/parts"
)

// drawBars shows amounts as horizontal bars: a word, a bar, a figure.
func drawBars(c report.Chart) fyne.CanvasObject {
	s := c.Series[0]
	most := 1.0
	for _, v := range s.Values {
		most = max(most, v)
	}
	rows, words, chips := parts.Column(10), float32(0), []fyne.CanvasObject{}
	for i, label := range c.Labels {
		icon, ink := meaningChip(s.Meanings[i])
		chips = append(chips, parts.NewChip(icon, label, ink))
		words = max(words, chips[i].MinSize().Width)
	}
	for i := range c.Labels {
		value, part := "unknown", 0.0
		if i < len(s.Values) && !(i < len(s.Unknown) && s.Unknown[i]) {
			value, part = strconv.FormatFloat(s.Values[i], 'f', -1, 64), s.Values[i]/most
		}
		swatch, figure := newSwatch(s.Meanings[i], 8, 16), parts.NewFigure(value)
		if parts.LargeText() { // the label has no room beside the bar
			rows.Add(parts.Column(2, parts.Text(c.Labels[i]), container.New(barRow{float32(part), 0}, parts.Column(0), swatch,
				figure)))
			continue
		}
		rows.Add(container.New(barRow{float32(part), words}, chips[i], swatch, figure))
	}
	return rows
}

// meaningChip returns the icon and the colour of a meaning.
func meaningChip(meaning string) (icon string, ink fyne.ThemeColorName) {
	switch meaning {
	case "quiet":
		return "tick", parts.Ink
	case "warning":
		return "look", parts.LookInk
	case "problem", "failed":
		return "problem", parts.ProblemInk
	case "unknown":
		return "unknown", parts.Ink
	}
	return "note", parts.Ink
}

// barRow puts a word, a bar as long as its part of the room, and a figure beside each other. words is the width of the
// longest word of the chart, so that all bars begin at one place; 0 without words.
type barRow struct {
	part, words float32
}

// The widths of a row: the words, and what is kept free for the figure.
const (
	barWords  = 300
	barFigure = 72
	barMost   = 420
)

// Layout places the three.
func (l barRow) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	words := float32(0)
	if l.words > 0 {
		words = max(min(barWords, size.Width/2), l.words+12)
	}
	objs[0].Move(fyne.NewPos(0, (size.Height-objs[0].MinSize().Height)/2))
	objs[0].Resize(fyne.NewSize(words, objs[0].MinSize().Height))
	room := max(0, min(barMost, size.Width-words-barFigure))
	bar := max(objs[1].MinSize().Width, room*l.part)
	objs[1].Move(fyne.NewPos(words, (size.Height-objs[1].MinSize().Height)/2))
	objs[1].Resize(fyne.NewSize(bar, objs[1].MinSize().Height))
	objs[2].Move(fyne.NewPos(words+bar+8, (size.Height-objs[2].MinSize().Height)/2))
	objs[2].Resize(objs[2].MinSize())
}

// MinSize is that of the words and the figure.
func (l barRow) MinSize(objs []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objs[0].MinSize().Width+barFigure, max(24, objs[0].MinSize().Height))
}
