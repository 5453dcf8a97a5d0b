package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"handrail/app/guide"
	"handrail/app/report"
)

// NewChip is a state: icon and word in the colour c. No pill, no fill.
func NewChip(icon, word string, c fyne.ThemeColorName) fyne.CanvasObject {
	return Across(8, newGlyph(icon, c, 20), newInk(word, c, theme.SizeNameText, false))
}

// SeverityChip is the state of a finding. Only problem and look are coloured.
func SeverityChip(s report.Severity) fyne.CanvasObject {
	icon, c := severity(s)
	return NewChip(icon, s.Label(), c)
}

// SeverityIcon returns the icon and the colour of a severity.
func SeverityIcon(s report.Severity) (icon string, c fyne.ThemeColorName) { return severity(s) }

// severity returns the icon and the colour of s.
func severity(s report.Severity) (icon string, c fyne.ThemeColorName) {
	switch s {
	case report.OK:
		return "tick", Ink
	case report.Note:
		return "note", Ink
	case report.Warning:
		return "look", LookInk
	case report.Problem:
		return "problem", ProblemInk
	}
	return "unknown", Ink
}

// StateChip is the state of a step or a visit; an empty word means the state's own.
func StateChip(s guide.State, word string) fyne.CanvasObject {
	if word == "" {
		word = s.Label()
	}
	icon, text := Ink, Ink
	switch s {
	case guide.InProgress:
		icon = Accent
	case guide.HasProblem:
		icon, text = ProblemInk, ProblemInk
	case guide.NotStarted, guide.CannotStart:
		icon, text = MutedInk, MutedInk
	}
	return Across(8, newGlyph(s.Icon(), icon, 20), newInk(word, text, theme.SizeNameText, false))
}

// NewBanner is a line that must not be missed; it does not vanish. lead is bold.
func NewBanner(tone report.Severity, lead, text string) fyne.CanvasObject {
	icon, c := severity(tone)
	fill, edge := Sunk, LineTone
	switch tone {
	case report.OK:
		icon, c, fill, edge = "note", Accent, Soft, ""
	case report.Warning:
		fill, edge = LookFill, ""
	case report.Problem:
		fill, edge = ProblemFill, ""
	}
	l := &bannerLayout{}
	return container.New(stack{}, newBox(fill, edge, 8),
		inside(12, 16, 12, 16, container.New(l, newGlyph(icon, c, 20), newLead(lead, text))))
}

// bannerLayout puts an icon before words that wrap.
type bannerLayout struct{}

// Layout places the icon at the first line.
func (*bannerLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	m := objs[0].MinSize()
	objs[0].Resize(m)
	objs[0].Move(fyne.NewPos(0, 0))
	objs[1].Move(fyne.NewPos(m.Width+12, 0))
	settle(objs[1], size.Width-m.Width-12)
}

// MinSize is right once Layout has run at the present width.
func (*bannerLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	i, t := objs[0].MinSize(), objs[1].MinSize()
	return fyne.NewSize(i.Width+12+t.Width, max(i.Height, t.Height))
}

// NewStepsBar shows how far a visit is: a small bar a step, filled when done,
// framed in the accent colour for the current one (from 0).
func NewStepsBar(done, current, total int) fyne.CanvasObject {
	var objs []fyne.CanvasObject
	for i := range total {
		b := newBox(Surface, Edge, 2)
		switch {
		case i < done:
			b.fill, b.edge = Accent, Accent
		case i == current:
			b.edge, b.stroke = Accent, 2
		}
		b.least = fyne.NewSize(14, 6)
		objs = append(objs, b)
	}
	return Across(4, objs...)
}
