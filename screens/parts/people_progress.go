package parts

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// mostBlocks is how many people get a block each; more share one bar.
const mostBlocks = 40

// PeopleShare is a part of the people of a progress: how many, in which form, and the word for them.
type PeopleShare struct {
	People int
	Form   ShareForm
	Word   string
}

// ShareForm is how a part of a progress is drawn. Forms differ, so that colour alone never
// carries a meaning.
type ShareForm int

// The forms.
const (
	Settled ShareForm = iota // solid, quiet: done
	Strong                   // solid, accent: under way
	Hatched                  // wide hatch: not yet
	Dashed                   // dashed outline: not known
)

// NewPeopleProgress shows how far people are: one block a person, or above 40 people one bar with
// the same parts, and the numbers under it.
func NewPeopleProgress(shares []PeopleShare) fyne.CanvasObject {
	total := 0
	var legend []fyne.CanvasObject
	for _, s := range shares {
		total += s.People
		if s.People > 0 || s.Form != Dashed {
			legend = append(legend, Across(6, newShareSwatch(s.Form), NewFigure(strconv.Itoa(s.People)),
				newInk(s.Word, Ink, theme.SizeNameText, false)))
		}
	}
	bar := canvas.NewRasterWithPixels(func(x, y, w, h int) color.Color { return progressPixel(shares, total, x, y, w, h) })
	high := containerOf(func(size fyne.Size) { bar.Resize(size); bar.Move(fyne.NewPos(0, 0)) },
		func() fyne.Size { return fyne.NewSize(0, unit(16)) }, bar)
	return Column(8, container.New(stack{}, high), Wrap(12, legend...))
}

// progressPixel returns the colour of one pixel of the bar.
func progressPixel(shares []PeopleShare, total, x, y, w, h int) color.Color {
	if total == 0 || w == 0 || h == 0 {
		return color.Transparent
	}
	gap := max(1, h/8)
	at := x * total / w // the person whose place this is
	left, right := at*w/total, (at+1)*w/total-gap
	for _, s := range shares {
		if at >= s.People {
			at -= s.People
			continue
		}
		first := total > mostBlocks
		if first { // one bar: the part from its first to its last person
			start := x*total/w - at
			left, right = start*w/total, (start+s.People)*w/total-gap
		}
		if x >= right {
			return color.Transparent
		}
		return shareColor(s.Form, x-left, y, right-left, h)
	}
	return color.Transparent
}

// shareColor returns the colour of a pixel of a part of this size.
func shareColor(form ShareForm, x, y, w, h int) color.Color {
	line := max(1, h/10)
	edge := x < line || y < line || x >= w-line || y >= h-line
	switch form {
	case Strong:
		return tone(ChartAccent)
	case Hatched:
		if step := max(4, h*2/5); !edge && (x+y)%(step*2) >= step {
			return tone(Page)
		}
		return tone(ChartWarning)
	case Dashed:
		if step := max(3, h/4); edge && (x+y)%(step*2) < step {
			return tone(ChartUnknown)
		}
		return color.Transparent
	}
	return tone(ChartQuiet)
}

// newShareSwatch is the form of a part, for the numbers under the bar.
func newShareSwatch(form ShareForm) fyne.CanvasObject {
	r := canvas.NewRasterWithPixels(func(x, y, w, h int) color.Color { return shareColor(form, x, y, w, h) })
	return containerOf(func(size fyne.Size) { r.Resize(size) }, func() fyne.Size { return fyne.NewSquareSize(unit(12)) },
		r)
}
